/* SPDX-License-Identifier: MIT */
/*
 * A view of text that is eaten from its front: how the patterns read. Every
 * take_ function steps over what it names and says whether it was there.
 */
#ifndef YZ_BASE_READER_H
#define YZ_BASE_READER_H

#include "core/base/utf8.h"

/** 0 to 9 for an ASCII or full-width digit, otherwise -1. */
int
char_digit(uint32_t c);

/** 0 to 10 for a Chinese numeral from 〇 to 十, otherwise -1. */
int
char_numeral(uint32_t c);

/** The first code point without taking it; 0 at the end. */
uint32_t
peek_char(yz_str in);

void
take_char(yz_str *in);

void
take_blanks(yz_str *in);

bool
take_word(yz_str *in, const char *word);

/** One of the words, the first in the list that is there. */
bool
take_word_of(yz_str *in, const char *const *words, size_t count);

/**
 * A number of at most `digits_max` decimal digits, ASCII or full-width.
 * @return how many were taken.
 */
unsigned
take_number(yz_str *in, unsigned digits_max, uint32_t *ret_value);

/** A Chinese number from 一 to 九十九. */
bool
take_numeral(yz_str *in, uint32_t *ret_value);

/** Does one of the words occur anywhere? */
bool
text_has_word_of(yz_str text, const char *const *words, size_t count);

bool
text_ends_with(yz_str text, const char *word);

#endif /* YZ_BASE_READER_H */
