/* SPDX-License-Identifier: MIT */
/*
 * A radix sort from the lowest digit up (Knuth, "The Art of Computer
 * Programming", vol. 3, 5.2.5). Digits of eleven bits keep the 2,048 places
 * that are written to within reach of the first cache and its address table.
 */
#include "indexer/write/sort.h"

#include <string.h>

enum { DIGIT_BITS = 11, DIGIT_COUNT = 1 << DIGIT_BITS, DIGITS_MAX = 6 };

typedef size_t digit_counts[DIGIT_COUNT];

/* A part of the records that is one digit. */
typedef struct digit {
    unsigned shift;
    uint64_t mask;
} digit;

static unsigned
cut_digits(unsigned low, unsigned high, digit digits[DIGITS_MAX])
{
    unsigned count = 0;
    for (unsigned shift = low; shift < high; shift += DIGIT_BITS) {
        const unsigned bits =
            high - shift < DIGIT_BITS ? high - shift : DIGIT_BITS;
        digits[count++] = (digit){ shift, (1ull << bits) - 1 };
    }
    return count;
}

/* Count all digits in one walk over the records. */
static void
count_digits(const uint64_t *records, size_t count, const digit *digits,
             unsigned digit_count, digit_counts *counts)
{
    memset(counts, 0, digit_count * sizeof(*counts));
    for (size_t i = 0; i < count; i++)
        for (unsigned d = 0; d < digit_count; d++)
            counts[d][records[i] >> digits[d].shift & digits[d].mask]++;
}

/* From how many to where they begin. */
static void
places_of_counts(digit_counts places)
{
    size_t place = 0;
    for (size_t i = 0; i < DIGIT_COUNT; i++) {
        const size_t here = places[i];
        places[i] = place;
        place += here;
    }
}

void
sort_records(uint64_t *records, uint64_t *scratch, size_t count, unsigned low,
             unsigned high)
{
    digit_counts counts[DIGITS_MAX];
    digit digits[DIGITS_MAX];
    const unsigned digit_count = cut_digits(low, high, digits);
    uint64_t *from = records;
    uint64_t *to = scratch;
    count_digits(records, count, digits, digit_count, counts);
    for (unsigned d = 0; count && d < digit_count; d++) {
        const digit by = digits[d];
        size_t *places = counts[d];
        if (places[records[0] >> by.shift & by.mask] == count)
            continue; /* all have the same */
        places_of_counts(places);
        for (size_t i = 0; i < count; i++)
            to[places[from[i] >> by.shift & by.mask]++] = from[i];
        uint64_t *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != records)
        memcpy(records, from, count * sizeof(*records));
}
