/* SPDX-License-Identifier: MIT */
/*
 * Queries that one posting list of each segment answers: a character, a pair, a
 * number, a word of letters. How many match is what the dictionaries say, and
 * only what gets on the page is read.
 */
#ifndef YZ_SEARCH_ONE_LIST_H
#define YZ_SEARCH_ONE_LIST_H

#include "query/search/matches.h"
#include "query/search/search_context.h"

/**
 * Match the exact and variant tiers of such a query, as lists.
 * @param ret_done  false: it is not such a query, and nothing was matched
 */
yz_status
one_list_match(const search_context *c, matches *m, bool *ret_done);

/** Decode the lists of matches to sets. */
yz_status
one_list_decode(const search_context *c, const matches *m,
                passage_set *ret_sets);

#endif /* YZ_SEARCH_ONE_LIST_H */
