/* SPDX-License-Identifier: MIT */
/*
 * Passages as the index has them, one by number or all of them in order.
 */
#ifndef YZ_INDEX_PASSAGES_H
#define YZ_INDEX_PASSAGES_H

#include "core/format/segment.h"

/**
 * Passage `number` of a segment, text included. Strings point into the mapped
 * pages or the arena.
 */
yz_status
segment_passage(segment *s, uint32_t number, arena *a, yz_passage *ret_passage,
                yz_error *err);

#endif /* YZ_INDEX_PASSAGES_H */
