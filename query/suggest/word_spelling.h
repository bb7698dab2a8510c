/* SPDX-License-Identifier: MIT */
/*
 * Words of Latin letters that are spelt nearly as one that occurs nowhere.
 */
#ifndef YZ_SUGGEST_WORD_SPELLING_H
#define YZ_SUGGEST_WORD_SPELLING_H

#include "query/plan/plan.h"
#include "query/suggest/spelling.h"

/**
 * Add the words within an edit distance of 1 from the leaf's word, of 2 if it
 * is long; their texts are in the arena. Adds nothing if the leaf is not a
 * single word of Latin letters.
 */
yz_status
word_spelling_find(yz_snapshot *snapshot, const plan_leaf *leaf,
                   const yz_suggest_options *options, arena *a, spellings *out,
                   yz_error *err);

#endif /* YZ_SUGGEST_WORD_SPELLING_H */
