/* SPDX-License-Identifier: MIT */
#include "query/match/fuzzy/ocr_debris.h"

#include "core/text/charclass.h"
#include "core/text/skeleton.h"

/*
 * A sign that could be a character: brackets, dashes and what parts clauses
 * could not, and stand between ideographs of their own right.
 */
static bool
is_sign(uint32_t c)
{
    return char_is_symbol(c) && c != '<' && c != '>' && c != '`';
}

static uint32_t
char_at(const uint16_t *units, uint32_t length, uint32_t at,
        uint32_t *ret_width)
{
    *ret_width = 0;
    return at < length ? skeleton_char(units, length, at, ret_width) : 0;
}

static bool
is_between_han(const uint16_t *units, uint32_t length, uint32_t begin,
               uint32_t end)
{
    uint32_t width;
    return begin > 0 && end < length &&
           char_is_han(skeleton_char_before(units, begin)) &&
           char_is_han(skeleton_char(units, length, end, &width));
}

uint32_t
marks_end(const uint16_t *units, uint32_t length, uint32_t at)
{
    uint32_t width;
    uint32_t end = at;
    for (int i = 0; i < MARKS_MAX && end < length; i++, end += width)
        if (!char_is_punctuation(skeleton_char(units, length, end, &width)))
            break;
    return end > at && is_between_han(units, length, at, end) ? end : at;
}

/* `\perp`: a backslash and letters, within the room of a piece of debris. */
static uint32_t
latex_end(const uint16_t *units, uint32_t length, uint32_t at)
{
    uint32_t end = at + 1;
    if (units[at] != '\\')
        return at;
    while (end < length && end - at < DEBRIS_UNITS_MAX && units[end] >= 'a' &&
           units[end] <= 'z')
        end++;
    return end > at + 1 ? end : at;
}

uint32_t
debris_end(const uint16_t *units, uint32_t length, uint32_t at, uint32_t query,
           const lookalike_pairs *own)
{
    uint32_t width;
    lookalike alike;
    const uint32_t c = char_at(units, length, at, &width);
    if (!c || char_is_han(c))
        return at;
    if (lookalike_find(own, query, c, &alike) &&
        (!char_is_word(c) || !skeleton_inside_word(units, length, at)) &&
        !skeleton_inside_word(units, length, at + width))
        return at + width;
    const uint32_t latex = latex_end(units, length, at);
    const uint32_t end = latex > at ? latex : at + width;
    const bool debris =
        latex > at || (char_is_word(c) && !char_is_digit(c)) || is_sign(c);
    return debris && is_between_han(units, length, at, end) ? end : at;
}
