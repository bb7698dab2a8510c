/* SPDX-License-Identifier: MIT */
#include "query/show/match_boxes.h"

#include "core/report/boxes.h"

/* The part of a span that is in another one; empty if there is none. */
static yz_span
common(yz_span a, yz_span b)
{
    const uint32_t begin = a.begin > b.begin ? a.begin : b.begin;
    const uint32_t end = a.end < b.end ? a.end : b.end;
    return (yz_span){ begin, end > begin ? end : begin };
}

static bool
is_empty(yz_span span)
{
    return span.begin == span.end;
}

/* The coordinate that is `part` of `whole` units from `begin` to `end`. */
static uint32_t
between(uint32_t begin, uint32_t end, uint32_t part, uint32_t whole)
{
    if (!whole)
        return begin;
    return begin +
           (uint32_t)(((uint64_t)(end - begin) * part + whole / 2) / whole);
}

/* What part of a text's box a part of the text has. */
static yz_box
divide(const yz_passage *p, yz_span text, yz_box box, yz_span part,
       bool vertical)
{
    const uint32_t whole = box_units(box_text(p, text));
    const uint32_t before =
        box_units(box_text(p, (yz_span){ text.begin, part.begin }));
    const uint32_t up_to = before + box_units(box_text(p, part));
    yz_box divided = box;
    if (vertical) {
        divided.y0 = between(box.y0, box.y1, before, whole);
        divided.y1 = between(box.y0, box.y1, up_to, whole);
    } else {
        divided.x0 = between(box.x0, box.x1, before, whole);
        divided.x1 = between(box.x0, box.x1, up_to, whole);
    }
    return divided;
}

/* The first cell that ends behind the byte. */
static size_t
cell_behind(const yz_row *row, uint32_t at)
{
    size_t low = 0;
    for (size_t high = row->cell_count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (row->cells[middle].text.end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The box of the cells that have a part of the span; none if none has. */
static yz_box
cells_box(const yz_passage *p, const yz_row *row, yz_span span)
{
    yz_box box = { 0 };
    for (size_t i = cell_behind(row, span.begin);
         i < row->cell_count && row->cells[i].text.begin < span.end; i++) {
        const yz_cell *cell = &row->cells[i];
        box = box_join(box, divide(p, cell->text, cell->box,
                                   common(cell->text, span), row->vertical));
    }
    return box;
}

static yz_box
row_box(const yz_passage *p, const yz_row *row, yz_span span,
        yz_box_origin *ret_origin)
{
    *ret_origin = row->origin;
    if (row->origin == YZ_BOX_NONE || row->origin == YZ_BOX_BLOCK)
        return row->box;
    const yz_box box = cells_box(p, row, span);
    if (!box_is_none(box))
        return box;
    *ret_origin = YZ_BOX_ESTIMATED;
    return divide(p, row->text, row->box, span, row->vertical);
}

/* The first row that ends behind the byte. */
static size_t
row_behind(const yz_passage *p, uint32_t at)
{
    size_t low = 0;
    for (size_t high = p->row_count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (p->rows[middle].text.end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void
add_box(const yz_passage *p, const yz_row *row, yz_box box,
        yz_box_origin origin, yz_page_box *boxes, yz_match *match)
{
    if (!match->page)
        match->page = p->pages[row->page].number;
    if (origin == YZ_BOX_NONE)
        return;
    if (origin > match->box_origin)
        match->box_origin = origin;
    boxes[match->box_count++] = (yz_page_box){ row->page, box };
}

/* Of blocks whose text is not known any may have the match. */
static void
add_blocks(const yz_passage *p, yz_page_box *boxes, yz_match *match)
{
    for (size_t i = 0; i < p->row_count; i++)
        if (is_empty(p->rows[i].text))
            add_box(p, &p->rows[i], p->rows[i].box, p->rows[i].origin, boxes,
                    match);
}

yz_status
match_boxes_find(const yz_passage *p, arena *a, yz_match *match, yz_error *err)
{
    match->boxes = NULL;
    match->box_count = 0;
    match->box_origin = YZ_BOX_NONE;
    match->page = p->page_count == 1 ? p->pages[0].number : 0;
    if (!p->row_count)
        return YZ_OK;
    const size_t first = row_behind(p, match->text.begin);
    size_t end = first;
    while (end < p->row_count && p->rows[end].text.begin < match->text.end)
        end++;
    yz_page_box *boxes = arena_array(
        a, end > first ? end - first : p->row_count, sizeof(*boxes));
    if (!boxes)
        return error_nomem(err);
    for (size_t i = first; i < end; i++) {
        const yz_row *row = &p->rows[i];
        const yz_span span = common(row->text, match->text);
        yz_box_origin origin;
        if (is_empty(span))
            continue;
        const yz_box box = row_box(p, row, span, &origin);
        add_box(p, row, box, origin, boxes, match);
    }
    if (first == end)
        add_blocks(p, boxes, match);
    match->boxes = boxes;
    return YZ_OK;
}
