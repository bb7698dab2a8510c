/* SPDX-License-Identifier: MIT */
/*
 * Offsets for callers whose strings count code points (Python) or UTF-16 units
 * (Java, JavaScript). One walk each; a caller with many offsets in one text
 * walks it himself.
 */
#include "core/base/utf8.h"

/* What a code point counts as. */
typedef size_t (*count_fn)(uint32_t c);

static size_t
one(uint32_t c)
{
    (void)c;
    return 1;
}

static size_t
utf16_units(uint32_t c)
{
    return c > 0xffff ? 2 : 1;
}

/* What lies before a byte. */
static size_t
count_to(yz_str text, size_t offset, count_fn count)
{
    size_t sum = 0;
    for (size_t at = 0; at < text.size;) {
        const uint32_t c = utf8_step(text.data, text.size, &at);
        if (at > offset)
            break;
        sum += count(c);
    }
    return sum;
}

/* The byte before which so much lies. */
static size_t
bytes_of_count(yz_str text, size_t wanted, count_fn count)
{
    size_t sum = 0;
    size_t at = 0;
    while (at < text.size) {
        size_t next = at;
        sum += count(utf8_step(text.data, text.size, &next));
        if (sum > wanted)
            break;
        at = next;
    }
    return at;
}

size_t
yz_offset_to_code_points(yz_str text, size_t offset)
{
    return count_to(text, offset, one);
}

size_t
yz_offset_to_utf16(yz_str text, size_t offset)
{
    return count_to(text, offset, utf16_units);
}

size_t
yz_offset_from_code_points(yz_str text, size_t offset)
{
    return bytes_of_count(text, offset, one);
}

size_t
yz_offset_from_utf16(yz_str text, size_t offset)
{
    return bytes_of_count(text, offset, utf16_units);
}
