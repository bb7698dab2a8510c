/* SPDX-License-Identifier: MIT */
/*
 * Partial scores of the passages in one window of a segment. Posting lists are
 * added up a whole term at a time; the window is small enough that its sums
 * stay in the processor's nearest caches meanwhile.
 */
#ifndef YZ_RANK_SCORE_WINDOW_H
#define YZ_RANK_SCORE_WINDOW_H

#include "query/match/exact/passage_set.h"
#include "query/rank/score_list.h"

enum { WINDOW_SIZE = 1 << 15 /**< passages */ };

typedef struct score_window {
    segment *segment;
    uint32_t begin; /**< passages of the segment */
    uint32_t end;
    const uint8_t *codes[LENGTH_RANKED_COUNT]; /**< lengths, from `begin` on */
    uint8_t code_copies[LENGTH_RANKED_COUNT][WINDOW_SIZE];
    float sums[WINDOW_SIZE];            /**< set for the hits alone */
    uint64_t counted[WINDOW_SIZE / 64]; /**< passages that have the term in
                                               a list that was added before */
    yz_error *err;
} score_window;

/** Move to the window of a passage; windows are visited in rising order. */
yz_status
score_window_move(score_window *w, uint32_t passage);

/** Let hits of the window start with what they get for certain. */
void
score_window_start(score_window *w, const uint32_t *hits, uint32_t count,
                   const certain_terms *certain);

/** Add a term's scores to the sums of all passages that have it. */
yz_status
score_window_add(score_window *w, term_scorer *s);

static inline float
score_window_sum(const score_window *w, uint32_t passage)
{
    return w->sums[passage - w->begin];
}

#endif /* YZ_RANK_SCORE_WINDOW_H */
