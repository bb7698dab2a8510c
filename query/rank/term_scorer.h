/* SPDX-License-Identifier: MIT */
/*
 * A term in one segment as max-score pruning needs it: its posting lists, how
 * much it adds to a passage's score, and the score's upper bound. In single
 * precision; score.c computes the score that is shown.
 */
#ifndef YZ_RANK_TERM_SCORER_H
#define YZ_RANK_TERM_SCORER_H

#include "core/format/lengths.h"
#include "query/rank/curve.h"
#include "query/rank/lift.h"
#include "query/rank/term_lists.h"

/** What the score of a hit comes to, as far as its terms were added. */
typedef struct hit_bounds {
    float sum;   /**< of their scores */
    float least; /**< with what the hit gains from them later, at least */
    float most;  /**< ... and at most */
} hit_bounds;

typedef struct term_scorer {
    const rank_term *term;
    const curve_table *curve;
    length_space space; /**< that its length codes are of */
    term_lists lists;
    uint32_t *next_blocks;  /**< by list: its first block not yet passed */
    uint64_t posting_count; /**< of all lists: what adding them up costs */
    bool is_long;           /**< a great part of all passages has postings */
    float weight;           /**< weight x idf: no score reaches it */
    const float *gains;     /**< of term_lift, all zeros where it has none */
    float lift_least;       /**< of a passage that has it */
    float lift_most;
    float lift_scores; /**< 1, or 0 where lift_most has the score in it */
    hit_bounds bound;  /**< no passage of the segment gets more by it */
} term_scorer;

/**
 * Open a term in a segment. `lists.count` is 0 where no passage has it.
 * @param lift  NULL: there is none
 */
yz_status
term_scorer_init(const rank_term *term, const curve_table *curve,
                 const term_lift *lift, segment *s, arena *a,
                 term_scorer *ret_scorer, yz_error *err);

/** What the term adds to the score of a passage that has it so often. */
static inline float
term_scorer_score(const term_scorer *s, uint32_t frequency, uint8_t code)
{
    if (frequency == 1)
        return s->weight * s->curve->once[code];
    return s->weight * (float)frequency /
           ((float)frequency + s->curve->norms[code]);
}

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
    return term_scorer_score(s, frequency, code);
}

/** Add what a passage gets that has the term so often. */
static inline void
term_scorer_add(const term_scorer *s, uint32_t frequency, uint8_t code,
                hit_bounds *to)
{
    const float score = term_scorer_score(s, frequency, code);
    to->sum += score;
    to->least += score + s->lift_least + s->weight * s->gains[code];
    to->most += score * s->lift_scores + s->lift_most;
}

#endif /* YZ_RANK_TERM_SCORER_H */
