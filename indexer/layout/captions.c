/* SPDX-License-Identifier: MIT */
/*
 * How far the rules look over captions: no page groups more of them, and a
 * bound keeps a file of captions alone linear.
 */
#include "indexer/layout/captions.h"

#include "indexer/layout/fit.h"
#include "indexer/layout/glyphs.h"
#include "indexer/layout/kinds.h"

enum { LOOK_OVER_MAX = 24, PHOTO_GAP = 2, CAPTION_ROWS_MAX = 8 };

static const double short_block_width_max = 40;
static const double sentence_caption_width_max = 80;
static const double caption_tail_width_max = 12;
static const double narrow_share = 0.8;

const block *
page_body_before(const page *p, size_t i)
{
    for (unsigned k = 0; k < LOOK_OVER_MAX && i > 0; k++) {
        const block *b = &p->blocks[--i];
        if (b->decided && !block_is_aside(b))
            return NULL;
        if (b->body)
            return b;
    }
    return NULL;
}

/*
 * The next block that is not aside and not likely to be: short blocks that are
 * no running text, set off by a photo or not, are looked over too.
 */
static const block *
body_after(const page *p, size_t i, bool over_any)
{
    for (unsigned k = 0; k < LOOK_OVER_MAX && i + 1 < p->block_count; k++) {
        const block *b = &p->blocks[++i];
        if (block_is_aside(b))
            continue;
        const bool is_short = over_any || b->gap >= PHOTO_GAP ||
                              b->width <= short_block_width_max;
        if (b->decided || b->body || !is_short)
            return b->body ? b : NULL;
    }
    return NULL;
}

static const block *
column_before(const page *p, size_t i)
{
    for (unsigned k = 0; k < LOOK_OVER_MAX && i > 0; k++) {
        const block *b = &p->blocks[--i];
        if (b->body && b->column > 0)
            return b;
    }
    return NULL;
}

/* Two ems short of the column: as wide as an indented full line. */
static bool
is_indented_line(double column, double width)
{
    return column > 0 && column - width >= 1.4 && column - width <= 3.2;
}

/* As wide as its column: a line of the paragraph that is open above it. */
static bool
is_full_line(double column, double width)
{
    return column > 0 && column - width <= 0.5 && column - width >= -0.5;
}

static bool
is_orphan(const page *p, size_t i)
{
    const block *b = &p->blocks[i];
    if (b->decided || b->body || b->row_count != 1 || b->gap >= PHOTO_GAP ||
        block_ending(p, b) == ENDING_CLOSED)
        return false;
    const block *next = body_after(p, i, false);
    if (!next || next->row_count < 2 ||
        block_indent(p, next, p->column) != INDENT_FULL)
        return false;
    const block *up = column_before(p, i);
    const double column = up ? up->column : p->column;
    if (is_indented_line(next->column, b->width) ||
        is_indented_line(column, b->width))
        return true;
    const block *before = page_body_before(p, i);
    return before && block_ending(p, before) < ENDING_PAUSED &&
           (is_full_line(next->column, b->width) ||
            is_full_line(column, b->width));
}

void
page_mark_orphans(page *p)
{
    for (size_t i = 0; i < p->block_count; i++) {
        block *b = &p->blocks[i];
        if (!is_orphan(p, i))
            continue;
        b->body = b->orphan = true;
        b->rules |= RULE_BIT(RULE_ORPHAN);
    }
}

/* Are the rows of one width, as wraps are? */
static bool
is_wrapped(const page *p, const block *b)
{
    if (b->row_count < 2)
        return false;
    const row *rows = block_row(p, b, 0);
    if (b->row_count == 2)
        return rows[0].width >= 7.5 && rows[1].width <= rows[0].width + 1.5 &&
               (b->width > 24 ||
                text_ending(row_text(p, rows), p->han) >= ENDING_COMMA);
    double least = rows[1].width;
    double most = rows[1].width;
    for (size_t i = b->row_count > 3; i + 1 < b->row_count; i++) {
        least = rows[i].width < least ? rows[i].width : least;
        most = rows[i].width > most ? rows[i].width : most;
    }
    const double slack = 0.3 * most > 3 ? 0.3 * most : 3;
    return most - least <= slack && rows[b->row_count - 1].width <= most + 2;
}

static double
widest_row(const page *p, const block *b)
{
    double widest = 0;
    for (size_t i = 0; i < b->row_count; i++) {
        const double width = block_row(p, b, i)->width;
        widest = width > widest ? width : widest;
    }
    return widest;
}

bool
block_is_narrow(const page *p, const block *b)
{
    return p->column > 0 && is_wrapped(p, b) &&
           widest_row(p, b) <= narrow_share * p->column;
}

/*
 * A short block that reads like a sentence is a caption where it stands
 * between an open block and its unindented continuation, set off from them.
 */
static bool
is_sandwiched_sentence(const page *p, size_t i)
{
    const block *b = &p->blocks[i];
    if (!b->body || b->orphan || b->width > sentence_caption_width_max)
        return false;
    const block *before = page_body_before(p, i);
    const block *next = body_after(p, i, true);
    if (!before || block_ending(p, before) == ENDING_CLOSED || !next ||
        block_indent(p, next, p->column) != INDENT_FULL)
        return false;
    const double off = block_row(p, b, 0)->width - p->column;
    const bool fits = b->column > 0 && p->column > 0 && off <= 1.2 &&
                      off >= -1.2 && b->row_count > 1;
    return !fits && (b->gap >= PHOTO_GAP || block_is_narrow(p, b));
}

void
page_decide_sandwiches(page *p)
{
    for (size_t i = 0; i < p->block_count; i++) {
        block *b = &p->blocks[i];
        if (b->decided || !is_sandwiched_sentence(p, i))
            continue;
        block_decide(b, YZ_KIND_CAPTION, RULE_SANDWICH);
        b->body = false;
    }
}

/* Lines of one caption follow each other without a blank line. */
static bool
is_caption_tail(const page *p, const block *caption, const block *b)
{
    if (!caption->decided || caption->kind != YZ_KIND_CAPTION || b->gap > 0 ||
        caption->row_count + b->row_count > CAPTION_ROWS_MAX ||
        block_part(p, caption) != block_part(p, b) || b->table ||
        glyph_is_caption_mark(text_first_char(b->text)))
        return false;
    return b->decided ? b->kind == YZ_KIND_CAPTION
                      : !b->body && b->width <= caption_tail_width_max;
}

yz_status
page_merge_captions(page *p, yz_error *err)
{
    size_t kept = 0;
    for (size_t i = 1; i < p->block_count; i++) {
        if (is_caption_tail(p, &p->blocks[kept], &p->blocks[i]))
            TRY(block_append(p, &p->blocks[kept], &p->blocks[i], err));
        else
            p->blocks[++kept] = p->blocks[i];
    }
    p->block_count = kept + 1;
    return YZ_OK;
}
