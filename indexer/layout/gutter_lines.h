/* SPDX-License-Identifier: MIT */
/*
 * Lines that an engine read over a gutter, from one column into the next.
 */
#ifndef YZ_LAYOUT_GUTTER_LINES_H
#define YZ_LAYOUT_GUTTER_LINES_H

#include "indexer/layout/placement.h"

/** Split them where the lines around them leave white space. */
yz_status
gutter_lines_split(placement *p, arena *a, yz_error *err);

#endif /* YZ_LAYOUT_GUTTER_LINES_H */
