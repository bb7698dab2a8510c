/* SPDX-License-Identifier: MIT */
/*
 * The passages that were given since the last segment was written: batches in
 * the order of their passages, whichever worker is done with them first, and
 * the strings they share. A run becomes a segment.
 */
#ifndef YZ_WRITE_RUN_H
#define YZ_WRITE_RUN_H

#include "indexer/write/assemble.h"
#include "indexer/write/workers.h"

typedef struct run {
    ARRAY_OF(batch *) batches; /**< given to the workers */
    batch *open;               /**< being filled; NULL: none is */
    term_table strings;
    record_strings numbers;   /**< of `latest`, which most passages repeat */
    yz_passage latest;        /**< its strings alone; borrowed */
    bool repeats;             /**< `latest` may be looked at */
    ARRAY_OF(uint32_t) pages; /**< numbers of the pages of a passage */
    buffer page;              /**< the string of one */
    ARRAY_OF(source_run) sources;
    uint32_t passages;
    size_t batch_text_size; /**< bytes of text in a full batch; kept */
} run;

/** Analyse a batch: what workers do, with the tools of an analysis. */
void
run_work(void *tools, void *job);

/** A run begins so. */
static inline run
run_of(const yz_allocator *memory, size_t batch_text_size)
{
    return (run){ .batches.from = memory,
                  .sources.from = memory,
                  .pages.from = memory,
                  .page.from = memory,
                  .strings = term_table_of(memory),
                  .batch_text_size = batch_text_size };
}

/** Forget everything. No worker may be at it. */
void
run_clear(run *r);

/** A new source of that name gives what comes now. */
yz_status
run_begin_source(run *r, yz_str name, yz_error *err);

/** Take the passages of a report, and the report. */
yz_status
run_take(run *r, yz_report *report /* takes */, workers *w, yz_error *err);

/**
 * Take a copy of one passage, which no file gave; YZ_OK with its number in the
 * run. Those that come one behind the other are of one source without a name.
 */
yz_status
run_put(run *r, const yz_passage *passage, workers *w, uint32_t *ret_number,
        yz_error *err);

/** Bytes of memory it holds, about. */
size_t
run_size(const run *r);

/** Wait until it is analysed, and make a segment of it. */
yz_status
run_assemble(run *r, workers *w, segment_writer *out,
             manifest_segment *ret_info, yz_error *err);

#endif /* YZ_WRITE_RUN_H */
