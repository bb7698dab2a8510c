/* SPDX-License-Identifier: MIT */
/*
 * Which of very many hits can be among the first so many: found by sums that
 * are a little too coarse to rank by, but quick, and safe. What is left out
 * cannot be among them, ties counted in; the rest is scored as ever.
 */
#ifndef YZ_RANK_MAX_SCORE_H
#define YZ_RANK_MAX_SCORE_H

#include "query/match/passage_set.h"
#include "query/rank/terms.h"

/** What the hits of a search are narrowed to. */
typedef struct pruning {
    const rank_terms *terms;
    yz_snapshot *snapshot;
    cancellation *cancellation;
    uint32_t tier; /**< worse hits go, better ones stay */
    size_t wanted; /**< the best of the tier that are needed */
    arena *arena;
    yz_error *err;
} pruning;

/**
 * Narrow the hits of all segments, `hits` by number of segment. The sets are
 * replaced, not changed.
 */
yz_status
max_score_prune(const pruning *c, passage_set *hits);

#endif /* YZ_RANK_MAX_SCORE_H */
