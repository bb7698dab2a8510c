/* SPDX-License-Identifier: MIT */
/*
 * What explanations are made of: a text that grows, and how often the parts of
 * a query occur. For people; the wording may change.
 */
#ifndef YZ_EXPLAIN_EXPLANATION_H
#define YZ_EXPLAIN_EXPLANATION_H

#include "core/base/buffer.h"
#include "query/results/results.h"

typedef struct explanation {
    yz_snapshot *snapshot;
    pattern_context *context;
    arena *arena;
    buffer out; /**< what was said so far */
    yz_error *err;
} explanation;

/** Live passages in which a pattern stands. */
typedef struct occurrence_count {
    uint64_t exact;
    uint64_t variant;
} occurrence_count;

yz_status
explanation_occurrences(explanation *s, const pattern *p,
                        occurrence_count *ret_count);

/** A part of a phrase as text, in the arena. */
yz_str
explanation_units(explanation *s, const plan_leaf *leaf, uint32_t begin,
                  uint32_t end);

/** Say "1 passage" or "2 passages". */
void
explanation_passages(explanation *s, uint64_t count);

/** Say in how many passages the pattern called `name` stands: one line. */
yz_status
explanation_count(explanation *s, yz_str name, const pattern *p);

/** The same of a phrase, called as the query has it, stars included. */
yz_status
explanation_phrase(explanation *s, const plan_leaf *leaf);

/** Say how many passages meet each field below the node: a line each. */
yz_status
explanation_fields(explanation *s, const plan_node *n);

/** Hand what was said to the caller, if all went well, and forget it. */
yz_status
explanation_finish(explanation *s, yz_status status, yz_write_fn write,
                   void *context);

#endif /* YZ_EXPLAIN_EXPLANATION_H */
