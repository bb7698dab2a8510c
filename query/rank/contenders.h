/* SPDX-License-Identifier: MIT */
/*
 * Which of very many hits can be among the first so many: found by sums that
 * are a little too coarse to rank by, but quick, and safe. What is left out
 * cannot be among them, ties counted in; the rest is scored as ever.
 */
#ifndef YZ_RANK_CONTENDERS_H
#define YZ_RANK_CONTENDERS_H

#include "query/match/hit_set.h"
#include "query/rank/terms.h"

/** What the hits of a search are narrowed to. */
typedef struct contest {
    const rank_terms *terms;
    yz_snapshot *snapshot;
    stopper *stopper;
    uint32_t tier; /**< worse hits go, better ones stay */
    size_t wanted; /**< the best of the tier that are needed */
    arena *arena;
    yz_error *err;
} contest;

/**
 * Narrow the hits of all segments, `hits` by number of segment. The sets are
 * replaced, not changed.
 */
yz_status
contenders_keep(const contest *c, hit_set *hits);

#endif /* YZ_RANK_CONTENDERS_H */
