/* SPDX-License-Identifier: MIT */
/*
 * One walk over the text. What opens something is a mark only if what closes it
 * is found near by; the place of that is kept until the walk comes to it. How
 * far is looked ahead is bounded, so the walk is linear.
 */
#include "indexer/layout/markup.h"

#include "core/base/reader.h"
#include "indexer/layout/glyphs.h"
#include "indexer/layout/markup_words.h"

#include <string.h>

enum {
    EMPHASIS_MAX = 400, /* bytes between two marks */
    LINK_MAX = 400,
    URL_MAX = 1000,
    MATH_MAX = 120,
    PENDING_MAX = 16
};

typedef struct walk {
    yz_str text;
    size_t at;
    markup_cuts *cuts;
    markup_cut pending[PENDING_MAX]; /* what closes, where it stands */
    size_t pending_count;
    bool failed;
} walk;

static char
byte_at(const walk *w, size_t at)
{
    if (at >= w->text.size)
        return '\0';
    return w->text.data[at];
}

static bool
is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

static bool
is_space_byte(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0';
}

static void
cut(walk *w, size_t end, uint32_t shown)
{
    if (!ARRAY_PUSH(w->cuts, (markup_cut){ w->at, end, shown }))
        w->failed = true;
    w->at = end;
}

static bool
pend(walk *w, size_t begin, size_t end)
{
    if (w->pending_count == PENDING_MAX)
        return false;
    w->pending[w->pending_count++] = (markup_cut){ begin, end, 0 };
    return true;
}

/* Where the text next has `mark`, within `most` bytes of the line; 0: nowhere. */
static size_t
find_near(const walk *w, size_t from, const char *mark, size_t most)
{
    const size_t size = strlen(mark);
    for (size_t i = from; i + size <= w->text.size && i < from + most; i++) {
        if (w->text.data[i] == '\n')
            return 0;
        if (memcmp(w->text.data + i, mark, size) == 0)
            return i;
    }
    return 0;
}

/* ---- emphasis, code, links ----------------------------------------------- */

static bool
has_beyond_ascii(yz_str text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return true;
    return false;
}

/*
 * A pair of marks with text close to both. Between letters or digits they are
 * operators or parts of names: 2**3**4, a_b_c.
 */
static bool
take_pair(walk *w, const char *mark)
{
    const size_t size = strlen(mark);
    const size_t inner = w->at + size;
    if (byte_at(w, inner) == mark[0] || is_space_byte(byte_at(w, inner)))
        return false;
    const size_t close = find_near(w, inner + 1, mark, EMPHASIS_MAX);
    if (!close || is_space_byte(byte_at(w, close - 1)) ||
        byte_at(w, close + size) == mark[0])
        return false;
    const yz_str within = { w->text.data + inner, close - inner };
    const bool in_word = (w->at > 0 && is_word_byte(w->text.data[w->at - 1])) ||
                         is_word_byte(byte_at(w, close + size));
    if ((in_word && !has_beyond_ascii(within)) ||
        (size == 1 && in_word && mark[0] == '_') ||
        !pend(w, close, close + size))
        return false;
    cut(w, inner, 0);
    return true;
}

static bool
take_emphasis(walk *w)
{
    static const char *const marks[] = { "***", "**", "__", "~~", "==",
                                         "``",  "`",  "*",  "_" };
    for (size_t i = 0; i < ARRAY_LENGTH(marks); i++) {
        const size_t size = strlen(marks[i]);
        if (w->text.size - w->at > size &&
            memcmp(w->text.data + w->at, marks[i], size) == 0)
            return take_pair(w, marks[i]);
    }
    return false;
}

/* An address in brackets behind a link's text; its end or 0. */
static size_t
url_end(const walk *w, size_t from)
{
    bool is_address = false;
    for (size_t i = from; i < w->text.size && i < from + URL_MAX; i++) {
        const char c = w->text.data[i];
        if (c == ')')
            return is_address ? i : 0;
        if (is_space_byte(c) || (unsigned char)c >= 0x80)
            return 0;
        is_address |= c == '/' || c == '.' || c == '#' || c == ':';
    }
    return 0;
}

/* [text](address), ![text](address), [^1]. */
static bool
take_link(walk *w)
{
    const size_t open = w->at + (w->text.data[w->at] == '!');
    if (byte_at(w, open) != '[')
        return false;
    const size_t close = find_near(w, open + 1, "]", LINK_MAX);
    if (!close)
        return false;
    if (byte_at(w, open + 1) == '^' && close - open < 8) {
        cut(w, close + 1, 0);
        return true;
    }
    if (byte_at(w, close + 1) != '(')
        return false;
    const size_t end = url_end(w, close + 2);
    if (!end || !pend(w, close, end + 1))
        return false;
    cut(w, open + 1, 0);
    return true;
}

/* ---- HTML ------------------------------------------------------------------ */

/* 1, [1], ①, *: what a raised mark of a note holds. */
static bool
is_note_mark(yz_str text)
{
    for (; text.size; take_char(&text)) {
        const uint32_t c = peek_char(text);
        if (char_digit(c) < 0 && c != '[' && c != ']' && c != '*' && c != ',' &&
            !(c >= 0x2460 && c <= 0x2473))
            return false;
    }
    return true;
}

/* <sup>1</sup> behind a Han character or a mark is a note's; m<sup>2</sup> not. */
static size_t
note_end(const walk *w, size_t tag_end)
{
    enum { NOTE_MAX = 8 };
    const size_t close = find_near(w, tag_end, "</sup>", NOTE_MAX);
    const bool after_word = w->at > 0 && is_word_byte(w->text.data[w->at - 1]);
    if (!close || after_word || close == tag_end ||
        !is_note_mark((yz_str){ w->text.data + tag_end, close - tag_end }))
        return 0;
    return close + strlen("</sup>");
}

static bool
take_tag(walk *w)
{
    bool parts;
    const yz_str rest = { w->text.data + w->at, w->text.size - w->at };
    const size_t size = markup_tag_size(rest, &parts);
    if (!size)
        return false;
    const size_t note =
        strncmp(rest.data, "<sup", 4) == 0 ? note_end(w, w->at + size) : 0;
    cut(w, note ? note : w->at + size, parts ? ' ' : 0);
    return true;
}

static bool
take_entity(walk *w)
{
    uint32_t shown;
    const yz_str rest = { w->text.data + w->at, w->text.size - w->at };
    const size_t size = markup_entity_size(rest, &shown);
    if (size)
        cut(w, w->at + size, shown);
    return size > 0;
}

/* A backslash before a mark of ASCII, which stays. */
static bool
take_escape(walk *w)
{
    const char next = byte_at(w, w->at + 1);
    if (!next || !strchr("_*#.-%$&[](){}~`<>!|+=", next))
        return false;
    cut(w, w->at + 1, 0);
    w->at++; /* what was escaped is no mark of its own */
    return true;
}

/* ---- formulas ---------------------------------------------------------------- */

/*
 * The end of a formula $…$: digits, letters and signs, with a number or a
 * command in it. Sums of money have a space before the second sign, or a digit
 * behind it.
 */
static size_t
formula_end(const walk *w)
{
    bool has_digit = false;
    bool has_command = false;
    bool has_words = false;
    const size_t begin = w->at + 1;
    if (is_space_byte(byte_at(w, begin)) || byte_at(w, begin) == '$')
        return 0;
    for (size_t i = begin; i < w->text.size && i < begin + MATH_MAX; i++) {
        const char c = w->text.data[i];
        if (c == '$' && w->text.data[i - 1] != '\\') {
            const bool is_closed =
                !is_space_byte(w->text.data[i - 1]) &&
                char_digit((unsigned char)byte_at(w, i + 1)) < 0;
            return is_closed && (has_command || (has_digit && !has_words)) ? i
                                                                           : 0;
        }
        if (c == '\n' || (unsigned char)c >= 0x80)
            return 0;
        has_digit |= c >= '0' && c <= '9';
        has_command |= c == '\\';
        has_words |= is_word_byte(c) && byte_at(w, i + 1) == ' ' &&
                     is_word_byte(byte_at(w, i + 2)) && c > '9';
    }
    return 0;
}

/* What stands at `w->at` of a formula that is no text: spaces, braces, commands. */
static void
take_formula_part(walk *w)
{
    uint32_t shown = 0;
    const yz_str rest = { w->text.data + w->at, w->text.size - w->at };
    const size_t size = markup_formula_size(rest, &shown);
    if (size)
        cut(w, w->at + size, shown);
    else
        w->at++;
}

static bool
take_formula(walk *w)
{
    const size_t end = formula_end(w);
    if (!end)
        return false;
    cut(w, w->at + 1, 0);
    while (w->at < end && !w->failed)
        take_formula_part(w);
    cut(w, w->at + 1, 0);
    return true;
}

/* ---- the walk ------------------------------------------------------------------ */

/* Does something close here that was opened before? */
static bool
take_pending(walk *w)
{
    for (size_t i = 0; i < w->pending_count; i++) {
        const markup_cut p = w->pending[i];
        if (p.begin > w->at)
            continue;
        w->pending[i--] = w->pending[--w->pending_count];
        if (p.begin < w->at)
            continue; /* something else took it in */
        cut(w, p.end, 0);
        return true;
    }
    return false;
}

static bool
take_mark(walk *w)
{
    switch (w->text.data[w->at]) {
    case '*':
    case '_':
    case '~':
    case '=':
    case '`':
        return take_emphasis(w);
    case '!':
    case '[':
        return take_link(w);
    case '<':
        return take_tag(w);
    case '&':
        return take_entity(w);
    case '\\':
        return take_escape(w);
    case '$':
        return take_formula(w);
    default:
        return false;
    }
}

yz_status
markup_find(yz_str text, markup_cuts *cuts, yz_error *err)
{
    walk w = { .text = text, .cuts = cuts };
    while (w.at < text.size && !w.failed) {
        if (w.pending_count && take_pending(&w))
            continue;
        if (!take_mark(&w))
            w.at++;
    }
    return w.failed ? error_nomem(err) : YZ_OK;
}
