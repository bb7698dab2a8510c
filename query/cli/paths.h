/* SPDX-License-Identifier: MIT */
/*
 * Paths as they are shown: as they were given to yz-index, or so that they
 * open from where one is.
 */
#ifndef YZ_CLI_PATHS_H
#define YZ_CLI_PATHS_H

#include "core/base/arena.h"
#include "query/cli/arguments.h"

/** The path of a passage's source in this form, in the arena or borrowed. */
yz_str
path_of(const yz_passage *p, path_form form, arena *a);

#endif /* YZ_CLI_PATHS_H */
