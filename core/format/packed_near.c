/* SPDX-License-Identifier: MIT */
/*
 * Whether a phrase of ideographs may be in a packed text with some of them
 * wrong, lost or added: the automaton of Wu & Manber (1992, "Fast text
 * searching allowing errors") turned on its side. Theirs has a bit for each
 * beginning of the phrase and goes from code to code; here a bit is a code, and
 * the phrase is gone through for 64 of them at once:
 *
 *     ends[k]   the codes that the beginning of i + 1 characters ends at, with
 *               k errors at most
 *
 * What is no ideograph may be anything that is put between two of them, or
 * instead of one, so it is passed over at no cost: a beginning that ends before
 * a run of it ends at each code of the run, too, as a carry runs through the
 * ones of a sum. What comes out is never a wrong no.
 */
#include "core/base/bit_set.h"
#include "core/format/packed_text.h"

#include <assert.h>
#include <string.h>

enum {
    TEXT_CODES_MAX = 1024,
    MARK_WORDS = TEXT_CODES_MAX / 64,
    LEVELS = PACKED_ERRORS_MAX + 1
};

/* ---- making --------------------------------------------------------------- */

static void
add_codes(const packed_fold *fold, int table, uint16_t unit, packed_codes *to)
{
    for (uint32_t next = fold->first_code[table][unit]; next;
         next = fold->next_code[table][next - 1]) {
        to->open = to->open || to->count == NEAR_CODES;
        if (to->count < NEAR_CODES)
            to->codes[to->count++] = (uint16_t)(next - 1);
    }
}

void
packed_near_make(const packed_fold *fold, const packed_forms *forms,
                 uint32_t length, uint32_t errors, bool edits,
                 packed_near *ret_near)
{
    ret_near->fold = fold;
    ret_near->length = length;
    ret_near->errors = errors < PACKED_ERRORS_MAX ? errors : PACKED_ERRORS_MAX;
    ret_near->edits = edits;
    memcpy(ret_near->forms, forms, length * sizeof(*forms));
    memset(ret_near->low_bits, 0, sizeof(ret_near->low_bits));
    for (uint32_t i = 0; i < length; i++)
        for (uint32_t j = 0; j < forms[i].count; j++)
            bits_set(ret_near->low_bits, forms[i].units[j] % NEAR_LOW_BITS);
    for (int t = 0; t < CODE_TABLES; t++)
        for (uint32_t i = 0; i < length; i++) {
            packed_codes *to = &ret_near->codes[t][i];
            to->count = 0;
            to->open = false;
            for (uint32_t j = 0; j < forms[i].count; j++)
                add_codes(fold, t, forms[i].units[j], to);
        }
}

/* ---- where the characters stand ------------------------------------------- */

typedef struct near_marks {
    uint64_t odd[MARK_WORDS]; /**< what is no ideograph */
    uint64_t at[PACKED_NEAR_MAX][MARK_WORDS];
} near_marks;

static bool
has_form(const packed_forms *forms, uint16_t unit)
{
    for (uint32_t i = 0; i < forms->count; i++)
        if (forms->units[i] == unit)
            return true;
    return false;
}

/* Most escapes are none of the phrase: the low bits of a unit say so. */
static bool
may_be_form(const packed_near *p, uint16_t unit)
{
    return bits_test(p->low_bits, unit % NEAR_LOW_BITS);
}

/* The character of an escape; of a rare plane: any form, or none. */
static void
mark_escape(const packed_near *p, bytes *escapes, uint32_t place,
            near_marks *marks)
{
    const uint16_t unit = bytes_take_u16(escapes);
    const bool rare = (unit & 0xfc00) == 0xd800;
    const uint16_t folded = p->fold->units[unit];
    if (rare)
        bytes_take_u16(escapes);
    if (rare || folded < HAN_FIRST || folded >= HAN_FIRST + HAN_COUNT)
        bits_set(marks->odd, place);
    if (!rare && !may_be_form(p, folded))
        return;
    for (uint32_t i = 0; i < p->length; i++)
        if (rare || has_form(&p->forms[i], folded))
            bits_set(marks->at[i], place);
}

static void
mark_escapes(const packed_near *p, const uint16_t *codes, const packed_text *t,
             near_marks *marks)
{
    static const uint16_t escape = CODE_ESCAPE;
    uint64_t places[MARK_WORDS];
    bytes escapes = t->escapes;
    if (!bytes_left(&escapes))
        return;
    codes_mark(codes, t->count, &escape, 1, places);
    for (uint32_t w = 0; w < bits_words(t->count); w++)
        for (uint64_t left = places[w]; left; left &= left - 1)
            mark_escape(p, &escapes, w * 64 + word_lowest(left), marks);
}

static void
mark_all(const packed_near *p, const uint16_t *codes, const packed_text *t,
         near_marks *marks)
{
    const int table = (int)t->form - 1;
    codes_mark_set(codes, t->count, p->fold->odd[table], marks->odd);
    for (uint32_t i = 0; i < p->length; i++) {
        const packed_codes *c = &p->codes[table][i];
        codes_mark(codes, t->count, c->codes, c->count, marks->at[i]);
        if (c->open)
            memset(marks->at[i], 0xff, sizeof(marks->at[i]));
    }
    mark_escapes(p, codes, t, marks);
}

/* ---- following ------------------------------------------------------------ */

/*
 * Where a beginning ends in one word: `begun` and wherever the odd codes behind
 * it reach. It goes on at the codes *ret_next behind; the last of them behind
 * the word is the carry of the next one.
 */
static inline uint64_t
pass_over(uint64_t begun, uint64_t odd, uint8_t *carry, uint64_t *ret_next)
{
    const uint64_t ways = begun | odd;
    const uint64_t sum = ways + begun;
    const uint64_t all = sum + *carry;
    const uint64_t next = ways ^ begun ^ all;
    const uint64_t ends = begun | (odd & next);
    *carry = (uint8_t)(ends >> 63);
    *ret_next = next;
    return ends;
}

/* Of 0 to 2 errors; compiled for each, so that the levels lie in registers. */
static inline __attribute__((always_inline)) bool
follow(const packed_near *p, const near_marks *marks, uint32_t count,
       uint32_t errors, bool edits)
{
    uint8_t carries[PACKED_NEAR_MAX][LEVELS] = { 0 };
    for (uint32_t i = 0; i < p->length && edits; i++)
        for (uint32_t k = i + 1; k <= errors; k++)
            carries[i][k] = 1; /* lost before the text begins */
    for (uint32_t w = 0; w < bits_words(count); w++) {
        uint64_t ends[LEVELS] = { ~0ull, ~0ull, ~0ull };
        uint64_t next[LEVELS] = { ~0ull, ~0ull, ~0ull };
        for (uint32_t i = 0; i < p->length; i++) {
            uint64_t ends_now[LEVELS] = { 0 };
            uint64_t next_now[LEVELS] = { 0 };
            for (uint32_t k = 0; k <= errors; k++) {
                uint64_t begun = next[k] & marks->at[i][w];
                if (k > 0)
                    begun |= next[k - 1]; /* wrong */
                if (k > 0 && edits)
                    begun |= next_now[k - 1] | ends[k - 1]; /* added, lost */
                ends_now[k] = pass_over(begun, marks->odd[w], &carries[i][k],
                                        &next_now[k]);
            }
            memcpy(ends, ends_now, sizeof(ends));
            memcpy(next, next_now, sizeof(next));
        }
        const uint32_t left = count - w * 64;
        if (ends[errors] & word_mask(left))
            return true;
    }
    return false;
}

static bool
follow_any(const packed_near *p, const near_marks *marks, uint32_t count)
{
    if (p->edits)
        return p->errors > 1 ? follow(p, marks, count, 2, true)
                             : follow(p, marks, count, 1, true);
    return p->errors > 1   ? follow(p, marks, count, 2, false)
           : p->errors > 0 ? follow(p, marks, count, 1, false)
                           : follow(p, marks, count, 0, false);
}

bool
packed_text_may_be_near(const packed_text *t, const packed_near *p)
{
    uint16_t codes[TEXT_CODES_MAX + CODE_MARKS_SLACK];
    near_marks marks;
    assert(p->length > 0 && p->length <= PACKED_NEAR_MAX);
    if (t->slow || t->form == PACKED_PLAIN || t->count > TEXT_CODES_MAX)
        return true;
    codes_unpack(t->codes, t->count, codes);
    mark_all(p, codes, t, &marks);
    return follow_any(p, &marks, t->count);
}
