/* SPDX-License-Identifier: MIT */
#include "indexer/write/term_table.h"
#include "core/base/hash.h"

#include <string.h>

enum { SLOTS_FIRST = 1024 };

void
term_table_dispose(term_table *t)
{
    arena_dispose(&t->arena);
    ARRAY_DISPOSE(&t->terms);
    memory_release(t->arena.from, t->slots);
    *t = term_table_of(t->arena.from);
}

size_t
term_table_size(const term_table *t)
{
    return t->arena.held + t->terms.capacity * sizeof(yz_str) +
           t->slot_count * sizeof(*t->slots);
}

/* The key and size by which a term is looked for. */
static term_slot
slot_for(yz_str term)
{
    term_slot wanted = { .size = (uint32_t)term.size };
    if (term.size > sizeof(wanted.key))
        wanted.key = hash_str(term);
    else if (term.size)
        memcpy(&wanted.key, term.data, term.size);
    return wanted;
}

static bool
slot_holds(const term_table *t, const term_slot *slot, const term_slot *wanted,
           yz_str term)
{
    if (slot->key != wanted->key || slot->size != wanted->size)
        return false;
    return term.size <= sizeof(slot->key) ||
           str_equal(t->terms.items[slot->number - 1], term);
}

/* Short terms differ in few bits: the product spreads them to the upper ones. */
static uint32_t
slot_first(const term_table *t, const term_slot *wanted)
{
    const uint64_t spread = (wanted->key ^ wanted->size) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(spread >> 32) & (t->slot_count - 1);
}

/* The slot that holds the term, or the free one where it belongs. */
static term_slot *
slot_of(const term_table *t, const term_slot *wanted, yz_str term)
{
    const uint32_t mask = t->slot_count - 1;
    uint32_t slot = slot_first(t, wanted);
    while (t->slots[slot].number &&
           !slot_holds(t, &t->slots[slot], wanted, term))
        slot = (slot + 1) & mask;
    return &t->slots[slot];
}

static bool
table_grow(term_table *t)
{
    const uint32_t count = t->slot_count ? t->slot_count * 2 : SLOTS_FIRST;
    term_slot *old = t->slots;
    const uint32_t old_count = t->slot_count;
    term_slot *slots =
        count ? memory_zeroed(t->arena.from, count, sizeof(*slots)) : NULL;
    if (!slots)
        return false;
    t->slots = slots;
    t->slot_count = count;
    for (uint32_t i = 0; i < old_count; i++)
        if (old[i].number)
            *slot_of(t, &old[i], t->terms.items[old[i].number - 1]) = old[i];
    memory_release(t->arena.from, old);
    return true;
}

bool
term_table_number(term_table *t, yz_str term, uint32_t *ret_number)
{
    if (t->terms.count >= t->slot_count / 2 && !table_grow(t))
        return false;
    const term_slot wanted = slot_for(term);
    term_slot *slot = slot_of(t, &wanted, term);
    if (!slot->number) {
        const yz_str copy = arena_str(&t->arena, term);
        if (!copy.data || !ARRAY_PUSH(&t->terms, copy))
            return false;
        *slot = wanted;
        slot->number = (uint32_t)t->terms.count;
        t->size += term.size;
    }
    *ret_number = slot->number - 1;
    return true;
}

bool
term_table_find(const term_table *t, yz_str term, uint32_t *ret_number)
{
    if (!t->slot_count)
        return false;
    const term_slot wanted = slot_for(term);
    const term_slot *slot = slot_of(t, &wanted, term);
    if (!slot->number)
        return false;
    *ret_number = slot->number - 1;
    return true;
}
