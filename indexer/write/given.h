/* SPDX-License-Identifier: MIT */
/*
 * What a program gave since the last commit, by name, so that it can replace
 * and remove it before anybody saw it.
 */
#ifndef YZ_WRITE_GIVEN_H
#define YZ_WRITE_GIVEN_H

#include "core/base/buffer.h"
#include "core/format/catalog.h"
#include "indexer/write/term_table.h"

/** Passages that stand one behind the other in a segment. */
typedef struct given_range {
    passage_place first;
    uint32_t count;  /**< 0: none, or they were removed again */
    bool is_removed; /**< by name, and what is committed with it */
} given_range;

/** Begins as all zeros. */
typedef struct given_table {
    term_table names;
    ARRAY_OF(given_range) ranges; /**< by the number of the name */
    buffer key;
} given_table;

static inline given_table
given_table_of(const yz_allocator *memory)
{
    return (given_table){ .names = term_table_of(memory),
                          .ranges.from = memory,
                          .key.from = memory };
}

void
given_dispose(given_table *g);

/**
 * Where the range of a passage is kept, or of a report that was put (NULL for
 * `id`). It is all zeros if nothing was given under that name. Borrowed until
 * the next call; NULL: out of memory.
 */
given_range *
given_at(given_table *g, yz_str report, const yz_str *id);

#endif /* YZ_WRITE_GIVEN_H */
