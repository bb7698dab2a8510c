/* SPDX-License-Identifier: MIT */
/*
 * What all files here need: SQLite's functions, through the table that it gives
 * an extension, and ours.
 */
#ifndef YZ_SQLITE_EXTENSION_H
#define YZ_SQLITE_EXTENSION_H

#include <sqlite3ext.h>
#include <yizhan/yizhan.h>

/** The oldest SQLite that has all functions used here. */
#define SQLITE_VERSION_LEAST 3038000

extern const sqlite3_api_routines *sqlite3_api;

#endif /* YZ_SQLITE_EXTENSION_H */
