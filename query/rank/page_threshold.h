/* SPDX-License-Identifier: MIT */
/*
 * What a hit must have to get on a page, known before anybody gets a bonus:
 * only the best hits by score can get one. So a hit must be among these best,
 * and must not remain below the last one shown, whatever it gains.
 */
#ifndef YZ_RANK_PAGE_THRESHOLD_H
#define YZ_RANK_PAGE_THRESHOLD_H

#include "query/rank/top_k.h"

typedef struct page_threshold {
    top_k best;  /**< by score: those that may get a bonus; at least the page */
    top_k shown; /**< by what they become at least: the page itself */
} page_threshold;

/** In the arena. best.levels or shown.levels is NULL if out of memory. */
static inline page_threshold
page_threshold_make(arena *a, size_t best, size_t shown)
{
    return (page_threshold){ top_k_make(a, best), top_k_make(a, shown) };
}

/** Offer a hit, which becomes `least` at least. */
static inline void
page_threshold_offer(page_threshold *t, rank_level level, double least)
{
    top_k_offer(&t->best, level);
    level.score = least;
    top_k_offer(&t->shown, level);
}

/** Whether a hit that becomes `most` at most may be on the page. */
static inline bool
page_threshold_is_competitive(const page_threshold *t, rank_level level,
                              double most)
{
    if (!top_k_is_competitive(&t->best, level))
        return false;
    level.score = most;
    return top_k_is_competitive(&t->shown, level);
}

#endif /* YZ_RANK_PAGE_THRESHOLD_H */
