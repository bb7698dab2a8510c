/* SPDX-License-Identifier: MIT */
/*
 * The name under which a source file is known: its canonical path, or its
 * path below a root folder, so that an index and its files can move together.
 * Reports without a name of their own are called by it.
 */
#ifndef YZ_SOURCE_NAME_H
#define YZ_SOURCE_NAME_H

#include "core/base/arena.h"

/** `root` may be NULL. "-" stays "-". The name lies in the arena. */
yz_status
source_name(const char *path, const char *root, arena *a, yz_str *ret_name,
            yz_error *err);

#endif /* YZ_SOURCE_NAME_H */
