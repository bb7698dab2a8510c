/* SPDX-License-Identifier: MIT */
/*
 * A segment out of parts: batches that were just analysed, or older segments
 * that are merged.
 */
#ifndef YZ_WRITE_ASSEMBLE_H
#define YZ_WRITE_ASSEMBLE_H

#include "core/format/source_runs.h"
#include "indexer/write/segment_writer.h"
#include "indexer/write/term_input.h"

/** What a segment is made of. Nothing of it is kept. */
typedef struct ingredients {
    const segment_part *parts; /**< in the order of their passages */
    size_t part_count;
    const term_table *strings; /**< the shared strings, by number */
    source_run *runs;          /**< which sources gave which passages */
    uint32_t run_count;
} ingredients;

/**
 * Fill a segment. `ret_info` tells all that the manifest must know but what
 * segment_writer_store() tells.
 * @return YZ_E_LIMIT if a segment cannot hold as much
 */
yz_status
segment_assemble(const ingredients *from, segment_writer *out,
                 manifest_segment *ret_info, yz_error *err);

#endif /* YZ_WRITE_ASSEMBLE_H */
