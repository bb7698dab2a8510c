/* SPDX-License-Identifier: MIT */
/*
 * The name under which a source file is known: its canonical path, or its
 * path below a root folder, so that an index and its files can move together.
 * Reports without a name of their own are called by it, or by a part of it.
 */
#ifndef YZ_SOURCE_NAME_H
#define YZ_SOURCE_NAME_H

#include "core/base/arena.h"

/** `root` may be NULL. "-" stays "-". The name lies in the arena. */
yz_status
source_name(const char *path, const char *root, arena *a, yz_str *ret_name,
            yz_error *err);

/**
 * The name of a file's report: what the pattern matches in the file's name, its
 * first group or all of it; the file's name if it matches nothing. `pattern`
 * may be NULL.
 * @return YZ_OK; YZ_E_INVALID: it is no regular expression; YZ_E_NOMEM.
 */
yz_status
report_name(yz_str name, const char *pattern, arena *a, yz_str *ret_name,
            yz_error *err);

#endif /* YZ_SOURCE_NAME_H */
