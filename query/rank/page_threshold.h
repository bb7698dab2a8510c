/* SPDX-License-Identifier: MIT */
/*
 * What a hit must have to get on a page, known before anybody gets a bonus:
 * only the best hits by score can get one, and it never exceeds a certain sum.
 * So a hit must be among these best, and must not be further below the last
 * one shown than all bonuses together can lift it.
 */
#ifndef YZ_RANK_PAGE_THRESHOLD_H
#define YZ_RANK_PAGE_THRESHOLD_H

#include "query/rank/top_k.h"

typedef struct page_threshold {
    top_k best;   /**< those that may get a bonus; at least the page */
    top_k shown;  /**< the page itself, as if nobody got one */
    double bonus; /**< no hit gets more */
} page_threshold;

/** In the arena. best.levels or shown.levels is NULL if out of memory. */
static inline page_threshold
page_threshold_make(arena *a, size_t best, size_t shown, double most)
{
    return (page_threshold){ top_k_make(a, best), top_k_make(a, shown), most };
}

static inline void
page_threshold_offer(page_threshold *t, rank_level level)
{
    top_k_offer(&t->best, level);
    top_k_offer(&t->shown, level);
}

/** Whether a hit may be on the page. */
static inline bool
page_threshold_is_competitive(const page_threshold *t, rank_level level)
{
    if (!top_k_is_competitive(&t->best, level))
        return false;
    level.score += t->bonus;
    return top_k_is_competitive(&t->shown, level);
}

/**
 * The score that a hit of the tier that is offered, without a loss, must have;
 * below all scores while any will do.
 */
static inline double
page_threshold_score(const page_threshold *t)
{
    const double best = top_k_is_full(&t->best) ? t->best.levels[0].score : -1;
    const double shown =
        top_k_is_full(&t->shown) ? t->shown.levels[0].score - t->bonus : -1;
    return best > shown ? best : shown;
}

#endif /* YZ_RANK_PAGE_THRESHOLD_H */
