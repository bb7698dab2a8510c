/* SPDX-License-Identifier: MIT */
/*
 * The hash of the project: XXH3, 64 bits. Stored in the index, so never
 * another one.
 */
#ifndef YZ_BASE_HASH_H
#define YZ_BASE_HASH_H

#include "core/base/memory.h"

uint64_t
hash_bytes(const void *data, size_t size);

uint64_t
hash_str(yz_str text);

/** The hash of two texts such that ("ab","c") and ("a","bc") differ. */
uint64_t
hash_pair(yz_str first, yz_str second);

/** hash_bytes() of bytes that come one part after another. */
typedef struct hash_state hash_state;

/** NULL: out of memory. */
hash_state *
hash_begin(const yz_allocator *memory);

void
hash_add(hash_state *state, const void *data, size_t size);

/** The hash of all that was added. */
uint64_t
hash_value(const hash_state *state);

/** Accepts NULL. */
void
hash_free(hash_state *state);

#endif /* YZ_BASE_HASH_H */
