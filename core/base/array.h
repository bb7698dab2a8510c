/* SPDX-License-Identifier: MIT */
/*
 * A growable array of one type, for what outlives no arena.
 *
 *     ARRAY_OF(uint32_t) numbers = { .from = memory };
 *     if (!ARRAY_PUSH(&numbers, 7))
 *         return error_nomem(err);
 *     ARRAY_DISPOSE(&numbers);
 */
#ifndef YZ_BASE_ARRAY_H
#define YZ_BASE_ARRAY_H

#include "core/base/memory.h"

#define ARRAY_OF(type)        \
  struct {                    \
    type *items;              \
    size_t count;             \
    size_t capacity;          \
    const yz_allocator *from; \
  }

/** Make space for `more` items. false: out of memory, nothing changed. */
#define ARRAY_RESERVE(array, more)                                           \
  array_reserve((array)->from, (void **)&(array)->items, &(array)->capacity, \
                (array)->count, (more), sizeof((array)->items[0]))

/** Append one item. false: out of memory, nothing changed. */
#define ARRAY_PUSH(array, ...)                                    \
  (ARRAY_RESERVE(array, 1)                                        \
       ? ((array)->items[(array)->count++] = (__VA_ARGS__), true) \
       : false)

#define ARRAY_DISPOSE(array)                       \
  do {                                             \
    memory_release((array)->from, (array)->items); \
    (array)->items = NULL;                         \
    (array)->count = (array)->capacity = 0;        \
  } while (0)

static inline bool
array_reserve(const yz_allocator *from, void **items, size_t *capacity,
              size_t count, size_t more, size_t item_size)
{
    if (more <= *capacity - count)
        return true;
    size_t new_capacity = *capacity ? *capacity : 8;
    while (new_capacity - count < more) {
        if (new_capacity > (size_t)-1 / 2 / item_size)
            return false;
        new_capacity *= 2;
    }
    void *grown = memory_resize(from, *items, new_capacity * item_size);
    if (!grown)
        return false;
    *items = grown;
    *capacity = new_capacity;
    return true;
}

#endif /* YZ_BASE_ARRAY_H */
