/* SPDX-License-Identifier: MIT */
#include "query/parse/scanner.h"
#include "core/base/utf8.h"
#include "core/text/charclass.h"

/*
 * The full-width forms FF01 to FF5E are in the order of ASCII. The full-width
 * apostrophe stays as it is: no input method gives it for a quotation mark.
 */
static uint32_t
key_of(uint32_t c)
{
    const uint32_t wide_first = 0xff01;
    const uint32_t wide_last = 0xff5e;
    const uint32_t wide_apostrophe = 0xff07;
    if (c == 0x3000)
        return ' ';
    if (c < wide_first || c > wide_last || c == wide_apostrophe)
        return c;
    return c - wide_first + '!';
}

uint32_t
key_next(yz_str text, size_t *at)
{
    return key_of(utf8_next(text.data, text.size, at));
}

uint32_t
scanner_key(const scanner *s, size_t at, size_t *ret_next)
{
    *ret_next = at;
    if (at >= s->text.size)
        return KEY_END;
    return key_next(s->text, ret_next);
}

uint32_t
scanner_peek(const scanner *s, size_t at)
{
    size_t next;
    return scanner_key(s, at, &next);
}

bool
key_is_space(uint32_t key)
{
    return key != KEY_END && char_is_space(key);
}

bool
key_is_digit(uint32_t key)
{
    return key >= '0' && key <= '9';
}

uint32_t
key_lower(uint32_t key)
{
    return key >= 'A' && key <= 'Z' ? key - 'A' + 'a' : key;
}

yz_str
key_fold(yz_str text, arena *a)
{
    size_t size = 0;
    char *folded = arena_alloc(a, text.size + 1);
    for (size_t at = 0; folded && at < text.size;)
        size += utf8_put(folded + size, key_lower(key_next(text, &at)));
    return (yz_str){ folded, size };
}

bool
key_is_sign(uint32_t key)
{
    return key == '+' || key == '-' || key == '!' || key == '*' || key == '~' ||
           key == '^';
}

bool
scanner_at_and(const scanner *s, size_t at)
{
    size_t next;
    return scanner_key(s, at, &next) == '&' && scanner_peek(s, next) == '&';
}

bool
scanner_at_boundary(const scanner *s, size_t at)
{
    const uint32_t key = scanner_peek(s, at);
    if (key == KEY_END || key == '(' || key == ')' || key_is_space(key))
        return true;
    return !s->plain && (key == '|' || scanner_at_and(s, at));
}

size_t
scanner_token_end(const scanner *s, size_t at)
{
    while (!scanner_at_boundary(s, at))
        scanner_key(s, at, &at);
    return at;
}

size_t
scanner_token_begin(const scanner *s, size_t at)
{
    enum { TOKEN_BEGIN_MAX = 20 /* characters: enough for a message */ };
    for (int i = 0; at > 0 && i < TOKEN_BEGIN_MAX; i++) {
        size_t before = at;
        utf8_previous(s->text.data, &before);
        if (scanner_at_boundary(s, before))
            break;
        at = before;
    }
    return at;
}

bool
scanner_at_wildcard(const scanner *s, size_t at)
{
    return at < s->text.size && s->text.data[at] == '?';
}

yz_str
scanner_slice(const scanner *s, size_t begin, size_t end)
{
    return (yz_str){ s->text.data + begin, end - begin };
}

yz_span
span_of(size_t begin, size_t end)
{
    return (yz_span){ (uint32_t)begin, (uint32_t)end };
}
