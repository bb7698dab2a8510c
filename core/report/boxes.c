/* SPDX-License-Identifier: MIT */
#include "core/report/boxes.h"

#include "core/base/utf8.h"

#include <string.h>

enum { CONFIDENCE_MAX = 100 };

static const char *const origin_names[] = {
    [YZ_BOX_NONE] = "none",   [YZ_BOX_CHARACTER] = "character",
    [YZ_BOX_WORD] = "word",   [YZ_BOX_ESTIMATED] = "estimated",
    [YZ_BOX_BLOCK] = "block",
};

const char *
yz_box_origin_name(yz_box_origin origin)
{
    return (unsigned)origin < ARRAY_LENGTH(origin_names) ? origin_names[origin]
                                                         : NULL;
}

uint32_t
box_units(yz_str text)
{
    uint32_t units = 0;
    for (size_t at = 0; at < text.size;)
        units += box_units_of(utf8_step(text.data, text.size, &at));
    return units;
}

static uint32_t
lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t
greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

yz_box
box_join(yz_box a, yz_box b)
{
    if (box_is_none(a))
        return b;
    if (box_is_none(b))
        return a;
    return (yz_box){ lesser(a.x0, b.x0), lesser(a.y0, b.y0),
                     greater(a.x1, b.x1), greater(a.y1, b.y1) };
}

yz_span
box_piece_span(const yz_passage *p, size_t i)
{
    uint32_t end = (uint32_t)p->text.size;
    if (i + 1 < p->piece_count) {
        const yz_piece *next = &p->pieces[i + 1];
        end = next->text_begin - (next->joint && next->text_begin ? 1 : 0);
    }
    return (yz_span){ p->pieces[i].text_begin, end };
}

size_t
yz_passage_boxes(const yz_passage *p, size_t page, yz_box *boxes,
                 size_t capacity)
{
    size_t count = 0;
    yz_box block = { 0 };
    for (size_t i = 0; p && i <= p->row_count; i++) {
        const yz_row *row = i < p->row_count ? &p->rows[i] : NULL;
        if (!row || row->begins_block ||
            row->page != p->rows[i ? i - 1 : 0].page) {
            if (!box_is_none(block) && count++ < capacity && boxes)
                boxes[count - 1] = block;
            block = (yz_box){ 0 };
        }
        if (row && row->page == page)
            block = box_join(block, row->box);
    }
    return count;
}

/* ---- can it be true? ---------------------------------------------------- */

static bool
is_sound(yz_box b)
{
    return b.x0 <= b.x1 && b.y0 <= b.y1 && b.x1 <= YZ_COORDINATE_MAX &&
           b.y1 <= YZ_COORDINATE_MAX;
}

static bool
is_border(yz_str text, uint32_t at)
{
    return at == text.size || ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

/* Whether it is of whole characters from `least` on to `end` at most. */
static bool
span_fits(yz_str text, yz_span span, uint32_t least, uint32_t end)
{
    return span.begin >= least && span.begin <= span.end && span.end <= end &&
           end <= text.size && is_border(text, span.begin) &&
           is_border(text, span.end);
}

static yz_status
cells_check(const yz_passage *p, const yz_row *row, yz_error *err)
{
    uint32_t least = row->text.begin;
    const bool may_have =
        row->origin == YZ_BOX_CHARACTER || row->origin == YZ_BOX_WORD;
    if (row->cell_count && (!row->cells || !may_have))
        return error_set(err, YZ_E_INVALID,
                         "a row has cells, and its boxes are not of words or "
                         "characters");
    for (size_t i = 0; i < row->cell_count; i++) {
        const yz_cell *cell = &row->cells[i];
        if (!span_fits(p->text, cell->text, least, row->text.end) ||
            cell->text.begin == cell->text.end)
            return error_set(err, YZ_E_INVALID,
                             "the text of a cell is empty, outside its row, or "
                             "not in order");
        if (!is_sound(cell->box) || cell->confidence > CONFIDENCE_MAX)
            return error_set(err, YZ_E_INVALID,
                             "the box or the confidence of a cell is out of "
                             "range");
        least = cell->text.end;
    }
    return YZ_OK;
}

static yz_status
rows_check(const yz_passage *p, yz_error *err)
{
    uint32_t least = 0;
    for (size_t i = 0; i < p->row_count; i++) {
        const yz_row *row = &p->rows[i];
        if (!span_fits(p->text, row->text, least, (uint32_t)p->text.size))
            return error_set(err, YZ_E_INVALID,
                             "the rows of a passage do not fit its text");
        if (row->page >= p->page_count)
            return error_set(err, YZ_E_INVALID,
                             "a row is on a page that the passage has not");
        if (!is_sound(row->box) || row->confidence > CONFIDENCE_MAX ||
            (unsigned)row->origin > YZ_BOX_BLOCK ||
            (row->origin == YZ_BOX_NONE) != box_is_none(row->box))
            return error_set(err, YZ_E_INVALID,
                             "the box, its origin or the confidence of a row "
                             "is out of range");
        TRY(cells_check(p, row, err));
        least = row->text.end;
    }
    return YZ_OK;
}

static yz_status
pages_check(const yz_passage *p, yz_error *err)
{
    for (size_t i = 0; i < p->page_count; i++) {
        const yz_page *page = &p->pages[i];
        const size_t size = page->image.size;
        if (page->width > YZ_COORDINATE_MAX || page->height > YZ_COORDINATE_MAX)
            return error_set(err, YZ_E_INVALID,
                             "the size of a page is out of range");
        if (size > YZ_NAME_SIZE_MAX)
            return error_set(err, YZ_E_LIMIT,
                             "the image of a page has a name of %zu bytes, "
                             "more than the limit of %zu; shorten it",
                             size, YZ_NAME_SIZE_MAX);
        if (size &&
            utf8_valid_prefix(page->image.data, page->image.size) != size)
            return error_set(err, YZ_E_INVALID,
                             "the name of a page's image is not UTF-8");
    }
    return YZ_OK;
}

static yz_status
readings_check(const yz_passage *p, yz_error *err)
{
    uint32_t least = 0;
    for (size_t i = 0; i < p->reading_count; i++) {
        const yz_reading *r = &p->readings[i];
        const bool is_text =
            r->reading.size && r->reading.size <= YZ_NAME_SIZE_MAX &&
            utf8_valid_prefix(r->reading.data, r->reading.size) ==
                r->reading.size;
        if (!span_fits(p->text, r->text, least, (uint32_t)p->text.size) ||
            r->text.begin == r->text.end || !is_text ||
            r->confidence > CONFIDENCE_MAX)
            return error_set(err, YZ_E_INVALID,
                             "a reading does not fit the text of its passage");
        least = r->text.begin;
    }
    return YZ_OK;
}

yz_status
boxes_check(const yz_passage *p, yz_error *err)
{
    if ((p->page_count && !p->pages) || (p->row_count && !p->rows) ||
        (p->reading_count && !p->readings))
        return error_set(err, YZ_E_INVALID,
                         "pages, rows or readings of the passage are NULL");
    TRY(pages_check(p, err));
    TRY(rows_check(p, err));
    return readings_check(p, err);
}

/* ---- copies ------------------------------------------------------------- */

static bool
copy_pages(const yz_passage *from, arena *a, yz_passage *to)
{
    yz_page *pages = arena_array(a, from->page_count + 1, sizeof(*pages));
    if (!pages)
        return false;
    for (size_t i = 0; i < from->page_count; i++) {
        pages[i] = from->pages[i];
        pages[i].reserved = 0;
        pages[i].image = arena_str(a, from->pages[i].image);
        if (!pages[i].image.data)
            return false;
    }
    to->pages = pages;
    to->page_count = from->page_count;
    return true;
}

static bool
copy_rows(const yz_passage *from, arena *a, yz_passage *to)
{
    yz_row *rows = arena_array(a, from->row_count + 1, sizeof(*rows));
    if (!rows)
        return false;
    for (size_t i = 0; i < from->row_count; i++) {
        const yz_row *row = &from->rows[i];
        yz_cell *cells = arena_array(a, row->cell_count + 1, sizeof(*cells));
        if (!cells)
            return false;
        if (row->cell_count)
            memcpy(cells, row->cells, row->cell_count * sizeof(*cells));
        rows[i] = *row;
        rows[i].cells = cells;
    }
    to->rows = rows;
    to->row_count = from->row_count;
    return true;
}

static bool
copy_readings(const yz_passage *from, arena *a, yz_passage *to)
{
    yz_reading *readings =
        arena_array(a, from->reading_count + 1, sizeof(*readings));
    if (!readings)
        return false;
    for (size_t i = 0; i < from->reading_count; i++) {
        readings[i] = from->readings[i];
        readings[i].reserved = 0;
        readings[i].reading = arena_str(a, from->readings[i].reading);
        if (!readings[i].reading.data)
            return false;
    }
    to->readings = readings;
    to->reading_count = from->reading_count;
    return true;
}

yz_status
boxes_copy(const yz_passage *from, arena *a, yz_passage *to, yz_error *err)
{
    boxes_forget(to);
    if (from->page_count && !copy_pages(from, a, to))
        return error_nomem(err);
    if (from->row_count && !copy_rows(from, a, to))
        return error_nomem(err);
    if (from->reading_count && !copy_readings(from, a, to))
        return error_nomem(err);
    return YZ_OK;
}

void
boxes_forget(yz_passage *p)
{
    p->pages = NULL;
    p->rows = NULL;
    p->readings = NULL;
    p->page_count = p->row_count = p->reading_count = 0;
}
