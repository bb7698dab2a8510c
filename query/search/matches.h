/* SPDX-License-Identifier: MIT */
/*
 * Which passages match, as far as the tiers that ran found them.
 */
#ifndef YZ_SEARCH_MATCHES_H
#define YZ_SEARCH_MATCHES_H

#include "query/match/segment_answers.h"
#include "query/results/results.h"

typedef struct matches {
    passage_set *sets; /**< by segment: lists, of allowed tiers alone */
    /** By segment: the exact matches, not decoded; NULL: `sets` has them. */
    posting_list *lists;
    match_summary summary;
    bool beside; /**< better tiers have hits that may be shown */
    int reached; /**< the worst tier that was looked for; -1: none yet */
    /** By segment: what one stage finds of a leaf, and the next goes on from. */
    segment_answers *answers;
} matches;

#endif /* YZ_SEARCH_MATCHES_H */
