/* SPDX-License-Identifier: MIT */
/*
 * The tier `some`: passages that have some of the words of a run, or of runs
 * that only spaces separate. Not any word will do: what they have must weigh
 * something beside the heaviest word of the query (docs/ranking.md).
 */
#ifndef YZ_MATCH_SOME_H
#define YZ_MATCH_SOME_H

#include "query/match/matcher.h"

/**
 * Passages that have enough of the words of these leaves together.
 * @param leaves  at least one; each may drop words
 */
yz_status
match_some(matcher *m, const plan_leaf *const *leaves, size_t count,
           passage_set *ret_passages);

#endif /* YZ_MATCH_SOME_H */
