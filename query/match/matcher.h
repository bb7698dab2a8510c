/* SPDX-License-Identifier: MIT */
/*
 * What evaluating a query works on in one segment: the context of all
 * matching, and what was found there before.
 */
#ifndef YZ_MATCH_MATCHER_H
#define YZ_MATCH_MATCHER_H

#include "query/match/fuzzy/lookalike.h"
#include "query/match/segment_answers.h"

typedef struct matcher {
    match_context context;
    bool many_nodes;    /**< of the query: what is kept of each is kept small */
    bool exact_only;    /**< variants are not asked for, but by a negation */
    misreads *misreads; /**< NULL: not followed */
    segment_answers *answers; /**< of the segment */
} matcher;

#endif /* YZ_MATCH_MATCHER_H */
