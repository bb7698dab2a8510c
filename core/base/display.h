/* SPDX-License-Identifier: MIT */
/*
 * Text for eyes. What a page, a file name or a query holds is not ours: it may
 * carry terminal escapes, or turn the line round with bidi controls. Nothing
 * of it reaches a terminal but through here.
 */
#ifndef YZ_BASE_DISPLAY_H
#define YZ_BASE_DISPLAY_H

#include "core/base/status.h"

#include <stdio.h>

/**
 * Decode the code point at `text.data[*at]`, `*at < text.size`, as it may be
 * shown, and step past it: white space is a space; controls, bidi controls and
 * bytes that are not UTF-8 are U+FFFD.
 */
uint32_t
display_next(yz_str text, size_t *at);

/** Print the text as it may be shown, on one line. */
void
display_put(FILE *to, yz_str text);

/** The same, but its line feeds stay, and each line begins with `indent`. */
void
display_put_lines(FILE *to, yz_str text, const char *indent);

/** Columns that a terminal gives to a code point: 0, 1 or 2. */
unsigned
display_width(uint32_t c);

/**
 * Print the text, or the part of it around byte `offset` that fits 80 columns,
 * and on the next line a caret under that byte.
 */
void
display_put_caret(FILE *to, yz_str text, uint64_t offset);

/** The first `count` code points of the text. */
yz_str
display_head(yz_str text, size_t count);

#endif /* YZ_BASE_DISPLAY_H */
