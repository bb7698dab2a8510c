/* SPDX-License-Identifier: MIT */
/*
 * The hash of the project: XXH3, 64 bits. Stored in the index, so never
 * another one.
 */
#ifndef YZ_BASE_HASH_H
#define YZ_BASE_HASH_H

#include "core/base/status.h"

uint64_t
hash_bytes(const void *data, size_t size);

uint64_t
hash_str(yz_str text);

/** The hash of two texts such that ("ab","c") and ("a","bc") differ. */
uint64_t
hash_pair(yz_str first, yz_str second);

#endif /* YZ_BASE_HASH_H */
