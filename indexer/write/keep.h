/* SPDX-License-Identifier: MIT */
/*
 * Which passages of a changed source stay where they are. Those that are as
 * they were need not be analysed or written again; but a report has an order,
 * so it stays as a whole, or in ranges whose order is known
 * (core/index/passage_ranges.h), or not at all.
 */
#ifndef YZ_WRITE_KEEP_H
#define YZ_WRITE_KEEP_H

#include "core/base/number_map.h"
#include "core/index/passage_ranges.h"
#include "indexer/write/writer.h"

/** A run of the source in the index, and how many are in those before it. */
typedef struct kept_run {
    segment *segment;
    uint32_t first;
    uint32_t count;
    uint32_t before;
} kept_run;

typedef struct keep {
    yz_writer *writer;
    yz_str name; /**< of the source; borrowed */
    bool off;    /**< nothing stays */
    bool falls;  /**< the report of its name did not rise in the index */
    ARRAY_OF(kept_run) runs;
    uint32_t count;   /**< of passages in the runs; they are numbered so */
    uint8_t *stays;   /**< a bit for each */
    number_map ids;   /**< those numbers, from 1, by the hash of the id */
    source_spot last; /**< read last of the report of its name */
    arena scratch;
    record_group group; /* of one record, to be coded */
    buffer old_record;
    buffer record;
} keep;

/** Look up what the source `name` gave; the index knows the source. */
yz_status
keep_open(yz_writer *w, yz_str name, keep *ret_keep, yz_error *err);

/** Accepts all zeros. */
void
keep_dispose(keep *k);

/**
 * Take the passages that stay out of a report, and count them.
 * @param whole  it is not a part of a report that comes in several
 */
yz_status
keep_passages(keep *k, yz_report *report, bool whole, uint64_t *ret_kept,
              yz_error *err);

/** Whatever the source gave and does not stay goes with the commit. */
yz_status
keep_drop_others(keep *k, yz_error *err);

#endif /* YZ_WRITE_KEEP_H */
