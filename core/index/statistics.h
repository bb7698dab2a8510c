/* SPDX-License-Identifier: MIT */
/*
 * How much there is in an index: what yz_snapshot_stats() reports, and what of
 * it must be counted by a walk.
 */
#ifndef YZ_INDEX_STATISTICS_H
#define YZ_INDEX_STATISTICS_H

#include "core/index/snapshot.h"

/** How many reports have live passages, by a walk over all records. */
yz_status
snapshot_count_reports(yz_snapshot *snapshot, uint64_t *ret_reports,
                       yz_error *err);

/** How many sources have the bytes of another, by a walk over all of them. */
yz_status
snapshot_count_duplicates(yz_snapshot *snapshot, uint64_t *ret_duplicates,
                          yz_error *err);

#endif /* YZ_INDEX_STATISTICS_H */
