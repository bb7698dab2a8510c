/* SPDX-License-Identifier: MIT */
/*
 * The skeleton (docs/contract.md, "The skeleton of a text") keeps a blank
 * between two loose characters. A text in which layout repair left such
 * blanks, and no others, has the same skeleton as its source.
 */
#include "indexer/layout/blanks.h"

#include "core/text/charclass.h"
#include "indexer/layout/glyphs.h"

#include <string.h>

/* Marks looked over on either side of a blank; no text has more together. */
enum { MARKS_MAX = 16 };

size_t
blank_begin(yz_str text, size_t at)
{
    while (at < text.size) {
        size_t next = at;
        if (char_is_space(utf8_next(text.data, text.size, &next)))
            break;
        at = next;
    }
    return at;
}

size_t
blank_end(yz_str text, size_t at)
{
    while (at < text.size) {
        size_t next = at;
        if (!char_is_space(utf8_next(text.data, text.size, &next)))
            break;
        at = next;
    }
    return at;
}

static bool
is_looked_over(uint32_t c)
{
    return char_is_space(c) || char_is_dropped(c) || char_is_mark(c);
}

static bool
is_loose_before(yz_str text, size_t at)
{
    for (unsigned i = 0; i < MARKS_MAX && at > 0; i++) {
        const uint32_t c = utf8_previous(text.data, &at);
        if (!is_looked_over(c))
            return !char_is_tight(c);
    }
    return false;
}

static bool
is_loose_after(yz_str text, size_t at)
{
    for (unsigned i = 0; i < MARKS_MAX && at < text.size; i++) {
        const uint32_t c = utf8_next(text.data, text.size, &at);
        if (!is_looked_over(c))
            return !char_is_tight(c);
    }
    return false;
}

bool
blank_parts_words(yz_str text, size_t begin, size_t end)
{
    return is_loose_before(text, begin) && is_loose_after(text, end);
}

size_t
blank_hyphen_size(yz_str text, size_t begin, size_t end)
{
    if (begin == 0 || end == text.size ||
        !memchr(text.data + begin, '\n', end - begin))
        return 0;
    size_t hyphen = begin;
    const uint32_t c = utf8_previous(text.data, &hyphen);
    if ((c != '-' && c != 0x2010 && c != 0xad) || hyphen == 0)
        return 0;
    size_t before = hyphen;
    if (!glyph_is_lower(utf8_previous(text.data, &before)))
        return 0;
    return glyph_is_lower(utf8_next(text.data, text.size, &end))
               ? begin - hyphen
               : 0;
}
