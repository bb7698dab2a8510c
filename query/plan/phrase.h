/* SPDX-License-Identifier: MIT */
/*
 * One phrase of the query: folded to a skeleton, segmented into words, compiled
 * to patterns.
 */
#ifndef YZ_PLAN_PHRASE_H
#define YZ_PLAN_PHRASE_H

#include "query/plan/plan.h"

/** The skeletons of a phrase's parts, concatenated, with wildcards marked. */
typedef struct phrase_text {
    uint16_t *units;
    bool *any; /**< by unit: a wildcard */
    uint32_t length;
    uint32_t open; /**< how many wildcards */
} phrase_text;

/** Fold a phrase, in the arena. Its length may be 0: punctuation folds away. */
yz_status
phrase_text_make(const node *phrase, pattern_context *context, arena *a,
                 phrase_text *ret_text, yz_error *err);

/** Set the leaf's skeleton, pattern and words; its node is set. */
yz_status
phrase_compile(const phrase_text *text, pattern_context *context, arena *a,
               plan_leaf *leaf, yz_error *err);

#endif /* YZ_PLAN_PHRASE_H */
