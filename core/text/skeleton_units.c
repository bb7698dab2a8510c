/* SPDX-License-Identifier: MIT */
/*
 * Reading a skeleton: its characters, and the words of letters and digits that
 * no match may cut (docs/contract.md, rule 5). Whether a place lies inside
 * such a word shows on the two characters at each of its sides, so that
 * matching never looks for the word's ends.
 */
#include "core/text/skeleton.h"

#include "core/base/utf8.h"
#include "core/text/charclass.h"

#include <unicode/utf16.h>

uint32_t
skeleton_char(const uint16_t *units, uint32_t length, uint32_t at,
              uint32_t *ret_width)
{
    const uint32_t c = units[at];
    *ret_width = 1;
    if (!U16_IS_LEAD(c) || at + 1 >= length || !U16_IS_TRAIL(units[at + 1]))
        return c;
    *ret_width = 2;
    return (uint32_t)U16_GET_SUPPLEMENTARY(c, units[at + 1]);
}

uint32_t
skeleton_char_before(const uint16_t *units, uint32_t at)
{
    const uint32_t c = units[at - 1];
    if (!U16_IS_TRAIL(c) || at < 2 || !U16_IS_LEAD(units[at - 2]))
        return c;
    return (uint32_t)U16_GET_SUPPLEMENTARY(units[at - 2], c);
}

static bool
is_point(uint32_t c)
{
    return c == '.' || c == ',';
}

static bool
is_digit_at(const uint16_t *units, uint32_t length, uint32_t at)
{
    uint32_t width;
    return at < length &&
           char_is_digit(skeleton_char(units, length, at, &width));
}

bool
skeleton_inside_word(const uint16_t *units, uint32_t length, uint32_t at)
{
    if (at == 0 || at >= length)
        return false;
    uint32_t width;
    const uint32_t left = skeleton_char_before(units, at);
    const uint32_t right = skeleton_char(units, length, at, &width);
    if (char_is_word(left) && char_is_word(right))
        return true;
    if (is_point(right))
        return char_is_digit(left) && is_digit_at(units, length, at + 1);
    return is_point(left) && at > 1 && char_is_digit(right) &&
           char_is_digit(skeleton_char_before(units, at - 1));
}

size_t
skeleton_utf8_put(const uint16_t *units, uint32_t length, char *to)
{
    /* A unit takes at most 3 bytes; a pair, two units, takes 4. */
    char *const begin = to;
    uint32_t width;
    for (uint32_t at = 0; at < length; at += width) {
        const uint32_t c = skeleton_char(units, length, at, &width);
        if (c >= 0x800 && c < 0xd800) {
            *to++ = (char)(0xe0 | c >> 12);
            *to++ = (char)(0x80 | (c >> 6 & 0x3f));
            *to++ = (char)(0x80 | (c & 0x3f));
        } else {
            to += utf8_put(to, U_IS_SURROGATE(c) ? 0xfffd : c);
        }
    }
    return (size_t)(to - begin);
}

yz_str
skeleton_utf8(const uint16_t *units, uint32_t length, arena *a)
{
    char *data = arena_array(a, (size_t)length + 1, 3);
    if (!data)
        return (yz_str){ 0 };
    return (yz_str){ data, skeleton_utf8_put(units, length, data) };
}
