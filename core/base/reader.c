/* SPDX-License-Identifier: MIT */
/*
 * Valid UTF-8 can be compared byte by byte: no word begins inside a character
 * of another.
 */
#include "core/base/reader.h"

#include "core/base/array.h"

#include <string.h>

int
char_digit(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    return c >= 0xff10 && c <= 0xff19 ? (int)(c - 0xff10) : -1;
}

int
char_numeral(uint32_t c)
{
    static const uint32_t numerals[] = {
        0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db, /* 〇一二三四 */
        0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d, /* 五六七八九 */
        0x5341                                  /* 十 */
    };
    if (c == 0x96f6 || c == 0x25cb || c == 0xff2f) /* 零; 〇 read as ○, Ｏ */
        return 0;
    for (size_t i = 0; i < ARRAY_LENGTH(numerals); i++) {
        if (numerals[i] == c)
            return (int)i;
    }
    return -1;
}

/* White_Space of Unicode, which no later version changes. */
static bool
is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

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
    while (in->size && is_space(peek_char(*in)))
        take_char(in);
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
        const int digit = char_digit(peek_char(*in));
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
    const int first = char_numeral(peek_char(*in));
    if (first < 1)
        return false;
    take_char(in);
    uint32_t value = (uint32_t)first;
    if (first != 10) {
        if (char_numeral(peek_char(*in)) != 10) {
            *ret_value = value;
            return true;
        }
        take_char(in);
        value *= 10;
    }
    const int ones = char_numeral(peek_char(*in));
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
