/* SPDX-License-Identifier: MIT */
/*
 * What stands in the index and is spelt nearly as a phrase that does not: it
 * sounds the same, as who types by sound errs, or differs in one character.
 */
#ifndef YZ_SUGGEST_SPELLING_H
#define YZ_SUGGEST_SPELLING_H

#include "query/match/exact/match_context.h"
#include "query/match/fuzzy/evidence.h"
#include "query/plan/plan.h"

enum { SPELLINGS_MAX = 256 };

typedef struct spelling {
    yz_str text;       /**< of a skeleton */
    yz_str key;        /**< the same, variants folded */
    double closeness;  /**< 0 to 1 */
    uint32_t passages; /**< seen so far that have it */
} spelling;

typedef struct spellings {
    spelling items[SPELLINGS_MAX];
    size_t count;
} spellings;

/** Add those of the context's segment, texts in its arena. */
yz_status
spelling_find(const match_context *m, evidence *e, const plan_leaf *leaf,
              spellings *out);

/** The nearest first, of like ones the more frequent. */
void
spellings_sort(spellings *s);

#endif /* YZ_SUGGEST_SPELLING_H */
