/* SPDX-License-Identifier: MIT */
#include "core/index/engine_terms.h"

#include "core/base/utf8.h"

#include <inttypes.h>

enum { GRAM = 'g', MARKED_GRAM = 'm', HEXADECIMAL = 'x' };

static bool
is_surrogate(uint32_t c)
{
    return c >= 0xd800 && c < 0xe000;
}

static void
put_character(uint32_t c, buffer *out)
{
    char text[8];
    buffer_put(out, text, utf8_put(text, c));
}

void
engine_term_of_gram(gram_key key, bool marked, buffer *out)
{
    const uint32_t first = gram_first(key);
    const uint32_t second = gram_second(key);
    buffer_put_u8(out, marked ? MARKED_GRAM : GRAM);
    if (!gram_is_plain(key) || is_surrogate(first) || is_surrogate(second)) {
        buffer_printf(out, "%c%" PRIx64, HEXADECIMAL, key);
        return;
    }
    put_character(first, out);
    if (second)
        put_character(second, out);
}

void
engine_term_of_word(char field, yz_str term, buffer *out)
{
    buffer_put_u8(out, (uint8_t)field);
    if (utf8_valid_prefix(term.data, term.size) == term.size) {
        buffer_put_text(out, term);
        return;
    }
    buffer_put_u8(out, HEXADECIMAL);
    buffer_put_u8(out, 0);
    for (size_t i = 0; i < term.size; i++)
        buffer_printf(out, "%02x", (unsigned char)term.data[i]);
}
