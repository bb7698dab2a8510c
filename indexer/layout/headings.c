/* SPDX-License-Identifier: MIT */
/*
 * A heading stands above a paragraph that begins; a caption may stand anywhere,
 * but inside a paragraph nothing else does. So what follows, over captions and
 * noise, and whether what precedes is finished, decide most blocks; the shape
 * of a heading (two or three balanced halves) decides where they contradict.
 */
#include "indexer/layout/headings.h"

#include "indexer/layout/captions.h"
#include "indexer/layout/fit.h"
#include "indexer/layout/halves.h"
#include "indexer/layout/kinds.h"

enum { LOOK_OVER_MAX = 24, PHOTO_GAP = 2, HEADING_ROWS_MAX = 3 };

static const double headline_width_max = 40;
static const double near_headline_width_max = 30;
static const double heading_width_max = 32;
static const double closed_caption_width_max = 60;

/* What stands around a block. */
typedef struct setting {
    const block *next;   /* the block after it that is no noise; or NULL */
    indent next_indent;  /* of it, if it is running text */
    indent beyond;       /* of the running text after captions */
    bool after_open;     /* running text before it is unfinished */
    bool beside_display; /* a headline or a byline is its neighbour */
    bool after_display;  /* a headline or a byline is somewhere above */
    bool is_first;       /* nothing but dates and noise above */
} setting;

static bool
is_display(const block *b)
{
    return b->decided &&
           (b->kind == YZ_KIND_HEADLINE || b->kind == YZ_KIND_BYLINE);
}

static const block *
next_over(const page *p, size_t i, bool over_asides)
{
    for (unsigned k = 0; k < LOOK_OVER_MAX && i + 1 < p->block_count; k++) {
        const block *b = &p->blocks[++i];
        const bool is_noise = b->decided && b->kind == YZ_KIND_NOISE;
        if (!is_noise && !(over_asides && block_is_aside(b)))
            return b;
    }
    return NULL;
}

static indent
body_indent(const page *p, const block *b)
{
    if (!b || !b->body)
        return INDENT_UNKNOWN;
    return b->orphan ? INDENT_IN : block_indent(p, b, p->column);
}

static setting
setting_of(const page *p, size_t i, bool is_first, bool after_display)
{
    const block *b = &p->blocks[i];
    const block *before = page_body_before(p, i);
    setting s = { .next = next_over(p, i, false),
                  .is_first = is_first,
                  .after_display = after_display };
    s.next_indent = body_indent(p, s.next);
    s.beyond = body_indent(p, next_over(p, i, true));
    s.after_open = before && block_ending(p, before) < ENDING_PAUSED;
    s.beside_display = (i > 0 && is_display(b - 1)) ||
                       (i + 1 < p->block_count && is_display(b + 1));
    return s;
}

/* Balanced halves may stand on rows of their own. */
static bool
is_balanced(const page *p, const block *b)
{
    const row *last = block_row(p, b, b->row_count - 1);
    const size_t begin = block_row(p, b, 0)->token_first;
    return tokens_are_halves(p, begin,
                             last->token_first + last->token_count - begin);
}

/* Narrow, of few rows, and what follows it is not indented as far. */
static bool
is_set_as_heading(const block *b, const setting *s)
{
    return b->width <= heading_width_max && b->row_count <= HEADING_ROWS_MAX &&
           s->next_indent != INDENT_FULL;
}

static void
decide_display(const page *p, block *b, const setting *s)
{
    const bool above_body = s->next && s->next->body;
    const bool is_balanced_block = is_balanced(p, b);
    if ((s->is_first && b->width <= headline_width_max) ||
        (s->beside_display && b->width <= near_headline_width_max &&
         !(is_balanced_block && above_body && s->after_display)))
        block_decide(b, YZ_KIND_HEADLINE, RULE_HEADLINE);
    else if (s->after_open && s->beyond == INDENT_FULL)
        block_decide(b, YZ_KIND_CAPTION, RULE_SANDWICH);
    else if (block_is_narrow(p, b) && !is_balanced_block)
        block_decide(b, YZ_KIND_CAPTION, RULE_NARROW);
    else if (above_body && (is_balanced_block || is_set_as_heading(b, s)))
        block_decide(b, YZ_KIND_HEADING, RULE_HEADING);
    else
        block_decide(b, YZ_KIND_CAPTION, RULE_REMAINDER);
}

/* A short block that is a sentence: a caption after a photo's gap, else text. */
static void
decide_closed(block *b)
{
    if (b->gap >= PHOTO_GAP && b->width <= closed_caption_width_max)
        block_decide(b, YZ_KIND_CAPTION, RULE_REMAINDER);
    else
        b->body = true;
}

static bool
has_body(const page *p)
{
    for (size_t i = 0; i < p->block_count; i++) {
        if (p->blocks[i].body)
            return true;
    }
    return false;
}

void
page_decide_display(page *p)
{
    bool is_first = true;
    bool after_display = false;
    const bool heads_something = has_body(p);
    for (size_t i = 0; i < p->block_count; i++) {
        block *b = &p->blocks[i];
        if (!b->decided && !b->body) {
            const setting s = setting_of(p, i, is_first, after_display);
            if (!heads_something)
                b->body = true;
            else if (block_ending(p, b) == ENDING_CLOSED)
                decide_closed(b);
            else
                decide_display(p, b, &s);
        }
        after_display |= is_display(b);
        is_first &=
            b->decided && (b->kind == YZ_KIND_DATE || b->kind == YZ_KIND_NOISE);
    }
}
