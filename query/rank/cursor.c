/* SPDX-License-Identifier: MIT */
#include "query/rank/cursor.h"
#include "core/base/buffer.h"
#include "core/base/bytes.h"

#include <string.h>

enum { CURSOR_VERSION = 3 };

static uint64_t
bits_of(double score)
{
    uint64_t bits;
    memcpy(&bits, &score, sizeof(bits));
    return bits;
}

static double
score_of(uint64_t bits)
{
    double score;
    memcpy(&score, &bits, sizeof(score));
    return score;
}

static yz_str
hex_of(const buffer *binary, arena *a)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = arena_alloc(a, 2 * binary->size + 1);
    for (size_t i = 0; hex && i < binary->size; i++) {
        hex[2 * i] = digits[binary->data[i] >> 4];
        hex[2 * i + 1] = digits[binary->data[i] & 15];
    }
    return (yz_str){ hex, hex ? 2 * binary->size : 0 };
}

yz_str
cursor_encode(const cursor *c, arena *a)
{
    buffer out = { .from = a->from };
    buffer_put_u8(&out, CURSOR_VERSION);
    buffer_put_u64(&out, c->query);
    buffer_put_varint(&out, c->tiers);
    buffer_put_u8(&out, c->every_word);
    buffer_put_varint(&out, (uint64_t)c->sort);
    buffer_put_varint(&out, c->passed);
    buffer_put_varint(&out, c->last.tier);
    buffer_put_varint(&out, c->last.loss);
    buffer_put_u64(&out, bits_of(c->last.score));
    buffer_put_varint(&out, c->key.date);
    buffer_put_varint(&out, c->key.line);
    buffer_put_varint(&out, c->key.byte);
    buffer_put_str(&out, c->key.path);
    buffer_put_str(&out, c->key.report);
    buffer_put_str(&out, c->key.id);
    const yz_str hex = buffer_ok(&out) ? hex_of(&out, a) : (yz_str){ 0 };
    buffer_dispose(&out);
    return hex;
}

static int
hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool
hex_decode(yz_str hex, uint8_t *out)
{
    for (size_t i = 0; i < hex.size / 2; i++) {
        const int high = hex_value(hex.data[2 * i]);
        const int low = hex_value(hex.data[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return hex.size % 2 == 0;
}

static bool
binary_decode(bytes in, cursor *c)
{
    const uint8_t version = bytes_take_u8(&in);
    c->query = bytes_take_u64(&in);
    c->tiers = bytes_take_varint32(&in);
    const uint8_t every_word = bytes_take_u8(&in);
    c->every_word = every_word;
    const uint32_t sort = bytes_take_varint32(&in);
    c->passed = bytes_take_varint(&in);
    c->last.tier = bytes_take_varint32(&in);
    c->last.loss = bytes_take_varint32(&in);
    c->last.score = score_of(bytes_take_u64(&in));
    c->key.date = bytes_take_varint32(&in);
    c->key.line = bytes_take_varint32(&in);
    c->key.byte = bytes_take_varint(&in);
    c->key.path = bytes_take_str(&in);
    c->key.report = bytes_take_str(&in);
    c->key.id = bytes_take_str(&in);
    c->sort = (yz_sort)sort;
    return !in.bad && !bytes_left(&in) && version == CURSOR_VERSION &&
           every_word <= 1 && sort <= YZ_SORT_SOURCE &&
           c->last.tier < YZ_TIER_COUNT && c->last.score == c->last.score;
}

yz_status
cursor_decode(yz_str text, arena *a, cursor *ret_cursor, yz_error *err)
{
    uint8_t *binary = arena_alloc(a, text.size / 2 + 1);
    if (!binary)
        return error_nomem(err);
    *ret_cursor = (cursor){ 0 };
    if (!hex_decode(text, binary) ||
        !binary_decode(bytes_of(binary, text.size / 2), ret_cursor))
        return error_set(
            err, YZ_E_INVALID,
            "not a valid cursor; use \"next\" of the previous page");
    return YZ_OK;
}
