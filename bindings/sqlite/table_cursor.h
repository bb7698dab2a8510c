/* SPDX-License-Identifier: MIT */
/*
 * Reading a table that shows an index: what both modules have in common. A
 * search without a limit is read in pages, each larger than the one before, so
 * that a query that stops early has not paid for all hits.
 */
#ifndef YZ_SQLITE_TABLE_CURSOR_H
#define YZ_SQLITE_TABLE_CURSOR_H

#include "bindings/sqlite/columns.h"
#include "bindings/sqlite/request.h"

/** What a table needs so that its index can be read. */
typedef struct shown_table {
    sqlite3_vtab base;
    char *path;
    yz_index *index; /**< NULL until it is read first */
    bool has_rowid;  /**< the ids of the passages are rowids */
} shown_table;

typedef struct table_cursor {
    sqlite3_vtab_cursor base;
    request asked;
    yz_snapshot *snapshot; /**< of all of the statement */
    yz_query *query;
    yz_results *results;   /**< a page of hits, or */
    yz_passages *passages; /**< all passages */
    uint64_t page_end;     /**< hits read when the next page is due */
    row row;               /**< passage NULL: at the end */
} table_cursor;

/** The error of a table, in words. @return the code for SQLite */
int
table_fail(sqlite3_vtab *table, const yz_error *err);

/** Open the index of a table if it is not yet. */
int
shown_table_open(shown_table *table);

/** The methods of sqlite3_module. */
int
cursor_open(sqlite3_vtab *table, sqlite3_vtab_cursor **ret_cursor);
int
cursor_close(sqlite3_vtab_cursor *cursor);
int
cursor_filter(sqlite3_vtab_cursor *cursor, int number, const char *plan,
              int count, sqlite3_value **values);
int
cursor_next(sqlite3_vtab_cursor *cursor);
int
cursor_eof(sqlite3_vtab_cursor *cursor);
int
cursor_column(sqlite3_vtab_cursor *cursor, sqlite3_context *to, int column);
int
cursor_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret_rowid);

#endif /* YZ_SQLITE_TABLE_CURSOR_H */
