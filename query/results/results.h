/* SPDX-License-Identifier: MIT */
/*
 * What a search leaves behind, in parts that one file each writes.
 */
#ifndef YZ_RESULTS_RESULTS_H
#define YZ_RESULTS_RESULTS_H

#include "query/rank/order.h"
#include "query/results/current_hit.h"
#include "query/results/facets.h"
#include "query/results/understanding.h"

/** How many passages match. Tiers as YZ_TIER_BIT()s. */
typedef struct match_summary {
    uint64_t counts[YZ_TIER_COUNT];
    uint64_t filtered;  /**< that match, but are not what the options ask for */
    uint32_t tiers_run; /**< of those that are allowed */
    uint32_t tiers_counted; /**< those that yz_results_count() adds up */
    bool capped;            /**< not all that may be misread was compared */
} match_summary;

/** The hits that were asked for. */
typedef struct result_page {
    ranked *hits;
    size_t count;
    uint64_t rank_before; /**< of the first of them */
    yz_str cursor;        /**< behind the last; empty: no more hits follow */
    facet_values facets[YZ_FACET_COUNT];
    facet_values *members; /**< of `extra`, as they were asked for */
    size_t member_count;
} result_page;

struct yz_results {
    arena arena;                 /**< for as long as the results */
    understanding understanding; /**< query/results/understanding.c */
    match_summary matches;       /**< query/search/stages.c */
    result_page page;            /**< query/search/page.c */
    current_hit current;         /**< query/results/current_hit.c */
    uint64_t began_ns;
    uint64_t ended_ns;
};

/** The current hit as it was ranked. There is one. */
static inline const ranked *
results_current(const yz_results *r)
{
    return &r->page.hits[r->current.next - 1];
}

#endif /* YZ_RESULTS_RESULTS_H */
