/* SPDX-License-Identifier: MIT */
/*
 * A small index of random passages for tests of what works on an open index:
 * few different characters, so that terms are frequent; traditional forms and
 * Latin words among them; some texts twice, so that scores tie; several
 * segments, and deleted passages in them. And what a query needs to run there.
 */
#ifndef YZ_TESTS_RANDOM_INDEX_H
#define YZ_TESTS_RANDOM_INDEX_H

#include "core/index/snapshot.h"
#include "query/plan/plan.h"

typedef struct random_index {
    uint64_t *random; /**< borrowed */
    char folder[64];
    yz_index *index;
    yz_snapshot *snapshot;
    pattern_context context; /**< for queries on the snapshot */
} random_index;

/** Make an index of this many passages of up to this many characters. */
void
random_index_open(random_index *x, uint64_t *random, uint32_t passages,
                  uint32_t characters);

/** The same with `frequent` of struct yz_index. */
void
random_index_open_frequent(random_index *x, uint64_t *random, uint32_t frequent,
                           uint32_t passages, uint32_t characters);

/** Close it and remove its files. */
void
random_index_close(random_index *x);

/** A text of 1 to `most` random characters and words; freed with free(). */
char *
random_index_text(uint64_t *random, uint32_t most);

/** A query and its plan, which lies in the arena. */
typedef struct random_plan {
    yz_query *query; /**< freed with yz_query_free() */
    plan plan;
} random_plan;

void
random_index_plan(random_index *x, const char *text, uint32_t flags, arena *a,
                  random_plan *ret_plan);

/** Fail the test with the error's message unless all went well. */
void
require_ok(yz_status status, const yz_error *err);

#endif /* YZ_TESTS_RANDOM_INDEX_H */
