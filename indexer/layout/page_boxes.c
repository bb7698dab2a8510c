/* SPDX-License-Identifier: MIT */
/*
 * Cells are simplified: words become one cell as long as the widths of its
 * characters tell where each of them ends, to a tenth of the row's thickness;
 * cells have the height of their row, and meet in the middle of what is between
 * two words. So a row of evenly set Han is one cell or two, and takes a few
 * bytes, and no edge of a match moves by more than can be seen.
 *
 * Some engines know where their words are no better than to an em: the places
 * come from the steps of a recogniser, not from ink, and lag behind it. That
 * shows in words whose middles are not between those of their neighbours. There
 * edges may move by as much: the widths of the characters, between the two ends
 * of a line, are nearer to the truth.
 */
#include "indexer/layout/page_boxes.h"

#include "core/base/utf8.h"
#include "core/report/boxes.h"
#include "indexer/layout/quantile.h"

#include <string.h>

/* Edges of cells may move by this, in thicknesses of their row; and by this
 * where the words of the page are inexact: their middles deviate by more than
 * that. */
static const double tolerance_exact = 0.1;
static const double tolerance_inexact = 1.2;
static const double inexact_min = 0.07;

/* Fewer words say nothing of their engine. */
enum { SAMPLES_MIN = 16 };
/* Words that are farther from each other, in thicknesses, do not meet. */
static const double apart_min = 1.3;

/* ---- how exact words are -------------------------------------------------- */

/* Where a word's middle is: along its line, and among the units of its text. */
typedef struct word_middle {
    double along;
    double units;
} word_middle;

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

/* By how much the middle of three words is not where the others let it be. */
static double
deviation(const word_middle *before, const word_middle *m,
          const word_middle *after)
{
    const double share =
        (m->units - before->units) / (after->units - before->units);
    const double off =
        before->along + share * (after->along - before->along) - m->along;
    return off < 0 ? -off : off;
}

/* Deviations of a line's words, in its thicknesses. */
static size_t
add_deviations(const ocr_page *page, const ocr_line *line, double *found,
               size_t room)
{
    word_middle last[3] = { 0 };
    size_t count = 0;
    double units = 0;
    const double width = line->box.x1 - line->box.x0;
    const double height = line->box.y1 - line->box.y0;
    const bool vertical = height > width;
    for (uint32_t i = 0; i < line->word_count && count < room; i++) {
        const ocr_word *word = ocr_line_word(page, line, i);
        const double own =
            box_units(ocr_text(page, word->text_begin, word->text_end));
        last[0] = last[1];
        last[1] = last[2];
        last[2] = (word_middle){ (along_begin(&word->box, vertical) +
                                  along_end(&word->box, vertical)) /
                                     2,
                                 units + own / 2 };
        units += own;
        if (i >= 2)
            found[count++] = deviation(&last[0], &last[1], &last[2]) /
                             (vertical ? width : height);
    }
    return count;
}

yz_status
written_measure(written_page *w, arena *a, yz_error *err)
{
    enum { SAMPLES = 4096 };
    size_t count = 0;
    double *found = arena_array(a, SAMPLES, sizeof(*found));
    if (!found)
        return error_nomem(err);
    for (size_t i = 0; i < w->page->lines.count; i++) {
        const ocr_line *line = &w->page->lines.items[i];
        if (ocr_box_is_known(line->box))
            count +=
                add_deviations(w->page, line, found + count, SAMPLES - count);
    }
    const double noise = count >= SAMPLES_MIN ? quantile(found, count, 0.5) : 0;
    w->tolerance = noise > inexact_min ? tolerance_inexact : tolerance_exact;
    return YZ_OK;
}

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

/*
 * The knot between two others that is farthest from where the widths let it be;
 * 0: none is by more than `most`.
 */
static size_t
find_uneven(const knots *k, size_t first, size_t end, double most)
{
    const double units = units_between(k, first, end);
    const double length = k->edges[end] - k->edges[first];
    double before = 0;
    size_t found = 0;
    for (size_t i = first + 1; i < end; i++) {
        before += units_between(k, i - 1, i);
        double off = k->edges[first] + length * before / units - k->edges[i];
        off = off < 0 ? -off : off;
        if (off > most) {
            most = off;
            found = i;
        }
    }
    return found;
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

/* Cells from knot `first` to `end`: one, or those on both sides of the knot that
 * is farthest from being even. */
static void
merge_cells(const knots *k, const yz_row *row, size_t first, size_t end,
            double most, yz_cell *cells, size_t *count)
{
    enum { AT_ONCE = 256 }; /* so that long rows take time in proportion */
    const size_t split = end - first > AT_ONCE
                             ? first + (end - first) / 2
                             : find_uneven(k, first, end, most);
    if (split) {
        merge_cells(k, row, first, split, most, cells, count);
        merge_cells(k, row, split, end, most, cells, count);
        return;
    }
    cells[(*count)++] =
        (yz_cell){ .text = { k->text[first], k->text[end] },
                   .box = cell_box(row, k->edges[first], k->edges[end]) };
}

/* Whether a word of the line is in this part of it. */
static bool
has_word(const row_pieces *r, const ocr_word *word)
{
    const uint32_t at = word->text_begin - r->line->line->text_begin;
    return at >= r->line->from && at < r->line->from + r->line->size;
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
        if (span.begin == span.end || !has_word(r, word))
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
        if (span.begin == span.end || !has_word(r, word) ||
            !ocr_box_is_known(word->box) ||
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
        const double off = thickness * w->tolerance;
        merge_cells(&k, row, 0, k.count, off > 1 ? off : 1, cells,
                    &row->cell_count);
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

/* A line, or those words of it that are in this row. */
static ocr_box
row_box(const written_page *w, const row_pieces *r)
{
    const ocr_line *line = r->line->line;
    ocr_box box = { 0 };
    if (r->line->size == line->text_end - line->text_begin ||
        line->flags & OCR_WHOLE_BLOCK)
        return line->box;
    for (uint32_t i = 0; i < line->word_count; i++) {
        const ocr_word *word = ocr_line_word(w->page, line, i);
        if (has_word(r, word))
            box = ocr_box_union(box, word->box);
    }
    return ocr_box_is_known(box) ? box : line->box;
}

static yz_status
find_row(const written_page *w, const yz_passage *p, const row_pieces *r,
         arena *a, arena *scratch, yz_row *row, yz_error *err)
{
    const ocr_line *line = r->line->line;
    row->text.begin = box_piece_span(p, r->first).begin;
    row->text.end = box_piece_span(p, r->end - 1).end;
    row->confidence = percent(line->confidence);
    const ocr_box box = row_box(w, r);
    if (!ocr_box_is_known(box) || box.x1 > YZ_COORDINATE_MAX ||
        box.y1 > YZ_COORDINATE_MAX)
        return YZ_OK;
    row->box = (yz_box){ box.x0, box.y0, box.x1, box.y1 };
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
    const bool known = !w->page->size_is_extent;
    if (!page)
        return error_nomem(err);
    *page = (yz_page){ .number = w->page->index,
                       .width = known ? w->page->width : 0,
                       .height = known ? w->page->height : 0,
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
