/* SPDX-License-Identifier: MIT */
/*
 * How far an index is behind the log of its table, and how it is brought up.
 * The index has in its note the number and the mark of the last entry that it
 * has: `yizhan_sync NUMBER MARK`. A mark is a random number, by which a log
 * that was restored from a copy, or is another table's, is found out.
 */
#ifndef YZ_SQLITE_SYNC_LOG_H
#define YZ_SQLITE_SYNC_LOG_H

#include "bindings/sqlite/sync_table.h"

/** A place in the log: an entry. All zeros: before the first. */
typedef struct log_place {
    sqlite3_int64 number;
    sqlite3_int64 mark;
} log_place;

/** Whether an index is a table's own, or new: no other program has it. */
int
sync_index_check(sync_table *t);

/**
 * First phase of a commit: give the writer, which is opened, what the log has
 * and the index has not; the content is seen as this connection sees it.
 */
int
sync_prepare(sync_table *t);

/** Second phase: commit the writer. Without success the log has it all. */
void
sync_commit(sync_table *t);

/** Drop what was prepared. */
void
sync_abandon(sync_table *t);

/**
 * Before the index is read: if it is behind what is committed, bring it up, or
 * wait for whoever is doing so.
 */
int
sync_catch_up(sync_table *t);

#endif /* YZ_SQLITE_SYNC_LOG_H */
