/* SPDX-License-Identifier: MIT */
#include "indexer/layout/markup_words.h"

#include "core/base/utf8.h"

#include <string.h>
#include <strings.h>

enum { TAG_MAX = 300, NAME_MAX = 12 };

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_name_byte(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

static size_t
name_size(yz_str text, size_t from)
{
    size_t size = 0;
    while (from + size < text.size && size < NAME_MAX &&
           is_name_byte(text.data[from + size]))
        size++;
    return size;
}

static bool
is_one_of(yz_str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(names[i]) == name.size &&
            strncasecmp(names[i], name.data, name.size) == 0)
            return true;
    return false;
}

size_t
markup_tag_size(yz_str text, bool *ret_parts)
{
    static const char *const inside[] = {
        "b",    "i",    "u",   "s",    "em",   "strong", "del", "ins",
        "mark", "span", "a",   "font", "code", "small",  "big", "sub",
        "sup",  "wbr",  "img", "tt",   "kbd",  "ruby",   "rb",  "center"
    };
    static const char *const around[] = {
        "br",    "p",          "div",    "td",        "tr", "th", "table",
        "tbody", "thead",      "hr",     "li",        "ul", "ol", "h1",
        "h2",    "h3",         "h4",     "h5",        "h6", "dl", "dt",
        "dd",    "blockquote", "figure", "figcaption"
    };
    if (text.size < 3 || text.data[0] != '<')
        return 0;
    const size_t begin = 1 + (text.data[1] == '/');
    const yz_str name = { text.data + begin, name_size(text, begin) };
    *ret_parts = is_one_of(name, around, ARRAY_LENGTH(around));
    if (!*ret_parts && !is_one_of(name, inside, ARRAY_LENGTH(inside)))
        return 0;
    for (size_t i = begin + name.size; i < text.size && i < TAG_MAX; i++) {
        const char c = text.data[i];
        if (c == '>')
            return i + 1;
        if (c == '<' || c == '\n' ||
            (i == begin + name.size && c != ' ' && c != '/'))
            return 0;
    }
    return 0;
}

static size_t
numbered_entity_size(yz_str text, uint32_t *ret_shown)
{
    const bool is_hex = text.size > 2 && (text.data[2] | 0x20) == 'x';
    const uint32_t base = is_hex ? 16 : 10;
    uint32_t value = 0;
    size_t at = is_hex ? 3 : 2;
    const size_t first = at;
    for (; at < text.size && at < first + 6; at++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit =
            text.data[at] ? strchr(digits, text.data[at] | 0x20) : NULL;
        if (!digit || (uint32_t)(digit - digits) >= base)
            break;
        value = value * base + (uint32_t)(digit - digits);
    }
    if (at == first || at >= text.size || text.data[at] != ';' ||
        value < 0x20 || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return 0;
    *ret_shown = value == 0xa0 || value == 0x3000 ? ' ' : value;
    return at + 1;
}

size_t
markup_entity_size(yz_str text, uint32_t *ret_shown)
{
    static const struct {
        const char *name;
        uint32_t shown;
    } entities[] = {
        { "&nbsp;", ' ' },      { "&ensp;", ' ' },     { "&emsp;", ' ' },
        { "&thinsp;", ' ' },    { "&zwnj;", 0 },       { "&shy;", 0 },
        { "&amp;", '&' },       { "&lt;", '<' },       { "&gt;", '>' },
        { "&quot;", '"' },      { "&apos;", '\'' },    { "&middot;", 0xb7 },
        { "&mdash;", 0x2014 },  { "&ndash;", 0x2013 }, { "&hellip;", 0x2026 },
        { "&ldquo;", 0x201c },  { "&rdquo;", 0x201d }, { "&lsquo;", 0x2018 },
        { "&rsquo;", 0x2019 },  { "&times;", 0xd7 },   { "&deg;", 0xb0 },
        { "&permil;", 0x2030 }, { "&yen;", 0xa5 },     { "&copy;", 0xa9 },
        { "&plusmn;", 0xb1 },   { "&divide;", 0xf7 },  { "&bull;", 0x2022 },
    };
    if (text.size > 3 && text.data[1] == '#')
        return numbered_entity_size(text, ret_shown);
    for (size_t i = 0; i < ARRAY_LENGTH(entities); i++) {
        const size_t size = strlen(entities[i].name);
        if (text.size < size || memcmp(text.data, entities[i].name, size) != 0)
            continue;
        *ret_shown = entities[i].shown;
        return size;
    }
    return 0;
}

/* \mathrm and its like set letters; \times and its like are signs. */
static size_t
command_size(yz_str text, uint32_t *ret_shown)
{
    static const struct {
        const char *name;
        uint32_t shown;
    } commands[] = {
        { "mathrm", 0 },     { "mathbf", 0 },   { "mathit", 0 },
        { "mathsf", 0 },     { "text", 0 },     { "textbf", 0 },
        { "textrm", 0 },     { "rm", 0 },       { "bf", 0 },
        { "left", 0 },       { "right", 0 },    { "operatorname", 0 },
        { "quad", 0 },       { "times", 0xd7 }, { "cdot", 0xb7 },
        { "pm", 0xb1 },      { "sim", '~' },    { "circ", 0xb0 },
        { "geq", 0x2265 },   { "ge", 0x2265 },  { "leq", 0x2264 },
        { "le", 0x2264 },    { "div", 0xf7 },   { "approx", 0x2248 },
        { "ldots", 0x2026 },
    };
    size_t size = 0;
    while (1 + size < text.size && size < NAME_MAX &&
           is_letter(text.data[1 + size]))
        size++;
    const yz_str name = { text.data + 1, size };
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++) {
        if (!str_equal(name, str_of(commands[i].name)))
            continue;
        *ret_shown = commands[i].shown;
        return 1 + size;
    }
    return 0;
}

/* ^2, ^{2}, ^{\circ}: raised digits, and the degree that is raised anyway. */
static size_t
raised_size(yz_str text, uint32_t *ret_shown)
{
    static const uint16_t raised[] = { 0x2070, 0xb9,   0xb2,   0xb3,   0x2074,
                                       0x2075, 0x2076, 0x2077, 0x2078, 0x2079 };
    const size_t brace = text.size > 1 && text.data[1] == '{';
    const size_t at = 1 + brace;
    if (text.size <= at + brace)
        return 0;
    const yz_str inner = { text.data + at, text.size - at };
    const char c = inner.data[0];
    size_t size = 1;
    if (c >= '0' && c <= '9')
        *ret_shown = raised[c - '0'];
    else if (c != '\\' || !(size = command_size(inner, ret_shown)) ||
             *ret_shown != 0xb0)
        return 0;
    if (brace && (at + size >= text.size || text.data[at + size] != '}'))
        return 0;
    return at + size + brace;
}

size_t
markup_formula_size(yz_str text, uint32_t *ret_shown)
{
    const int next = text.size > 1 ? text.data[1] : '\0';
    *ret_shown = 0;
    switch (text.data[0]) {
    case ' ':
    case '{':
    case '}':
    case '_': /* lowers what follows */
        return 1;
    case '^':
        return raised_size(text, ret_shown);
    case '\\':
        if (next && strchr(",;:! ", next))
            return 2;
        if (next && strchr("%$&#_{}", next)) {
            *ret_shown = (unsigned char)next;
            return 2;
        }
        return command_size(text, ret_shown);
    default:
        return 0;
    }
}
