/* SPDX-License-Identifier: MIT */
/*
 * A record of the basic plane is 49 bits: first unit, second unit (0 for a
 * single character), passage, whether it says that the gram is a word. One
 * with a character of another plane, of which hardly any text has one, is 59:
 * the key as the dictionary has it, passage, 0. Passages come in rising order,
 * a gram before its marks, and the sort is stable, so only the gram is sorted
 * by. Both streams are sorted apart and then read side by side.
 */
#include "indexer/write/gram_stream.h"

#include "core/text/charclass.h"
#include "core/text/signs.h"
#include "indexer/write/sort.h"

#include <string.h>

enum {
    MARK_BITS = 1,
    PASSAGE_BITS = 16 + MARK_BITS, /* of all that is below the gram */
    UNIT_BITS = 16,
    KEY_BITS = 42,
    RECORDS_A_CHARACTER = 2
};

void
gram_stream_dispose(gram_stream *g)
{
    ARRAY_DISPOSE(&g->records);
    ARRAY_DISPOSE(&g->rare);
    ARRAY_DISPOSE(&g->scratch);
    memory_release(g->records.from, g->latest);
    g->latest = NULL;
}

/* ---- taking ------------------------------------------------------------- */

static bool
add_record(gram_stream *g, gram_key key, uint16_t passage)
{
    return ARRAY_PUSH(&g->rare,
                      key << PASSAGE_BITS | (uint64_t)passage << MARK_BITS);
}

static bool
add_rare(gram_stream *g, uint32_t first, uint32_t second, uint16_t passage)
{
    return add_record(g, gram_of(first, second), passage);
}

/* There is room for it. */
static inline void
add_basic(gram_stream *g, uint32_t first, uint32_t second, uint16_t passage)
{
    g->records.items[g->records.count++] =
        (uint64_t)first << (UNIT_BITS + PASSAGE_BITS) |
        (uint64_t)second << PASSAGE_BITS | (uint64_t)passage << MARK_BITS;
}

/* A character beside or of another plane: `before` is 0 if none is there. */
static bool
add_slowly(gram_stream *g, uint32_t before, uint32_t c, uint16_t passage)
{
    if (c > 0xffff && !add_rare(g, c, 0, passage))
        return false;
    return !before || add_rare(g, before, c, passage);
}

/* A character of the basic plane, for itself: once a passage. */
static inline void
add_single(gram_stream *g, uint16_t unit, uint16_t passage)
{
    if (g->latest[unit] == passage + 1u)
        return;
    g->latest[unit] = passage + 1u;
    add_basic(g, unit, 0, passage);
}

static bool
room_for(gram_stream *g, uint32_t length)
{
    if (!g->latest)
        g->latest =
            memory_zeroed(g->records.from, FOLD_UNIT_COUNT, sizeof(*g->latest));
    return g->latest &&
           ARRAY_RESERVE(&g->records, (size_t)length * RECORDS_A_CHARACTER);
}

/* Two Han characters, or one and a letter, across signs that may be omitted. */
static bool
add_across(gram_stream *g, const skeleton *sk, uint32_t at, uint32_t before,
           uint16_t passage)
{
    uint32_t width;
    const uint32_t end = omissible_end(sk->units, sk->length, at);
    if (end == at || !char_is_han(before))
        return true;
    const uint32_t after = skeleton_char(sk->units, sk->length, end, &width);
    return add_record(g,
                      gram_across(variant_group(g->variants, before),
                                  variant_group(g->variants, after)),
                      passage);
}

static bool
add_number(gram_stream *g, const skeleton *sk, uint32_t at, uint16_t passage)
{
    han_number n;
    return !han_number_at(sk->units, sk->length, at, &n) ||
           add_record(g, gram_number(n.digits, n.count), passage);
}

/* What the unit at `at` begins beside its grams; `before` stands before it. */
static bool
add_special(gram_stream *g, const skeleton *sk, uint32_t at, uint32_t before,
            uint16_t passage)
{
    const uint32_t entry = g->fold->entries[sk->units[at]];
    if ((entry & FOLD_SIGN) && before &&
        !add_across(g, sk, at, before, passage))
        return false;
    return !(entry & FOLD_NUMERAL) || add_number(g, sk, at, passage);
}

bool
gram_stream_add(gram_stream *g, const skeleton *sk, uint16_t passage,
                uint32_t *ret_characters)
{
    uint32_t before = 0;
    uint32_t characters = 0;
    uint32_t width;
    if (!room_for(g, sk->length))
        return false;
    for (uint32_t at = 0; at < sk->length; at += width) {
        const uint16_t unit = sk->units[at];
        const uint32_t entry = g->fold->entries[unit];
        uint32_t c = unit;
        width = 1;
        bool gram = (entry & FOLD_GRAM) != 0;
        if ((unit & 0xf800) == 0xd800) {
            c = skeleton_char(sk->units, sk->length, at, &width);
            gram = char_is_gram(c);
        }
        if ((entry & (FOLD_SIGN | FOLD_NUMERAL)) &&
            !add_special(g, sk, at, before, passage))
            return false;
        characters += gram && !(c == unit && (entry & FOLD_WORD));
        if (gram && c <= 0xffff) {
            add_single(g, unit, passage);
            if (before && before <= 0xffff)
                add_basic(g, before, c, passage);
        }
        if (gram && (c > 0xffff || before > 0xffff) &&
            !add_slowly(g, before, c, passage))
            return false;
        before = gram ? c : 0;
    }
    *ret_characters = characters;
    return true;
}

bool
gram_stream_mark(gram_stream *g, uint16_t first, uint16_t second,
                 uint16_t passage)
{
    if (!ARRAY_RESERVE(&g->records, 1))
        return false;
    add_basic(g, first, second, passage);
    g->records.items[g->records.count - 1] |= 1;
    return true;
}

/* ---- sorting ------------------------------------------------------------ */

static bool
sort_stream(gram_stream *g, uint64_t *records, size_t count, unsigned bits)
{
    g->scratch.count = 0;
    if (!ARRAY_RESERVE(&g->scratch, count))
        return false;
    sort_records(records, g->scratch.items, count, PASSAGE_BITS,
                 PASSAGE_BITS + bits);
    return true;
}

static inline uint64_t
basic_as_rare(uint64_t record)
{
    const uint32_t first = (uint32_t)(record >> (UNIT_BITS + PASSAGE_BITS));
    const uint32_t second = (uint32_t)(record >> PASSAGE_BITS) & 0xffff;
    return gram_of(first, second) << PASSAGE_BITS |
           (record & ((1u << PASSAGE_BITS) - 1));
}

/* The streams side by side, as records of the long form. */
typedef struct gram_reader {
    const gram_stream *stream;
    size_t basic;
    size_t rare;
} gram_reader;

static bool
gram_reader_next(gram_reader *r, uint64_t *ret_record)
{
    const gram_stream *g = r->stream;
    const bool has_basic = r->basic < g->records.count;
    const bool has_rare = r->rare < g->rare.count;
    const uint64_t basic =
        has_basic ? basic_as_rare(g->records.items[r->basic]) : UINT64_MAX;
    const uint64_t rare = has_rare ? g->rare.items[r->rare] : UINT64_MAX;
    if (!has_basic && !has_rare)
        return false;
    r->basic += basic <= rare;
    r->rare += basic > rare;
    *ret_record = basic <= rare ? basic : rare;
    return true;
}

/* A pair may be twice in a passage; its records then stand together. */
static void
fill_lists(const gram_stream *g, gram_lists *lists)
{
    gram_reader reader = { .stream = g };
    uint64_t record;
    uint64_t before = UINT64_MAX;
    uint32_t end = 0;
    while (gram_reader_next(&reader, &record)) {
        const bool is_mark = record & 1;
        record &= ~(uint64_t)1;
        if (record == before) {
            lists->frequencies[end - 1] =
                (uint8_t)(lists->frequencies[end - 1] +
                          (is_mark && lists->frequencies[end - 1] < UINT8_MAX));
            continue;
        }
        if (record >> PASSAGE_BITS != before >> PASSAGE_BITS)
            lists->keys[lists->count++] = record >> PASSAGE_BITS;
        lists->frequencies[end] = 1;
        lists->passages[end++] = (uint16_t)(record >> MARK_BITS);
        lists->ends[lists->count - 1] = end;
        before = record;
    }
}

/* How many different grams there are, at most. */
static size_t
count_grams(const gram_stream *g)
{
    size_t count = g->rare.count;
    uint64_t before = UINT64_MAX;
    for (size_t i = 0; i < g->records.count; i++) {
        const uint64_t gram = g->records.items[i] >> PASSAGE_BITS;
        count += gram != before;
        before = gram;
    }
    return count;
}

yz_status
gram_stream_lists(gram_stream *g, arena *a, gram_lists *ret_lists,
                  yz_error *err)
{
    const size_t postings = g->records.count + g->rare.count;
    if (!sort_stream(g, g->records.items, g->records.count, 2 * UNIT_BITS) ||
        !sort_stream(g, g->rare.items, g->rare.count, KEY_BITS))
        return error_nomem(err);
    const size_t grams = count_grams(g);
    gram_lists lists = {
        .keys = arena_array(a, grams + 1, sizeof(*lists.keys)),
        .ends = arena_array(a, grams + 1, sizeof(*lists.ends)),
        .passages = arena_array(a, postings + 1, sizeof(*lists.passages)),
        .frequencies = arena_array(a, postings + 1, sizeof(*lists.frequencies)),
    };
    if (!lists.keys || !lists.ends || !lists.passages || !lists.frequencies)
        return error_nomem(err);
    fill_lists(g, &lists);
    g->records.count = 0;
    g->rare.count = 0;
    if (g->latest)
        memset(g->latest, 0, FOLD_UNIT_COUNT * sizeof(*g->latest));
    *ret_lists = lists;
    return YZ_OK;
}
