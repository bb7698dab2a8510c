/* SPDX-License-Identifier: MIT */
/*
 * A phrase of tight characters, ideographs and marks, is found in a packed text
 * without folding it: white space beside them is nothing, so that they stand
 * one behind the other among the codes, or with such between them as folding
 * drops.
 *
 * Nearly always it is there in its commonest codes. If not, the places of
 * its rarest character are looked at one by one. Characters without a code may
 * be anything: then only the skeleton can say no.
 */
#include "core/base/bit_set.h"
#include "core/format/packed_text.h"

#include <string.h>

enum { TEXT_CODES_MAX = 1024 };

/* A space is neither: it stands between loose characters. */
static bool
is_tight(const packed_fold *fold, uint16_t unit)
{
    return unit != ' ' && !byte_bits_test(fold->loose, unit);
}

/* All codes of a unit; unused places repeat the first. false: too many. */
static bool
rare_codes(const packed_fold *fold, int table, uint16_t unit,
           uint16_t codes[CODES_WANTED])
{
    uint32_t count = 0;
    for (uint32_t next = fold->first_code[table][unit]; next;
         next = fold->next_code[table][next - 1]) {
        if (count == CODES_WANTED)
            return false;
        codes[count++] = (uint16_t)(next - 1);
    }
    const uint16_t none = CODE_COUNT; /* no code is so large */
    for (uint32_t i = count; i < CODES_WANTED; i++)
        codes[i] = count ? codes[0] : none;
    return true;
}

/* A unit without a code is the rarest of all. */
static void
prepare(packed_needle *n, int table)
{
    uint32_t rarest = 0;
    n->tables[table].has_commonest = true;
    for (uint32_t i = 0; i < n->length; i++) {
        uint16_t codes[CODES_WANTED];
        const uint32_t first = n->fold->first_code[table][n->units[i]];
        const uint32_t rank = first ? first : CODE_COUNT + 1;
        n->tables[table].has_commonest &= first != 0;
        n->tables[table].commonest[i] = (uint16_t)(first - 1);
        if (rank <= rarest || !rare_codes(n->fold, table, n->units[i], codes))
            continue;
        rarest = rank;
        n->tables[table].has_rare = true;
        n->tables[table].rare = i;
        memcpy(n->tables[table].rare_codes, codes, sizeof(codes));
    }
}

bool
packed_needle_make(const packed_fold *fold, const uint16_t *units,
                   uint32_t length, packed_needle *ret_needle)
{
    if (length < 2 || length > PACKED_NEEDLE_MAX)
        return false;
    for (uint32_t i = 0; i < length; i++)
        if (!is_tight(fold, units[i]))
            return false;
    *ret_needle = (packed_needle){ .fold = fold, .length = length };
    memcpy(ret_needle->units, units, length * sizeof(*units));
    for (int t = 0; t < CODE_TABLES; t++)
        prepare(ret_needle, t);
    return true;
}

/* Whether the units around the rarest one, at code `at`, are the needle's. */
static bool
stands_around(const packed_needle *n, int table, const uint16_t *codes,
              uint32_t count, uint32_t at)
{
    const uint16_t *map = n->fold->codes[table];
    uint32_t left = at;
    uint32_t right = at + 1;
    for (uint32_t i = n->tables[table].rare; i-- > 0; left--) {
        while (left > 0 && map[codes[left - 1]] == UNIT_DROPPED)
            left--;
        if (left == 0 || map[codes[left - 1]] != n->units[i])
            return false;
    }
    for (uint32_t i = n->tables[table].rare + 1; i < n->length; i++, right++) {
        while (right < count && map[codes[right]] == UNIT_DROPPED)
            right++;
        if (right == count || map[codes[right]] != n->units[i])
            return false;
    }
    return true;
}

static bool
stands_somewhere(const packed_needle *n, int table, const uint16_t *codes,
                 uint32_t count)
{
    const uint16_t *rare = n->tables[table].rare_codes;
    for (uint32_t i = 0; i < count; i++)
        if ((codes[i] == rare[0] || codes[i] == rare[1] ||
             codes[i] == rare[2] || codes[i] == rare[3]) &&
            stands_around(n, table, codes, count, i))
            return true;
    return false;
}

packed_answer
packed_text_find(const packed_text *t, const packed_needle *n)
{
    uint16_t codes[TEXT_CODES_MAX + CODE_SLACK];
    if (t->slow || t->form == PACKED_PLAIN || t->count > TEXT_CODES_MAX)
        return PACKED_UNKNOWN;
    const int table = (int)t->form - 1;
    codes_unpack(t->codes, t->count, codes);
    if (n->tables[table].has_commonest &&
        codes_find(codes, t->count, n->tables[table].commonest, n->length))
        return PACKED_PRESENT;
    if (bytes_left(&t->escapes) || !n->tables[table].has_rare)
        return PACKED_UNKNOWN;
    return stands_somewhere(n, table, codes, t->count) ? PACKED_PRESENT
                                                       : PACKED_ABSENT;
}
