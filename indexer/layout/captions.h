/* SPDX-License-Identifier: MIT */
/*
 * R8 and R9: what stands between the parts of a paragraph. A block whose first
 * line is not indented needs a block before it that is open; that conservation
 * law tells lone first lines from captions.
 */
#ifndef YZ_LAYOUT_CAPTIONS_H
#define YZ_LAYOUT_CAPTIONS_H

#include "indexer/layout/page_model.h"

/** Find the lone first lines of paragraphs among the short lines. */
void
page_mark_orphans(page *p);

/** Find the captions that read like sentences. */
void
page_decide_sandwiches(page *p);

/** Is the block wrapped, and clearly narrower than the page's columns? */
bool
block_is_narrow(const page *p, const block *b);

/**
 * The body block before block `i`, over whatever is no heading; NULL where a
 * heading, byline or date stands between.
 */
const block *
page_body_before(const page *p, size_t i);

/** Make one of the lines of a caption that stand together. */
yz_status
page_merge_captions(page *p, yz_error *err);

#endif /* YZ_LAYOUT_CAPTIONS_H */
