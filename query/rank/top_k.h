/* SPDX-License-Identifier: MIT */
/*
 * The k best tiers and scores of a search, and the threshold that they set:
 * what a hit must have to be competitive, that is, to be among them. Found in
 * one pass, before anything else of the hits is read.
 */
#ifndef YZ_RANK_TOP_K_H
#define YZ_RANK_TOP_K_H

#include "core/base/arena.h"

/** What hits are ordered by before ties are broken. */
typedef struct rank_level {
    uint32_t tier;
    uint32_t loss; /**< by misreadings, see passage_set.h */
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

/** The best `capacity` of the levels that were offered. */
typedef struct top_k {
    rank_level *levels; /**< a heap; the first is the threshold when full */
    size_t count;
    size_t capacity;
} top_k;

/** An empty one, in the arena. levels is NULL if out of memory. */
top_k
top_k_make(arena *a, size_t capacity);

/** Until then every hit is competitive. */
static inline bool
top_k_is_full(const top_k *t)
{
    return t->count >= t->capacity;
}

/** Insert a level that is competitive. */
void
top_k_insert(top_k *t, rank_level level);

static inline void
top_k_offer(top_k *t, rank_level level)
{
    if (!top_k_is_full(t) || rank_level_above(level, t->levels[0]))
        top_k_insert(t, level);
}

/** Whether a hit may be among the best. One that ties with the last may be. */
static inline bool
top_k_is_competitive(const top_k *t, rank_level level)
{
    return !top_k_is_full(t) || !rank_level_above(t->levels[0], level);
}

/** The score of the last of the best; below all scores while any will do. */
static inline double
top_k_score(const top_k *t)
{
    return top_k_is_full(t) ? t->levels[0].score : -1;
}

#endif /* YZ_RANK_TOP_K_H */
