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

/* ---- in parts ------------------------------------------------------------- */

struct hash_state {
    const yz_allocator *memory;
    XXH3_state_t *xxh3;
};

hash_state *
hash_begin(const yz_allocator *memory)
{
    hash_state *state = memory_allocate(memory, sizeof(*state));
    XXH3_state_t *xxh3 = XXH3_createState();
    if (!state || !xxh3) {
        memory_release(memory, state);
        XXH3_freeState(xxh3);
        return NULL;
    }
    XXH3_64bits_reset(xxh3);
    *state = (hash_state){ memory, xxh3 };
    return state;
}

void
hash_add(hash_state *state, const void *data, size_t size)
{
    XXH3_64bits_update(state->xxh3, data, size);
}

uint64_t
hash_value(const hash_state *state)
{
    return XXH3_64bits_digest(state->xxh3);
}

void
hash_free(hash_state *state)
{
    if (!state)
        return;
    XXH3_freeState(state->xxh3);
    memory_release(state->memory, state);
}
