/* SPDX-License-Identifier: MIT */
/*
 * R11: what stands between the end of one page and the beginning of the next,
 * inside a paragraph: page numbers, running heads, footnotes.
 */
#ifndef YZ_LAYOUT_PAGE_BREAK_H
#define YZ_LAYOUT_PAGE_BREAK_H

#include "indexer/layout/page_model.h"

/** - 12 -, 第 12 页, 12 / 36, Page 12: a page number and nothing else. */
bool
text_is_page_number(yz_str text);

/** Does line `i` stand by itself because the page breaks beside it? */
bool
line_stands_at_break(const page *p, size_t i);

/** Is the block a line with the number of its page? */
bool
block_is_page_number(const page *p, size_t i);

/** Find the running heads and footnotes that cut a paragraph. */
void
page_decide_breaks(page *p);

#endif /* YZ_LAYOUT_PAGE_BREAK_H */
