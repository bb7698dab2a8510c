/* SPDX-License-Identifier: MIT */
/*
 * Lines whose characters stand apart: a display line set with spaces, or the
 * habit of an OCR engine that puts spaces between all characters.
 */
#ifndef YZ_LAYOUT_SPACING_H
#define YZ_LAYOUT_SPACING_H

#include "indexer/layout/page_model.h"

/** Five tokens or more, most of them single characters. */
bool
line_is_spaced(const page *p, const line *l);

/**
 * Where this many lines are spaced that it can only be the engine's habit, make
 * each line one token: its spaces then mean nothing to any rule.
 */
void
page_close_up(page *p);

#endif /* YZ_LAYOUT_SPACING_H */
