/* SPDX-License-Identifier: MIT */
/*
 * What matching works on in one segment, whatever is looked for.
 */
#ifndef YZ_EXACT_MATCH_CONTEXT_H
#define YZ_EXACT_MATCH_CONTEXT_H

#include "core/base/cancellation.h"
#include "core/format/segment.h"
#include "query/plan/pattern.h"

typedef struct match_context {
    segment *segment; /**< NULL: conditions alone are asked for */
    pattern_context *patterns;
    bool strict; /**< variants do not count */
    cancellation *cancellation;
    arena *arena; /**< sets of passages lie in it */
    yz_error *err;
} match_context;

#endif /* YZ_EXACT_MATCH_CONTEXT_H */
