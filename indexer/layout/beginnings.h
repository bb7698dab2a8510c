/* SPDX-License-Identifier: MIT */
/*
 * R0 and R6: where in a run of lines something else begins.
 */
#ifndef YZ_LAYOUT_BEGINNINGS_H
#define YZ_LAYOUT_BEGINNINGS_H

#include "indexer/layout/run.h"

/**
 * Does line `i` > 0 of the run begin a paragraph, by its looks? `after_first`:
 * the line before begins one, so that it may be short by its own indent.
 */
bool
run_begins_paragraph(const page *p, const run *r, size_t i, bool after_first);

/**
 * How many lines of the run, from line `i` on, are a caption: lines after a
 * photo's gap, or after a caption's mark, that are set to another measure than
 * the column that follows them.
 */
size_t
run_caption_lines(const page *p, const run *r, size_t i);

#endif /* YZ_LAYOUT_BEGINNINGS_H */
