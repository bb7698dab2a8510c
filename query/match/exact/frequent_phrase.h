/* SPDX-License-Identifier: MIT */
/*
 * Phrases of ideographs in the lists of frequent strings: one of 3 to 6 is
 * where its list says, and nothing is compared. A longer one is where the
 * lists of its parts agree, and the text decides.
 */
#ifndef YZ_EXACT_FREQUENT_PHRASE_H
#define YZ_EXACT_FREQUENT_PHRASE_H

#include "query/match/exact/match_context.h"
#include "query/match/exact/passage_set.h"

/**
 * What is listed of the exact form of a phrase: all of it, or its rarest part.
 * YZ_DONE: nothing is, or it has others than ideographs.
 * @param ret_count     passages that have what is listed
 * @param ret_is_whole  it is all of the phrase
 */
yz_status
frequent_phrase_count(const match_context *m, const pattern *p,
                      uint32_t *ret_count, bool *ret_is_whole);

/** The same, and its passages: a list that nobody else has. */
yz_status
frequent_phrase_find(const match_context *m, const pattern *p,
                     passage_set *ret_passages, bool *ret_is_whole);

#endif /* YZ_EXACT_FREQUENT_PHRASE_H */
