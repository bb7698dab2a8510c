/* SPDX-License-Identifier: MIT */
/*
 * What is one word of letters and digits to a reader (docs/contract.md, rule
 * 5): café and cafe, m² and m2, 12,345 and 12345. A term is made of the folded
 * word; the exact tier never sees it.
 */
#ifndef YZ_TEXT_LATIN_FOLD_H
#define YZ_TEXT_LATIN_FOLD_H

#include "core/base/arena.h"

/**
 * Fold a word of letters and digits: accents of Latin letters, superscripts
 * behind letters, commas between groups of three digits. The result is the word
 * itself, if nothing changes, or in the arena, and never longer in UTF-8.
 * false: out of memory.
 */
bool
latin_fold(const uint16_t *units, uint32_t length, arena *a,
           const uint16_t **ret_units, uint32_t *ret_length);

#endif /* YZ_TEXT_LATIN_FOLD_H */
