/* SPDX-License-Identifier: MIT */
#include "core/base/hash.h"

#include <xxhash.h>

uint64_t
hash_bytes(const void *data, size_t size)
{
    return XXH3_64bits(data, size);
}

uint64_t
hash_str(yz_str text)
{
    return XXH3_64bits(text.data ? text.data : "", text.size);
}

uint64_t
hash_pair(yz_str first, yz_str second)
{
    return XXH3_64bits_withSeed(second.data ? second.data : "", second.size,
                                hash_str(first));
}
