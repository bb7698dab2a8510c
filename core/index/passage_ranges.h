/* SPDX-License-Identifier: MIT */
/*
 * Where a report stands. Its passages stand one behind the other in a segment,
 * until its source changes: then those that are as they were stay, and the
 * others are in a newer segment. Only a report that is named as its source
 * is taken apart so, and only where the passages rise by line and byte of the
 * source: by these its order is found again (docs/format.md, "Order").
 */
#ifndef YZ_INDEX_PASSAGE_RANGES_H
#define YZ_INDEX_PASSAGE_RANGES_H

#include "core/base/array.h"
#include "core/index/snapshot.h"

/** Where a passage begins in its source: what passages of a report rise by. */
typedef struct source_spot {
    uint64_t line;
    uint64_t byte;
} source_spot;

source_spot
source_spot_of(const yz_passage *passage);

/** Below 0, 0 or above as x stands before, at or behind y. */
int
source_spot_compare(source_spot x, source_spot y);

/** Passages of one report, from `begin` to before `end`; both ends live. */
typedef struct passage_range {
    segment *segment;
    uint32_t begin;
    uint32_t end;
} passage_range;

/** A passage of a snapshot. */
typedef struct passage_spot {
    segment *segment;
    uint32_t passage;
} passage_spot;

/** Whether a passage is live and of a report. */
yz_status
segment_passage_is_of(segment *s, uint32_t passage, yz_str report, bool *ret_is,
                      yz_error *err);

/** All ranges of a report, as they are met in the snapshot's segments. */
typedef struct passage_ranges {
    ARRAY_OF(passage_range) list;
    arena scratch; /**< for a record */
} passage_ranges;

/** An empty one. */
static inline passage_ranges
passage_ranges_of(const yz_allocator *memory)
{
    return (passage_ranges){ .list.from = memory, .scratch.from = memory };
}

/** Accepts all zeros. */
void
passage_ranges_dispose(passage_ranges *st);

/**
 * Find those of a report that is named as its source. None is found of any
 * other, nor is one needed: such a report is not taken apart.
 */
yz_status
passage_ranges_find(passage_ranges *st, yz_snapshot *snapshot, yz_str report,
                    yz_error *err);

/** The range that has a passage; NULL: none. */
const passage_range *
passage_ranges_with(const passage_ranges *st, const segment *s,
                    uint32_t passage);

/** The first passage of the report. There is a range. */
yz_status
passage_ranges_first(passage_ranges *st, passage_spot *ret_spot, yz_error *err);

/**
 * Go from a passage of a range to the live one before (`step` -1) or behind
 * it (1). YZ_DONE: there is none, and `spot` is as it was.
 */
yz_status
passage_ranges_step(passage_ranges *st, int step, passage_spot *spot,
                    yz_error *err);

#endif /* YZ_INDEX_PASSAGE_RANGES_H */
