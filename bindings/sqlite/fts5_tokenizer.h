/* SPDX-License-Identifier: MIT */
/*
 * The tokenizer `yizhan` of FTS5.
 */
#ifndef YZ_SQLITE_FTS5_TOKENIZER_H
#define YZ_SQLITE_FTS5_TOKENIZER_H

#include "bindings/sqlite/extension.h"

/**
 * Register the tokenizer with a connection. One whose SQLite has no FTS5 gets
 * none, which is no error.
 */
int
fts5_tokenizer_register(sqlite3 *db, char **ret_error);

#endif /* YZ_SQLITE_FTS5_TOKENIZER_H */
