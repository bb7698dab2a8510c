/* SPDX-License-Identifier: MIT */
/*
 * The skeleton (docs/contract.md, "The skeleton of a text") keeps a space
 * between two loose characters. A text in which layout repair left such
 * spaces, and no others, has the same skeleton as its source.
 */
#include "indexer/layout/white_space.h"

#include "core/base/reader.h"
#include "core/text/charclass.h"
#include "indexer/layout/glyphs.h"

#include <string.h>

/* Marks looked over on either side of a space; no text has more together. */
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

/* Is the character before `at`, or behind it, the end of the text or space? */
static bool
is_alone_before(yz_str text, size_t at)
{
    if (at == 0)
        return false;
    utf8_previous(text.data, &at);
    return at == 0 || char_is_space(utf8_previous(text.data, &at));
}

static bool
is_alone_after(yz_str text, size_t at)
{
    if (at == text.size)
        return false;
    utf8_next(text.data, text.size, &at);
    return at == text.size ||
           char_is_space(utf8_next(text.data, text.size, &at));
}

bool
blank_is_letter_space(yz_str text, size_t begin, size_t end)
{
    size_t after = begin;
    const uint32_t c = utf8_next(text.data, text.size, &after);
    return after == end && c != '\n' && is_alone_before(text, begin) &&
           is_alone_after(text, end);
}

/* Figures, with the points, commas and dashes in them. */
static bool
is_figure(uint32_t c)
{
    return char_digit(c) >= 0 || c == '.' || c == ',' || c == '-';
}

static bool
is_han_or_mark(uint32_t c)
{
    return glyph_is_han(c) || (c > 0x7f && char_is_mark(c)) || c == '%';
}

bool
blank_cuts_number(yz_str text, size_t begin, size_t end)
{
    if (!memchr(text.data + begin, '\n', end - begin))
        return false;
    size_t left = begin;
    uint32_t before = left ? utf8_previous(text.data, &left) : 0;
    if (left && (before == '.' || before == ','))
        before = utf8_previous(text.data, &left);
    if (char_digit(before) < 0)
        return false;
    while (left > 0 && is_figure(before))
        before = utf8_previous(text.data, &left);
    size_t right = end;
    uint32_t after = utf8_next(text.data, text.size, &right);
    if (char_digit(after) < 0)
        return false;
    while (right < text.size && is_figure(after))
        after = utf8_next(text.data, text.size, &right);
    return is_han_or_mark(before) && is_han_or_mark(after);
}
