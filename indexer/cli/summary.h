/* SPDX-License-Identifier: MIT */
/*
 * What a run did, told at its end.
 */
#ifndef YZ_CLI_SUMMARY_H
#define YZ_CLI_SUMMARY_H

#include "indexer/cli/arguments.h"

typedef struct summary {
    uint64_t reports; /**< added or replaced; likewise the next */
    uint64_t passages;
    uint64_t unchanged;  /**< reports */
    uint64_t replaced;   /**< reports, of those counted above */
    uint64_t kept;       /**< passages of these that stayed as they were */
    uint64_t duplicates; /**< sources of the same bytes as another */
    uint64_t removed;    /**< reports */
    uint64_t removed_passages;
    uint64_t refused; /**< paths, and lines of files */
    uint64_t skipped; /**< files passed over */
    uint64_t bytes;   /**< of all files looked at */
    double seconds;
} summary;

/** Print it, as the arguments ask for. */
void
summary_print(const arguments *a, const summary *s);

#endif /* YZ_CLI_SUMMARY_H */
