/* SPDX-License-Identifier: MIT */
/*
 * Numbers by the hash of what they belong to, twelve bytes a slot: for what is
 * too much to be kept itself. Two things of one hash are one thing here.
 */
#ifndef YZ_BASE_NUMBER_MAP_H
#define YZ_BASE_NUMBER_MAP_H

#include "core/base/memory.h"

/** A map begins as all zeros, but for whom its memory is from. */
typedef struct number_map {
    uint64_t *hashes;
    uint32_t *numbers; /**< 0: the slot is free */
    size_t slots;      /**< a power of two, or 0 */
    size_t count;
    const yz_allocator *from;
} number_map;

void
number_map_dispose(number_map *m);

/** Forget all numbers, but keep what memory the like will need again. */
void
number_map_clear(number_map *m);

/**
 * Where the number of a hash stands: 0 if it has none yet, and then it must be
 * given one at once. Borrowed until the next call. NULL: out of memory.
 */
uint32_t *
number_map_at(number_map *m, uint64_t hash);

/** The number of a hash; 0 if it has none. */
uint32_t
number_map_find(const number_map *m, uint64_t hash);

/** Bytes it holds. */
size_t
number_map_size(const number_map *m);

#endif /* YZ_BASE_NUMBER_MAP_H */
