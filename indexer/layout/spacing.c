/* SPDX-License-Identifier: MIT */
/*
 * A page has one or two letter-spaced headlines, an engine's habit shows on
 * nearly all lines: a share of half parts the two safely. That digits and
 * letters were set apart as well is taken for sure where four lines in five
 * are so; a space between two numbers means something anywhere else.
 */
#include "indexer/layout/spacing.h"

#include "core/base/utf8.h"
#include "core/text/charclass.h"

enum { SPACED_TOKENS_MIN = 5, SPACED_HAN_MIN = 4, SPACED_WIDTH_MAX = 60 };

/* The measure without its limit of width: a whole block may be spaced. */
static bool
is_spaced(const page *p, const line *l)
{
    size_t single = 0;
    size_t han = 0;
    for (size_t i = 0; i < l->token_count; i++) {
        const token *t = page_token(p, l->token_first + i);
        single += t->chars == 1;
        han += t->han;
    }
    return l->token_count >= SPACED_TOKENS_MIN && han >= SPACED_HAN_MIN &&
           single * 5 >= l->token_count * 3;
}

bool
line_is_spaced(const page *p, const line *l)
{
    double width = 0;
    for (size_t i = 0; i < l->token_count; i++)
        width += page_token(p, l->token_first + i)->width;
    return width <= SPACED_WIDTH_MAX && is_spaced(p, l);
}

static void
line_close_up(page *p, line *l)
{
    token *whole = &p->tokens.items[l->token_first];
    for (size_t i = 1; i < l->token_count; i++) {
        const token *t = page_token(p, l->token_first + i);
        whole->end = t->end;
        whole->chars += t->chars;
        whole->han += t->han;
        whole->width += t->width;
    }
    l->token_count = 1;
}

/*
 * Are three in four of what stands between the line's spaces one character?
 * Counts the characters, so that one short line does not decide for a page.
 */
static bool
is_letter_spaced(const page *p, const line *l, size_t *chars)
{
    const token *last = page_token(p, l->token_first + l->token_count - 1);
    const yz_str text = { p->file->text.data, last->end };
    size_t runs = 0;
    size_t single = 0;
    size_t run = 0;
    *chars = 0;
    for (size_t at = page_token(p, l->token_first)->begin; at < last->end;) {
        const bool is_char =
            !char_is_space(utf8_next(text.data, text.size, &at));
        *chars += is_char;
        run = is_char ? run + 1 : 0;
        runs += run == 1;
        single += run == 1;
        single -= run == 2;
    }
    return runs >= SPACED_TOKENS_MIN && single * 4 >= runs * 3;
}

/* Four lines in five of a page that is more than a headline. */
static bool
page_is_spaced(const page *p)
{
    enum { PAGE_CHARS_MIN = 16 };
    size_t spaced = 0;
    size_t judged = 0;
    size_t all = 0;
    for (size_t i = 0; i < p->lines.count; i++) {
        size_t chars;
        spaced += is_letter_spaced(p, &p->lines.items[i], &chars);
        judged += chars >= SPACED_TOKENS_MIN;
        all += chars;
    }
    return judged > 0 && all >= PAGE_CHARS_MIN && spaced * 5 >= judged * 4;
}

void
page_close_up(page *p)
{
    size_t spaced = 0;
    size_t judged = 0;
    p->spaced = page_is_spaced(p);
    for (size_t i = 0; i < p->lines.count; i++) {
        const line *l = &p->lines.items[i];
        uint32_t chars = 0;
        for (size_t k = 0; k < l->token_count; k++)
            chars += page_token(p, l->token_first + k)->chars;
        judged += chars >= SPACED_TOKENS_MIN;
        spaced += is_spaced(p, l);
    }
    if (!p->spaced && (judged < 3 || spaced * 2 <= judged))
        return;
    for (size_t i = 0; i < p->lines.count; i++)
        line_close_up(p, &p->lines.items[i]);
}
