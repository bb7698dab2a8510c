/* SPDX-License-Identifier: MIT */
/*
 * Maps a match to boxes on the images of its pages, one a printed line.
 */
#ifndef YZ_SHOW_MATCH_BOXES_H
#define YZ_SHOW_MATCH_BOXES_H

#include "core/base/arena.h"

/**
 * Set boxes, their origin and the page of a match whose span in the text is
 * known. A match has what its cells have; a part of a cell, or of a row without
 * cells, is what the widths of its characters make of its box. The boxes lie in
 * the arena.
 */
yz_status
match_boxes_find(const yz_passage *p, arena *a, yz_match *match, yz_error *err);

#endif /* YZ_SHOW_MATCH_BOXES_H */
