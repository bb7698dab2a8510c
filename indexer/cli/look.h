/* SPDX-License-Identifier: MIT */
/*
 * An index opened only to be looked into.
 */
#ifndef YZ_CLI_LOOK_H
#define YZ_CLI_LOOK_H

#include "indexer/cli/arguments.h"

/**
 * Open the index of the arguments, read-only, and take a snapshot that keeps
 * it open. @return EXIT_DONE, or another code once what is wrong was said
 */
exit_code
look_into(const arguments *a, yz_snapshot **ret_snapshot);

#endif /* YZ_CLI_LOOK_H */
