/* SPDX-License-Identifier: MIT */
/*
 * What a search is asked for: the caller's options, checked and read once. It
 * does not change afterwards.
 */
#ifndef YZ_SEARCH_REQUEST_H
#define YZ_SEARCH_REQUEST_H

#include "query/match/filter.h"
#include "query/rank/cursor.h"
#include "query/results/understanding.h"

typedef struct request {
    uint64_t offset;
    uint64_t limit;
    yz_sort sort;
    uint32_t facets;       /**< YZ_FACET_BIT()s */
    yz_str *facet_members; /**< names of members to count */
    size_t facet_member_count;
    bool count_only;
    bool reverse;
    bool facet_gaps;

    uint32_t tiers;         /**< allowed, as YZ_TIER_BIT()s */
    uint32_t tiers_counted; /**< those that the count of all hits adds up */
    bool every_tier; /**< all that are allowed, even when the page is full */
    bool every_word; /**< of `some`, one word of the query will do */
    bool strict;
    misread_reach reach;
    bool follow_misreads;
    filter filter;

    uint64_t hash; /**< of query and options: what its cursors are made for */
    bool has_cursor;
    cursor cursor; /**< the page begins behind it */
} request;

/** When a search that began at `began_ns` must end. */
cancellation
request_cancellation(const yz_search_options *options, uint64_t began_ns);

/**
 * Read the options of a search; what they point to must outlive the request,
 * the rest lies in the arena.
 */
yz_status
request_read(const yz_search_options *options, understanding *u, arena *a,
             request *ret_request, yz_error *err);

#endif /* YZ_SEARCH_REQUEST_H */
