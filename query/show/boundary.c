/* SPDX-License-Identifier: MIT */
/*
 * One pass over the text gives each character a class; the classes of two or
 * three neighbours decide the quality of a cut between them. ICU's sentence and
 * word rules give nearly the same at 200 ns per character; for snippets of
 * Chinese newspaper text a table of marks is enough.
 */
#include "query/show/boundary.h"

#include "core/base/utf8.h"
#include "query/show/display_class.h"

/*
 * Combining marks on one letter. No script has more (stream-safe text of UAX
 * #15 has 30); longer sequences are split, so that no character is longer than
 * a snippet.
 */
enum { CHARACTER_LENGTH_MAX = 32 };

typedef struct scan {
    display_class last;
    display_class before_last;
    uint32_t last_point;
    cut pending;   /* the best mark since the last other character */
    bool quoting;  /* an ASCII quotation mark is open */
    bool number;   /* inside a number with its ideograph or sign: 2.5亿 */
    bool flag;     /* the last code point was the first half of a flag */
    uint32_t size; /* code points of the last character */
} scan;

/* ---- cuts ---------------------------------------------------------------- */

/* Marks that open or close depending on their neighbours. */
static display_class
class_in_place(scan *s, display_class class)
{
    if (class == CLASS_BREAK)
        s->quoting = false;
    if (class == CLASS_QUOTE) {
        s->quoting = !s->quoting;
        return s->quoting ? CLASS_OPEN : CLASS_CLOSE;
    }
    if (class == CLASS_APOSTROPHE && display_class_is_word(s->last))
        return CLASS_JOIN;
    if (class == CLASS_APOSTROPHE)
        return s->last == CLASS_SPACE || s->last == CLASS_BREAK ? CLASS_OPEN
                                                                : CLASS_CLOSE;
    return class;
}

/* Whether the last mark is inside a number or name, not after it. */
static bool
mark_joins(const scan *s, display_class now)
{
    const bool digits = now == CLASS_DIGIT && s->before_last == CLASS_DIGIT;
    switch (s->last_point) {
    case '.':
    case U'．':
        return display_class_is_word(now) &&
               display_class_is_word(s->before_last);
    case ',':
    case ':':
    case U'：':
        return digits;
    default:
        return false;
    }
}

/* Whether the character cannot be cut from the one before it. */
static bool
sticks(const scan *s, display_class now, uint32_t point)
{
    switch (now) {
    case CLASS_CLAUSE:
    case CLASS_SENTENCE:
    case CLASS_CLOSE:
    case CLASS_TIE:
        return true;
    case CLASS_LETTER:
    case CLASS_DIGIT:
        return display_class_is_word(s->last) || s->last == CLASS_JOIN ||
               mark_joins(s, now);
    case CLASS_JOIN:
        return display_class_is_word(s->last) || s->last == CLASS_JOIN ||
               (s->last_point == ':' && point == '/');
    case CLASS_OTHER:
        return s->number;
    default:
        return false;
    }
}

static cut
cut_before(const scan *s, display_class now, uint32_t point)
{
    if (s->last == CLASS_OPEN || s->last == CLASS_TIE || sticks(s, now, point))
        return CUT_NEVER;
    return s->pending > CUT_EDGE ? s->pending : CUT_EDGE;
}

/* 2.5亿元, 3千万: a number includes its ideographs and the unit. */
static bool
is_multiplier(uint32_t point)
{
    switch (point) {
    case U'十':
    case U'百':
    case U'千':
    case U'万':
    case U'萬':
    case U'亿':
    case U'億':
    case U'兆':
        return true;
    default:
        return false;
    }
}

static cut
pending_after(cut pending, display_class now)
{
    switch (now) {
    case CLASS_BREAK:
    case CLASS_SENTENCE:
        return CUT_SENTENCE;
    case CLASS_CLAUSE:
        return pending > CUT_CLAUSE ? pending : CUT_CLAUSE;
    case CLASS_CLOSE:
    case CLASS_SPACE:
        return pending;
    default:
        return CUT_NEVER;
    }
}

/* Whether the code point is part of the character before it. */
static bool
continues(const scan *s, display_class now, uint32_t point)
{
    if (s->size == 0 || s->size >= CHARACTER_LENGTH_MAX)
        return false;
    if (now == CLASS_EXTEND)
        return s->last != CLASS_BREAK;
    if (now == CLASS_FLAG)
        return s->flag;
    return (point == '\n' && s->last_point == '\r') ||
           (s->last_point == 0x200d && now == CLASS_OTHER);
}

static void
scan_extend(scan *s, uint32_t point)
{
    s->size++;
    s->flag = false;
    s->last_point = point;
}

/* Step over the first code point of a character. @return the cut before it. */
static cut
scan_step(scan *s, display_class class, uint32_t point)
{
    const display_class now = class_in_place(s, class);
    const cut before = cut_before(s, now, point);
    s->pending = pending_after(s->pending, now);
    s->number = now == CLASS_DIGIT || (s->number && is_multiplier(point));
    s->flag = now == CLASS_FLAG;
    s->before_last = s->last;
    s->last = now;
    s->last_point = point;
    s->size = 1;
    return before;
}

/* ---- characters ---------------------------------------------------------- */

static void
characters_push(characters *c, size_t begin, cut before, display_class last)
{
    const bool space = last == CLASS_SPACE || last == CLASS_BREAK;
    c->items[c->count++] = (character){ .begin = (uint32_t)begin,
                                        .cut = (uint8_t)before,
                                        .space = space };
    if (space)
        return;
    if (c->last == 0)
        c->first = c->count - 1;
    c->last = c->count;
}

static bool
is_ideograph(uint32_t point)
{
    return point >= 0x4e00 && point <= 0x9fff;
}

/*
 * A run of ideographs, which most texts consist of. Any two of them may be cut
 * apart; the cut before the first depends on what precedes it. @return its end
 */
static size_t
scan_ideographs(scan *s, yz_str text, size_t at, size_t most, characters *c)
{
    const uint32_t first = c->count;
    uint8_t before = (uint8_t)cut_before(s, CLASS_OTHER, 0);
    uint32_t point = utf8_three_at(text.data, text.size, at);
    if (s->number || s->last_point == 0x200d)
        return at;
    while (is_ideograph(point) && c->count < most) {
        c->items[c->count++] =
            (character){ .begin = (uint32_t)at, .cut = before };
        before = CUT_EDGE;
        at += 3;
        s->last_point = point;
        point = utf8_three_at(text.data, text.size, at);
    }
    if (c->count == first)
        return at;
    s->before_last = c->count - first > 1 ? CLASS_OTHER : s->last;
    s->last = CLASS_OTHER;
    s->pending = CUT_NEVER;
    s->flag = false;
    s->size = 1;
    if (c->last == 0)
        c->first = first;
    c->last = c->count;
    return at;
}

yz_status
characters_make(yz_str text, arena *a, characters *ret_characters,
                yz_error *err)
{
    scan s = { .last = CLASS_BREAK, .pending = CUT_SENTENCE };
    characters c = { 0 };
    /* Invalid text has no more characters: the rest is the last one. */
    const size_t most = utf8_count(text.data, text.size);
    c.items = arena_uninitialized(a, most + 1, sizeof(*c.items));
    if (!c.items)
        return error_nomem(err);
    for (size_t at = 0; at < text.size;) {
        at = scan_ideographs(&s, text, at, most, &c);
        if (at == text.size)
            break;
        const size_t begin = at;
        const uint32_t point = utf8_step(text.data, text.size, &at);
        const display_class class = display_class_of(point);
        if (continues(&s, class, point) || c.count == most) {
            scan_extend(&s, point);
            continue;
        }
        const cut before = scan_step(&s, class, point);
        characters_push(&c, begin, before, s.last);
    }
    if (c.last == 0)
        c.first = c.count;
    c.items[c.count] =
        (character){ .begin = (uint32_t)text.size, .cut = CUT_SENTENCE };
    *ret_characters = c;
    return YZ_OK;
}

uint32_t
characters_find(const characters *c, uint32_t at)
{
    uint32_t low = 0;
    uint32_t high = c->count;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (c->items[middle].begin <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}
