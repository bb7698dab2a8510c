/* SPDX-License-Identifier: MIT */
/*
 * Making and dropping what a table that keeps an index in step has in the
 * database: its log, and the triggers of its content.
 */
#ifndef YZ_SQLITE_SYNC_SETUP_H
#define YZ_SQLITE_SYNC_SETUP_H

#include "bindings/sqlite/sync_table.h"

/** Read the arguments of CREATE VIRTUAL TABLE. */
int
sync_arguments_read(sync_table *t, int count, const char *const *texts,
                    char **ret_error);

/** Check the content, and find its key. */
int
sync_content_check(sync_table *t);

/** Make the log and the triggers; drop them. */
int
sync_setup(sync_table *t);
int
sync_drop(sync_table *t);

#endif /* YZ_SQLITE_SYNC_SETUP_H */
