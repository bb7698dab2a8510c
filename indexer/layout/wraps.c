/* SPDX-License-Identifier: MIT */
/*
 * Files come in two kinds. In one a line is a printed line; its blank lines
 * either part the blocks (the page is `tight`) or stand after every line. In
 * the other a line is a whole block, the wraps in it being spaces. One page
 * may have both: a narrow lede line by line, the columns block by block.
 *
 * So lines that could be one printed block are gathered into runs; a run of
 * lines with nothing between them is one for sure, a run of lines with space
 * lines between only if most of them are equally wide. Then a run is parted
 * where a paragraph begins: at a short line after one that ended its sentence
 * early, at visible white space, at an item of a list.
 */
#include "indexer/layout/wraps.h"

#include "indexer/layout/beginnings.h"
#include "indexer/layout/fit.h"
#include "indexer/layout/patterns.h"

static const double width_min = 2;

static bool
begins_block(const page *p, const run *r, size_t i, size_t size,
             bool after_first)
{
    return i == 0 || r->is_list || r->roles[r->first + i] != ROLE_PLAIN ||
           size > YZ_PASSAGE_SIZE_MAX ||
           run_begins_paragraph(p, r, i, after_first);
}

static size_t
line_size(const page *p, size_t i)
{
    const line *l = &p->lines.items[i];
    return page_token(p, l->token_first + l->token_count - 1)->end -
           page_token(p, l->token_first)->begin + 1;
}

static block *
page_begin_block(page *p, size_t line_first)
{
    block *b = &p->blocks[p->block_count++];
    *b = (block){ .line_first = line_first,
                  .row_first = p->row_count,
                  .gap = p->lines.items[line_first].gap,
                  .rules = p->lines.items[line_first].part
                               ? RULE_BIT(RULE_COLUMNS)
                               : 0 };
    return b;
}

/* A line by itself: its tokens are its rows where they may be wraps. */
static yz_status
form_single(page *p, size_t i, const row *whole, yz_error *err)
{
    const line *l = &p->lines.items[i];
    block *b = page_begin_block(p, i);
    b->line_count = 1;
    if (p->tight && whole->width <= RUN_WIDTH_MAX) {
        p->rows[p->row_count++] = *whole;
    } else {
        for (size_t k = 0; k < l->token_count; k++) {
            const size_t t = l->token_first + k;
            p->rows[p->row_count++] = (row){ t, 1, page_token(p, t)->width };
        }
    }
    b->row_count = p->row_count - b->row_first;
    b->table = text_is_table_row(row_text(p, whole));
    if (b->table)
        b->rules |= RULE_BIT(RULE_TABLE);
    return block_measure(p, b, err);
}

/*
 * How many lines from line `i` on have a character each, most of them Han: text
 * that was set from top to bottom. They follow each other alike, with a space
 * line between any two or between none.
 */
static size_t
vertical_lines(const page *p, size_t i)
{
    enum { VERTICAL_MIN = 4, UNDECIDED_MAX = 16 };
    size_t count = 0;
    size_t han = 0;
    for (; i + count < p->lines.count; count++) {
        const line *l = &p->lines.items[i + count];
        const token *t = page_token(p, l->token_first);
        if (l->token_count != 1 || t->chars != 1 ||
            (count > 0 && (l->gap > 1 || l->part != l[-1].part)) ||
            (count > 1 && l->gap != l[-1].gap))
            break;
        han += t->han;
        if (count >= UNDECIDED_MAX && han * 2 <= count)
            return 0;
    }
    return count >= VERTICAL_MIN && han * 2 > count ? count : 0;
}

/* One row of all of them: their widths tell nothing of a column. */
static yz_status
form_vertical(page *p, size_t i, size_t count, yz_error *err)
{
    block *b = page_begin_block(p, i);
    row *r = &p->rows[p->row_count++];
    *r = (row){ p->lines.items[i].token_first, count, 0 };
    for (size_t k = 0; k < count; k++)
        r->width += page_token(p, r->token_first + k)->width;
    b->line_count = count;
    b->row_count = 1;
    b->vertical = true;
    b->rules |= RULE_BIT(RULE_VERTICAL);
    return block_measure(p, b, err);
}

static yz_status
form_run(page *p, run *r, yz_error *err)
{
    block *b = NULL;
    size_t size = 0;
    size_t caption_end = 0;
    r->is_list = run_is_list(p, r);
    for (size_t i = 0; i < r->count; i++) {
        size += line_size(p, r->first + i);
        const bool in_caption = i < caption_end;
        const bool after_first = b && b->line_count == 1;
        if (i == caption_end ||
            (!in_caption && begins_block(p, r, i, size, after_first))) {
            if (b)
                TRY(block_measure(p, b, err));
            b = page_begin_block(p, r->first + i);
            size = line_size(p, r->first + i);
            caption_end = i + run_caption_lines(p, r, i);
        }
        p->rows[p->row_count++] = r->rows[r->first + i];
        b->row_count++;
        b->line_count++;
        if (b->line_count == 2)
            b->rules |= RULE_BIT(RULE_LINES);
    }
    TRY(block_measure(p, b, err));
    return YZ_OK;
}

/* The blocks of a run know the run's column, however short they are. */
static void
spread_column(const page *p, const run *r, size_t block_first)
{
    if (r->count < 3 || r->is_list)
        return;
    for (size_t i = block_first; i < p->block_count; i++) {
        block *b = &p->blocks[i];
        b->column = run_column(p, r, b->line_first - r->first);
    }
}

static bool
page_is_tight(const page *p)
{
    size_t none = 0;
    for (size_t i = 1; i < p->lines.count; i++)
        none += p->lines.items[i].gap == 0;
    return p->lines.count > 1 && none * 5 >= p->lines.count - 1;
}

static yz_status
form_all(page *p, const row *rows, const line_role *roles, yz_error *err)
{
    for (size_t i = 0; i < p->lines.count;) {
        run r = { i, 1, rows, roles, false };
        const size_t vertical = vertical_lines(p, i);
        if (vertical) {
            TRY(form_vertical(p, i, vertical, err));
            i += vertical;
            continue;
        }
        while (i + r.count < p->lines.count && rows[i].width >= width_min &&
               run_takes(p, &r, i + r.count))
            r.count++;
        const size_t block_first = p->block_count;
        if (run_is_wrapped(p, &r)) {
            TRY(form_run(p, &r, err));
            spread_column(p, &r, block_first);
        } else {
            r.count = (r.count + 1) / 2;
            for (size_t k = 0; k < r.count; k++)
                TRY(form_single(p, i + k, &rows[i + k], err));
        }
        i += r.count;
    }
    return YZ_OK;
}

yz_status
page_form_blocks(page *p, yz_error *err)
{
    const size_t count = p->lines.count;
    row *rows = arena_array(p->arena, count, sizeof(*rows));
    line_role *roles = arena_array(p->arena, count, sizeof(*roles));
    p->rows = arena_array(p->arena, p->tokens.count, sizeof(*p->rows));
    p->blocks = arena_array(p->arena, count, sizeof(*p->blocks));
    if (!rows || !roles || !p->rows || !p->blocks)
        return error_nomem(err);
    p->tight = page_is_tight(p);
    for (size_t i = 0; i < count; i++) {
        rows[i] = row_of_line(p, &p->lines.items[i]);
        roles[i] = line_role_of(p, &p->lines.items[i], &rows[i]);
    }
    for (size_t i = 0; i < count;) {
        const size_t vertical = vertical_lines(p, i);
        for (size_t k = 0; k < vertical; k++)
            roles[i + k] = ROLE_ALONE; /* no run takes it in */
        i += vertical ? vertical : 1;
    }
    return form_all(p, rows, roles, err);
}
