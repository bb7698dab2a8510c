/* SPDX-License-Identifier: MIT */
/*
 * Cells are simplified: words become one cell as long as the widths of its
 * characters tell where each of them ends, to an eighth of an em; cells have
 * the height of their row, and meet in the middle of what is between two words.
 * So a row of evenly set Han is one cell or two, and takes a few bytes, and no
 * edge of a match moves by more than can be seen.
 */
#include "indexer/layout/page_boxes.h"

#include "core/base/utf8.h"
#include "core/report/boxes.h"

#include <string.h>

/* Edges of cells may move by this, in thicknesses of their row. */
static const double tolerance = 0.1;
/* Words that are so far from each other do not meet. */
static const double apart_min = 0.5;

size_t
written_find(const written_page *w, uint64_t byte)
{
    size_t low = 0;
    size_t high = w->count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (w->lines[middle].begin <= byte)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* ---- from the page's text to the passage's -------------------------------- */

/* The pieces of a passage that are of one written line. */
typedef struct row_pieces {
    const written_line *line;
    size_t first;
    size_t end;
} row_pieces;

static uint64_t
piece_begin(const yz_passage *p, size_t i)
{
    return p->pieces[i].source_begin;
}

/*
 * Where a byte of the line's text is in the passage. What a gap has is at the
 * beginning of the piece behind it.
 */
static uint32_t
text_of(const yz_passage *p, const row_pieces *r, uint32_t byte)
{
    const uint64_t at = r->line->begin + byte - r->line->from;
    for (size_t i = r->end; i-- > r->first;) {
        const yz_span span = box_piece_span(p, i);
        if (at < piece_begin(p, i))
            continue;
        const uint64_t off = at - piece_begin(p, i);
        if (off < span.end - span.begin)
            return span.begin + (uint32_t)off;
        return i + 1 < r->end ? box_piece_span(p, i + 1).begin : span.end;
    }
    return box_piece_span(p, r->first).begin;
}

static yz_span
span_of(const yz_passage *p, const row_pieces *r, uint32_t begin, uint32_t end)
{
    yz_span span = { text_of(p, r, begin), text_of(p, r, end) };
    if (span.end > span.begin)
        return span;
    span.end = span.begin;
    return span;
}

/* ---- cells -------------------------------------------------------------- */

/* Cells of a row along it: cell i is from edges[i] on to edges[i + 1]. */
typedef struct knots {
    const yz_passage *p;
    uint32_t *text; /* count + 1 positions in the text, rising */
    double *edges;  /* count + 1 */
    size_t count;
} knots;

static uint32_t
units_between(const knots *k, size_t first, size_t end)
{
    return box_units(box_text(k->p, (yz_span){ k->text[first], k->text[end] }));
}

/* Whether the edges between two knots are where the widths let them be. */
static bool
is_even(const knots *k, size_t first, size_t end, double most)
{
    const double units = units_between(k, first, end);
    const double length = k->edges[end] - k->edges[first];
    double before = 0;
    for (size_t i = first + 1; i < end; i++) {
        before += units_between(k, i - 1, i);
        const double off =
            k->edges[first] + length * before / units - k->edges[i];
        if (off > most || off < -most)
            return false;
    }
    return true;
}

/* The farthest knot up to which cells can be one. Looks ahead by a bound, so
 * that a line of any length takes time in proportion. */
static size_t
farthest_even(const knots *k, size_t first, double most)
{
    enum { LOOK_AHEAD = 40 };
    size_t best = first + 1;
    for (size_t end = first + 2; end <= k->count && end - first < LOOK_AHEAD;
         end++)
        if (is_even(k, first, end, most))
            best = end;
    return best;
}

static yz_box
cell_box(const yz_row *row, double begin, double end)
{
    yz_box box = row->box;
    const uint32_t first = (uint32_t)(begin + 0.5);
    const uint32_t last = (uint32_t)(end + 0.5);
    if (row->vertical) {
        box.y0 = first;
        box.y1 = last;
    } else {
        box.x0 = first;
        box.x1 = last;
    }
    return box;
}

static size_t
merge_cells(const knots *k, const yz_row *row, double most, yz_cell *cells)
{
    size_t count = 0;
    for (size_t i = 0; i < k->count;) {
        const size_t end = farthest_even(k, i, most);
        cells[count++] =
            (yz_cell){ .text = { k->text[i], k->text[end] },
                       .box = cell_box(row, k->edges[i], k->edges[end]) };
        i = end;
    }
    return count;
}

static double
along_begin(const ocr_box *box, bool vertical)
{
    return vertical ? box->y0 : box->x0;
}

static double
along_end(const ocr_box *box, bool vertical)
{
    return vertical ? box->y1 : box->x1;
}

/* Whether the words follow each other, and cover the text of their row. */
static bool
take_knots(const written_page *w, const yz_passage *p, const row_pieces *r,
           const yz_row *row, knots *k)
{
    const ocr_line *line = r->line->line;
    const double thickness =
        row->vertical ? row->box.x1 - row->box.x0 : row->box.y1 - row->box.y0;
    k->p = p;
    k->text[0] = row->text.begin;
    for (uint32_t i = 0; i < line->word_count; i++) {
        const ocr_word *word = ocr_line_word(w->page, line, i);
        const yz_span span = span_of(p, r, word->text_begin - line->text_begin,
                                     word->text_end - line->text_begin);
        const double begin = along_begin(&word->box, row->vertical);
        const double end = along_end(&word->box, row->vertical);
        if (span.begin == span.end)
            continue;
        if (!ocr_box_is_known(word->box))
            return false;
        if (k->count == 0)
            k->edges[0] = begin;
        else if (begin < k->edges[k->count - 1] ||
                 begin - k->edges[k->count] > apart_min * thickness)
            return false;
        else
            k->edges[k->count] = (k->edges[k->count] + begin) / 2;
        if (end < k->edges[k->count])
            return false;
        k->text[k->count] = k->count ? span.begin : row->text.begin;
        k->edges[++k->count] = end;
        k->text[k->count] = span.end;
    }
    k->text[k->count] = row->text.end;
    return k->count > 0;
}

/* Words as they are. */
static size_t
copy_cells(const written_page *w, const yz_passage *p, const row_pieces *r,
           yz_cell *cells)
{
    const ocr_line *line = r->line->line;
    size_t count = 0;
    for (uint32_t i = 0; i < line->word_count; i++) {
        const ocr_word *word = ocr_line_word(w->page, line, i);
        const yz_span span = span_of(p, r, word->text_begin - line->text_begin,
                                     word->text_end - line->text_begin);
        if (span.begin == span.end || !ocr_box_is_known(word->box) ||
            (count && span.begin < cells[count - 1].text.end))
            continue;
        cells[count++] = (yz_cell){ .text = span,
                                    .box = { word->box.x0, word->box.y0,
                                             word->box.x1, word->box.y1 } };
    }
    return count;
}

static yz_status
find_cells(const written_page *w, const yz_passage *p, const row_pieces *r,
           arena *a, arena *scratch, yz_row *row, yz_error *err)
{
    const size_t most = r->line->line->word_count;
    yz_cell *cells = arena_array(a, most + 1, sizeof(*cells));
    knots k = { .text = arena_array(scratch, most + 2, sizeof(*k.text)),
                .edges = arena_array(scratch, most + 2, sizeof(*k.edges)) };
    if (!cells || !k.text || !k.edges)
        return error_nomem(err);
    if (take_knots(w, p, r, row, &k)) {
        const double thickness = row->vertical ? row->box.x1 - row->box.x0
                                               : row->box.y1 - row->box.y0;
        row->box = cell_box(row, k.edges[0], k.edges[k.count]);
        row->cell_count = merge_cells(
            &k, row, thickness * tolerance > 1 ? thickness * tolerance : 1,
            cells);
    } else {
        row->cell_count = copy_cells(w, p, r, cells);
    }
    row->cells = cells;
    return YZ_OK;
}

/* ---- rows --------------------------------------------------------------- */

static uint32_t
percent(float confidence)
{
    if (confidence < 0)
        return 0;
    const uint32_t value = (uint32_t)(confidence * 100 + 0.5F);
    return value < 1 ? 1 : value > 100 ? 100 : value;
}

static bool
is_set_vertically(const ocr_line *line, yz_str text)
{
    const uint32_t width = line->box.x1 - line->box.x0;
    const uint32_t height = line->box.y1 - line->box.y0;
    return line->flags & OCR_VERTICAL ||
           (!(line->flags & OCR_WHOLE_BLOCK) && box_units(text) >= 4 &&
            height > width + width / 2);
}

static yz_status
find_row(const written_page *w, const yz_passage *p, const row_pieces *r,
         arena *a, arena *scratch, yz_row *row, yz_error *err)
{
    const ocr_line *line = r->line->line;
    row->text.begin = box_piece_span(p, r->first).begin;
    row->text.end = box_piece_span(p, r->end - 1).end;
    row->confidence = percent(line->confidence);
    if (!ocr_box_is_known(line->box) || line->box.x1 > YZ_COORDINATE_MAX ||
        line->box.y1 > YZ_COORDINATE_MAX)
        return YZ_OK;
    row->box =
        (yz_box){ line->box.x0, line->box.y0, line->box.x1, line->box.y1 };
    row->origin =
        line->flags & OCR_WHOLE_BLOCK ? YZ_BOX_BLOCK : YZ_BOX_ESTIMATED;
    row->vertical = is_set_vertically(line, box_text(p, row->text));
    if (!line->word_count || line->flags & OCR_WHOLE_BLOCK)
        return YZ_OK;
    TRY(find_cells(w, p, r, a, scratch, row, err));
    if (row->cell_count)
        row->origin =
            line->flags & OCR_CHARACTERS ? YZ_BOX_CHARACTER : YZ_BOX_WORD;
    return YZ_OK;
}

/* A block of the file that is one box has one row, however many lines. */
static bool
same_row(const written_line *x, const written_line *y)
{
    return x == y || (x->line == y->line && x->line->flags & OCR_WHOLE_BLOCK);
}

static yz_status
find_rows(const written_page *w, arena *a, arena *scratch, yz_passage *p,
          yz_error *err)
{
    size_t block = 0;
    yz_row *rows = arena_array(a, p->piece_count + 1, sizeof(*rows));
    if (!rows)
        return error_nomem(err);
    size_t count = 0;
    for (size_t i = 0; i < p->piece_count;) {
        const written_line *line =
            &w->lines[written_find(w, piece_begin(p, i))];
        row_pieces r = { line, i, i + 1 };
        while (
            r.end < p->piece_count &&
            same_row(line, &w->lines[written_find(w, piece_begin(p, r.end))]))
            r.end++;
        rows[count].begins_block =
            block < p->block_count &&
            piece_begin(p, i) >= p->blocks[block].byte_begin;
        while (block < p->block_count &&
               p->blocks[block].byte_begin <= piece_begin(p, i))
            block++;
        arena_clear(scratch);
        TRY(find_row(w, p, &r, a, scratch, &rows[count++], err));
        i = r.end;
    }
    p->rows = rows;
    p->row_count = count;
    return YZ_OK;
}

/* ---- readings ----------------------------------------------------------- */

/* The row's pieces again, by a byte of the page's text. */
static bool
find_pieces(const written_page *w, const yz_passage *p, uint32_t begin,
            row_pieces *ret_pieces)
{
    for (size_t i = 0; i < p->piece_count; i++) {
        const written_line *line =
            &w->lines[written_find(w, piece_begin(p, i))];
        const uint32_t first = line->line->text_begin + line->from;
        if (begin < first || begin >= first + line->size)
            continue;
        row_pieces r = { line, i, i + 1 };
        while (r.end < p->piece_count &&
               &w->lines[written_find(w, piece_begin(p, r.end))] == line)
            r.end++;
        *ret_pieces = r;
        return true;
    }
    return false;
}

static yz_status
find_readings(const written_page *w, arena *a, yz_passage *p, yz_error *err)
{
    const size_t most = w->page->alternatives.count;
    size_t count = 0;
    if (!most)
        return YZ_OK;
    yz_reading *readings = arena_array(a, most, sizeof(*readings));
    if (!readings)
        return error_nomem(err);
    for (size_t i = 0; i < most; i++) {
        const ocr_alternative *other = &w->page->alternatives.items[i];
        row_pieces r;
        if (!find_pieces(w, p, other->text_begin, &r) || !other->text.size)
            continue;
        const uint32_t from = r.line->line->text_begin;
        const yz_span span =
            span_of(p, &r, other->text_begin - from, other->text_end - from);
        if (span.begin == span.end ||
            (count && span.begin < readings[count - 1].text.begin))
            continue;
        readings[count] =
            (yz_reading){ .text = span,
                          .reading = arena_str(a, other->text),
                          .confidence = percent(other->confidence) };
        if (!readings[count++].reading.data)
            return error_nomem(err);
    }
    p->readings = readings;
    p->reading_count = count;
    return YZ_OK;
}

yz_status
page_boxes_find(const written_page *w, arena *a, yz_passage *p, yz_error *err)
{
    arena scratch = { .from = a->from };
    yz_page *page = arena_alloc(a, sizeof(*page));
    if (!page)
        return error_nomem(err);
    *page = (yz_page){ .number = w->page->index,
                       .width = w->page->width,
                       .height = w->page->height,
                       .image = arena_str(a, w->page->image) };
    if (!page->image.data)
        return error_nomem(err);
    p->pages = page;
    p->page_count = 1;
    yz_status status = find_rows(w, a, &scratch, p, err);
    if (status == YZ_OK)
        status = find_readings(w, a, p, err);
    arena_dispose(&scratch);
    if (status != YZ_OK)
        return status;
    if (boxes_check(p, err) != YZ_OK)
        boxes_forget(p); /* better no place than a wrong one */
    return YZ_OK;
}
