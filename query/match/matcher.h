/* SPDX-License-Identifier: MIT */
/*
 * What evaluating a query works on in one segment: the context of all
 * matching, and what was found there before.
 */
#ifndef YZ_MATCH_MATCHER_H
#define YZ_MATCH_MATCHER_H

#include "query/match/fuzzy/lookalike.h"
#include "query/match/segment_answers.h"

/** What a hit of the tier `some` needs. */
typedef enum some_need {
    SOME_ALONE,  /**< what weighs something: better tiers find nothing */
    SOME_BESIDE, /**< what weighs much: better tiers have hits */
    SOME_ANY     /**< any word of the query */
} some_need;

typedef struct matcher {
    match_context context;
    bool many_nodes;    /**< of the query: what is kept of each is kept small */
    bool exact_only;    /**< variants are not asked for, but by a negation */
    misreads *misreads; /**< NULL: not followed */
    some_need some;
    segment_answers *answers; /**< of the segment */
} matcher;

#endif /* YZ_MATCH_MATCHER_H */
