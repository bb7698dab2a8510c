/* SPDX-License-Identifier: MIT */
#include "indexer/write/string_filter.h"

bool
string_filter_make(const yz_allocator *memory, uint32_t size,
                   string_filter *ret_filter)
{
    const size_t words = ((size_t)1 << size) / 64;
    *ret_filter = (string_filter){
        .memory = memory,
        .bits = memory_zeroed(memory, words, sizeof(uint64_t)),
        .size = size,
    };
    return ret_filter->bits;
}

void
string_filter_dispose(string_filter *f)
{
    memory_release(f->memory, f->bits);
    f->bits = NULL;
}

void
string_filter_add_triples(string_filter *f, frequent_key key)
{
    const uint32_t length = frequent_key_length(key);
    for (uint32_t i = 0; i + FREQUENT_LENGTH_MIN <= length; i++) {
        const uint16_t units[] = { frequent_key_unit(key, i),
                                   frequent_key_unit(key, i + 1),
                                   frequent_key_unit(key, i + 2) };
        string_filter_add(f, frequent_key_of(units, FREQUENT_LENGTH_MIN));
    }
}

void
string_places_dispose(string_places *p)
{
    memory_release(p->from, p->longest);
    p->longest = NULL;
    p->capacity = 0;
}

/* How long a string can be, by how long one is from the next place on. */
static const uint8_t longest_from[FREQUENT_LENGTH_MAX + 1] = { 3, 3, 3, 4,
                                                               5, 6, 6 };

bool
string_places_find(string_places *p, const string_filter *triples,
                   const uint16_t *units, uint32_t length)
{
    if (!array_reserve(p->from, (void **)&p->longest, &p->capacity, 0,
                       (size_t)length + 1, 1))
        return false;
    uint64_t head = 0;       /* of the three units from here on */
    uint32_t ideographs = 0; /* from here on */
    uint8_t next = 0;
    for (uint32_t i = length; i-- > 0;) {
        head = (head >> 16 | (uint64_t)units[i] << 48) & ~(uint64_t)0xffff;
        ideographs = frequent_unit(units[i]) ? ideographs + 1 : 0;
        const bool may = (ideographs >= FREQUENT_LENGTH_MIN) &
                         string_filter_has(triples, (frequent_key){ head, 0 });
        p->longest[i] = next = longest_from[next] & -may;
    }
    return true;
}
