/* SPDX-License-Identifier: MIT */
/*
 * What dates are made of. Every function takes what it names off the front of
 * the text, or leaves the text as it was and returns false. Full-width
 * letters, digits and signs count as those of ASCII.
 */
#ifndef YZ_REPORT_DATE_PARTS_H
#define YZ_REPORT_DATE_PARTS_H

#include "core/base/reader.h"

/** A run of digits, `least` to `most` of them and no more. */
bool
take_digits(yz_str *in, unsigned least, unsigned most, uint32_t *ret_value);

/** Digits, at most `most`, or a Chinese number: 七, 廿六, 一百一十三, 一一三. */
bool
take_count(yz_str *in, unsigned most, uint32_t *ret_value);

/**
 * Four digits or numerals. OCR reads 〇 as O or 0, and 0 as O: such a zero
 * counts beside two that are sure; *ret_pure says that all are of one kind.
 */
bool
take_year(yz_str *in, uint32_t *ret_year, bool *ret_pure);

/** 1 to 12, 元, 正. */
bool
take_month(yz_str *in, uint32_t *ret_month);

/** 1 to 31, 初五, with 日 or 号 or without. */
bool
take_day(yz_str *in, uint32_t *ret_day);

/** January, JAN. */
bool
take_month_name(yz_str *in, uint32_t *ret_month);

/** 4, 4th. */
bool
take_ordinal_day(yz_str *in, uint32_t *ret_day);

/**
 * 年 or 月, with the white space around it; also a slash behind it, if a number
 * follows: 2025年/01月/04日.
 */
bool
take_unit(yz_str *in, const char *unit);

/** The sign between year, month and day; 0 for none. All dashes are one. */
uint32_t
take_sign(yz_str *in);

#endif /* YZ_REPORT_DATE_PARTS_H */
