/* SPDX-License-Identifier: MIT */
/*
 * The page of a search: which matches are scored at all, which are the best,
 * and the cursor behind them.
 */
#ifndef YZ_SEARCH_PAGE_H
#define YZ_SEARCH_PAGE_H

#include "query/search/matches.h"
#include "query/search/search_context.h"

/**
 * Rank the matches and put those asked for on the page, which lies in the arena
 * `kept`. The understanding learns what its words are worth.
 */
yz_status
page_make(const search_context *c, const matches *m, arena *kept,
          result_page *ret_page);

#endif /* YZ_SEARCH_PAGE_H */
