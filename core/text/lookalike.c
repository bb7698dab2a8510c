/* SPDX-License-Identifier: MIT */
/*
 * The built-in table as scripts/lookalikes/make_table.py writes it, numbers
 * little-endian:
 *
 *     "YZLA"  version u16  characters u16  neighbours u16  signs u16
 *     characters x u16    code points, rising
 *     characters x u8     similarity of the nearest neighbour, in 1/255
 *     characters x 20 u16 a row: neighbour's number, 14 bits; step down from
 *                         the similarity before, 2 bits
 *     signs x 5 bytes     Han u16, sign u16, similarity u8; rising
 *
 * It is used in place: a pair is found by two bisections and a short walk.
 */
#include "core/text/lookalike.h"

#include "core/text/data.h"

#include <stdlib.h>

enum {
    TABLE_VERSION = 1,
    HEADER_SIZE = 12,
    NUMBER_BITS = 14,
    ROW_SIZE = 2 * LOOKALIKE_NEIGHBOURS,
    SIGN_SIZE = 5
};

static const uint8_t STEPS[] = { 0, 1, 4, 16 };

/* The parts of the built-in table. */
typedef struct parts {
    const uint8_t *chars;
    const uint8_t *firsts;
    const uint8_t *rows;
    const uint8_t *signs;
    uint32_t char_count;
    uint32_t sign_count;
} parts;

static parts
table_parts(void)
{
    const uint8_t *table = data_lookalikes;
    parts p = { .char_count = bytes_u16_at(table + 6),
                .sign_count = bytes_u16_at(table + 10) };
    p.chars = table + HEADER_SIZE;
    p.firsts = p.chars + (size_t)2 * p.char_count;
    p.rows = p.firsts + p.char_count;
    p.signs = p.rows + (size_t)ROW_SIZE * p.char_count;
    return p;
}

/* The number of a character; char_count if it has no row. */
static uint32_t
char_number(const parts *p, uint32_t c)
{
    uint32_t low = 0;
    uint32_t high = p->char_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const uint32_t found = bytes_u16_at(p->chars + (size_t)2 * middle);
        if (found == c)
            return middle;
        if (found < c)
            low = middle + 1;
        else
            high = middle;
    }
    return p->char_count;
}

/* Look for the character numbered `wanted` in the row of number `from`. */
static bool
row_find(const parts *p, uint32_t from, uint32_t wanted, lookalike *ret_alike)
{
    const uint8_t *row = p->rows + (size_t)ROW_SIZE * from;
    uint32_t level = p->firsts[from];
    for (uint32_t rank = 0; rank < LOOKALIKE_NEIGHBOURS; rank++) {
        const uint32_t cell = bytes_u16_at(row + (size_t)2 * rank);
        level -= STEPS[cell >> NUMBER_BITS];
        if ((cell & ((1u << NUMBER_BITS) - 1)) != wanted)
            continue;
        *ret_alike = (lookalike){ level / 255.0, rank, false };
        return true;
    }
    return false;
}

/* Two Han characters are alike if either is among the other's nearest. */
static bool
han_find(const parts *p, uint32_t query, uint32_t text, lookalike *ret_alike)
{
    const uint32_t x = char_number(p, query);
    const uint32_t y = char_number(p, text);
    lookalike back;
    if (x == p->char_count || y == p->char_count)
        return false;
    const bool there = row_find(p, x, y, ret_alike);
    if (!row_find(p, y, x, &back))
        return there;
    if (!there || back.rank < ret_alike->rank)
        *ret_alike = back;
    return true;
}

static bool
sign_find(const parts *p, uint32_t query, uint32_t text, lookalike *ret_alike)
{
    for (uint32_t i = 0; i < p->sign_count; i++) {
        const uint8_t *sign = p->signs + (size_t)SIGN_SIZE * i;
        if (bytes_u16_at(sign) != query || bytes_u16_at(sign + 2) != text)
            continue;
        *ret_alike = (lookalike){ sign[4] / 255.0, 0, false };
        return true;
    }
    return false;
}

static int
pair_compare(const void *a, const void *b)
{
    const lookalike_pair *x = a;
    const lookalike_pair *y = b;
    if (x->query != y->query)
        return x->query < y->query ? -1 : 1;
    return (x->text > y->text) - (x->text < y->text);
}

bool
lookalike_find(const lookalike_pairs *own, uint32_t query, uint32_t text,
               lookalike *ret_alike)
{
    const parts p = table_parts();
    const lookalike_pair wanted = { query, text, 0 };
    const lookalike_pair *pair = own && own->count
                                     ? bsearch(&wanted, own->items, own->count,
                                               sizeof(wanted), pair_compare)
                                     : NULL;
    if (pair) {
        *ret_alike = (lookalike){ pair->weight, 0, true };
        return pair->weight > 0;
    }
    return han_find(&p, query, text, ret_alike) ||
           sign_find(&p, query, text, ret_alike);
}

size_t
lookalike_neighbours(uint32_t c, uint32_t ret_chars[LOOKALIKE_NEIGHBOURS])
{
    const parts p = table_parts();
    const uint32_t number = char_number(&p, c);
    if (number == p.char_count)
        return 0;
    const uint8_t *row = p.rows + (size_t)ROW_SIZE * number;
    for (uint32_t rank = 0; rank < LOOKALIKE_NEIGHBOURS; rank++) {
        const uint32_t cell = bytes_u16_at(row + (size_t)2 * rank);
        ret_chars[rank] = bytes_u16_at(
            p.chars + (size_t)2 * (cell & ((1u << NUMBER_BITS) - 1)));
    }
    return LOOKALIKE_NEIGHBOURS;
}

void
lookalike_pairs_sort(lookalike_pairs *pairs)
{
    size_t kept = 0;
    if (!pairs->count)
        return;
    qsort(pairs->items, pairs->count, sizeof(*pairs->items), pair_compare);
    for (size_t i = 1; i < pairs->count; i++) {
        lookalike_pair *last = &pairs->items[kept];
        const double weight = pairs->items[i].weight;
        if (pair_compare(last, &pairs->items[i]) != 0)
            pairs->items[++kept] = pairs->items[i];
        else if (last->weight > 0 && (weight <= 0 || weight > last->weight))
            last->weight = weight;
    }
    pairs->count = kept + 1;
}
