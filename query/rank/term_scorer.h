/* SPDX-License-Identifier: MIT */
/*
 * A term in one segment as max-score pruning needs it: its posting lists, how
 * much it adds to a passage's score, and the score's upper bound. In single
 * precision; score.c computes the score that is shown.
 */
#ifndef YZ_RANK_TERM_SCORER_H
#define YZ_RANK_TERM_SCORER_H

#include "core/format/lengths.h"
#include "query/rank/term_lists.h"

typedef struct term_scorer {
    const rank_term *term;
    length_space space; /**< that its length codes are of */
    term_lists lists;
    uint32_t *next_blocks;  /**< by list: its first block not yet passed */
    uint64_t posting_count; /**< of all lists: what adding them up costs */
    float weight;           /**< weight x idf: no score reaches it */
    float upper_bound;      /**< no passage of the segment scores more */
    float once[256];        /**< score of frequency 1, by length code */
    float norms[256];       /**< k1 x (1 - b + b x length / average) */
} term_scorer;

/**
 * Open a term in a segment. `lists.count` is 0 where no passage has it;
 * `once` is set then only if the term is certain.
 */
yz_status
term_scorer_init(const rank_term *term, const yz_snapshot *snapshot, segment *s,
                 arena *a, term_scorer *ret_scorer, yz_error *err);

/** What the term adds at most to a passage of a list with this bound. */
static inline float
term_scorer_bound(const term_scorer *s, posting_bound bound)
{
    const count_mode mode = s->lists.mode;
    const uint32_t frequency = term_count(mode, bound.frequency);
    /* The lengths of a gram's list are not those of words. */
    const uint8_t code = mode == COUNT_MARKS ? 0 : bound.length;
    if (mode != COUNT_ONCE && bound.frequency == POSTING_BOUND_OPEN)
        return s->weight;
    return s->weight * (float)frequency / ((float)frequency + s->norms[code]);
}

/** What the term adds to the score of a passage that has it so often. */
static inline float
term_scorer_score(const term_scorer *s, uint32_t frequency, uint8_t code)
{
    if (frequency == 1)
        return s->once[code];
    return s->weight * (float)frequency / ((float)frequency + s->norms[code]);
}

#endif /* YZ_RANK_TERM_SCORER_H */
