/* SPDX-License-Identifier: MIT */
/*
 * Words that say how a question is put and not what it is about: pronouns,
 * particles, conjunctions, auxiliaries, question words, and nouns as empty as
 * 东西. They are searched and ranked as all words are; only the tier `some`
 * makes a difference (docs/contract.md).
 */
#ifndef YZ_PLAN_FUNCTION_WORDS_H
#define YZ_PLAN_FUNCTION_WORDS_H

#include "core/base/bytes.h"

/** Whether a word is one. @param term  as in the word dictionary */
bool
is_function_word(yz_str term);

#endif /* YZ_PLAN_FUNCTION_WORDS_H */
