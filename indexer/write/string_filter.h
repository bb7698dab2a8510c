/* SPDX-License-Identifier: MIT */
/*
 * Where in a text strings can begin that are in many passages: nearly all
 * places are ruled out by a bit for the three characters there.
 */
#ifndef YZ_WRITE_STRING_FILTER_H
#define YZ_WRITE_STRING_FILTER_H

#include "indexer/write/string_table.h"

/** Bits by hash. One that is set may be that of another string. */
typedef struct string_filter {
    const yz_allocator *memory;
    uint64_t *bits;
    uint32_t size; /**< there are 2^size */
} string_filter;

enum { FILTER_SIZE_MIN = 10 };

/** false: no memory. */
bool
string_filter_make(const yz_allocator *memory, uint32_t size,
                   string_filter *ret_filter);

void
string_filter_dispose(string_filter *f);

static inline size_t
string_filter_place(const string_filter *f, frequent_key key)
{
    return (size_t)(string_hash(key) >> (64 - f->size));
}

static inline bool
string_filter_has(const string_filter *f, frequent_key key)
{
    const size_t at = string_filter_place(f, key);
    return f->bits[at / 64] >> at % 64 & 1;
}

static inline void
string_filter_add(string_filter *f, frequent_key key)
{
    const size_t at = string_filter_place(f, key);
    f->bits[at / 64] |= (uint64_t)1 << at % 64;
}

/** Add each three neighbours of a string. */
void
string_filter_add_triples(string_filter *f, frequent_key key);

/** Strings that begin in a text. Begins as all zeros but for .from. */
typedef struct string_places {
    const yz_allocator *from;
    uint8_t *longest; /**< by place: units of the longest; 0: none begins */
    size_t capacity;
} string_places;

void
string_places_dispose(string_places *p);

/**
 * Find out where strings can begin, and how long they can be: as long as each
 * three neighbours of theirs are in the filter. false: no memory.
 */
bool
string_places_find(string_places *p, const string_filter *triples,
                   const uint16_t *units, uint32_t length);

#endif /* YZ_WRITE_STRING_FILTER_H */
