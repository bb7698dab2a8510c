/* SPDX-License-Identifier: MIT */
/*
 * How good a hit must be to be among the first so many: found in one pass over
 * tiers and scores, before anything else of the hits is looked at.
 */
#ifndef YZ_RANK_THRESHOLD_H
#define YZ_RANK_THRESHOLD_H

#include "core/base/arena.h"

typedef struct rank_level {
    uint32_t tier;
    uint32_t loss; /**< by misreadings */
    double score;
} rank_level;

/** Whether x ranks above y. */
static inline bool
rank_level_above(rank_level x, rank_level y)
{
    if (x.tier != y.tier)
        return x.tier < y.tier;
    return x.loss != y.loss ? x.loss < y.loss : x.score > y.score;
}

/** Keeps the best `room` of what it is told; begins with `levels` and room. */
typedef struct threshold {
    rank_level *levels; /**< a heap, the worst on top */
    size_t count;
    size_t room;
} threshold;

/** Room for the `wanted` best, in the arena. levels is NULL: no memory. */
threshold
threshold_make(arena *a, size_t wanted);

void
threshold_push(threshold *t, rank_level level);

static inline void
threshold_offer(threshold *t, rank_level level)
{
    if (t->count < t->room || rank_level_above(level, t->levels[0]))
        threshold_push(t, level);
}

/** Whether a hit may be among the best: equal ones may, too. */
static inline bool
threshold_meets(const threshold *t, rank_level level)
{
    return t->count < t->room || !rank_level_above(t->levels[0], level);
}

#endif /* YZ_RANK_THRESHOLD_H */
