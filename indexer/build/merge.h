/* SPDX-License-Identifier: MIT */
/*
 * Which segments are merged, and merging them. Segments are in tiers of size,
 * each eight times the one below; eight of one tier become one of the next.
 * So a passage is written again once a tier, and an index of a million
 * passages has some twenty segments.
 */
#ifndef YZ_BUILD_MERGE_H
#define YZ_BUILD_MERGE_H

#include "core/index.h"

/**
 * The segments that should be merged now, as numbers of the snapshot's, in
 * rising order. `ret_chosen` has room for all of them.
 * @param all  merge whatever more than one segment there is
 * @return how many: 0, or two and more (with deleted passages, one and more)
 */
uint32_t
merge_choose(const yz_snapshot *snapshot, bool all, uint32_t *ret_chosen);

/** Merge these segments into one, and commit it. */
yz_status
merge_segments(yz_snapshot *snapshot, const uint32_t *chosen, uint32_t count,
               yz_error *err);

#endif /* YZ_BUILD_MERGE_H */
