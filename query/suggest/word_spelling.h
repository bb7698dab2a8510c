/* SPDX-License-Identifier: MIT */
/*
 * Words of Latin letters that are spelt nearly as one that no text has.
 */
#ifndef YZ_SUGGEST_WORD_SPELLING_H
#define YZ_SUGGEST_WORD_SPELLING_H

#include "query/plan/plan.h"
#include "query/suggest/spelling.h"

/**
 * Add words that differ from the leaf's one word in a letter, or in two of a
 * longer one; texts in the arena. Nothing if the leaf is no such word.
 */
yz_status
word_spelling_find(yz_snapshot *snapshot, const plan_leaf *leaf,
                   const yz_suggest_options *options, arena *a, spellings *out,
                   yz_error *err);

#endif /* YZ_SUGGEST_WORD_SPELLING_H */
