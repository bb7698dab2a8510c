/* SPDX-License-Identifier: MIT */
/*
 * One walk, with two characters of a look ahead. White space is passed over:
 * engines write spaces beside marks, and layout has its own.
 */
#include "core/text/noise.h"

#include "core/base/utf8.h"
#include "core/text/charclass.h"

/* Brackets deeper than that are not followed. */
enum { DEPTH_MAX = 32 };

/* A character with its neighbours, white space left out; 0: none. */
typedef struct surroundings {
    uint32_t before;
    uint32_t here;
    uint32_t after;
    uint32_t second; /* behind `after` */
} surroundings;

typedef struct noise {
    uint32_t marks;
    uint32_t narrow;
    uint32_t wide;
    uint32_t quotes;  /* straight ones */
    uint32_t closers; /* that nothing opened */
    uint32_t depth;
    uint8_t open[DEPTH_MAX]; /* kinds of brackets */
} noise;

static bool
is_han(uint32_t c)
{
    return c >= 0x3400 && c <= 0x9fff;
}

/* ---- brackets ------------------------------------------------------------ */

/* A kind of bracket from 1 on; 0: none. Both widths of a shape are one kind. */
static uint8_t
bracket_kind(uint32_t c, bool *ret_opens)
{
    static const struct {
        uint16_t opens;
        uint16_t closes;
        uint8_t kind;
    } brackets[] = {
        { 0xff08, 0xff09, 1 },                        /* （ ） */
        { '(', ')', 1 },       { 0x300a, 0x300b, 2 }, /* 《 》 */
        { 0x3008, 0x3009, 2 },                        /* 〈 〉 */
        { 0x201c, 0x201d, 3 },                        /* “ ” */
        { 0x300c, 0x300d, 4 },                        /* 「 」 */
        { 0x300e, 0x300f, 5 },                        /* 『 』 */
        { 0x3010, 0x3011, 6 },                        /* 【 】 */
        { '[', ']', 7 },       { 0x3014, 0x3015, 8 }, /* 〔 〕 */
    };
    for (size_t i = 0; i < sizeof(brackets) / sizeof(*brackets); i++)
        if (c == brackets[i].opens || c == brackets[i].closes) {
            *ret_opens = c == brackets[i].opens;
            return brackets[i].kind;
        }
    return 0;
}

/* `1)` and `a)` begin the items of a list. */
static bool
is_of_list(const surroundings *s)
{
    const uint32_t c = s->before;
    const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    return (s->here == ')' || s->here == 0xff09) &&
           (letter || (c >= '0' && c <= '9'));
}

static void
take_bracket(noise *n, const surroundings *s)
{
    bool opens = false;
    const uint8_t kind = bracket_kind(s->here, &opens);
    if (!kind)
        return;
    if (opens && n->depth < DEPTH_MAX)
        n->open[n->depth++] = kind;
    else if (!opens && n->depth)
        n->marks += n->open[--n->depth] != kind;
    else if (!opens && !is_of_list(s))
        n->closers++;
}

/* ---- other marks --------------------------------------------------------- */

static bool
is_one_of(uint32_t c, const uint16_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (c == list[i])
            return true;
    return false;
}

/* ，；：！？ */
static bool
is_wide(uint32_t c)
{
    static const uint16_t list[] = { 0xff0c, 0xff1b, 0xff1a, 0xff01, 0xff1f };
    return is_one_of(c, list, sizeof(list) / sizeof(*list));
}

static bool
is_narrow(uint32_t c)
{
    static const uint16_t list[] = { ',', ';', ':', '!', '?', '.' };
    return is_one_of(c, list, sizeof(list) / sizeof(*list));
}

/* ， 。 、 ； ： , ; : . */
static bool
is_clause(uint32_t c)
{
    static const uint16_t list[] = { 0xff0c, 0x3002, 0x3001, 0xff1b, 0xff1a,
                                     ',',    ';',    ':',    '.' };
    return is_one_of(c, list, sizeof(list) / sizeof(*list));
}

/* \ { } ^ ` $ * ¥ § « » © ® ™ □ */
static bool
is_stray(uint32_t c)
{
    static const uint16_t list[] = { '\\', '{',  '}',  '^',    '`',
                                     '$',  '*',  0xa5, 0xa7,   0xab,
                                     0xbb, 0xa9, 0xae, 0x2122, 0x25a1 };
    return is_one_of(c, list, sizeof(list) / sizeof(*list));
}

static void
take(noise *n, const surroundings *s)
{
    const bool follows = is_han(s->before);
    const bool between = follows && is_han(s->after);
    const bool command = s->here == '\\' && s->after >= 'a' && s->after <= 'z';
    if (!s->here || is_han(s->here))
        return;
    take_bracket(n, s);
    n->quotes += s->here == '"';
    n->wide += is_wide(s->here);
    n->narrow += between && is_narrow(s->here);
    n->marks += follows && (between || command) && is_stray(s->here);
    n->marks += follows && s->here != s->after && is_clause(s->here) &&
                is_clause(s->after) && !is_clause(s->second);
}

/* ---- a text -------------------------------------------------------------- */

static void
step(noise *n, surroundings *s, uint32_t c)
{
    *s = (surroundings){ s->here, s->after, s->second, c };
    take(n, s);
}

/*
 * Straight quotation marks do not say which they are, but they come in pairs.
 * A text may begin and end within brackets, so the first that nothing opened
 * and one that nothing closes are none. Narrow marks are noise where the wide
 * ones are the rule.
 */
static uint32_t
total(const noise *n)
{
    uint32_t marks = n->marks + n->quotes % 2;
    marks += n->closers > 1 ? n->closers - 1 : 0;
    marks += n->depth > 1 ? n->depth - 1 : 0;
    return marks + (2 * n->narrow <= n->wide ? n->narrow : 0);
}

uint32_t
noise_marks(yz_str text)
{
    noise n = { 0 };
    surroundings s = { 0 };
    for (size_t at = 0; at < text.size;) {
        const uint32_t c = utf8_step(text.data, text.size, &at);
        if (is_han(c) || !char_is_space(c))
            step(&n, &s, c);
    }
    step(&n, &s, 0);
    step(&n, &s, 0);
    return total(&n);
}
