/* SPDX-License-Identifier: MIT */
/*
 * Whether the character at a departure is part of a longer word of its text.
 */
#ifndef YZ_FUZZY_INSIDE_WORD_H
#define YZ_FUZZY_INSIDE_WORD_H

#include "core/text/analyzer.h"
#include "query/match/fuzzy/departure.h"

/**
 * @param query    a character to put in its place first; 0: as the text is
 * @param scratch  is cleared
 */
yz_status
departure_is_inside_word(const departure *d, uint32_t query, analyzer *an,
                         arena *scratch, bool *ret_is_inside, yz_error *err);

#endif /* YZ_FUZZY_INSIDE_WORD_H */
