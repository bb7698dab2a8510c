/* SPDX-License-Identifier: MIT */
/*
 * An arena: allocate much, free once. One lives for a report while it is
 * indexed, one for a query, one for the results of a search. Memory is aligned
 * for any type and, unless said otherwise, zeroed; NULL means out of memory.
 */
#ifndef YZ_BASE_ARENA_H
#define YZ_BASE_ARENA_H

#include "core/base/memory.h"

/** How much memory several arenas may hold together; one thread at a time. */
typedef struct memory_budget {
    size_t limit;  /**< bytes */
    size_t held;   /**< bytes of all chunks of these arenas */
    bool exceeded; /**< an arena was refused memory because of the limit */
} memory_budget;

typedef struct arena {
    struct arena_chunk *chunks;
    size_t used;
    size_t size; /**< of the newest chunk */
    size_t held; /**< bytes of all chunks */
    const yz_allocator *from;
    memory_budget *budget; /**< NULL: no limit */
} arena;

/**
 * Let the arena's memory, what it holds already included, count against a
 * budget; NULL: no longer against any.
 */
void
arena_set_budget(arena *a, memory_budget *budget);

/** An arena begins as all zeros, but for whom its memory is from. */
void
arena_dispose(arena *a);

/** Free all but the largest chunk, for the next round of the same work. */
void
arena_clear(arena *a);

void *
arena_alloc(arena *a, size_t size);

/** The same, but what is in it is left as it is: for what is written at once. */
void *
arena_uninitialized(arena *a, size_t count, size_t item_size);

/** An array of `count` items; NULL too when the product overflows. */
void *
arena_array(arena *a, size_t count, size_t item_size);

/** A copy of the text with a NUL behind it; data is NULL if out of memory. */
yz_str
arena_str(arena *a, yz_str text);

/** printf into the arena; data is NULL if out of memory. */
yz_str
arena_printf(arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif /* YZ_BASE_ARENA_H */
