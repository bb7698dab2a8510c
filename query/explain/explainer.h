/* SPDX-License-Identifier: MIT */
/*
 * What explanations are made with: an output buffer, and lines that say how
 * often the parts of a query occur. For people; the wording may change.
 */
#ifndef YZ_EXPLAIN_EXPLAINER_H
#define YZ_EXPLAIN_EXPLAINER_H

#include "core/base/buffer.h"
#include "query/results/results.h"

typedef struct explainer {
    yz_snapshot *snapshot;
    pattern_context *context;
    arena *arena;
    buffer out; /**< what was printed so far */
    yz_error *err;
} explainer;

/** In how many live passages a pattern occurs. */
typedef struct occurrence_count {
    uint64_t exact;
    uint64_t variant;
} occurrence_count;

yz_status
explainer_count(explainer *x, const pattern *p, occurrence_count *ret_count);

/** Units [begin, end) of a phrase as text, in the arena. */
yz_str
explainer_text(explainer *x, const plan_leaf *leaf, uint32_t begin,
               uint32_t end);

/** Print "1 passage" or "2 passages". */
void
explainer_print_passages(explainer *x, uint64_t count);

/** Print a line: in how many passages the pattern called `name` occurs. */
yz_status
explainer_print_pattern(explainer *x, yz_str name, const pattern *p);

/** The same for a phrase, called as the query has it, wildcards included. */
yz_status
explainer_print_phrase(explainer *x, const plan_leaf *leaf);

/** Print a line for each field below the node: how many passages match it. */
yz_status
explainer_print_fields(explainer *x, const plan_node *n);

/** Pass the output to the caller, if all went well, and free it. */
yz_status
explainer_finish(explainer *x, yz_status status, yz_write_fn write,
                 void *context);

#endif /* YZ_EXPLAIN_EXPLAINER_H */
