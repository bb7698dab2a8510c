/* SPDX-License-Identifier: MIT */
/*
 * What is said of the files that are read: warnings, and what was left out of
 * them. The progress line makes way for it.
 */
#ifndef YZ_CLI_NOTICES_H
#define YZ_CLI_NOTICES_H

#include "indexer/cli/arguments.h"
#include "indexer/cli/progress.h"

typedef struct notices {
    const char *path; /**< of the file that is read */
    progress *progress;
    bool quiet;       /**< say nothing of warnings */
    uint64_t refused; /**< files, and lines of files */
    bool verbose;     /**< name each file that is the same as another */
    uint64_t twins;   /**< such files */
    buffer twin;      /**< the first of them, a NUL, and the other */
} notices;

/** The source options of the command line, with notices told to `n`. */
yz_source_options
notices_options(const arguments *a, notices *n);

/** Say that the whole file is refused. */
void
notices_refuse(notices *n, const yz_error *error);

/** Note that the file has the bytes of another, which is in the index, too. */
void
notices_note_twin(notices *n, yz_str other);

/** Say so of all of them, in one line, and free what was noted. */
void
notices_tell_twins(notices *n);

/** Is it the file's own error, so that the others can still be read? */
bool
notices_is_own_error(const notices *n, const yz_error *error);

#endif /* YZ_CLI_NOTICES_H */
