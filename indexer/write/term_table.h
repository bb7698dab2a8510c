/* SPDX-License-Identifier: MIT */
/*
 * Numbers for terms: each different run of bytes gets the next number, from 0
 * on. An open-addressed hash table over an arena. Its slots hold short terms
 * themselves, so that most are found with one touch of memory.
 */
#ifndef YZ_WRITE_TERM_TABLE_H
#define YZ_WRITE_TERM_TABLE_H

#include "core/base/arena.h"
#include "core/base/array.h"

/* Where a term belongs. */
typedef struct term_slot {
    uint64_t key; /**< the bytes of a short term; the hash of a long one */
    uint32_t size;
    uint32_t number; /**< from 1; 0: the slot is free */
} term_slot;

typedef struct term_table {
    arena arena;
    ARRAY_OF(yz_str) terms; /**< by number */
    term_slot *slots;
    uint32_t slot_count; /**< a power of two, or 0 */
    size_t size;         /**< bytes of all terms */
} term_table;

static inline term_table
term_table_of(const yz_allocator *memory)
{
    return (term_table){ .arena.from = memory, .terms.from = memory };
}

void
term_table_dispose(term_table *t);

/** Bytes that it holds. */
size_t
term_table_size(const term_table *t);

/** The number of a term, given now if it is new. false: out of memory. */
bool
term_table_number(term_table *t, yz_str term, uint32_t *ret_number);

/** The number of a term that has one. false: it has none. */
bool
term_table_find(const term_table *t, yz_str term, uint32_t *ret_number);

#endif /* YZ_WRITE_TERM_TABLE_H */
