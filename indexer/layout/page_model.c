/* SPDX-License-Identifier: MIT */
/*
 * One walk over the text counts its Han, which decides how wide an ASCII comma
 * is; a second finds lines and tokens and measures them. Nothing is copied but
 * the text of a block, without its wraps, for the rules that read it.
 */
#include "indexer/layout/page_model.h"

#include "core/text/charclass.h"
#include "indexer/layout/columns.h"
#include "indexer/layout/glyphs.h"
#include "indexer/layout/white_space.h"

#include <stdlib.h>
#include <string.h>

static bool
is_mostly_han(yz_str text)
{
    size_t han = 0;
    size_t all = 0;
    for (size_t at = 0; at < text.size;) {
        const uint32_t c = utf8_next(text.data, text.size, &at);
        han += glyph_is_han(c);
        all += !char_is_space(c);
    }
    return han * 2 > all;
}

/* Measure the characters [begin, end) into the token, and step its end. */
static void
token_extend(const page *p, token *t, size_t begin, size_t end)
{
    const yz_str text = p->file->text;
    bool in_blank = false;
    for (size_t at = begin; at < end;) {
        const uint32_t c = utf8_next(text.data, text.size, &at);
        const bool is_blank = char_is_space(c);
        if (!is_blank || !in_blank)
            t->width += is_blank ? 0.5 : glyph_width(c, p->han);
        t->chars += !is_blank;
        t->han += glyph_is_han(c);
        in_blank = is_blank;
    }
    t->end = (uint32_t)end;
}

/* Find the tokens of the line, or of what a column has of it. */
static bool
line_read_tokens(page *p, line *l, const strip *s)
{
    const yz_str text = { p->file->text.data, s->end };
    uint64_t place = s->line_place;
    size_t last = s->line_begin;
    l->token_first = p->tokens.count;
    for (size_t at = s->begin; at < s->end;) {
        const size_t stop = blank_begin(text, at);
        if (l->token_count > 0 && blank_parts_words(text, last, at)) {
            token *glued = &p->tokens.items[p->tokens.count - 1];
            token_extend(p, glued, last, stop);
            place += utf8_count(text.data + last, stop - last);
        } else {
            place += utf8_count(text.data + last, at - last);
            token t = { .begin = (uint32_t)at, .place = place };
            token_extend(p, &t, at, stop);
            if (!ARRAY_PUSH(&p->tokens, t))
                return false;
            l->token_count++;
            place += utf8_count(text.data + at, stop - at);
        }
        last = stop;
        at = blank_end(text, stop);
    }
    return true;
}

static double
lead_width(yz_str text, size_t begin, size_t end)
{
    double width = 0;
    for (size_t at = begin; at < end;) {
        const uint32_t c = utf8_next(text.data, text.size, &at);
        width += c == '\t' ? 2 : c == 0x3000 ? 1 : 0.5;
    }
    return width;
}

/* What is in a line between two form feeds, if it is not blank. */
static yz_status
read_strip(yz_str text, size_t begin, size_t end, strip *next,
           strip_list *strips, yz_error *err)
{
    strip s = *next;
    s.begin = blank_end((yz_str){ text.data, end }, begin);
    s.end = end;
    s.lead = lead_width(text, begin, s.begin);
    if (s.begin == end)
        return YZ_OK;
    next->gap = 0;
    next->begins_page = false;
    return ARRAY_PUSH(strips, s) ? YZ_OK : error_nomem(err);
}

/* A form feed ends what stands before it in its line. */
static yz_status
read_line(yz_str text, size_t end, strip *next, strip_list *strips,
          yz_error *err)
{
    const size_t count = strips->count;
    for (size_t begin = next->line_begin; begin <= end;) {
        const char *feed = memchr(text.data + begin, '\f', end - begin);
        const size_t stop = feed ? (size_t)(feed - text.data) : end;
        TRY(read_strip(text, begin, stop, next, strips, err));
        next->begins_page |= feed != NULL;
        begin = stop + 1;
    }
    next->gap += strips->count == count;
    return YZ_OK;
}

/* The lines that are not blank, a strip each. */
static yz_status
read_strips(yz_str text, strip_list *strips, yz_error *err)
{
    strip next = { .number = 1 };
    for (; next.line_begin < text.size; next.number++) {
        const size_t begin = next.line_begin;
        const char *feed = memchr(text.data + begin, '\n', text.size - begin);
        const size_t end = feed ? (size_t)(feed - text.data) : text.size;
        TRY(read_line(text, end, &next, strips, err));
        next.line_place += utf8_count(text.data + begin, end - begin) + 1;
        next.line_begin = end + 1;
    }
    return YZ_OK;
}

static yz_status
page_read_lines(page *p, strip_list *strips, yz_error *err)
{
    TRY(read_strips(p->file->text, strips, err));
    if (!p->printed) /* else columns are known */
        TRY(strips_part_columns(p->file->text, strips, p->arena, err));
    for (size_t i = 0; i < strips->count; i++) {
        const strip *s = &strips->items[i];
        line l = { .place = s->line_place,
                   .lead = s->lead,
                   .number = s->number,
                   .gap = s->gap,
                   .part = s->part,
                   .begins_page = s->begins_page };
        if (!line_read_tokens(p, &l, s) || !ARRAY_PUSH(&p->lines, l))
            return error_nomem(err);
    }
    return YZ_OK;
}

yz_status
page_read(page *p, const decoded *file, const printed_line *printed, arena *a,
          yz_error *err)
{
    *p = (page){ .file = file,
                 .printed = printed,
                 .arena = a,
                 .tokens.from = a->from,
                 .lines.from = a->from };
    p->cuts.from = a->from;
    p->han = is_mostly_han(file->text);
    TRY(markup_find(file->text, &p->cuts, err));
    strip_list strips = { .from = a->from };
    const yz_status status = page_read_lines(p, &strips, err);
    ARRAY_DISPOSE(&strips);
    TRY(status);
    for (size_t i = 0; i < p->lines.count; i++) {
        const double lead = p->lines.items[i].lead;
        if (i == 0 || lead < p->lead_min)
            p->lead_min = lead;
    }
    return YZ_OK;
}

void
page_dispose(page *p)
{
    ARRAY_DISPOSE(&p->tokens);
    ARRAY_DISPOSE(&p->lines);
    ARRAY_DISPOSE(&p->cuts);
}

double
block_han_share(const block *b)
{
    return b->chars ? (double)b->han / b->chars : 0;
}

double
row_measure(const page *p, const row *r)
{
    size_t at = page_token(p, r->token_first + r->token_count - 1)->end;
    const uint32_t last = utf8_previous(p->file->text.data, &at);
    return r->width - (p->han && glyph_cannot_begin_line(last) ? 0.5 : 0);
}

/*
 * The column's width is the upper quartile of the inner rows: the first may be
 * indented and the last is short.
 */
static yz_status
block_measure_column(page *p, block *b, yz_error *err)
{
    b->column = 0;
    if (b->row_count < 3)
        return YZ_OK;
    const size_t count = b->row_count - 1;
    double *widths = arena_array(p->arena, count, sizeof(*widths));
    if (!widths)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++)
        widths[i] = row_measure(p, block_row(p, b, i));
    b->column = quantile(widths, count, 0.75);
    return YZ_OK;
}

static void
row_add_up(const page *p, const row *r, block *b, size_t *size)
{
    for (size_t i = 0; i < r->token_count; i++) {
        const token *t = page_token(p, r->token_first + i);
        b->width += t->width;
        b->chars += t->chars;
        b->han += t->han;
        *size += t->end - t->begin;
    }
}

static char *
row_copy(const page *p, const row *r, char *to)
{
    for (size_t i = 0; i < r->token_count; i++) {
        const token *t = page_token(p, r->token_first + i);
        memcpy(to, p->file->text.data + t->begin, t->end - t->begin);
        to += t->end - t->begin;
    }
    return to;
}

yz_status
block_measure(page *p, block *b, yz_error *err)
{
    size_t size = 0;
    b->width = 0;
    b->chars = b->han = 0;
    for (size_t i = 0; i < b->row_count; i++)
        row_add_up(p, block_row(p, b, i), b, &size);
    char *text = arena_alloc(p->arena, size + 1);
    if (!text)
        return error_nomem(err);
    b->text = (yz_str){ text, size };
    for (size_t i = 0; i < b->row_count; i++)
        text = row_copy(p, block_row(p, b, i), text);
    return block_measure_column(p, b, err);
}

yz_status
block_append(page *p, block *b, const block *after, yz_error *err)
{
    b->line_count += after->line_count;
    b->row_count += after->row_count;
    b->rules |= after->rules;
    return block_measure(p, b, err);
}
