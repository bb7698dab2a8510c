/* SPDX-License-Identifier: MIT */
/*
 * Which segments are merged, and merging them. Segments are in tiers of size,
 * each eight times the one below; eight of one tier become one of the next.
 * So a passage is written again once a tier, and an index of a million
 * passages has some twenty segments.
 */
#ifndef YZ_WRITE_MERGE_H
#define YZ_WRITE_MERGE_H

#include "core/index/snapshot.h"

typedef enum merge_scope {
    MERGE_TIERS, /**< a tier that is full, or a segment that is half dead */
    MERGE_DEAD,  /**< segments of which a good part is dead, to have its room */
    MERGE_ALL    /**< whatever more than one segment there is */
} merge_scope;

/**
 * The segments that should be merged now, as numbers of the snapshot's, in
 * rising order. `ret_chosen` has room for all of them.
 * @return how many: 0, or two and more (with deleted passages, one and more)
 */
uint32_t
merge_choose(const yz_snapshot *snapshot, merge_scope scope,
             uint32_t *ret_chosen);

/** Merge these segments into one, and commit it. */
yz_status
merge_segments(yz_snapshot *snapshot, const uint32_t *chosen, uint32_t count,
               yz_error *err);

#endif /* YZ_WRITE_MERGE_H */
