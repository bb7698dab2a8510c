/* SPDX-License-Identifier: MIT */
/*
 * Texts of the index that are spelt nearly as a phrase that occurs nowhere:
 * they sound the same, as when pinyin was typed and the wrong word picked, or
 * differ in one character.
 */
#ifndef YZ_SUGGEST_SPELLING_H
#define YZ_SUGGEST_SPELLING_H

#include "query/match/exact/match_context.h"
#include "query/match/fuzzy/evidence.h"
#include "query/plan/plan.h"

enum { SPELLINGS_MAX = 256 };

typedef struct spelling {
    yz_str text;       /**< part of a skeleton */
    yz_str key;        /**< the text with its variants folded */
    double closeness;  /**< 0 to 1 */
    uint32_t passages; /**< that it was seen in so far */
} spelling;

typedef struct spellings {
    spelling items[SPELLINGS_MAX];
    size_t count;
} spellings;

/** Add those of the context's segment; their texts are in its arena. */
yz_status
spelling_find(const match_context *m, evidence *e, const plan_leaf *leaf,
              spellings *out);

/** Sort by closeness, then by frequency. */
void
spellings_sort(spellings *s);

#endif /* YZ_SUGGEST_SPELLING_H */
