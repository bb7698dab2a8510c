/* SPDX-License-Identifier: MIT */
/*
 * Valid UTF-8 can be compared byte by byte: no word begins inside a character
 * of another.
 */
#include "indexer/layout/reader.h"

#include "indexer/layout/blanks.h"
#include "indexer/layout/glyphs.h"

#include <string.h>

static void
skip(yz_str *in, size_t size)
{
    in->data += size;
    in->size -= size;
}

uint32_t
peek_char(yz_str in)
{
    size_t at = 0;
    return in.size ? utf8_next(in.data, in.size, &at) : 0;
}

void
take_char(yz_str *in)
{
    size_t at = 0;
    if (in->size)
        utf8_next(in->data, in->size, &at);
    skip(in, at);
}

void
take_blanks(yz_str *in)
{
    skip(in, blank_end(*in, 0));
}

bool
take_word(yz_str *in, const char *word)
{
    const size_t size = strlen(word);
    if (in->size < size || memcmp(in->data, word, size) != 0)
        return false;
    skip(in, size);
    return true;
}

bool
take_word_of(yz_str *in, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (take_word(in, words[i]))
            return true;
    }
    return false;
}

unsigned
take_number(yz_str *in, unsigned digits_max, uint32_t *ret_value)
{
    unsigned taken = 0;
    uint32_t value = 0;
    for (; taken < digits_max; taken++) {
        const int digit = glyph_digit(peek_char(*in));
        if (digit < 0)
            break;
        value = value * 10 + (uint32_t)digit;
        take_char(in);
    }
    *ret_value = value;
    return taken;
}

/* 二十三: tens, 十, ones, of which each may be missing but not all. */
bool
take_numeral(yz_str *in, uint32_t *ret_value)
{
    const int first = glyph_numeral(peek_char(*in));
    if (first < 1)
        return false;
    take_char(in);
    uint32_t value = (uint32_t)first;
    if (first != 10) {
        if (glyph_numeral(peek_char(*in)) != 10) {
            *ret_value = value;
            return true;
        }
        take_char(in);
        value *= 10;
    }
    const int ones = glyph_numeral(peek_char(*in));
    if (ones > 0 && ones < 10) {
        take_char(in);
        value += (uint32_t)ones;
    }
    *ret_value = value;
    return true;
}

bool
text_has_word_of(yz_str text, const char *const *words, size_t count)
{
    for (; text.size; take_char(&text)) {
        yz_str rest = text;
        if (take_word_of(&rest, words, count))
            return true;
    }
    return false;
}

bool
text_ends_with(yz_str text, const char *word)
{
    const size_t size = strlen(word);
    return text.size >= size &&
           memcmp(text.data + text.size - size, word, size) == 0;
}
