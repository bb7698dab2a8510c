/* SPDX-License-Identifier: MIT */
/*
 * What comes through standard input, which is no path.
 */
#ifndef YZ_CLI_INPUT_H
#define YZ_CLI_INPUT_H

#include "core/base/buffer.h"

/** Is it the name of standard input, "-"? */
bool
input_is_standard(const char *path);

/** Append a whole file, or standard input for "-", to `out`. */
yz_status
input_read(const char *path, buffer *out, yz_error *err);

#endif /* YZ_CLI_INPUT_H */
