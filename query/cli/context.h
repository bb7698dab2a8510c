/* SPDX-License-Identifier: MIT */
/*
 * The passages around a hit in its report: option -C.
 */
#ifndef YZ_CLI_CONTEXT_H
#define YZ_CLI_CONTEXT_H

#include "core/base/arena.h"
#include "query/cli/printer.h"

/**
 * Copy at most `most` passages before and after the current hit into the arena,
 * and set `neighbours` of `h`.
 */
yz_status
context_gather(yz_results *results, int32_t most, arena *a, shown_hit *h,
               yz_error *err);

#endif /* YZ_CLI_CONTEXT_H */
