/* SPDX-License-Identifier: MIT */
/*
 * The hits that a page is chosen from: of all matches those that can be on it,
 * scored, the best with what they gain by the order of their words and by the
 * second look. For page.c alone.
 */
#ifndef YZ_SEARCH_PAGE_HITS_H
#define YZ_SEARCH_PAGE_HITS_H

#include "query/rank/max_score.h"
#include "query/search/matches.h"
#include "query/search/search_context.h"

/* What making one page works on. */
typedef struct page_maker {
    const search_context *context;
    const request *request;
    understanding *understanding;
    const match_summary *summary;
    const matches *matches;
    passage_set *sets;       /**< by segment: those that are worth scoring */
    double **scores;         /**< by segment, then hit */
    size_t total;            /**< hits of all segments */
    bool is_relaxed;         /**< hits of near or worse tiers can be shown */
    bool has_constant_bonus; /**< each hit that can be shown gets all of it */
    double lift;             /**< no more is added to a score later */
    prune_order pruning;     /**< how hits are pruned */
    pruned pruned;           /**< `most` is NULL: nothing was pruned */
    order order;
    arena *kept; /**< the page's */
    arena *arena;
    yz_error *err;
} page_maker;

/** Up to here hits are shown; UINT64_MAX: to the end. */
uint64_t
page_end(const page_maker *p);

/** Hit i of a segment. */
ranked
page_ranked(const page_maker *p, uint32_t number, uint32_t i, double score);

/** What terms, bonuses and the second look are worth to the page's hits. */
yz_status
page_hits_weigh(page_maker *p);

/** The hits that can be on the page, in any order. */
yz_status
page_hits_find(page_maker *p, ranked **ret_all, size_t *ret_count);

/** How hits are pruned at first, once they are weighed. */
prune_order
page_hits_pruning(const page_maker *p);

/**
 * Whether the hits that were pruned would not have changed the page: `all` are
 * those that were left, the best of them in order. Else they are pruned again,
 * the best first.
 */
yz_status
page_hits_prove(page_maker *p, const ranked *all, size_t count,
                bool *ret_proved);

#endif /* YZ_SEARCH_PAGE_HITS_H */
