/* SPDX-License-Identifier: MIT */
/*
 * What explanations are made of: a text that grows, and how often the parts of
 * a query occur. For people; the wording may change.
 */
#ifndef YZ_QUERY_SAYER_H
#define YZ_QUERY_SAYER_H

#include "core/base/buffer.h"
#include "query/results.h"

typedef struct sayer {
    yz_snapshot *snapshot;
    pattern_context *context;
    arena *arena;
    buffer out; /**< what was said so far */
    yz_error *err;
} sayer;

/** Live passages in which a pattern stands. */
typedef struct occurrence_count {
    uint64_t exact;
    uint64_t variant;
} occurrence_count;

yz_status
sayer_occurrences(sayer *s, const pattern *p, occurrence_count *ret_count);

/** A part of a phrase as text, in the arena. */
yz_str
sayer_units(sayer *s, const plan_leaf *leaf, uint32_t begin, uint32_t end);

/** Say "1 passage" or "2 passages". */
void
sayer_passages(sayer *s, uint64_t count);

/** Say in how many passages the pattern called `name` stands: one line. */
yz_status
sayer_count(sayer *s, yz_str name, const pattern *p);

/** The same of a phrase, called as the query has it, stars included. */
yz_status
sayer_phrase(sayer *s, const plan_leaf *leaf);

/** Say how many passages meet each field below the node: a line each. */
yz_status
sayer_fields(sayer *s, const plan_node *n);

/** Hand what was said to the caller, if all went well, and forget it. */
yz_status
sayer_finish(sayer *s, yz_status status, yz_write_fn write, void *context);

#endif /* YZ_QUERY_SAYER_H */
