/* SPDX-License-Identifier: MIT */
#include "indexer/write/string_table.h"

#include <stdlib.h>

enum { SLOTS_MIN = 64 };

void
string_table_dispose(string_table *t)
{
    memory_release(t->items.from, t->slots);
    ARRAY_DISPOSE(&t->items);
    t->slots = NULL;
    t->slot_count = 0;
}

/* The slot of a string, or the free one that it would have. */
static uint32_t *
slot_of(const string_table *t, frequent_key key)
{
    const size_t mask = t->slot_count - 1;
    size_t at = (size_t)(string_hash(key) >> 32) & mask;
    while (t->slots[at] &&
           !frequent_key_equal(t->items.items[t->slots[at] - 1].key, key))
        at = (at + 1) & mask;
    return &t->slots[at];
}

/* Slots for as many strings as there are, and as many again. */
static bool
make_slots(string_table *t)
{
    size_t count = SLOTS_MIN;
    while (count / 4 < t->items.count)
        count *= 2;
    uint32_t *slots = memory_zeroed(t->items.from, count, sizeof(*slots));
    if (!slots)
        return false;
    memory_release(t->items.from, t->slots);
    t->slots = slots;
    t->slot_count = count;
    for (size_t i = 0; i < t->items.count; i++)
        *slot_of(t, t->items.items[i].key) = (uint32_t)i + 1;
    return true;
}

uint32_t
string_table_find(const string_table *t, frequent_key key)
{
    if (!t->slot_count)
        return STRING_NONE;
    return *slot_of(t, key) - 1; /* a free slot: 0 - 1 */
}

bool
string_table_count(string_table *t, frequent_key key, uint32_t passage)
{
    if (t->items.count >= t->slot_count / 2 && !make_slots(t))
        return false;
    uint32_t *slot = slot_of(t, key);
    if (!*slot) {
        if (!ARRAY_PUSH(&t->items, (string_count){ .key = key }))
            return false;
        *slot = (uint32_t)t->items.count;
    }
    string_count *s = &t->items.items[*slot - 1];
    s->passages += s->latest != passage + 1;
    s->latest = passage + 1;
    return true;
}

static int
compare_keys(const void *a, const void *b)
{
    const string_count *x = a;
    const string_count *y = b;
    return frequent_key_compare(x->key, y->key);
}

bool
string_table_keep(string_table *t, uint32_t least)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->items.count; i++)
        if (t->items.items[i].passages >= least)
            t->items.items[kept++] = t->items.items[i];
    t->items.count = kept;
    if (kept)
        qsort(t->items.items, kept, sizeof(*t->items.items), compare_keys);
    return make_slots(t);
}
