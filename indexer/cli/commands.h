/* SPDX-License-Identifier: MIT */
/*
 * What yz-index can do, one function a command, one file each. Each says by
 * itself what is wrong, and gives the code to end with.
 */
#ifndef YZ_CLI_COMMANDS_H
#define YZ_CLI_COMMANDS_H

#include "indexer/cli/arguments.h"

/** Add or update files and folders. */
exit_code
command_add(const arguments *a);

/** Take sources, reports and passages out. */
exit_code
command_remove(const arguments *a);

/** Take out reports whose files are gone, and read nothing. */
exit_code
command_prune(const arguments *a);

/** Print the reports of the index. */
exit_code
command_list(const arguments *a);

/** Print the passages of files, without an index. */
exit_code
command_dry_run(const arguments *a);

/** Learn look-alikes from pages as read and as corrected. */
exit_code
command_learn(const arguments *a);

/** Print all passages of the index. */
exit_code
command_dump(const arguments *a);

/** Print the size of the index. */
exit_code
command_stats(const arguments *a);

/** Print segments, terms, posting lists or a passage as they are stored. */
exit_code
command_inspect(const arguments *a);

/** Read the whole index and name what is damaged in it. */
exit_code
command_check(const arguments *a);

/** Make a damaged index whole; or its words those of this ICU. */
exit_code
command_repair(const arguments *a);
exit_code
command_refresh_words(const arguments *a);

/** Make the index as small as it can be. */
exit_code
command_compact(const arguments *a);

#endif /* YZ_CLI_COMMANDS_H */
