/* SPDX-License-Identifier: MIT */
/*
 * What a hit may still gain once it is scored, by the bonus and by the second
 * look, told by the terms that it has: two words that are adjacent in it have
 * a pair where they meet, and what does not occur cannot occur more often. So
 * pruning knows of each hit how far it may rise, not only of all together.
 */
#ifndef YZ_RANK_LIFT_H
#define YZ_RANK_LIFT_H

#include "query/rank/bonus.h"
#include "query/rank/rescore.h"

/** What a hit gains beside a term's score if it has the term. */
typedef struct term_lift {
    double least;       /**< by it alone */
    double most;        /**< at most */
    bool replaces;      /**< `most` has the score in it, whatever that is */
    const float *gains; /**< by length code, a share of the term's weight that
                             comes to `least`; NULL: none */
} term_lift;

typedef struct lifts {
    const term_lift *terms; /**< by term; NULL: none gains anything */
    double always;          /**< every hit gains this */
    double rest;            /**< at most, whatever terms it has */
} lifts;

/** What hits gain by. */
typedef struct lift_sources {
    const rank_terms *terms;
    yz_snapshot *snapshot;
    const bonus *bonus;
    const rescoring *second; /**< the second look; NULL: there is none */
} lift_sources;

/** The lifts of hits of a tier, in the arena. */
yz_status
lifts_make(const lift_sources *from, uint32_t tier, arena *a, lifts *ret_lifts,
           yz_error *err);

/** A lift that no term tells of: every hit may gain `most`. */
static inline lifts
lifts_of_any(double most)
{
    return (lifts){ .rest = most };
}

#endif /* YZ_RANK_LIFT_H */
