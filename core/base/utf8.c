/* SPDX-License-Identifier: MIT */
/*
 * The ranges are those of table 3-7 of the Unicode standard (15.0): overlong
 * forms, surrogates and values past U+10FFFF are not well-formed.
 */
#include "core/base/utf8.h"

#include <string.h>

static bool
is_continuation(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* Length of the well-formed sequence at `s`, or 0; `*c` its code point. */
static size_t
sequence(const unsigned char *s, size_t size, uint32_t *c)
{
    if (s[0] < 0x80) {
        *c = s[0];
        return 1;
    }
    size_t length;
    if (s[0] >= 0xc2 && s[0] <= 0xdf)
        length = 2;
    else if (s[0] >= 0xe0 && s[0] <= 0xef)
        length = 3;
    else if (s[0] >= 0xf0 && s[0] <= 0xf4)
        length = 4;
    else
        return 0;
    if (size < length)
        return 0;
    uint32_t value = s[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if (!is_continuation(s[i]))
            return 0;
        value = value << 6 | (s[i] & 0x3fu);
    }
    if ((length == 3 && value < 0x800) || (length == 4 && value < 0x10000) ||
        value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *c = value;
    return length;
}

uint32_t
utf8_next(const char *text, size_t size, size_t *at)
{
    uint32_t c = 0xfffd;
    const size_t length =
        sequence((const unsigned char *)text + *at, size - *at, &c);
    *at += length ? length : 1;
    return c;
}

uint32_t
utf8_previous(const char *text, size_t *at)
{
    const size_t end = *at;
    size_t begin = end - 1;
    while (begin > 0 && end - begin < 4 &&
           is_continuation((unsigned char)text[begin]))
        begin--;
    uint32_t c = 0xfffd;
    if (sequence((const unsigned char *)text + begin, end - begin, &c) ==
        end - begin) {
        *at = begin;
        return c;
    }
    *at = end - 1;
    return 0xfffd;
}

size_t
utf8_put(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3f));
        to[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3f));
    to[2] = (char)(0x80 | (c >> 6 & 0x3f));
    to[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

/*
 * The bytes at `s` that are a sequence of the kinds nearly all text is made of:
 * ASCII, or three bytes of which any two continuations will do. 0: look closer.
 */
static inline size_t
plain_sequence(const unsigned char *s, size_t size)
{
    if (s[0] < 0x80)
        return 1;
    const bool three = s[0] > 0xe0 && s[0] < 0xf0 && s[0] != 0xed && size >= 3;
    return three && (s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80 ? 3 : 0;
}

size_t
utf8_valid_prefix(const char *text, size_t size)
{
    size_t at = 0;
    while (at < size) {
        const size_t plain =
            plain_sequence((const unsigned char *)text + at, size - at);
        at += plain;
        if (plain)
            continue;
        uint32_t c;
        const size_t length =
            sequence((const unsigned char *)text + at, size - at, &c);
        if (!length)
            break;
        at += length;
    }
    return at;
}

/* Eight bytes at once: of each, whether it is no continuation, and the sum. */
static size_t
count_eight(const char *text)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t word;
    memcpy(&word, text, sizeof(word));
    const uint64_t starts = (~(word >> 7) | word >> 6) & ones;
    return (size_t)(starts * ones >> 56);
}

size_t
utf8_count(const char *text, size_t size)
{
    size_t count = 0;
    size_t i = 0;
    for (; size - i >= sizeof(uint64_t); i += sizeof(uint64_t))
        count += count_eight(text + i);
    for (; i < size; i++)
        count += !is_continuation((unsigned char)text[i]);
    return count;
}
