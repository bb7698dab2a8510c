/* SPDX-License-Identifier: MIT */
/*
 * Whether a printed line had room for more (R6). In justified columns a line
 * is short for three reasons: its paragraph ends, it is indented, or what
 * comes next cannot be parted and did not fit.
 */
#ifndef YZ_LAYOUT_FIT_H
#define YZ_LAYOUT_FIT_H

#include "indexer/layout/page_model.h"

/** The text of the row, its inner white space as in the file. */
yz_str
row_text(const page *p, const row *r);

/**
 * Is the row short only because the first unbreakable run of `next` (a number,
 * a word, a quote and its character, a character and its comma) did not fit?
 */
bool
row_is_excused(const page *p, const row *r, const row *next, double column);

/** What the first row of a block says of where the block begins. */
typedef enum indent {
    INDENT_UNKNOWN,
    INDENT_IN,  /* a paragraph begins: two ems short, or visibly indented */
    INDENT_FULL /* as wide as the column: a paragraph goes on */
} indent;

/**
 * The block's indent. `column` is where it probably stands, for a block that
 * is too short to tell its own; 0 if there is none.
 */
indent
block_indent(const page *p, const block *b, double column);

/** Do the lines show white space before this block's first line? */
bool
block_is_visibly_indented(const page *p, const block *b);

#endif /* YZ_LAYOUT_FIT_H */
