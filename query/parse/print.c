/* SPDX-License-Identifier: MIT */
#include "query/parse/print.h"
#include "core/base/utf8.h"
#include "query/parse/field.h"
#include "query/parse/member.h"
#include "query/parse/quote.h"

#include <stdio.h>
#include <string.h>

/* ---- text ---------------------------------------------------------------- */

/* Whether a key is plain text at any position of a run. */
static bool
key_is_text(uint32_t key)
{
    return !key_is_space(key) && key != '(' && key != ')' && key != '|' &&
           key != '&' && key != ':' && key != '*' && key != '~' && key != '^';
}

/* Whether a run that begins with this key is not plain text. */
static bool
key_is_opening(uint32_t key)
{
    return key == '+' || key == '-' || key == '!' || key == '\'';
}

static bool
is_operator_word(yz_str text)
{
    static const char *const words[] = { "AND", "OR", "NOT", "NEAR" };
    for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
        if (str_equal(text, str_of(words[i])))
            return true;
    return text.size > 5 && !memcmp(text.data, "NEAR/", 5);
}

/*
 * Whether the text without quotation marks around it would be parsed as this
 * text. Quotation marks inside do not count: they are not printed.
 */
static bool
is_bare(yz_str text)
{
    char word[16];
    size_t size = 0;
    for (size_t at = 0; at < text.size;) {
        const bool wildcard = text.data[at] == '?';
        const uint32_t key = key_next(text, &at);
        if (wildcard)
            return false;
        if (key_is_quote(key))
            continue;
        if (!key_is_text(key) || (size == 0 && key_is_opening(key)))
            return false;
        if (size + 4 <= sizeof(word))
            size += utf8_put(word + size, key);
    }
    return !is_operator_word((yz_str){ word, size });
}

/* Quotation marks inside a phrase would end it; they match nothing. */
static void
print_text_quoted(yz_str text, bool quoted, buffer *out)
{
    const bool bare = !quoted && is_bare(text);
    size_t begin = 0;
    if (!bare)
        buffer_put_u8(out, '"');
    for (size_t at = 0; at < text.size; begin = at)
        if (!key_is_quote(key_next(text, &at)))
            buffer_put(out, text.data + begin, at - begin);
    if (!bare)
        buffer_put_u8(out, '"');
}

static void
print_text(yz_str text, buffer *out)
{
    print_text_quoted(text, false, out);
}

/* `3~5` is text, so a phrase that ends in a digit is quoted before `~1`. */
static bool
needs_quotes(const node *n, yz_str text)
{
    uint32_t last = 0;
    for (size_t at = 0; at < text.size;)
        last = key_next(text, &at);
    return n->fuzzy == FUZZY_EDIT && key_is_digit(last);
}

static void
print_literal(yz_str text, buffer *out)
{
    buffer_put_u8(out, '\'');
    buffer_put_text(out, text);
    buffer_put_u8(out, '\'');
}

/* ---- leaves -------------------------------------------------------------- */

/* To six places, as it is parsed, and independent of the locale. */
static void
print_weight(double weight, buffer *out)
{
    const uint64_t places = 1000000;
    const uint64_t whole = (uint64_t)(weight * 1e6 + 0.5);
    uint64_t fraction = whole % places;
    if (whole == places)
        return;
    buffer_printf(out, "^%llu", (unsigned long long)(whole / places));
    if (fraction)
        buffer_put_u8(out, '.');
    for (; fraction; fraction = fraction * 10 % places)
        buffer_put_u8(out, (uint8_t)('0' + fraction * 10 / places));
}

/* Parts with no wildcard between them are one text. */
static void
print_phrase(const node *n, buffer *out)
{
    buffer text = { .from = out->from };
    for (size_t i = 0; i <= n->part_count; i++) {
        const bool last = i == n->part_count;
        if (!last && !n->parts[i].any) {
            buffer_put_text(&text, n->parts[i].text);
            continue;
        }
        if (n->literal)
            print_literal(buffer_str(&text), out);
        else if (text.size)
            print_text_quoted(buffer_str(&text),
                              needs_quotes(n, buffer_str(&text)), out);
        if (!last)
            buffer_put_u8(out, '?');
        text.size = 0;
    }
    out->failed |= !buffer_ok(&text);
    buffer_dispose(&text);
    if (n->prefix)
        buffer_put_u8(out, '*');
    if (n->fuzzy != FUZZY_NONE)
        buffer_printf(out, n->fuzzy == FUZZY_EDIT ? "~1" : "~");
    print_weight(n->weight, out);
}

static void
print_date(uint32_t date, buffer *out)
{
    if (date)
        buffer_printf(out, "%04u-%02u-%02u", date / 10000, date / 100 % 100,
                      date % 100);
}

static void
print_kinds(uint32_t kinds, buffer *out)
{
    const char *comma = "";
    for (int kind = 0; kind < YZ_KIND_COUNT; kind++) {
        if (!(kinds >> kind & 1))
            continue;
        buffer_printf(out, "%s%s", comma, yz_kind_name((yz_kind)kind));
        comma = ",";
    }
}

static bool
has_quotes(yz_str text)
{
    bool quotes = false;
    for (size_t at = 0; at < text.size;)
        quotes |= key_is_quote(key_next(text, &at));
    return quotes;
}

/*
 * The name of a report is compared exactly, so its quotation marks are kept in
 * a raw string, unless there is an apostrophe in it.
 */
static bool
needs_raw(yz_str name)
{
    return has_quotes(name) && !memchr(name.data, '\'', name.size);
}

/* A mark in pinyin separates syllables (xi'an), as a space does in quotes. */
static void
print_sound(yz_str value, buffer *out)
{
    size_t begin = 0;
    buffer_put_u8(out, '"');
    for (size_t at = 0; at < value.size; begin = at) {
        if (key_is_quote(key_next(value, &at)))
            buffer_put_u8(out, ' ');
        else
            buffer_put(out, value.data + begin, at - begin);
    }
    buffer_put_u8(out, '"');
}

/* In quotes, a value is no range. */
static void
print_member(const node *n, buffer *out)
{
    buffer_printf(out, "extra.");
    buffer_put_text(out, n->member);
    buffer_put_u8(out, ':');
    if (member_range_print(&n->range, out))
        return;
    if (needs_raw(n->value))
        print_literal(n->value, out);
    else
        print_text_quoted(n->value, true, out);
}

static void
print_field(const node *n, buffer *out)
{
    if (n->field == FIELD_EXTRA) {
        print_member(n, out);
        return;
    }
    buffer_printf(out, "%s:", field_name(n->field));
    if (n->field == FIELD_KIND) {
        print_kinds(n->kinds, out);
    } else if (n->field == FIELD_DATE) {
        print_date(n->date_first, out);
        if (n->date_first != n->date_last) {
            buffer_printf(out, "..");
            print_date(n->date_last, out);
        }
    } else if (n->field == FIELD_PINYIN && has_quotes(n->value)) {
        print_sound(n->value, out);
    } else if ((n->field == FIELD_REPORT || n->field == FIELD_ID) &&
               needs_raw(n->value)) {
        print_literal(n->value, out);
    } else {
        print_text(n->value, out);
    }
}

/* ---- operators ----------------------------------------------------------- */

/* Recursive to the depth of brackets and negations, which is bounded. */
static void
print_operand(const node *n, buffer *out)
{
    const bool brackets =
        n->type == NODE_AND || n->type == NODE_OR || n->type == NODE_NEAR;
    if (brackets)
        buffer_put_u8(out, '(');
    tree_print(n, out);
    if (brackets)
        buffer_put_u8(out, ')');
}

static void
print_joined(const node *n, const char *joint, buffer *out)
{
    for (size_t i = 0; i < n->child_count; i++) {
        if (i)
            buffer_printf(out, "%s", joint);
        print_operand(n->children[i], out);
    }
}

void
tree_print(const node *n, buffer *out)
{
    char near[32];
    switch (n->type) {
    case NODE_AND:
        print_joined(n, n->explicit_operator ? " AND " : " ", out);
        break;
    case NODE_OR:
        print_joined(n, " OR ", out);
        break;
    case NODE_NOT:
        buffer_printf(out, "NOT ");
        print_operand(n->children[0], out);
        break;
    case NODE_NEAR:
        snprintf(near, sizeof(near), " NEAR/%u ", n->distance);
        print_joined(n, near, out);
        break;
    case NODE_PHRASE:
        print_phrase(n, out);
        break;
    case NODE_FIELD:
        print_field(n, out);
        break;
    }
}
