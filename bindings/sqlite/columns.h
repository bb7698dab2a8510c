/* SPDX-License-Identifier: MIT */
/*
 * The columns of a table that shows an index, and their values.
 */
#ifndef YZ_SQLITE_COLUMNS_H
#define YZ_SQLITE_COLUMNS_H

#include "bindings/sqlite/extension.h"

/** In the order of their declaration; those after COLUMN_SHOWN are hidden. */
typedef enum column {
    COLUMN_REPORT,
    COLUMN_ID,
    COLUMN_KIND,
    COLUMN_DATE,
    COLUMN_TITLE,
    COLUMN_SECTION,
    COLUMN_TEXT,
    COLUMN_TIER,
    COLUMN_RANK,
    COLUMN_SCORE,
    COLUMN_SNIPPET,
    COLUMN_PATH,
    COLUMN_LINE,
    COLUMN_PAGE,
    COLUMN_BOX,
    COLUMN_EXTRA,
    COLUMN_SHOWN,
    COLUMN_QUERY = COLUMN_SHOWN, /**< named as the table is: for MATCH */
    COLUMN_TIERS,
    COLUMN_SORT,
    COLUMN_OCR,
    COLUMN_SYNTAX,
    COLUMN_WIDTH,
    COLUMN_COUNT
} column;

/** The row that a table is at. */
typedef struct row {
    const yz_passage *passage;
    const yz_hit *hit;   /**< NULL: it comes from no search */
    yz_results *results; /**< of the search */
    uint32_t width;      /**< of snippets, in characters; 0: default */
} row;

/**
 * Declare the columns to SQLite.
 * @param has_rowid  rows have a rowid; else report and id identify them
 */
int
columns_declare(sqlite3 *db, const char *table, bool has_rowid);

/** The value of a column, but for hidden ones. */
yz_status
column_value(const row *r, column c, sqlite3_context *to, yz_error *err);

#endif /* YZ_SQLITE_COLUMNS_H */
