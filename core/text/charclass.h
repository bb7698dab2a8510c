/* SPDX-License-Identifier: MIT */
/*
 * The classes of characters that matching is defined on (docs/contract.md,
 * "The query language", rule 5, and "The skeleton of a text"). All take a code
 * point of folded text.
 */
#ifndef YZ_TEXT_CHARCLASS_H
#define YZ_TEXT_CHARCLASS_H

#include <stdbool.h>
#include <stdint.h>

/** White_Space. */
bool
char_is_space(uint32_t c);

/** No white space stands beside it: East Asian ranges, or category P or S. */
bool
char_is_tight(uint32_t c);

/** Leaves the skeleton: Cf, Cc, quotation marks and title brackets. */
bool
char_is_dropped(uint32_t c);

/** Part of a word of letters and digits: L but no Han, kana, hangul; Nd; M. */
bool
char_is_word(uint32_t c);

/** A decimal digit (Nd). */
bool
char_is_digit(uint32_t c);

/**
 * Indexed in grams: L, M, N or a radical of the CJK radicals supplement.
 * Everything else is only verified.
 */
bool
char_is_gram(uint32_t c);

/** A combining mark (M): one character with the one before it. */
bool
char_is_combining(uint32_t c);

/** An ideograph: script Han. */
bool
char_is_han(uint32_t c);

/** Category P or S. */
bool
char_is_mark(uint32_t c);

/** Category S alone. */
bool
char_is_symbol(uint32_t c);

/**
 * Punctuation that may be lost or added: category P, and the grave accent; but
 * no dash and no sign that says something, like % and #.
 */
bool
char_is_punctuation(uint32_t c);

/** A dash of any kind, or the sign minus. */
bool
char_is_dash(uint32_t c);

/** A superscript digit: ², ⁴. */
bool
char_is_raised_digit(uint32_t c);

/** Part of a word of letters and digits, or a superscript that may be. */
bool
char_may_be_of_word(uint32_t c);

/** A number in a circle, of which NFKC makes digits: ①, ㊿. */
bool
char_is_circled_number(uint32_t c);

/**
 * What a character of a source text becomes whatever NFKC says: superscript
 * digits and circled numbers stay, ︰ is a colon. 0: NFKC decides.
 */
uint32_t
char_kept(uint32_t c);

#endif /* YZ_TEXT_CHARCLASS_H */
