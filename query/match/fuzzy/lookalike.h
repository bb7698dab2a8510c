/* SPDX-License-Identifier: MIT */
/*
 * A phrase in passages that were misread: with punctuation lost or added, in
 * the tier `variant`; with wrong characters, in the tier `lookalike`.
 */
#ifndef YZ_FUZZY_LOOKALIKE_H
#define YZ_FUZZY_LOOKALIKE_H

#include "query/match/exact/match_context.h"
#include "query/match/exact/passage_set.h"
#include "query/match/fuzzy/misread.h"
#include "query/plan/plan.h"

/** Most candidates that are compared for one search; more are not looked at. */
enum { MISREAD_CANDIDATES_MAX = 20000 };

/** What a search knows of misreadings. */
typedef struct misreads {
    evidence evidence;
    bool off;            /**< followed only where the query asks (`~`) */
    misread_reach reach; /**< REACH_AUTO, _ON or _LOOSE */
    uint32_t compared;   /**< candidates so far */
    bool capped;         /**< some were not compared */
} misreads;

/** The leaf made ready, in the arena. YZ_DONE: it is not looked for so. */
yz_status
misreads_query(const misreads *r, const plan_leaf *leaf, bool marks_only,
               arena *a, misread_query *ret_query, yz_error *err);

/**
 * Passages in which the leaf's phrase occurs so, without those in `known`.
 * @param marks_only  punctuation alone may differ
 * @param within      of these passages alone; NULL: of all
 */
yz_status
match_misread(const match_context *m, misreads *r, const plan_leaf *leaf,
              bool marks_only, const passage_set *within,
              const passage_set *known, passage_set *ret_passages);

#endif /* YZ_FUZZY_LOOKALIKE_H */
