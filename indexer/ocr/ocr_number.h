/* SPDX-License-Identifier: MIT */
/*
 * Decimal numbers, as files have them whatever the locale is.
 */
#ifndef YZ_OCR_OCR_NUMBER_H
#define YZ_OCR_OCR_NUMBER_H

#include <stdbool.h>

/**
 * The number at the beginning of the text, behind white space, and where it
 * ends: "12", "-0.5", "1.5e3". Too large a number is infinite, too small a one 0.
 * @return false, and nothing is set, if there is none.
 */
bool
ocr_take_number(const char **text, double *ret_number);

#endif /* YZ_OCR_OCR_NUMBER_H */
