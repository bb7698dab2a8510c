/* SPDX-License-Identifier: MIT */
#include "core/text/text_check.h"

#include "core/base/utf8.h"

/* Up to 255 bytes, so that a byte holds each sum: many are taken at once. */
static void
count_few(utf8_check *c, const char *data, size_t size)
{
    uint8_t controls = 0;
    uint8_t zeros = 0;
    uint8_t chars = 0;
    for (size_t i = 0; i < size; i++) {
        const uint8_t byte = (uint8_t)data[i];
        const bool layout = (uint8_t)(byte - '\t') <= '\r' - '\t';
        zeros = (uint8_t)(zeros + (byte == 0));
        controls =
            (uint8_t)(controls + ((byte < 0x20) & !layout) + (byte == 0x7f));
        chars = (uint8_t)(chars + ((byte & 0xc0) != 0x80));
    }
    c->controls += controls;
    c->zeros += zeros;
    c->chars += chars;
}

static void
count_characters(utf8_check *c, const char *data, size_t size)
{
    enum { FEW = 128 };
    size_t at = 0;
    for (; size - at >= FEW; at += FEW)
        count_few(c, data + at, FEW);
    count_few(c, data + at, size - at);
}

/* Fewer than a quarter of a text's characters are controls. */
static yz_status
judge_characters(const utf8_check *c, yz_error *err)
{
    if (c->controls * 4 > c->chars)
        return error_set(err, YZ_E_SOURCE,
                         "it is not text: it is full of control characters");
    return YZ_OK;
}

size_t
utf8_check_block(utf8_check *check, const char *data, size_t size)
{
    enum { UNFINISHED_MAX = 3 };
    const size_t valid = utf8_valid_prefix(data, size);
    count_characters(check, data, valid);
    if (size - valid > UNFINISHED_MAX)
        check->broken = true;
    return size - valid;
}

bool
utf8_check_passed(const utf8_check *check)
{
    return !check->broken && !check->zeros &&
           judge_characters(check, NULL) == YZ_OK;
}

yz_status
check_is_text(yz_str text, yz_error *err)
{
    utf8_check check = { 0 };
    count_characters(&check, text.data, text.size);
    return judge_characters(&check, err);
}
