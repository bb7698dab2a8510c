/* SPDX-License-Identifier: MIT */
/*
 * One search and its three steps, each in a file of its own: what is asked
 * for, which passages match, which of them make the page.
 */
#ifndef YZ_SEARCH_SEARCH_H
#define YZ_SEARCH_SEARCH_H

#include "core/index/user_tables.h"
#include "query/results/results.h"

/** What one search works on, beside its results. */
typedef struct search {
    yz_results *results;
    const yz_search_options *options;
    const user_tables *tables;
    uint64_t limit;
    uint32_t tiers; /**< allowed */
    cursor after;   /**< of options.cursor */
    bool goes_on;   /**< there is a cursor */
    filter filter;
    pattern section;
    cancellation cancellation;
    order order;
    segment_answers *answers; /**< by segment; kept between tiers */
    passage_set *hits;        /**< by segment */
    double **scores;          /**< by segment, then hit */
    size_t total;             /**< hits of all segments */
    arena arena;
    yz_error *err;
} search;

/** Take the caller's options. The plan is made. */
yz_status
search_read_options(search *s);

/** What a cursor must have been made for, as a hash: query and options. */
uint64_t
search_hash(const search *s);

/** Match tier after tier until the page is full. */
yz_status
search_match_tiers(search *s);

/** Score the hits and put the best of them on the page. */
yz_status
search_make_page(search *s);

#endif /* YZ_SEARCH_SEARCH_H */
