/* SPDX-License-Identifier: MIT */
/*
 * The functions highlight() and snippet() of a table that shows an index:
 *
 *     highlight(TABLE, BEFORE, AFTER)         all of the text
 *     snippet(TABLE, BEFORE, AFTER[, WIDTH])  an extract of WIDTH characters
 *
 * with each match between BEFORE and AFTER.
 */
#ifndef YZ_SQLITE_HIGHLIGHT_H
#define YZ_SQLITE_HIGHLIGHT_H

#include "bindings/sqlite/columns.h"

typedef void (*sql_function)(sqlite3_context *, int, sqlite3_value **);

/** Let SQLite accept the names. */
int
highlight_register(sqlite3 *db);

/** The xFindFunction of a table. */
int
highlight_find(sqlite3_vtab *table, int count, const char *name,
               sql_function *ret_function, void **ret_context);

/** The value of the hidden column that is the functions' first argument. */
void
highlight_argument(sqlite3_context *to, row *r);

#endif /* YZ_SQLITE_HIGHLIGHT_H */
