/* SPDX-License-Identifier: MIT */
/*
 * R7: paragraphs that a column's end or a photo cut.
 */
#ifndef YZ_LAYOUT_CONTINUATION_H
#define YZ_LAYOUT_CONTINUATION_H

#include "indexer/layout/page_model.h"

/**
 * Make paragraphs of the blocks that are not decided, and chain those that
 * continue each other: `next`, `continues`, `cut`.
 */
void
page_chain_paragraphs(page *p);

#endif /* YZ_LAYOUT_CONTINUATION_H */
