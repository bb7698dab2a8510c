/* SPDX-License-Identifier: MIT */
/*
 * An index opened to be changed, and its one writer.
 */
#ifndef YZ_CLI_CHANGE_H
#define YZ_CLI_CHANGE_H

#include "indexer/cli/arguments.h"
#include "indexer/cli/summary.h"

typedef struct change {
    const arguments *arguments;
    yz_index *index;
    yz_writer *writer;
    yz_error error;
    summary summary;
    double began;
} change;

/** @param create  make the index if it is not there */
yz_status
change_open(change *c, const arguments *a, bool create);

/** Close writer and index. Accepts one of zeros. */
void
change_close(change *c);

/**
 * Commit, and count in the summary how many reports and passages are fewer
 * now than before: for changes that only take out.
 */
yz_status
change_commit_removals(change *c);

#endif /* YZ_CLI_CHANGE_H */
