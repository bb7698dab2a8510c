/* SPDX-License-Identifier: MIT */
#include "query/parse/quote.h"
#include "query/parse/suffix.h"

bool
key_is_quote(uint32_t key)
{
    return key == '"' || key == KEY_CURLY_OPEN || key == KEY_CURLY_CLOSE ||
           key == KEY_CORNER_OPEN || key == KEY_CORNER_CLOSE;
}

bool
text_is_quotes(yz_str text)
{
    for (size_t at = 0; at < text.size;)
        if (!key_is_quote(key_next(text, &at)))
            return false;
    return true;
}

static bool
is_double(uint32_t key)
{
    return key == '"' || key == KEY_CURLY_OPEN || key == KEY_CURLY_CLOSE;
}

/* Whether a quotation may end here: a token ends, or its suffix begins. */
static bool
may_end_at(const scanner *s, size_t at)
{
    const uint32_t key = scanner_peek(s, at);
    return scanner_at_boundary(s, at) || key == '~' || key == '^' || key == '*';
}

/* A quotation that began with ”: opening and closing marks are swapped. */
static quotation
find_turned(const scanner *s, size_t begin)
{
    size_t next;
    for (size_t at = begin; at < s->text.size; at = next)
        if (is_double(scanner_key(s, at, &next)))
            return (quotation){ begin, at, next, true };
    return (quotation){ begin, s->text.size, s->text.size, false };
}

/* The pair of marks a key belongs to. */
static size_t
pair_of(uint32_t key)
{
    return key == KEY_CORNER_OPEN || key == KEY_CORNER_CLOSE;
}

/* Whether a mark inside a quotation ends it; `depth` counts open pairs. */
static bool
mark_closes(const scanner *s, uint32_t key, size_t next, size_t depth[2])
{
    size_t *pair = &depth[pair_of(key)];
    if (key == '"')
        return true;
    if (key == KEY_CURLY_OPEN || key == KEY_CORNER_OPEN) {
        if (may_end_at(s, next))
            return true;
        ++*pair;
        return false;
    }
    if (*pair == 0)
        return true;
    --*pair;
    return false;
}

bool
quote_opens(const scanner *s, size_t at, bool run_begins)
{
    size_t next;
    const uint32_t key = scanner_key(s, at, &next);
    if (key == KEY_CURLY_CLOSE)
        return run_begins && find_turned(s, next).closed;
    return key_is_quote(key) && key != KEY_CORNER_CLOSE;
}

quotation
quote_find(const scanner *s, size_t at)
{
    size_t depth[2] = { 0, 0 };
    size_t begin;
    size_t next;
    if (scanner_key(s, at, &begin) == KEY_CURLY_CLOSE)
        return find_turned(s, begin);
    for (size_t i = begin; i < s->text.size; i = next) {
        const uint32_t key = scanner_key(s, i, &next);
        if (key_is_quote(key) && mark_closes(s, key, next, depth))
            return (quotation){ begin, i, next, true };
    }
    return (quotation){ begin, s->text.size, s->text.size, false };
}

/*
 * An apostrophe closes a raw string only at the end of a token, as there are
 * words like don't. If none closes this string, none closes a later one either;
 * that is remembered, so that the text is not read to its end again.
 */
bool
quote_find_raw(scanner *s, size_t at, quotation *ret_quotation)
{
    size_t next;
    size_t weight_end;
    double weight;
    const size_t begin = at + 1;
    if (s->no_raw || scanner_peek(s, at) != '\'')
        return false;
    for (size_t i = begin; i < s->text.size; i = next) {
        if (scanner_key(s, i, &next) != '\'')
            continue;
        if (!scanner_at_boundary(s, next) &&
            !suffix_weight(s, next, &weight, &weight_end))
            continue;
        *ret_quotation = (quotation){ begin, i, next, true };
        return true;
    }
    s->no_raw = true;
    return false;
}
