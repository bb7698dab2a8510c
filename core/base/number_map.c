/* SPDX-License-Identifier: MIT */
#include "core/base/number_map.h"

#include <string.h>

enum { SLOTS_FIRST = 64, SLOTS_KEPT = 16 * 1024 };

void
number_map_dispose(number_map *m)
{
    memory_release(m->from, m->hashes);
    memory_release(m->from, m->numbers);
    *m = (number_map){ .from = m->from };
}

void
number_map_clear(number_map *m)
{
    if (m->slots > SLOTS_KEPT) {
        number_map_dispose(m);
        return;
    }
    if (m->count)
        memset(m->numbers, 0, m->slots * sizeof(*m->numbers));
    m->count = 0;
}

/* The slot of a hash, or the free one where it belongs. */
static size_t
slot_of(const number_map *m, uint64_t hash)
{
    size_t slot = (size_t)hash & (m->slots - 1);
    while (m->numbers[slot] && m->hashes[slot] != hash)
        slot = (slot + 1) & (m->slots - 1);
    return slot;
}

static bool
map_grow(number_map *m)
{
    number_map grown = { .slots = m->slots ? m->slots * 2 : SLOTS_FIRST,
                         .count = m->count,
                         .from = m->from };
    grown.hashes =
        memory_allocate(m->from, grown.slots * sizeof(*grown.hashes));
    grown.numbers = memory_zeroed(m->from, grown.slots, sizeof(*grown.numbers));
    if (!grown.hashes || !grown.numbers) {
        number_map_dispose(&grown);
        return false;
    }
    for (size_t i = 0; i < m->slots; i++) {
        if (!m->numbers[i])
            continue;
        const size_t slot = slot_of(&grown, m->hashes[i]);
        grown.hashes[slot] = m->hashes[i];
        grown.numbers[slot] = m->numbers[i];
    }
    number_map_dispose(m);
    *m = grown;
    return true;
}

uint32_t *
number_map_at(number_map *m, uint64_t hash)
{
    if (m->count >= m->slots / 4 * 3 && !map_grow(m))
        return NULL;
    const size_t slot = slot_of(m, hash);
    if (!m->numbers[slot]) {
        m->hashes[slot] = hash;
        m->count++;
    }
    return &m->numbers[slot];
}

uint32_t
number_map_find(const number_map *m, uint64_t hash)
{
    return m->slots ? m->numbers[slot_of(m, hash)] : 0;
}

size_t
number_map_size(const number_map *m)
{
    return m->slots * (sizeof(*m->hashes) + sizeof(*m->numbers));
}
