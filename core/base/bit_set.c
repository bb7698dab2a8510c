/* SPDX-License-Identifier: MIT */
#include "core/base/bit_set.h"

#include <string.h>

/* Eight bytes at a time; their order does not matter to a count. */
size_t
byte_bits_count(const uint8_t *set, size_t count)
{
    size_t found = 0;
    size_t i = 0;
    for (; i + 8 <= count / 8; i += 8) {
        uint64_t word;
        memcpy(&word, set + i, sizeof(word));
        found += word_count(word);
    }
    for (; i < count / 8; i++)
        found += word_count(set[i]);
    if (count % 8)
        found += word_count(set[i] & word_mask(count % 8));
    return found;
}
