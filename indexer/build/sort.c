/* SPDX-License-Identifier: MIT */
/*
 * A radix sort from the lowest digit up (Knuth, "The Art of Computer
 * Programming", vol. 3, 5.2.5). Digits of eleven bits keep the 2,048 places
 * that are written to within reach of the first cache and its address table.
 */
#include "indexer/build/sort.h"

#include <stdbool.h>
#include <string.h>

enum { DIGIT_BITS = 11, DIGIT_COUNT = 1 << DIGIT_BITS };

/* Places where the records of each digit begin. false: all have the same. */
static bool
digit_places(const uint64_t *records, size_t count, unsigned shift,
             uint64_t mask, size_t places[DIGIT_COUNT])
{
    memset(places, 0, DIGIT_COUNT * sizeof(*places));
    for (size_t i = 0; i < count; i++)
        places[records[i] >> shift & mask]++;
    if (places[records[0] >> shift & mask] == count)
        return false;
    size_t place = 0;
    for (size_t digit = 0; digit < DIGIT_COUNT; digit++) {
        const size_t here = places[digit];
        places[digit] = place;
        place += here;
    }
    return true;
}

void
sort_records(uint64_t *records, uint64_t *scratch, size_t count, unsigned low,
             unsigned high)
{
    size_t places[DIGIT_COUNT];
    uint64_t *from = records;
    uint64_t *to = scratch;
    for (unsigned shift = low; count && shift < high; shift += DIGIT_BITS) {
        const unsigned bits =
            high - shift < DIGIT_BITS ? high - shift : DIGIT_BITS;
        const uint64_t mask = (1ull << bits) - 1;
        if (!digit_places(from, count, shift, mask, places))
            continue;
        for (size_t i = 0; i < count; i++)
            to[places[from[i] >> shift & mask]++] = from[i];
        uint64_t *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != records)
        memcpy(records, from, count * sizeof(*records));
}
