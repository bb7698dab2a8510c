/* SPDX-License-Identifier: MIT */
/*
 * What the coordinates of lines in reading order say: where blocks begin, what
 * is set in, and what is larger or smaller than the text.
 */
#ifndef YZ_LAYOUT_PRINT_BLOCKS_H
#define YZ_LAYOUT_PRINT_BLOCKS_H

#include "indexer/layout/placement.h"

/**
 * Fill in lead, room, role and begins of all lines.
 * @param blocks_hold  a block of the file is never joined with another one
 */
yz_status
print_blocks_find(placement *p, bool blocks_hold, arena *a, yz_error *err);

#endif /* YZ_LAYOUT_PRINT_BLOCKS_H */
