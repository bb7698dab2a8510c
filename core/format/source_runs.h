/* SPDX-License-Identifier: MIT */
/*
 * Which passages of a segment each source file gave: runs of passages, sorted
 * by the hash of the source's name. A source is found in every segment by
 * binary search, and a merge only shifts its runs (docs/format.md, "Source
 * runs").
 */
#ifndef YZ_FORMAT_SOURCE_RUNS_H
#define YZ_FORMAT_SOURCE_RUNS_H

#include "core/format/blob.h"

typedef struct source_run {
    uint64_t hash; /**< hash_str() of the source's name */
    uint32_t name; /**< the name, in the string table */
    uint32_t first;
    uint32_t count;
} source_run;

/** Write the runs of a segment; they are put in order first. */
void
source_runs_write(source_run *runs, uint32_t count, blob_writer *blob);

/** Whether there are `count` runs. */
yz_status
source_runs_check(blob_reader *blob, uint32_t count, yz_error *err);

/** Run `number`, from 0, of those that source_runs_write() wrote. */
yz_status
source_runs_read(blob_reader *blob, uint32_t number, source_run *ret_run,
                 yz_error *err);

/** The first of `count` runs whose hash is not below `hash`, or `count`. */
yz_status
source_runs_lower_bound(blob_reader *blob, uint32_t count, uint64_t hash,
                        uint32_t *ret_number, yz_error *err);

#endif /* YZ_FORMAT_SOURCE_RUNS_H */
