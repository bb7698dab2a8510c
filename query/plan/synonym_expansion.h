/* SPDX-License-Identifier: MIT */
/*
 * A phrase with the user's synonyms in the place of words that stand in it.
 */
#ifndef YZ_PLAN_SYNONYM_EXPANSION_H
#define YZ_PLAN_SYNONYM_EXPANSION_H

#include "query/plan/plan.h"

enum {
    EXPANDED_WORDS_MAX = 6, /**< words of a phrase that others may stand for */
    SYNONYMS_MAX = 128      /**< phrases that are made of one */
};

/**
 * Set the leaf's synonyms. Words are found from left to right, the longest
 * first, whether or not they are words to a dictionary.
 */
yz_status
synonym_expansion_make(const synonyms *words, pattern_context *context,
                       arena *a, plan_leaf *leaf, yz_error *err);

#endif /* YZ_PLAN_SYNONYM_EXPANSION_H */
