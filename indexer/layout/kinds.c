/* SPDX-License-Identifier: MIT */
/*
 * What is sure from the wording alone comes first; what is left is judged by
 * its place and shape (captions.c, headings.c). Widths limit each kind, so that a
 * paragraph that happens to begin like a byline stays a paragraph.
 */
#include "indexer/layout/kinds.h"

#include "core/base/reader.h"
#include "indexer/layout/fit.h"
#include "indexer/layout/glyphs.h"
#include "indexer/layout/page_break.h"
#include "indexer/layout/spacing.h"

static const double byline_width_max = 44;
static const double marked_caption_width_max = 140;
static const double worded_caption_width_max = 90;
static const uint32_t noise_chars_max = 60;

void
block_decide(block *b, yz_kind kind, rule by)
{
    b->kind = kind;
    b->decided = true;
    b->rules |= RULE_BIT(by);
}

ending
block_ending(const page *p, const block *b)
{
    return text_ending(b->text, p->han);
}

yz_str
block_source(const page *p, const block *b)
{
    const row *first = block_row(p, b, 0);
    const row *last = block_row(p, b, b->row_count - 1);
    const size_t begin = page_token(p, first->token_first)->begin;
    const size_t last_token = last->token_first + last->token_count - 1;
    if (block_line(p, b, 0)->part && b->line_count > 1)
        return b->text; /* other columns stand between its lines */
    return (yz_str){ p->file->text.data + begin,
                     page_token(p, last_token)->end - begin };
}

bool
block_is_aside(const block *b)
{
    return b->decided &&
           (b->kind == YZ_KIND_CAPTION || b->kind == YZ_KIND_CREDIT ||
            b->kind == YZ_KIND_NOISE || (b->rules & RULE_BIT(RULE_RUNNING)));
}

/* A shorter one is no sentence because of a full stop of ASCII: `WWW .` */
static const double sentence_width_min = 8;

/* Debris of a logo or a picture among Han: hardly a Han character in it. */
static bool
is_debris(const page *p, const block *b)
{
    return p->han && block_han_share(b) < 0.25 && b->chars <= noise_chars_max &&
           !text_has_long_number(b->text) &&
           (block_ending(p, b) != ENDING_CLOSED ||
            (b->width < sentence_width_min && text_ends_with(b->text, ".")));
}

/* One or two characters by themselves that are no word and no line's end. */
static bool
is_crumb(const page *p, const block *b)
{
    const bool stands_apart = b->gap > 0 || b == p->blocks;
    return b->chars <= 2 && stands_apart && !text_has_han_pair(b->text) &&
           block_ending(p, b) != ENDING_CLOSED;
}

static bool
is_noise(const page *p, const block *b)
{
    return !text_begins_item(b->text) && (is_debris(p, b) || is_crumb(p, b));
}

static date_place
place_of(const page *p, const block *b)
{
    enum { TOP_BLOCKS = 3 };
    if (b->line_count > 1)
        return DATE_IN_TEXT;
    return b - p->blocks < TOP_BLOCKS ? DATE_ON_TOP : DATE_ALONE;
}

static void
decide_by_text(const page *p, block *b)
{
    const yz_str source = block_source(p, b);
    if (block_is_page_number(p, (size_t)(b - p->blocks)))
        block_decide(b, YZ_KIND_NOISE, RULE_PAGE);
    if (b->decided || b->width > marked_caption_width_max)
        return;
    if (text_is_date_line(source, place_of(p, b), NULL))
        block_decide(b, YZ_KIND_DATE, RULE_DATE);
    else if (b->line_count == 1 && line_is_spaced(p, block_line(p, b, 0)))
        block_decide(b, YZ_KIND_HEADLINE, RULE_SPACED);
    else if (is_noise(p, b))
        block_decide(b, YZ_KIND_NOISE, RULE_NOISE);
    else if (text_is_credit(b->text))
        block_decide(b, YZ_KIND_CREDIT, RULE_CREDIT);
    else if (b->width <= byline_width_max && text_is_byline(source, p->han))
        block_decide(b, YZ_KIND_BYLINE, RULE_BYLINE);
    else if (glyph_is_caption_mark(text_first_char(b->text)))
        block_decide(b, YZ_KIND_CAPTION, RULE_MARK);
    else if (b->width <= worded_caption_width_max && text_is_caption(b->text))
        block_decide(b, YZ_KIND_CAPTION, RULE_WORD);
}

/* The names after 本报记者 may stand on a line of their own. */
static bool
is_byline_tail(const page *p, const block *byline, const block *b)
{
    return byline->decided && byline->kind == YZ_KIND_BYLINE && !b->decided &&
           b->row_count <= 3 && b->gap <= 1 && text_is_names(b->text) &&
           block_part(p, byline) == block_part(p, b);
}

static yz_status
merge_byline_tails(page *p, yz_error *err)
{
    size_t kept = 0;
    for (size_t i = 1; i < p->block_count; i++) {
        if (is_byline_tail(p, &p->blocks[kept], &p->blocks[i]))
            TRY(block_append(p, &p->blocks[kept], &p->blocks[i], err));
        else
            p->blocks[++kept] = p->blocks[i];
    }
    p->block_count = kept + 1;
    return YZ_OK;
}

yz_status
page_decide_by_text(page *p, yz_error *err)
{
    for (size_t i = 0; i < p->block_count; i++)
        decide_by_text(p, &p->blocks[i]);
    return merge_byline_tails(p, err);
}

/* Wrapped like the columns around it, and longer than a heading. */
static bool
is_set_in_column(const page *p, const block *b)
{
    const double column = b->column > 0 ? b->column : p->column;
    return column > 0 && b->line_count >= 2 && p->tight &&
           b->width >= 1.6 * column &&
           block_row(p, b, 0)->width <= column + 0.5 &&
           block_indent(p, b, column) == INDENT_IN;
}

static bool
is_body(const page *p, const block *b)
{
    const bool has_clauses = text_has_clause_mark(b->text);
    const ending end = block_ending(p, b);
    return (b->width >= 40 && has_clauses) ||
           (b->width >= sentence_width_min && end == ENDING_CLOSED) ||
           (b->width >= 15 && has_clauses && b->row_count >= 2) ||
           (b->width >= 8 && text_begins_item(b->text) && end != ENDING_OPEN) ||
           is_set_in_column(p, b);
}

static yz_status
find_column(page *p, yz_error *err)
{
    double *columns =
        arena_array(p->arena, p->block_count + 1, sizeof(*columns));
    if (!columns)
        return error_nomem(err);
    size_t count = 0;
    for (size_t i = 0; i < p->block_count; i++) {
        const block *b = &p->blocks[i];
        if (b->body && b->column > 0 && b->row_count > 2)
            columns[count++] = b->column;
    }
    p->column = count ? quantile(columns, count, 0.5) : 0;
    return YZ_OK;
}

yz_status
page_mark_body(page *p, yz_error *err)
{
    for (unsigned round = 0; round < 2; round++) {
        for (size_t i = 0; i < p->block_count; i++) {
            block *b = &p->blocks[i];
            b->body = !b->decided && is_body(p, b);
        }
        TRY(find_column(p, err));
    }
    return YZ_OK;
}
