/* SPDX-License-Identifier: MIT */
/*
 * Hits that pruning dropped for what they may become, although their scores may
 * be among the best: how many of them may have a score, and what none exceeds.
 * By it the page knows that it would have been the same with them.
 */
#ifndef YZ_RANK_DROPPED_HITS_H
#define YZ_RANK_DROPPED_HITS_H

#include <stddef.h>
#include <stdint.h>

enum { DROPPED_BUCKETS = 1024 };

typedef struct dropped_hits {
    float most;    /**< all stay below that; 0: none was dropped */
    float highest; /**< no score is above it */
    uint32_t counts[DROPPED_BUCKETS]; /**< by score, from 0 to the highest */
} dropped_hits;

static inline size_t
dropped_hits_bucket(const dropped_hits *d, double score)
{
    const double at = score / (double)d->highest * DROPPED_BUCKETS;
    return at < DROPPED_BUCKETS - 1 ? (size_t)at : DROPPED_BUCKETS - 1;
}

/** Some hits were dropped that stay below `limit`. */
static inline void
dropped_hits_limit(dropped_hits *d, float limit)
{
    d->most = limit > d->most ? limit : d->most;
}

/** Drop hits whose scores are at most `score`, and that stay below `limit`. */
static inline void
dropped_hits_add_many(dropped_hits *d, float score, float limit, uint32_t count)
{
    dropped_hits_limit(d, limit);
    d->counts[dropped_hits_bucket(d, (double)score)] += count;
}

/** Drop one. */
static inline void
dropped_hits_add(dropped_hits *d, float score, float limit)
{
    dropped_hits_add_many(d, score, limit, 1);
}

/** At most this many of them have a score of `least` or more. */
static inline size_t
dropped_hits_above(const dropped_hits *d, double least)
{
    size_t count = 0;
    for (size_t i = dropped_hits_bucket(d, least); i < DROPPED_BUCKETS; i++)
        count += d->counts[i];
    return count;
}

#endif /* YZ_RANK_DROPPED_HITS_H */
