/* SPDX-License-Identifier: MIT */
/*
 * What a search leaves behind: the page of hits, the counts, and all that is
 * needed to show, explain and go on.
 */
#ifndef YZ_RESULTS_RESULTS_H
#define YZ_RESULTS_RESULTS_H

#include "core/index/passage_ranges.h"
#include "query/match/evaluate.h"
#include "query/match/fuzzy/lookalike.h"
#include "query/rank/bonus.h"
#include "query/rank/cursor.h"
#include "query/rank/score.h"

/** The values of one facet. */
typedef struct facet_values {
    yz_facet_count *items;
    size_t count;
} facet_values;

struct yz_results {
    yz_snapshot *snapshot;
    arena arena; /**< for as long as the results */
    yz_query *query;
    plan plan;
    pattern_context context;
    rank_terms terms;
    rank_terms synonym_terms; /**< for hits of the tier synonym, beside these */
    bonus bonus;
    misreads misreads;
    bool strict;
    yz_sort sort;

    uint64_t counts[YZ_TIER_COUNT];
    uint64_t filtered;  /**< that match, but are not what the options ask for */
    uint32_t tiers_run; /**< YZ_TIER_BIT()s */
    uint32_t tiers_counted; /**< those that yz_results_count() adds up */
    facet_values facets[YZ_FACET_COUNT];

    ranked *page;
    size_t page_count;
    uint64_t rank_before; /**< of the first hit on the page */
    yz_str cursor;
    uint64_t began_ns;
    uint64_t ended_ns;

    /* The hit that yz_results_next() gave last. */
    size_t next;
    arena hit_arena; /**< until the next hit */
    yz_hit hit;
    yz_passage passage;
    yz_edit *edits;
    size_t edit_count;
    yz_match *matches;
    size_t match_count;
    bool matches_found;
    passage_ranges passage_ranges; /**< of its report, once they are found */
    bool ranges_found;
    arena neighbour_arena;
    yz_passage neighbour;
};

/** What stands in the current hit for something else, into r->edits. */
yz_status
edits_find(yz_results *r, yz_error *err);

/** Count the values of the facets asked for, over hits of the told tiers. */
yz_status
facets_count(yz_results *r, uint32_t facets, const ranked *hits, size_t count,
             yz_error *err);

#endif /* YZ_RESULTS_RESULTS_H */
