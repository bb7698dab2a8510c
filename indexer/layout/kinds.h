/* SPDX-License-Identifier: MIT */
/*
 * R2 to R5 and R9: the kinds that a block's own text tells.
 */
#ifndef YZ_LAYOUT_KINDS_H
#define YZ_LAYOUT_KINDS_H

#include "indexer/layout/page_model.h"
#include "indexer/layout/patterns.h"

/** Decide what can be decided block by block. May make blocks one. */
yz_status
page_decide_by_text(page *p, yz_error *err);

/** Mark the blocks that read like running text; find the page's column. */
yz_status
page_mark_body(page *p, yz_error *err);

/** Give the block its kind, by that rule. */
void
block_decide(block *b, yz_kind kind, rule by);

/** How the block's text ends. */
ending
block_ending(const page *p, const block *b);

/** The block's text with its white space, as the file has it. */
yz_str
block_source(const page *p, const block *b);

/** Is the block a caption, a credit or noise: may a paragraph run past it? */
bool
block_is_aside(const block *b);

#endif /* YZ_LAYOUT_KINDS_H */
