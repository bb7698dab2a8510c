/* SPDX-License-Identifier: MIT */
/*
 * What a query finds in one report.
 */
#ifndef YZ_SERVE_REPORT_SEARCH_H
#define YZ_SERVE_REPORT_SEARCH_H

#include "query/cli/printer.h"
#include "serve/routes.h"

typedef struct report_query {
    yz_str report;
    yz_str text; /**< the query; empty: it finds nothing */
    yz_str id;   /**< of the passage that was come for; empty: of none */
} report_query;

/** Called for each hit, with its matches and its whole text as a snippet. */
typedef yz_status (*report_hit_fn)(void *context, const shown_hit *h,
                                   yz_error *err);

/**
 * Search. Words that are not together are shown in the passage that was come
 * for, and in no other.
 * @return what the search or `see` returned
 */
yz_status
report_search(const service *s, exchange *e, yz_snapshot *snapshot,
              const report_query *asked, report_hit_fn see, void *context,
              yz_error *err);

#endif /* YZ_SERVE_REPORT_SEARCH_H */
