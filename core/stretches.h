/* SPDX-License-Identifier: MIT */
/*
 * Where a report stands. Its passages stand one behind the other in a segment,
 * until its source changes: then those that are as they were stay, and the
 * others stand in a newer segment. Only a report that is named as its source
 * is taken apart so, and only where the passages rise by line and byte of the
 * source: by these its order is found again (docs/format.md, "Order").
 */
#ifndef YZ_STRETCHES_H
#define YZ_STRETCHES_H

#include "core/base/array.h"
#include "core/index.h"

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
typedef struct stretch {
    segment *segment;
    uint32_t begin;
    uint32_t end;
} stretch;

/** A passage of a snapshot. */
typedef struct passage_spot {
    segment *segment;
    uint32_t passage;
} passage_spot;

/** All stretches of a report, as they are met in the snapshot's segments. */
typedef struct stretches {
    ARRAY_OF(stretch) list;
    arena scratch; /**< for a record */
} stretches;

/** An empty one. */
static inline stretches
stretches_of(const yz_allocator *memory)
{
    return (stretches){ .list.from = memory, .scratch.from = memory };
}

/** Accepts all zeros. */
void
stretches_dispose(stretches *st);

/**
 * Find those of a report that is named as its source. None is found of any
 * other, nor is one needed: such a report is not taken apart.
 */
yz_status
stretches_find(stretches *st, yz_snapshot *snapshot, yz_str report,
               yz_error *err);

/** The stretch that has a passage; NULL: none. */
const stretch *
stretches_with(const stretches *st, const segment *s, uint32_t passage);

/** The first passage of the report. There is a stretch. */
yz_status
stretches_first(stretches *st, passage_spot *ret_spot, yz_error *err);

/**
 * Go from a passage of a stretch to the live one before (`step` -1) or behind
 * it (1). YZ_DONE: there is none, and `spot` is as it was.
 */
yz_status
stretches_step(stretches *st, int step, passage_spot *spot, yz_error *err);

#endif /* YZ_STRETCHES_H */
