/* SPDX-License-Identifier: MIT */
/*
 * Running text is walked in order, over captions, credits and noise. Each pair
 * of neighbours collects points for and against being one paragraph; marks at
 * the end of a line are what OCR loses first, so no point is decisive alone.
 */
#include "indexer/layout/continuation.h"

#include "indexer/layout/fit.h"
#include "indexer/layout/glyphs.h"
#include "indexer/layout/kinds.h"
#include "indexer/layout/patterns.h"

/* One paragraph in this many ends its sentence, or the page has no stops. */
enum { STOPPED_SHARE = 4 };

/* Within this of its column a last line is full. */
static const double full_max = 0.6;

/* The column where `b` stands: its own, or that of `a` (if any) before it. */
static double
column_hint(const page *p, const block *a, const block *b)
{
    if (b->column > 0)
        return b->column;
    return a && b->row_count <= 2 && a->column > 0 ? a->column : p->column;
}

static bool
ends_full(const page *p, const block *b)
{
    return b->column > 0 && b->row_count > 1 &&
           block_row(p, b, b->row_count - 1)->width >= b->column - full_max;
}

/* How a paragraph ends; what is in brackets is whole. */
static ending
paragraph_ending(const page *p, const block *b)
{
    return text_is_bracketed(b->text) ? ENDING_CLOSED : block_ending(p, b);
}

static int
ending_points(const page *p, const block *a, const block *b, indent begin)
{
    switch (paragraph_ending(p, a)) {
    case ENDING_CLOSED:
        return -3 + ends_full(p, a) +
               2 * (begin == INDENT_FULL && b->row_count > 2);
    case ENDING_PAUSED:
        return 0;
    case ENDING_COMMA:
        return 3;
    case ENDING_OPEN:
        break;
    }
    return p->stopped ? 2 : -1;
}

static int
indent_points(indent begin)
{
    switch (begin) {
    case INDENT_IN:
        return -3;
    case INDENT_FULL:
        return 1;
    case INDENT_UNKNOWN:
        break;
    }
    return 0;
}

/* The pieces of a passage lie in the order of the file. */
static bool
follows_in_file(const page *p, const block *a, const block *b)
{
    const line *last = block_line(p, a, a->line_count - 1);
    const line *first = block_line(p, b, 0);
    return page_token(p, last->token_first)->begin <
           page_token(p, first->token_first)->begin;
}

/* The column of the last line of a block whose place on the page is known. */
static uint32_t
last_column(const page *p, const block *b)
{
    const line *last = block_line(p, b, b->line_count - 1);
    return p->printed[last->number - 1].column;
}

static bool
continues(const page *p, const block *a, const block *b)
{
    const uint32_t first = text_first_char(b->text);
    const printed_line *printed = block_printed(p, b);
    if (a->table || b->table || !follows_in_file(p, a, b))
        return false;
    if (printed && printed->continues)
        return true;
    if (printed && printed->column && printed->column == last_column(p, a) &&
        paragraph_ending(p, a) == ENDING_CLOSED)
        return false; /* what begins there was seen to begin */
    const indent begin = block_indent(p, b, column_hint(p, a, b));
    int points = ending_points(p, a, b, begin) + indent_points(begin);
    if (text_begins_item(b->text))
        points -= 2;
    if (glyph_cannot_begin_line(first) && !glyph_is_opener(first))
        points += 4;
    if (!p->han && glyph_is_lower(first))
        points += 3;
    return points > 0;
}

/* What of its looks makes a paragraph begin with block `b`. */
static uint32_t
beginning_rules(const page *p, const block *a, const block *b)
{
    if (text_begins_item(b->text))
        return RULE_BIT(RULE_ITEM);
    return block_indent(p, b, column_hint(p, a, b)) == INDENT_IN
               ? RULE_BIT(RULE_INDENT)
               : 0;
}

/* A paragraph that breaks off; a line without any mark was none, and is whole. */
static bool
is_cut(const page *p, const block *b)
{
    return p->stopped && paragraph_ending(p, b) < ENDING_PAUSED &&
           (b->continues || b->row_count > 1 || text_has_clause_mark(b->text));
}

/* At least what the block adds to the text of a passage. */
static size_t
size_in_chain(const page *p, const block *b)
{
    return block_source(p, b).size + 1;
}

/* Old print has no stops at all, or a dot beside every clause. */
static bool
page_is_stopped(const page *p)
{
    size_t closed = 0;
    size_t judged = 0;
    for (size_t i = 0; i < p->block_count; i++) {
        const block *b = &p->blocks[i];
        if (b->decided)
            continue;
        judged++;
        closed += block_ending(p, b) == ENDING_CLOSED;
    }
    return closed * STOPPED_SHARE >= judged;
}

void
page_chain_paragraphs(page *p)
{
    p->stopped = page_is_stopped(p);
    block *a = NULL;
    bool is_parted = false;
    size_t size = 0;
    for (size_t i = 0; i < p->block_count; i++) {
        block *b = &p->blocks[i];
        if (b->decided) {
            is_parted |= !block_is_aside(b);
            continue;
        }
        b->body = true;
        b->kind = YZ_KIND_PARAGRAPH;
        size += size_in_chain(p, b);
        if (a && !is_parted && size <= YZ_PASSAGE_SIZE_MAX &&
            continues(p, a, b)) {
            a->next = i;
            b->continues = true;
            b->rules |= RULE_BIT(RULE_CONTINUED);
        } else {
            size = size_in_chain(p, b);
            b->rules |= beginning_rules(p, a, b);
            if (a)
                a->cut = is_cut(p, a);
        }
        a = b;
        is_parted = false;
    }
    if (a)
        a->cut = is_cut(p, a);
}
