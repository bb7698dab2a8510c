/* SPDX-License-Identifier: MIT */
/*
 * White space in OCR text is a wrap far more often than a space that was
 * printed. These say which is which.
 */
#ifndef YZ_LAYOUT_WHITE_SPACE_H
#define YZ_LAYOUT_WHITE_SPACE_H

#include "core/base/status.h"

/** Where the next white space begins, from `at` on; the text's end if none. */
size_t
blank_begin(yz_str text, size_t at);

/** The end of the white space that begins at `at`; `at` itself if none does. */
size_t
blank_end(yz_str text, size_t at);

/**
 * Does the white space [begin, end) part two Latin words or numbers? Marks
 * beside it are looked over, so that `word, word` and `word (word` do.
 */
bool
blank_parts_words(yz_str text, size_t begin, size_t end);

/**
 * Is the hyphen before `begin` one that a printer put at the end of a line,
 * inside a word: lower-case letters, hyphen, line break, lower-case letters?
 * @return the bytes of the hyphen, 0 if it is none.
 */
size_t
blank_hyphen_size(yz_str text, size_t begin, size_t end);

/**
 * Is it one space of a line between two characters that stand by themselves,
 * as letter-spaced text has them?
 */
bool
blank_is_letter_space(yz_str text, size_t begin, size_t end);

/**
 * Does a line break cut a number that is in Han text: 资金12⏎345万元?
 * Numbers that stand one below the other have no Han on both sides.
 */
bool
blank_cuts_number(yz_str text, size_t begin, size_t end);

#endif /* YZ_LAYOUT_WHITE_SPACE_H */
