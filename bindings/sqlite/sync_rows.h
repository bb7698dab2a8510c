/* SPDX-License-Identifier: MIT */
/*
 * Rows of the content as passages: the report is named as the content, the id
 * is the row's key.
 */
#ifndef YZ_SQLITE_SYNC_ROWS_H
#define YZ_SQLITE_SYNC_ROWS_H

#include "bindings/sqlite/sync_table.h"

/** Whether a row can be indexed, if it is there; an error says why not. */
int
sync_row_check(sync_table *t, sqlite3_int64 key);

/** Make the writer's index agree with the content: in one row, */
int
sync_row_write(sync_table *t, sqlite3_int64 key);

/** or in all of them; what else is in the index goes. */
int
sync_rows_write(sync_table *t);

#endif /* YZ_SQLITE_SYNC_ROWS_H */
