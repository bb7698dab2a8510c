/* SPDX-License-Identifier: MIT */
/*
 * From the paths of the command line to the files that are to be read.
 */
#ifndef YZ_CLI_WALK_H
#define YZ_CLI_WALK_H

#include "indexer/cli/arguments.h"

typedef struct file_entry {
    const char *path; /**< as given, or below a folder as given */
    uint64_t size;    /**< for the progress; 0: not known */
} file_entry;

typedef struct file_list {
    ARRAY_OF(file_entry) files;
    arena arena;      /**< paths found in folders */
    uint64_t bytes;   /**< of all files */
    uint64_t refused; /**< paths that cannot be read; each was named */
    uint64_t skipped; /**< passed over: no known format, hidden, excluded */
} file_list;

/**
 * The files that are named, and those in folders that are named, sorted there
 * by name. Hidden ones, pictures and other unknown formats found in folders
 * are passed over, links to folders not followed.
 *
 * @param list  zeros; end it with file_list_dispose() in any case
 */
yz_status
file_list_make(const arguments *a, file_list *list, yz_error *err);

void
file_list_dispose(file_list *list);

#endif /* YZ_CLI_WALK_H */
