/* SPDX-License-Identifier: MIT */
/*
 * The terms of a segment's dictionaries as an engine stores them: readable
 * where they are text, `g工会` and `wtelephone`, and in hexadecimal otherwise.
 */
#ifndef YZ_INDEX_ENGINE_TERMS_H
#define YZ_INDEX_ENGINE_TERMS_H

#include "core/base/buffer.h"
#include "core/format/grams.h"
#include "core/format/words.h"

/** Append a gram. @param marked  of passages in which it is a word */
void
engine_term_of_gram(gram_key key, bool marked, buffer *out);

/** Append a term of a field (WORD_TEXT and its like). */
void
engine_term_of_word(char field, yz_str term, buffer *out);

#endif /* YZ_INDEX_ENGINE_TERMS_H */
