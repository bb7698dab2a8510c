/* SPDX-License-Identifier: MIT */
/*
 * R0 and R6: from lines to blocks. Runs of hard-wrapped lines are found and
 * parted where a paragraph begins.
 */
#ifndef YZ_LAYOUT_WRAPS_H
#define YZ_LAYOUT_WRAPS_H

#include "indexer/layout/page_model.h"

/** Fill in the page's rows and blocks, none of them decided. */
yz_status
page_form_blocks(page *p, yz_error *err);

#endif /* YZ_LAYOUT_WRAPS_H */
