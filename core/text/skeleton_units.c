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

#include <string.h>
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

/* ---- words ------------------------------------------------------------------------ */

/* Units before a place that are looked at to see which word ends there. */
enum { WORD_WINDOW = 32 };

/* Words of three letters or more that count something, so that ² is of them. */
static bool
is_unit_of_measure(const uint16_t *units, uint32_t length)
{
    static const char *const names[] = {
        "bar",  "feet", "foot", "inch", "kcal", "kgf", "kmol", "mbar",
        "mmhg", "mmol", "mol",  "mpa",  "ppm",  "rad", "yard"
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        uint32_t at = 0;
        while (at < length && names[i][at] && units[at] == names[i][at])
            at++;
        if (at == length && !names[i][at])
            return true;
    }
    return false;
}

/* Four digits of ASCII, from 1000 to 2999, that are a word. */
static bool
is_year(const uint16_t *units, uint32_t begin, uint32_t end)
{
    if (end - begin != 4 || units[begin] < '1' || units[begin] > '2')
        return false;
    for (uint32_t i = begin; i < end; i++)
        if (units[i] < '0' || units[i] > '9')
            return false;
    return begin < 2 || !(units[begin - 1] == '.' || units[begin - 1] == ',') ||
           !char_is_digit(skeleton_char_before(units, begin - 1));
}

bool
skeleton_bears_note(const uint16_t *units, uint32_t at)
{
    uint32_t begin = at;
    uint32_t characters = 0;
    bool letters = true;
    while (begin > 0 && at - begin < WORD_WINDOW) {
        const uint32_t c = skeleton_char_before(units, begin);
        if (!char_is_word(c))
            break;
        letters = letters && !char_is_digit(c);
        characters++;
        begin -= c > 0xffff ? 2 : 1;
    }
    if (letters)
        return characters >= 3 &&
               !is_unit_of_measure(units + begin, at - begin);
    return is_year(units, begin, at);
}

/* Whether the superscript digit at `at` belongs to the word before it: m². */
static bool
raised_in_word(const uint16_t *units, uint32_t at)
{
    uint32_t begin = at;
    while (begin > 0 && at - begin < WORD_WINDOW &&
           char_is_raised_digit(units[begin - 1]))
        begin--;
    return begin > 0 && char_is_word(skeleton_char_before(units, begin)) &&
           !skeleton_bears_note(units, begin);
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

/* The same beside a superscript digit. */
static bool
beside_raised(const uint16_t *units, uint32_t at, uint32_t left, uint32_t right)
{
    const bool left_in = char_is_raised_digit(left)
                             ? raised_in_word(units, at - 1)
                             : char_is_word(left);
    if (!left_in)
        return false;
    return char_is_raised_digit(right) ? raised_in_word(units, at)
                                       : char_is_word(right);
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
    if (char_is_raised_digit(left) || char_is_raised_digit(right))
        return beside_raised(units, at, left, right);
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

bool
skeleton_is_utf8(const uint16_t *units, uint32_t length, yz_str text)
{
    size_t done = 0;
    uint32_t width;
    for (uint32_t at = 0; at < length; at += width) {
        char c[4];
        skeleton_char(units, length, at, &width);
        const size_t size = skeleton_utf8_put(units + at, width, c);
        if (size > text.size - done || memcmp(text.data + done, c, size) != 0)
            return false;
        done += size;
    }
    return done == text.size;
}

yz_str
skeleton_utf8(const uint16_t *units, uint32_t length, arena *a)
{
    char *data = arena_array(a, (size_t)length + 1, 3);
    if (!data)
        return (yz_str){ 0 };
    return (yz_str){ data, skeleton_utf8_put(units, length, data) };
}
