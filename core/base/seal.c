/* SPDX-License-Identifier: MIT */
#include "core/base/seal.h"
#include "core/base/hash.h"

void
seal_put(buffer *value)
{
    if (buffer_ok(value))
        buffer_put_u64(value, hash_bytes(value->data, value->size));
}

bool
seal_take(bytes *value)
{
    const size_t size = bytes_left(value);
    if (value->bad || size < SEAL_SIZE)
        return false;
    const uint8_t *seal = value->end - SEAL_SIZE;
    if (bytes_u64_at(seal) != hash_bytes(value->at, size - SEAL_SIZE))
        return false;
    value->end = seal;
    return true;
}
