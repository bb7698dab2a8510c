/* SPDX-License-Identifier: MIT */
/*
 * The phrases that a phrase becomes when its words are replaced by the user's
 * synonyms.
 */
#ifndef YZ_PLAN_SYNONYM_EXPANSION_H
#define YZ_PLAN_SYNONYM_EXPANSION_H

#include "query/plan/plan.h"

enum {
    EXPANDED_WORDS_MAX = 6, /**< words of a phrase that are replaced */
    SYNONYMS_MAX = 128      /**< phrases that one phrase becomes */
};

/**
 * Set the leaf's synonyms, in the arena. Its skeleton is set. The words of the
 * synonym table are found in it whether or not ICU cuts there.
 */
yz_status
synonym_expansion_make(const synonyms *table, pattern_context *context,
                       arena *a, plan_leaf *leaf, yz_error *err);

#endif /* YZ_PLAN_SYNONYM_EXPANSION_H */
