/* SPDX-License-Identifier: MIT */
/*
 * A word of Latin letters that occurs nowhere and is pinyin: it was probably
 * meant as `py:`.
 */
#ifndef YZ_SUGGEST_SOUND_SPELLING_H
#define YZ_SUGGEST_SOUND_SPELLING_H

#include "query/plan/plan.h"
#include "query/suggest/spelling.h"

/**
 * Add `py:WORD`, in the arena, if the leaf is one word of two whole syllables
 * or more, without quotes.
 */
yz_status
sound_spelling_find(const plan_leaf *leaf, arena *a, spellings *out,
                    yz_error *err);

#endif /* YZ_SUGGEST_SOUND_SPELLING_H */
