/* SPDX-License-Identifier: MIT */
/*
 * R10 and the rest of R9: the short blocks that no wording gave away are
 * headlines, headings or captions, by what stands around them.
 */
#ifndef YZ_LAYOUT_HEADINGS_H
#define YZ_LAYOUT_HEADINGS_H

#include "indexer/layout/page_model.h"

/** Decide every short block that is no running text. */
void
page_decide_display(page *p);

#endif /* YZ_LAYOUT_HEADINGS_H */
