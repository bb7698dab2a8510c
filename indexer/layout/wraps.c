/* SPDX-License-Identifier: MIT */
/*
 * Files come in two kinds. In one a line is a printed line; its blank lines
 * either part the blocks (the page is `tight`) or stand after every line. In
 * the other a line is a whole block, the wraps in it being blanks. One page
 * may have both: a narrow lede line by line, the columns block by block.
 *
 * So lines that could be one printed block are gathered into runs; a run of
 * lines with nothing between them is one for sure, a run of lines with blank
 * lines between only if most of them are equally wide. Then a run is parted
 * where a paragraph begins: at a short line after one that ended its sentence
 * early, at visible white space, at an item of a list.
 */
#include "indexer/layout/wraps.h"

#include "indexer/layout/fit.h"
#include "indexer/layout/glyphs.h"
#include "indexer/layout/halves.h"
#include "indexer/layout/patterns.h"
#include "indexer/layout/spacing.h"

/* A wider line is a block by itself. */
static const double tight_width_max = 60;
static const double loose_width_max = 40;
static const double width_min = 2;
/* Lines this near to the column are full. */
static const double near_max = 1.6;
/* A line so much wider than its neighbours stands in no column of theirs. */
static const double wider_min = 1.5;
/* Room that no line within a paragraph leaves. */
static const double room_never_left = 4;
/* A caption's lines are so much narrower than the column. */
static const double narrow_share = 0.8;
/* Room at the end that only a paragraph's last line leaves. */
static const double short_min = 1.6;
static const double short_min_latin = 4;

/* A column is judged by so many lines on either side. */
enum { COLUMN_REACH = 8, LOOSE_TOKENS_MAX = 3, LIST_LINES_MIN = 4 };
enum { PHOTO_GAP = 2, CAPTION_LINES_MAX = 8 };

/* What a line by itself asks for. */
typedef enum line_role {
    ROLE_PLAIN,
    ROLE_BEGINS, /* begins a block, and may go on */
    ROLE_ALONE   /* is a block */
} line_role;

typedef struct run {
    size_t first; /* line */
    size_t count;
    const row *rows;        /* one a line, of the whole page */
    const line_role *roles; /* the same */
    bool is_list;           /* each line by itself */
} run;

static row
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

static line_role
line_role_of(const page *p, const line *l, const row *r)
{
    const yz_str text = row_text(p, r);
    if (r->width > tight_width_max)
        return ROLE_ALONE;
    if (text_is_date_line(text, false, NULL) || text_is_byline(text, p->han) ||
        text_is_credit(text) || line_is_spaced(p, l))
        return ROLE_ALONE;
    if (!p->tight && (r->width > loose_width_max ||
                      l->token_count > LOOSE_TOKENS_MAX || is_noise_line(p, r)))
        return ROLE_ALONE;
    return glyph_is_caption_mark(text_first_char(text)) ||
                   text_begins_caption(text)
               ? ROLE_BEGINS
               : ROLE_PLAIN;
}

/* Does the line go on with the run that has at least one line? */
static bool
run_takes(const page *p, const run *r, size_t i)
{
    const line *l = &p->lines.items[i];
    if (r->roles[i] == ROLE_ALONE || r->roles[r->first] == ROLE_ALONE)
        return false;
    if (p->tight)
        return l->gap == 0;
    return l->gap <= 1 && l->gap == p->lines.items[r->first + 1].gap;
}

/*
 * The width of the column around line `i` of the run: the median of the wider
 * half of the lines near it. Where these widths do not agree, the widest.
 */
static double
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

/* Lines with blank lines between are one text only if equally wide. */
static bool
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

/* Lists and tables: lines that each end their sentence, or begin alike. */
static bool
run_is_list(const page *p, const run *r)
{
    if (r->count < LIST_LINES_MIN)
        return false;
    size_t closed = 0;
    size_t counted = 0;
    for (size_t i = 0; i < r->count; i++) {
        const yz_str text = row_text(p, &r->rows[r->first + i]);
        closed += text_ending(text, p->han) == ENDING_CLOSED;
        counted += glyph_digit(text_first_char(text)) >= 0;
    }
    return closed * 10 >= r->count * 7 || counted * 10 >= r->count * 7;
}

static bool
is_visibly_indented(const page *p, const run *r, size_t i)
{
    const line *l = &p->lines.items[r->first + i];
    double other = l[i ? -1 : 1].lead;
    if (i > 0 && i + 1 < r->count && l[1].lead < other)
        other = l[1].lead;
    return l->lead - other >= 0.9 && l->lead - other <= 5;
}

/* Room that the line leaves in its column though the next would have fitted. */
static double
line_room(const page *p, const run *r, size_t i, double column)
{
    const row *here = &r->rows[r->first + i];
    if (i + 1 == r->count || row_is_excused(p, here, here + 1, column))
        return 0;
    return column - here->width;
}

/* Wider than the column, and neither of its neighbours is. */
static bool
is_wide_alone(const page *p, const run *r, size_t i)
{
    const row *here = &r->rows[r->first + i];
    const double limit = run_column(p, r, i) + wider_min;
    return row_measure(p, here) > limit &&
           (i == 0 || row_measure(p, here - 1) <= limit) &&
           (i + 1 == r->count || row_measure(p, here + 1) <= limit);
}

static bool
row_has_halves(const page *p, const row *r)
{
    return tokens_are_halves(p, r->token_first, r->token_count);
}

/*
 * Does line `i` > 0 of the run begin a paragraph, by its looks? `after_first`:
 * the line before begins one, so that it may be short by its own indent.
 */
static bool
begins_paragraph(const page *p, const run *r, size_t i, bool after_first)
{
    const row *here = &r->rows[r->first + i];
    const ending end = text_ending(row_text(p, here - 1), p->han);
    if (is_visibly_indented(p, r, i))
        return true;
    if (end >= ENDING_PAUSED && text_begins_item(row_text(p, here)))
        return true;
    if (r->count < 3)
        return false;
    if (end == ENDING_CLOSED && row_has_halves(p, here))
        return true;
    const double column = run_column(p, r, i);
    const double room_before = line_room(p, r, i - 1, column);
    if (!p->han)
        return end == ENDING_CLOSED && room_before >= short_min_latin;
    if (room_before >= room_never_left || is_wide_alone(p, r, i) ||
        is_wide_alone(p, r, i - 1))
        return true;
    const double room = line_room(p, r, i, column);
    const bool is_indented = room >= 1.4 && room <= 3.2;
    const bool was_indented =
        after_first && room_before >= 1.4 && room_before <= 3.2;
    const bool is_open = text_ending(row_text(p, here), p->han) == ENDING_OPEN;
    if (end == ENDING_CLOSED)
        return room_before >= short_min || is_indented ||
               (is_open && room >= room_never_left);
    if (after_first && is_indented && row_has_halves(p, here - 1))
        return true;
    return (room_before >= short_min && !was_indented && is_indented) ||
           (end == ENDING_OPEN && room >= 1.75 && room <= 2.25);
}

/*
 * How many lines of the run, from line `i` on, are a caption: lines after a
 * photo's gap, or after a caption's mark, that are set to another measure than
 * the column that follows them.
 */
static size_t
caption_lines(const page *p, const run *r, size_t i)
{
    const row *rows = &r->rows[r->first + i];
    const bool is_marked = r->roles[r->first + i] == ROLE_BEGINS;
    const double column = run_column(p, r, i);
    const double measure = row_measure(p, rows);
    const bool is_wide = measure > column + wider_min;
    const bool is_narrow = measure <= column * narrow_share;
    size_t count = 1;
    if (!is_marked && (p->lines.items[r->first + i].gap < PHOTO_GAP ||
                       !(is_wide || is_narrow)))
        return 0;
    for (; i + count < r->count && count < CAPTION_LINES_MAX; count++) {
        const row *next = &rows[count];
        const bool was_full = row_is_excused(p, next - 1, next, measure) ||
                              measure - next[-1].width <= 1;
        const double missing = column - next->width;
        if (!was_full || next->width > measure + 1 ||
            text_ending(row_text(p, next - 1), p->han) == ENDING_CLOSED ||
            (is_wide && missing < 3.2 && missing > -1))
            break;
    }
    return count > 1 || is_marked || is_wide || column - measure > 3.2 ? count
                                                                       : 0;
}

static bool
begins_block(const page *p, const run *r, size_t i, size_t size,
             bool after_first)
{
    return i == 0 || r->is_list || r->roles[r->first + i] != ROLE_PLAIN ||
           size > YZ_PASSAGE_SIZE_MAX || begins_paragraph(p, r, i, after_first);
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
                  .gap = p->lines.items[line_first].gap };
    return b;
}

/* A line by itself: its tokens are its rows where they may be wraps. */
static yz_status
form_single(page *p, size_t i, const row *whole, yz_error *err)
{
    const line *l = &p->lines.items[i];
    block *b = page_begin_block(p, i);
    b->line_count = 1;
    if (p->tight && whole->width <= tight_width_max) {
        p->rows[p->row_count++] = *whole;
    } else {
        for (size_t k = 0; k < l->token_count; k++) {
            const size_t t = l->token_first + k;
            p->rows[p->row_count++] = (row){ t, 1, page_token(p, t)->width };
        }
    }
    b->row_count = p->row_count - b->row_first;
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
            caption_end = i + caption_lines(p, r, i);
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
    return form_all(p, rows, roles, err);
}
