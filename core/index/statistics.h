/* SPDX-License-Identifier: MIT */
/*
 * How much there is in an index: what yz_snapshot_stats() reports, and what of
 * it must be counted by a walk.
 */
#ifndef YZ_INDEX_STATISTICS_H
#define YZ_INDEX_STATISTICS_H

#include "core/index/snapshot.h"

/** Reports that have live passages. */
typedef struct report_counts {
    uint64_t reports;
    uint64_t noisy;  /**< of them noise_is_high() */
    noise_sum noise; /**< of all */
} report_counts;

/** Count them, by a walk over all records. */
yz_status
snapshot_count_reports(yz_snapshot *snapshot, report_counts *ret_counts,
                       yz_error *err);

/** How many sources have the bytes of another, by a walk over all of them. */
yz_status
snapshot_count_duplicates(yz_snapshot *snapshot, uint64_t *ret_duplicates,
                          yz_error *err);

#endif /* YZ_INDEX_STATISTICS_H */
