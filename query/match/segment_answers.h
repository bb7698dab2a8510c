/* SPDX-License-Identifier: MIT */
/*
 * What was found in one segment, kept while a search runs: a worse tier goes
 * on from what the better ones found. The sets are not there until somebody
 * asks for them, and never change then.
 */
#ifndef YZ_MATCH_SEGMENT_ANSWERS_H
#define YZ_MATCH_SEGMENT_ANSWERS_H

#include "query/match/exact/passage_set.h"
#include "query/match/filter.h"

/** What was found of one leaf. */
typedef struct leaf_answers {
    passage_set phrase;  /**< where the phrase occurs, whole */
    passage_set misread; /**< the same, and where it was misread */
    passage_set synonym; /**< the phrase with the user's synonyms in it */
    passage_set words;   /**< all its words, near or not */
    passage_set some;    /**< enough of its words */
    passage_set asked;   /**< passages that the phrase was last looked for in */
    passage_set partial; /**< those of them that have it */
    passage_set asked_misread; /**< the same of `misread` */
    passage_set partial_misread;
    /** All of the above that `reached_tier` or a better one asks for. */
    passage_set reached;
    yz_tier reached_tier;
} leaf_answers;

typedef struct segment_answers {
    leaf_answers *leaves;   /**< by number of leaf */
    passage_set *sounds;    /**< by number of sound */
    filter_answers filters; /**< of the conditions given as options */
} segment_answers;

#endif /* YZ_MATCH_SEGMENT_ANSWERS_H */
