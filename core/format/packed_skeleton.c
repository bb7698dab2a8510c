/* SPDX-License-Identifier: MIT */
/*
 * The quick skeleton of a packed text: unpack the codes, look each up, leave
 * out what is dropped. No branch depends on the text but where there are
 * escapes or white space.
 *
 * The codes are unpacked into the far end of the buffer they are folded in. A
 * text of n codes, e units of escapes and s bytes of spaces never has written
 * more than i + e + s units when it reads code i, which lies at e + s + i.
 *
 * White space follows the same rule as core/text/skeleton.c: one space for a
 * run between two loose characters. It is written as soon as the left side is
 * known, and taken back when the right side turns out tight.
 */
#include "core/base/bit_set.h"
#include "core/base/utf8.h"
#include "core/format/packed_text.h"
#include "core/format/space_list.h"

#include <string.h>

typedef struct folding {
    const packed_fold *fold;
    uint16_t *to;
    uint32_t length;
    uint32_t waiting; /**< spaces at the end whose right side is not known */
} folding;

static size_t
codes_begin(const packed_text *t)
{
    return bytes_left(&t->escapes) / 2 + bytes_left(&t->spaces);
}

size_t
packed_text_capacity(const packed_text *t)
{
    return t->count + codes_begin(t) + CODE_SLACK;
}

static bool
is_loose(const folding *f, uint16_t unit)
{
    return byte_bits_test(f->fold->loose, unit);
}

static void
put_blank(folding *f)
{
    if (f->length == 0 || (!f->waiting && !is_loose(f, f->to[f->length - 1])))
        return;
    f->to[f->length++] = ' ';
    f->waiting++;
}

/* What was put from `first` on ends the wait of the spaces before it. */
static void
settle_blanks(folding *f, uint32_t first)
{
    if (f->waiting == 0 || f->length == first)
        return;
    if (!is_loose(f, f->to[first])) {
        uint16_t *begin = f->to + first;
        memmove(begin - f->waiting, begin,
                (f->length - first) * sizeof(*begin));
        f->length -= f->waiting;
    }
    f->waiting = 0;
}

/* ---- coded texts ------------------------------------------------------------ */

/* A character of the higher planes goes as it is. */
static void
put_escape(folding *f, bytes *escapes)
{
    const uint16_t unit = bytes_take_u16(escapes);
    const bool pair = (unit & 0xfc00) == 0xd800;
    const uint16_t folded = pair ? unit : f->fold->units[unit];
    if (folded != UNIT_DROPPED)
        f->to[f->length++] = folded;
    if (pair && bytes_left(escapes))
        f->to[f->length++] = bytes_take_u16(escapes);
}

static void
fold_codes(folding *f, const uint16_t *map, const uint16_t *codes,
           uint32_t count, bool last)
{
    f->length +=
        codes_map(map, UNIT_DROPPED, codes, count, last, f->to + f->length);
}

/* @param last  no codes follow that must be kept */
static void
fold_run(folding *f, const uint16_t *map, const uint16_t *codes, uint32_t count,
         bytes *escapes, bool last)
{
    const uint32_t first = f->length;
    uint32_t at = 0;
    while (bytes_left(escapes) && at < count) {
        uint32_t end = at;
        while (end < count && codes[end] != CODE_ESCAPE)
            end++;
        fold_codes(f, map, codes + at, end - at, false);
        if (end < count)
            put_escape(f, escapes);
        at = end + (end < count);
    }
    fold_codes(f, map, codes + at, count - at, last);
    settle_blanks(f, first);
}

static uint32_t
coded_skeleton(const packed_text *t, folding *f)
{
    const uint16_t *map = f->fold->codes[t->form - 1];
    uint16_t *codes = f->to + codes_begin(t);
    bytes escapes = t->escapes;
    bytes spaces = t->spaces;
    uint32_t at = 0;
    uint32_t gap;
    uint32_t c;
    codes_unpack(t->codes, t->count, codes);
    while (space_list_next(&spaces, &gap, &c)) {
        if (gap > t->count - at)
            break;
        fold_run(f, map, codes + at, gap, &escapes, false);
        if (gap || at == 0)
            put_blank(f); /* for the first of its run */
        at += gap;
    }
    fold_run(f, map, codes + at, t->count - at, &escapes, true);
    return f->length - f->waiting;
}

/* ---- plain texts -------------------------------------------------------------- */

/* A run of ASCII without white space: a word. @return where it ends. */
static size_t
fold_ascii(folding *f, const uint8_t *text, size_t at, size_t size)
{
    const uint16_t *units = f->fold->units;
    const uint32_t first = f->length;
    uint32_t length = first;
    for (; at < size && text[at] < 0x80; at++) {
        const uint16_t unit = units[text[at]];
        if (unit == UNIT_SPACE)
            break;
        f->to[length] = unit;
        length += unit != UNIT_DROPPED;
    }
    f->length = length;
    settle_blanks(f, first);
    return at;
}

static void
put_char(folding *f, uint32_t c)
{
    const uint32_t first = f->length;
    if (c > 0xffff) {
        f->to[f->length++] = (uint16_t)(0xd7c0 + (c >> 10));
        f->to[f->length++] = (uint16_t)(0xdc00 | (c & 0x3ff));
    } else if (f->fold->units[c] != UNIT_DROPPED) {
        f->to[f->length++] = f->fold->units[c];
    }
    settle_blanks(f, first);
}

static uint32_t
plain_skeleton(const packed_text *t, folding *f)
{
    size_t space_end = 0;
    for (size_t at = 0;;) {
        at = fold_ascii(f, t->codes.at, at, t->count);
        if (at == t->count)
            return f->length - f->waiting;
        const size_t begin = at;
        const uint32_t c = utf8_next((const char *)t->codes.at, t->count, &at);
        if (c > 0xffff || f->fold->units[c] != UNIT_SPACE) {
            put_char(f, c);
            continue;
        }
        if (begin == 0 || begin != space_end)
            put_blank(f); /* for the first of its run */
        space_end = at;
    }
}

/* NOLINTBEGIN(readability-non-const-parameter): written through `to`. */
uint32_t
packed_text_skeleton(const packed_text *t, const packed_fold *fold,
                     uint16_t *scratch)
/* NOLINTEND(readability-non-const-parameter) */
{
    folding f = { .fold = fold, .to = scratch };
    return t->form == PACKED_PLAIN ? plain_skeleton(t, &f)
                                   : coded_skeleton(t, &f);
}
