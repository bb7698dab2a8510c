/* SPDX-License-Identifier: MIT */
#include "indexer/build/term_table.h"
#include "core/base/hash.h"

enum { SLOTS_FIRST = 1024 };

void
term_table_dispose(term_table *t)
{
    arena_dispose(&t->arena);
    ARRAY_DISPOSE(&t->terms);
    free(t->slots);
    *t = (term_table){ 0 };
}

size_t
term_table_size(const term_table *t)
{
    return t->arena.held + t->terms.capacity * sizeof(yz_str) +
           t->slot_count * sizeof(*t->slots);
}

/* The slot that holds the term, or the free one where it belongs. */
static uint32_t
slot_of(const term_table *t, yz_str term)
{
    const uint32_t mask = t->slot_count - 1;
    uint32_t slot = (uint32_t)hash_str(term) & mask;
    while (t->slots[slot] &&
           !str_equal(t->terms.items[t->slots[slot] - 1], term))
        slot = (slot + 1) & mask;
    return slot;
}

static bool
table_grow(term_table *t)
{
    const uint32_t count = t->slot_count ? t->slot_count * 2 : SLOTS_FIRST;
    uint32_t *slots = count ? calloc(count, sizeof(*slots)) : NULL;
    if (!slots)
        return false;
    free(t->slots);
    t->slots = slots;
    t->slot_count = count;
    for (uint32_t i = 0; i < t->terms.count; i++)
        slots[slot_of(t, t->terms.items[i])] = i + 1;
    return true;
}

bool
term_table_number(term_table *t, yz_str term, uint32_t *ret_number)
{
    if (t->terms.count >= t->slot_count / 2 && !table_grow(t))
        return false;
    const uint32_t slot = slot_of(t, term);
    if (!t->slots[slot]) {
        const yz_str copy = arena_str(&t->arena, term);
        if (!copy.data || !ARRAY_PUSH(&t->terms, copy))
            return false;
        t->slots[slot] = (uint32_t)t->terms.count;
        t->size += term.size;
    }
    *ret_number = t->slots[slot] - 1;
    return true;
}

bool
term_table_find(const term_table *t, yz_str term, uint32_t *ret_number)
{
    if (!t->slot_count)
        return false;
    const uint32_t slot = slot_of(t, term);
    if (!t->slots[slot])
        return false;
    *ret_number = t->slots[slot] - 1;
    return true;
}
