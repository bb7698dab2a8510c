/* SPDX-License-Identifier: MIT */
/*
 * A phrase of the query made ready: folded to a skeleton, cut into words,
 * compiled to patterns.
 */
#ifndef YZ_PLAN_PHRASE_H
#define YZ_PLAN_PHRASE_H

#include "query/plan/plan.h"

/** The skeletons of a phrase's parts laid end to end, open characters marked. */
typedef struct phrase_text {
    uint16_t *units;
    bool *any;
    uint32_t length;
    uint32_t open; /**< how many open characters */
} phrase_text;

/** Fold a phrase, in the arena. It may have nothing left to compare. */
yz_status
phrase_text_make(const node *phrase, pattern_context *context, arena *a,
                 phrase_text *ret_text, yz_error *err);

/** Set the leaf's skeleton, pattern and words; its node is set. */
yz_status
phrase_compile(const phrase_text *text, pattern_context *context, arena *a,
               plan_leaf *leaf, yz_error *err);

#endif /* YZ_PLAN_PHRASE_H */
