/* SPDX-License-Identifier: MIT */
/*
 * The writer's state between calls: the index as it sees it, what was given
 * since the last commit, and the workers that analyse it.
 */
#ifndef YZ_WRITE_WRITER_H
#define YZ_WRITE_WRITER_H

#include "indexer/write/analysis.h"
#include "indexer/write/contents.h"
#include "indexer/write/pending.h"
#include "indexer/write/run.h"
#include "indexer/write/view.h"

struct yz_writer {
    writer_view view;
    uint64_t memory_max;
    uint32_t flags;
    uint32_t jobs;
    arena arena; /**< the declared fields */
    declared_fields fields;
    analysis **tools; /**< one for each job */
    workers *workers;
    bool failed;      /**< something given was lost: it can only be closed */
    yz_error failure; /**< of that, what was not reported yet */

    pending pending;
    run run;                           /**< passages not yet in a segment */
    ARRAY_OF(manifest_segment) stored; /**< segments nobody sees yet */
    contents contents;                 /**< of sources; kept over commits */
    struct remote_writer *remote; /**< where commits go to; NULL: nowhere */
};

/** Whether the run should become a segment, with `beside` bytes in use. */
bool
writer_is_full(const yz_writer *w, size_t beside);

/** Write the run into a segment that is seen with the next commit. */
yz_status
writer_store_run(yz_writer *w, yz_error *err);

/** The source as it will be after the commit. YZ_DONE: it is not known. */
yz_status
writer_find_source(yz_writer *w, yz_str name, source_entry *ret_entry,
                   yz_error *err);

/** What went wrong if the writer lost something before. */
yz_status
writer_check(const yz_writer *w, yz_error *err);

/** YZ_E_UNSUPPORTED if what is written goes elsewhere: `what` is not done. */
yz_status
writer_is_here(const yz_writer *w, const char *what, yz_error *err);

#endif /* YZ_WRITE_WRITER_H */
