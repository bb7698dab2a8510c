/* SPDX-License-Identifier: MIT */
/*
 * What OCR leaves where it read no character: punctuation between two
 * characters, a sign or a lone letter instead of one, a command of LaTeX.
 */
#ifndef YZ_FUZZY_OCR_DEBRIS_H
#define YZ_FUZZY_OCR_DEBRIS_H

#include "core/text/lookalike.h"

enum {
    MARKS_MAX = 3,        /**< marks in a row that count as one */
    DEBRIS_UNITS_MAX = 12 /**< of a LaTeX command, its backslash counted in */
};

/** The end of the marks at `at` if ideographs stand on both sides; else at. */
uint32_t
marks_end(const uint16_t *units, uint32_t length, uint32_t at);

/**
 * The end of what replaces one character at `at`: a sign other than clause
 * punctuation, a bracket or a dash, a lone letter or a LaTeX command, between
 * two ideographs; or a sign that is known to be read for `query`. `at` if
 * nothing does.
 */
uint32_t
debris_end(const uint16_t *units, uint32_t length, uint32_t at, uint32_t query,
           const lookalike_pairs *own);

#endif /* YZ_FUZZY_OCR_DEBRIS_H */
