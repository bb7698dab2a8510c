/* SPDX-License-Identifier: MIT */
/*
 * The writer's state between calls: what was given since the last commit.
 */
#ifndef YZ_WRITE_WRITER_H
#define YZ_WRITE_WRITER_H

#include "core/format/catalog.h"
#include "core/index/user_tables.h"
#include "indexer/write/analysis.h"
#include "indexer/write/contents.h"
#include "indexer/write/given.h"
#include "indexer/write/run.h"

struct yz_writer {
    yz_index *index;
    yz_snapshot *snapshot; /**< the index as it was at the last commit */
    uint64_t memory_max;
    uint32_t flags;
    uint32_t jobs;
    analysis **tools; /**< one a job */
    workers *workers;
    bool failed;      /**< something given was lost: it can only be closed */
    yz_error failure; /**< what nobody was told yet of it */

    arena arena; /**< until the commit */
    run run;
    uint32_t next_segment;             /**< the id of the run's segment */
    ARRAY_OF(manifest_segment) stored; /**< segments nobody sees yet */
    ARRAY_OF(source_entry) sources;    /**< to be entered */
    term_table source_names;           /**< of these, by number */
    term_table gone;                   /**< sources whose passages go */
    ARRAY_OF(passage_place) deletions; /**< single passages that go */
    given_table given;                 /**< what came without a file */
    contents contents;                 /**< of sources; kept */
    term_table foreign; /**< reports of another name than their source's */
    bool removed;       /**< passages were taken out one by one */
    buffer user_tables[USER_TABLE_COUNT]; /**< stored forms; empty: not given */
};

/** Whether the run should become a segment, with `beside` bytes in use. */
bool
writer_is_full(const yz_writer *w, size_t beside);

/** Write the run into a segment that is seen with the next commit. */
yz_status
writer_store_run(yz_writer *w, yz_error *err);

/** Enter a source with the commit, in the place of one of the same name. */
yz_status
writer_put_source(yz_writer *w, const source_entry *entry, yz_error *err);

/** The source as it will be after the commit. YZ_DONE: it is not known. */
yz_status
writer_find_source(yz_writer *w, yz_str name, source_entry *ret_entry,
                   yz_error *err);

/** Take out, with the commit, what a source gave before. */
yz_status
writer_drop_source(yz_writer *w, yz_str name, yz_error *err);

/**
 * Make sure that the map has room for what waits and for what `merged` bytes
 * of segments become. No transaction of the writer may be open for writing.
 */
yz_status
writer_reserve_space(yz_writer *w, uint64_t merged, yz_error *err);

/** See the index as it is now. */
yz_status
writer_renew(yz_writer *w, yz_error *err);

/** Tables of the user's that wait for the commit: whether, put, forget. */
bool
writer_has_user_tables(const yz_writer *w);
yz_status
writer_put_user_tables(yz_writer *w, store_txn *txn, yz_error *err);
void
writer_drop_user_tables(yz_writer *w);

/** What went wrong if the writer lost something before. */
yz_status
writer_check(const yz_writer *w, yz_error *err);

#endif /* YZ_WRITE_WRITER_H */
