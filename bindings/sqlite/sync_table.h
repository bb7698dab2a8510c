/* SPDX-License-Identifier: MIT */
/*
 * The module `yizhan_sync`: a table that keeps an index in step with an
 * ordinary table, the content, and shows the index as the module `yizhan` does.
 *
 * Two files cannot be committed in one step. So what changed is written down
 * first, in a table of the database that is committed with the content: the
 * log, NAME_log. Then the index is changed, and has in its note up to which
 * entry of the log it has all. Whoever finds it behind, after a crash between
 * the two commits, reads the log on from there.
 *
 *     triggers of the content ─→ NAME_log ─→ rows of the content ─→ index
 *                    one transaction │              │ a commit, with the note
 */
#ifndef YZ_SQLITE_SYNC_TABLE_H
#define YZ_SQLITE_SYNC_TABLE_H

#include "bindings/sqlite/table_cursor.h"

/** The columns of the content that have a meaning here. */
typedef enum sync_column {
    SYNC_TEXT,
    SYNC_TITLE,
    SYNC_SECTION,
    SYNC_DATE,
    SYNC_KIND,
    SYNC_COLUMN_COUNT
} sync_column;

/** The statements that a table keeps, prepared when first needed. */
typedef enum sync_statement {
    SYNC_LOG_ADD,  /**< an entry: a row that changed; NULL: all rows */
    SYNC_LOG_TRIM, /**< drop entries before one */
    SYNC_LOG_HAS,  /**< whether there is an entry with this mark */
    SYNC_LOG_LAST, /**< number and mark of the last entry */
    SYNC_LOG_ROWS, /**< the rows of the entries behind one, each once */
    SYNC_ROW,      /**< a row of the content */
    SYNC_ROWS,     /**< all of them */
    SYNC_STATEMENT_COUNT
} sync_statement;

typedef struct sync_table {
    shown_table shown; /**< first: cursors are those of every shown table */
    sqlite3 *db;
    char *schema;
    char *name;
    char *content;
    char *key;                        /**< its INTEGER PRIMARY KEY */
    char *columns[SYNC_COLUMN_COUNT]; /**< NULL: there is none */
    char *fields; /**< columns that the index declares; NULL: none */
    sqlite3_stmt *statements[SYNC_STATEMENT_COUNT];
    yz_writer *writer;   /**< between the two phases of a commit */
    bool in_transaction; /**< of a connection that writes */
} sync_table;

/** Register the module with a connection. */
int
sync_table_register(sqlite3 *db, char **ret_error);

/** The error of a table, in words, with printf(). @return SQLITE_ERROR */
int
sync_fail(sync_table *t, const char *format, ...);

/** The error of the connection becomes that of the table. */
int
sync_fail_sqlite(sync_table *t, int code);

/** A statement, ready to be bound; NULL: the table has an error. */
sqlite3_stmt *
sync_prepared(sync_table *t, sync_statement which);

#endif /* YZ_SQLITE_SYNC_TABLE_H */
