/* SPDX-License-Identifier: MIT */
/*
 * A column is judged by the lines near a line, not by the whole run: columns
 * change their width on their way round a photo.
 */
#include "indexer/layout/run.h"

#include "core/base/reader.h"
#include "indexer/layout/fit.h"
#include "indexer/layout/glyphs.h"
#include "indexer/layout/page_break.h"
#include "indexer/layout/patterns.h"
#include "indexer/layout/spacing.h"

/* Where blank lines follow all lines, a wider line is a block by itself. */
static const double loose_width_max = 40;
/* Lines this near to the column are full. */
static const double near_max = 1.6;

/* A column is judged by this many lines on either side. */
enum { COLUMN_REACH = 8, LOOSE_TOKENS_MAX = 3, LIST_LINES_MIN = 4 };

row
row_of_line(const page *p, const line *l)
{
    row r = { l->token_first, l->token_count, 0 };
    for (size_t i = 0; i < l->token_count; i++)
        r.width += page_token(p, l->token_first + i)->width;
    r.width += 0.5 * (double)(l->token_count - 1);
    return r;
}

static bool
is_noise_line(const page *p, const row *r)
{
    uint32_t chars = 0;
    uint32_t han = 0;
    for (size_t i = 0; i < r->token_count; i++) {
        chars += page_token(p, r->token_first + i)->chars;
        han += page_token(p, r->token_first + i)->han;
    }
    return p->han && han * 4 < chars && !text_has_long_number(row_text(p, r));
}

line_role
line_role_of(const page *p, const line *l, const row *r)
{
    const yz_str text = row_text(p, r);
    if (r->width > RUN_WIDTH_MAX || text_is_table_row(text) ||
        line_stands_at_break(p, (size_t)(l - p->lines.items)))
        return ROLE_ALONE;
    if (text_is_date_line(text, DATE_IN_TEXT, NULL) ||
        text_is_byline(text, p->han) || text_is_credit(text) ||
        line_is_spaced(p, l))
        return ROLE_ALONE;
    if (!p->tight && (r->width > loose_width_max ||
                      l->token_count > LOOSE_TOKENS_MAX || is_noise_line(p, r)))
        return ROLE_ALONE;
    return glyph_is_caption_mark(text_first_char(text)) ||
                   text_begins_caption(text)
               ? ROLE_BEGINS
               : ROLE_PLAIN;
}

bool
run_takes(const page *p, const run *r, size_t i)
{
    const line *l = &p->lines.items[i];
    if (r->roles[i] == ROLE_ALONE || r->roles[r->first] == ROLE_ALONE ||
        l->part != l[-1].part)
        return false;
    if (p->tight)
        return l->gap == 0;
    return l->gap <= 1 && l->gap == p->lines.items[r->first + 1].gap;
}

double
run_column(const page *p, const run *r, size_t i)
{
    double widths[2 * COLUMN_REACH + 1];
    const size_t reach = COLUMN_REACH;
    size_t from = i > reach ? i - reach : 0;
    const size_t to =
        from + 2 * reach + 1 < r->count ? from + 2 * reach + 1 : r->count;
    if (to - from < 2 * reach + 1)
        from = to > 2 * reach + 1 ? to - (2 * reach + 1) : 0;
    const size_t count = to - from;
    for (size_t k = 0; k < count; k++)
        widths[k] = row_measure(p, &r->rows[r->first + from + k]);
    const double widest = quantile(widths, count, 1 - 1e-9);
    if (!p->han)
        return quantile(widths, count, 0.9);
    const double column = widths[count / 2 + (count - count / 2) / 2];
    size_t near = 0;
    for (size_t k = 0; k < count; k++)
        near +=
            widths[k] <= column + near_max && widths[k] >= column - near_max;
    return near * 2 < count ? widest : column;
}

bool
run_is_wrapped(const page *p, const run *r)
{
    if (p->tight)
        return r->count >= 2;
    if (r->count < 3)
        return false;
    size_t near = 0;
    for (size_t i = 0; i < r->count; i++) {
        const double off = run_column(p, r, i) - r->rows[r->first + i].width;
        near += off <= near_max && off >= -near_max;
    }
    return near >= 3 && near * 2 >= r->count;
}

bool
run_is_list(const page *p, const run *r)
{
    if (r->count < LIST_LINES_MIN)
        return false;
    size_t closed = 0;
    size_t counted = 0;
    for (size_t i = 0; i < r->count; i++) {
        const yz_str text = row_text(p, &r->rows[r->first + i]);
        closed += text_ending(text, p->han) == ENDING_CLOSED;
        counted += char_digit(text_first_char(text)) >= 0;
    }
    return closed * 10 >= r->count * 7 || counted * 10 >= r->count * 7;
}
