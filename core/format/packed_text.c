/* SPDX-License-Identifier: MIT */
/*
 * A record:
 *
 *     u8        form | has escapes << 2 | has spaces << 3 | slow << 4
 *     varint    codes, or bytes of a plain text
 *     varint    units of escapes, if it has any
 *     varint    bytes of the space list, if it has any
 *     the codes (core/format/code_pack.h) or the UTF-8
 *     the escapes, u16 each; the space list (core/format/space_list.h)
 */
#include "core/format/packed_text.h"
#include "core/base/utf8.h"
#include "core/format/packed_record.h"
#include "core/format/space_list.h"

enum { HAS_ESCAPES = 1 << 2, HAS_SPACES = 1 << 3, IS_SLOW = 1 << 4 };
enum { FORM_MASK = 3, FLAGS_KNOWN = 0x1f };

static bool
han_folds_to_itself(const packed_fold *fold)
{
    for (uint32_t unit = HAN_FIRST; unit < HAN_FIRST + HAN_COUNT; unit++)
        if (fold->units[unit] != unit)
            return false;
    return true;
}

void
packed_fold_finish(packed_fold *fold)
{
    fold->han_is_folded = han_folds_to_itself(fold);
    for (int t = 0; t < CODE_TABLES; t++) {
        fold->codes[t][CODE_ESCAPE] = UNIT_SLOW;
        for (uint32_t code = CODE_ESCAPE; code-- > 0;) {
            const uint16_t unit = fold->units[code_table(t)[code]];
            fold->codes[t][code] = unit;
            fold->next_code[t][code] = fold->first_code[t][unit];
            fold->first_code[t][unit] = (uint16_t)(code + 1);
            if (unit < HAN_FIRST || unit >= HAN_FIRST + HAN_COUNT)
                fold->odd[t][code / 32] |= 1u << code % 32;
        }
    }
}

/* ---- the record ----------------------------------------------------------- */

void
packed_record_put(buffer *out, const packed_text *text)
{
    const size_t escapes = bytes_left(&text->escapes);
    const size_t spaces = bytes_left(&text->spaces);
    buffer_put_u8(out, (uint8_t)(text->form | (escapes ? HAS_ESCAPES : 0) |
                                 (spaces ? HAS_SPACES : 0)));
    buffer_put_varint(out, text->count);
    if (escapes)
        buffer_put_varint(out, escapes / 2);
    if (spaces)
        buffer_put_varint(out, spaces);
    buffer_put(out, text->codes.at, bytes_left(&text->codes));
    buffer_put(out, text->escapes.at, escapes);
    buffer_put(out, text->spaces.at, spaces);
}

void
packed_record_set_slow(uint8_t *record)
{
    record[0] |= IS_SLOW;
}

static bytes
take_part(bytes *in, size_t size)
{
    const uint8_t *at = bytes_take(in, size);
    return bytes_of(at, at ? size : 0);
}

bool
packed_text_read(bytes *in, packed_text *ret_text)
{
    const uint8_t flags = bytes_take_u8(in);
    packed_text t = { .form = flags & FORM_MASK, .slow = flags & IS_SLOW };
    t.count = bytes_take_varint32(in);
    const size_t escapes = flags & HAS_ESCAPES ? bytes_take_varint32(in) : 0;
    const size_t spaces = flags & HAS_SPACES ? bytes_take_varint32(in) : 0;
    t.codes =
        take_part(in, t.form == PACKED_PLAIN ? t.count : codes_size(t.count));
    t.escapes = take_part(in, 2 * escapes);
    t.spaces = take_part(in, spaces);
    if (t.form > PACKED_TRADITIONAL || flags & ~FLAGS_KNOWN)
        in->bad = true;
    *ret_text = t;
    return !in->bad;
}

/* ---- back to UTF-8 ---------------------------------------------------------- */

typedef struct unpacking {
    const uint16_t *table;
    bytes escapes;
    char *to;
} unpacking;

/* A character without a code: a unit, or a pair of surrogates. */
static uint32_t
take_escape(bytes *escapes)
{
    const uint32_t unit = bytes_take_u16(escapes);
    if ((unit & 0xf800) != 0xd800)
        return unit;
    const uint32_t second = bytes_take_u16(escapes);
    if ((unit & 0xfc00) != 0xd800 || (second & 0xfc00) != 0xdc00)
        escapes->bad = true;
    return 0x10000 + ((unit & 0x3ff) << 10 | (second & 0x3ff));
}

/* No unit with a code is a surrogate; nearly all take three bytes. */
static char *
put_unit(char *to, uint32_t unit)
{
    if (unit < 0x800)
        return to + utf8_put(to, unit);
    to[0] = (char)(0xe0 | unit >> 12);
    to[1] = (char)(0x80 | (unit >> 6 & 0x3f));
    to[2] = (char)(0x80 | (unit & 0x3f));
    return to + 3;
}

static void
unpack_run(unpacking *u, const uint16_t *codes, uint32_t count)
{
    char *to = u->to;
    for (uint32_t i = 0; i < count; i++) {
        if (codes[i] == CODE_ESCAPE)
            to += utf8_put(to, take_escape(&u->escapes));
        else
            to = put_unit(to, u->table[codes[i]]);
        if (u->escapes.bad)
            return;
    }
    u->to = to;
}

/* All codes and spaces; they are in the order of the text. */
static bool
unpack_all(const packed_text *t, unpacking *u, const uint16_t *codes)
{
    bytes spaces = t->spaces;
    uint32_t at = 0;
    uint32_t gap;
    uint32_t c;
    while (space_list_next(&spaces, &gap, &c)) {
        if (gap > t->count - at)
            return false;
        unpack_run(u, codes + at, gap);
        u->to += utf8_put(u->to, c);
        at += gap;
    }
    unpack_run(u, codes + at, t->count - at);
    return !spaces.bad && !u->escapes.bad && !bytes_left(&u->escapes);
}

yz_status
packed_text_utf8(const packed_text *t, arena *a, yz_str *ret_utf8,
                 yz_error *err)
{
    if (t->form == PACKED_PLAIN) {
        *ret_utf8 = (yz_str){ (const char *)t->codes.at, t->count };
        return YZ_OK;
    }
    /* a code, a unit of an escape, a byte of the list: 3 bytes at most each */
    const size_t capacity =
        t->count + bytes_left(&t->escapes) / 2 + bytes_left(&t->spaces) + 2;
    char *data = arena_array(a, capacity, 3);
    uint16_t *codes =
        arena_array(a, (size_t)t->count + CODE_SLACK, sizeof(*codes));
    if (!data || !codes)
        return error_nomem(err);
    codes_unpack(t->codes, t->count, codes);
    unpacking u = { code_table((int)t->form - 1), t->escapes, data };
    if (!unpack_all(t, &u, codes))
        return error_corrupt(err, "the text of a passage cannot be decoded");
    *ret_utf8 = (yz_str){ data, (size_t)(u.to - data) };
    return YZ_OK;
}
