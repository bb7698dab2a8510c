/* SPDX-License-Identifier: MIT */
/*
 * Strings of ideographs by number, and in how many passages each is.
 */
#ifndef YZ_WRITE_STRING_TABLE_H
#define YZ_WRITE_STRING_TABLE_H

#include "core/base/array.h"
#include "core/format/frequent.h"

typedef struct string_count {
    frequent_key key;
    uint32_t passages;
    uint32_t latest; /**< 1 + the passage that had it last */
} string_count;

/** Begins as string_table_of(). */
typedef struct string_table {
    ARRAY_OF(string_count) items; /**< by number */
    uint32_t *slots;              /**< 1 + the number; 0: it is free */
    size_t slot_count;            /**< a power of two, or 0 */
} string_table;

#define STRING_NONE UINT32_MAX

static inline string_table
string_table_of(const yz_allocator *memory)
{
    return (string_table){ .items.from = memory };
}

void
string_table_dispose(string_table *t);

/** The hash of a key; its highest bits are the best. */
static inline uint64_t
string_hash(frequent_key key)
{
    const uint64_t tail = key.tail * UINT64_C(0xff51afd7ed558ccd);
    return (key.head ^ tail) * UINT64_C(0x9e3779b97f4a7c15);
}

/** The number of a string, or STRING_NONE. */
uint32_t
string_table_find(const string_table *t, frequent_key key);

/** A passage has the string; passages rise. false: no memory. */
bool
string_table_count(string_table *t, frequent_key key, uint32_t passage);

/** Keep the strings of `least` passages or more, and number them in order. */
bool
string_table_keep(string_table *t, uint32_t least);

#endif /* YZ_WRITE_STRING_TABLE_H */
