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
#include "core/format/packed_phrase.h"

#include <string.h>

enum { LEVELS = PACKED_ERRORS_MAX + 1 };

void
packed_near_make(const packed_fold *fold, const packed_forms *forms,
                 uint32_t length, uint32_t errors, bool edits,
                 packed_near *ret_near)
{
    packed_phrase_make(fold, forms, length, &ret_near->phrase);
    ret_near->errors = errors < PACKED_ERRORS_MAX ? errors : PACKED_ERRORS_MAX;
    ret_near->edits = edits;
}

/* Of 0 to 2 errors; compiled for each, so that the levels lie in registers. */
static inline __attribute__((always_inline)) bool
follow(const packed_near *p, const phrase_marks *marks, uint32_t count,
       uint32_t errors, bool edits)
{
    uint8_t carries[PACKED_PHRASE_MAX][LEVELS] = { 0 };
    for (uint32_t i = 0; i < p->phrase.length && edits; i++)
        for (uint32_t k = i + 1; k <= errors; k++)
            carries[i][k] = 1; /* lost before the text begins */
    for (uint32_t w = 0; w < bits_words(count); w++) {
        uint64_t ends[LEVELS] = { ~0ull, ~0ull, ~0ull };
        uint64_t next[LEVELS] = { ~0ull, ~0ull, ~0ull };
        for (uint32_t i = 0; i < p->phrase.length; i++) {
            uint64_t ends_now[LEVELS] = { 0 };
            uint64_t next_now[LEVELS] = { 0 };
            for (uint32_t k = 0; k <= errors; k++) {
                uint64_t begun = next[k] & marks->at[i][w];
                if (k > 0)
                    begun |= next[k - 1]; /* wrong */
                if (k > 0 && edits)
                    begun |= next_now[k - 1] | ends[k - 1]; /* added, lost */
                ends_now[k] = phrase_pass_over(begun, marks->odd[w],
                                               &carries[i][k], &next_now[k]);
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
follow_any(const packed_near *p, const phrase_marks *marks, uint32_t count)
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
    phrase_marks marks;
    return !packed_phrase_mark(&p->phrase, t, &marks) ||
           follow_any(p, &marks, t->count);
}
