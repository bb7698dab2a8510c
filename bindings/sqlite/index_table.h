/* SPDX-License-Identifier: MIT */
/*
 * The module `yizhan`: a table that shows an index, and only reads it.
 */
#ifndef YZ_SQLITE_INDEX_TABLE_H
#define YZ_SQLITE_INDEX_TABLE_H

#include "bindings/sqlite/table_cursor.h"

/** Register the module with a connection. */
int
index_table_register(sqlite3 *db, char **ret_error);

#endif /* YZ_SQLITE_INDEX_TABLE_H */
