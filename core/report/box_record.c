/* SPDX-License-Identifier: MIT */
/*
 * One function codes and decodes each part: `coder` has a writer or a reader,
 * and every number goes through code_number() or its like, which writes what
 * stands at the pointer or sets it. So both sides cannot differ in order.
 *
 * Rows are coded along and across: a vertical row as if the page were turned,
 * so that in either case the next row comes below. Their differences from the
 * row before are small, and the edges of cells differ little from where the
 * widths of the characters let them be expected.
 */
#include "core/report/box_record.h"

#include "core/base/bit_stream.h"
#include "core/base/utf8.h"
#include "core/report/boxes.h"

#include <string.h>

/* A box along the row and across it; rows follow each other in rising c. */
typedef struct edges {
    int64_t a0;
    int64_t a1;
    int64_t c0;
    int64_t c1;
} edges;

/* What rows mostly have in common. */
typedef struct row_form {
    uint32_t page;
    uint32_t origin;
    bool vertical;
    bool tiled;      /* its cells tile its text and its length */
    bool own_edges;  /* its cells have other edges across than the row */
    bool confidence; /* its cells have a confidence */
} row_form;

typedef struct coder {
    bool writes;
    bit_writer writer;
    bit_reader reader;
    const yz_passage *p;
    arena *arena;  /* of what is decoded */
    bool by_piece; /* row i is piece i */
    bool no_memory;
    row_form form;   /* of the row before */
    bool has_before; /* there is a row before, in the direction of this one */
    edges before;    /* of the row before */
    int64_t confidence;
    uint32_t text; /* byte of the text where the row before ends */
    bit_mean rows, page, skip, length, row_confidence;
    bit_mean first, first_size, begin, gap, end, size;
    bit_mean cells, cell_skip, cell_length, cell_gap, edge, across;
    bit_mean cell_confidence, readings, reading_skip, reading_length;
} coder;

static coder
coder_of(const yz_passage *p)
{
    return (coder){
        .p = p,
        .form = { .tiled = true, .origin = YZ_BOX_WORD },
        .rows = { 4, 1 },
        .page = { 0, 1 },
        .skip = { 0, 1 },
        .length = { 16, 1 },
        .row_confidence = { 8, 1 },
        .first = { 2048, 1 },
        .first_size = { 64, 1 },
        .begin = { 16, 1 },
        .gap = { 16, 1 },
        .end = { 16, 1 },
        .size = { 4, 1 },
        .cells = { 4, 1 },
        .cell_skip = { 0, 1 },
        .cell_length = { 1, 1 },
        .cell_gap = { 4, 1 },
        .edge = { 8, 1 },
        .across = { 8, 1 },
        .cell_confidence = { 8, 1 },
        .readings = { 1, 1 },
        .reading_skip = { 16, 1 },
        .reading_length = { 1, 1 },
    };
}

/* ---- numbers ------------------------------------------------------------ */

static void
fail(coder *c)
{
    c->reader.in.bad = true;
}

static void
code_bits(coder *c, uint32_t *bits, uint32_t count)
{
    if (c->writes)
        bit_put(&c->writer, *bits, count);
    else
        *bits = bit_take(&c->reader, count);
}

static void
code_bit(coder *c, bool *bit)
{
    uint32_t bits = *bit;
    code_bits(c, &bits, 1);
    *bit = bits != 0;
}

static void
code_number(coder *c, bit_mean *mean, uint32_t *number)
{
    if (c->writes)
        bit_put_number(&c->writer, mean, *number);
    else
        *number = bit_take_number(&c->reader, mean);
}

/* A coordinate, as its difference from where it is expected. */
static void
code_edge(coder *c, bit_mean *mean, int64_t expected, int64_t *edge)
{
    if (c->writes) {
        bit_put_signed(&c->writer, mean, *edge - expected);
        return;
    }
    *edge = expected + bit_take_signed(&c->reader, mean);
    if (*edge < 0 || *edge > YZ_COORDINATE_MAX)
        fail(c);
    if (c->reader.in.bad)
        *edge = 0;
}

static void
code_confidence(coder *c, bit_mean *mean, int64_t before, uint32_t *confidence)
{
    int64_t value = *confidence;
    if (c->writes) {
        bit_put_signed(&c->writer, mean, value - before);
        return;
    }
    value = before + bit_take_signed(&c->reader, mean);
    if (value < 0 || value > 100)
        fail(c);
    *confidence = c->reader.in.bad ? 0 : (uint32_t)value;
}

/* A count of things that take at least a bit each, but for one. */
static void
code_count(coder *c, bit_mean *mean, size_t *count)
{
    uint32_t number = (uint32_t)*count;
    code_number(c, mean, &number);
    if (!c->writes && number > bit_left(&c->reader) + 1)
        fail(c);
    *count = !c->writes && c->reader.in.bad ? 0 : number;
}

/* The byte `count` characters behind byte `from`, not behind `end`. */
static uint32_t
step_over(coder *c, uint32_t from, uint32_t count, uint32_t end)
{
    size_t at = from;
    for (; count && at < end; count--)
        utf8_step(c->p->text.data, c->p->text.size, &at);
    if (count || at > end)
        fail(c);
    return count || at > end ? end : (uint32_t)at;
}

static uint32_t
characters(const coder *c, uint32_t begin, uint32_t end)
{
    return (uint32_t)utf8_count(c->p->text.data + begin, end - begin);
}

/* A position in the text, as characters from another one that is before it. */
static void
code_position(coder *c, bit_mean *mean, uint32_t from, uint32_t least,
              uint32_t end, uint32_t *at)
{
    uint32_t count = 0;
    if (c->writes)
        count = characters(c, from, *at) - least;
    code_number(c, mean, &count);
    if (c->writes)
        return;
    if (count > UINT32_MAX - least)
        fail(c);
    *at = step_over(c, from, c->reader.in.bad ? 0 : count + least, end);
}

/* ---- boxes -------------------------------------------------------------- */

static edges
edges_of(yz_box b, bool vertical)
{
    if (vertical)
        return (edges){ b.y0, b.y1, (int64_t)YZ_COORDINATE_MAX - b.x1,
                        (int64_t)YZ_COORDINATE_MAX - b.x0 };
    return (edges){ b.x0, b.x1, b.y0, b.y1 };
}

static yz_box
box_of_edges(const edges *e, bool vertical)
{
    if (vertical)
        return (yz_box){ (uint32_t)(YZ_COORDINATE_MAX - e->c1), (uint32_t)e->a0,
                         (uint32_t)(YZ_COORDINATE_MAX - e->c0),
                         (uint32_t)e->a1 };
    return (yz_box){ (uint32_t)e->a0, (uint32_t)e->c0, (uint32_t)e->a1,
                     (uint32_t)e->c1 };
}

/* No box ends before it begins. */
static void
check_edges(coder *c, edges *e)
{
    if (e->a0 > e->a1 || e->c0 > e->c1)
        fail(c);
    if (c->reader.in.bad)
        *e = (edges){ 0 };
}

static void
code_row_box(coder *c, const row_form *form, edges *e)
{
    const bool first = !c->has_before;
    const int64_t top = form->vertical ? YZ_COORDINATE_MAX : 0;
    const edges before = first ? (edges){ 0, 0, top, top } : c->before;
    code_edge(c, first ? &c->first : &c->begin, before.a0, &e->a0);
    code_edge(c, first ? &c->first : &c->gap, before.c1, &e->c0);
    code_edge(c, first ? &c->first : &c->end, before.a1, &e->a1);
    code_edge(c, first ? &c->first_size : &c->size,
              e->c0 + (before.c1 - before.c0), &e->c1);
    check_edges(c, e);
    c->before = *e;
    c->has_before = true;
}

/* ---- cells -------------------------------------------------------------- */

/* Where the cells of a row have come to. */
typedef struct cell_walk {
    edges row;
    uint32_t end;   /* byte of the text where the row ends */
    uint32_t text;  /* byte of the text behind the cell before */
    uint32_t units; /* of the text from there on */
    int64_t edge;   /* along, behind the cell before */
    int64_t confidence;
} cell_walk;

static uint32_t
units_of(const coder *c, uint32_t begin, uint32_t end)
{
    return box_units((yz_str){ c->p->text.data + begin, end - begin });
}

/* Where a cell that begins at `begin` is expected to end. */
static int64_t
expected_end(const cell_walk *w, int64_t begin, uint32_t units)
{
    if (begin >= w->row.a1 || !w->units)
        return begin;
    return begin + (w->row.a1 - begin) * units / w->units;
}

static void
code_cell_text(coder *c, bool tiled, bool last, cell_walk *w, yz_span *text)
{
    if (tiled)
        text->begin = w->text;
    else
        code_position(c, &c->cell_skip, w->text, 0, w->end, &text->begin);
    w->units -= units_of(c, w->text, text->begin);
    if (tiled && last)
        text->end = w->end;
    else
        code_position(c, &c->cell_length, text->begin, 1, w->end, &text->end);
    if (text->begin >= text->end)
        fail(c);
    w->text = text->end;
}

static void
code_cell_box(coder *c, const row_form *form, bool last, cell_walk *w,
              uint32_t units, edges *e)
{
    if (form->tiled)
        e->a0 = w->edge;
    else
        code_edge(c, &c->cell_gap, w->edge, &e->a0);
    if (form->tiled && last)
        e->a1 = w->row.a1;
    else
        code_edge(c, &c->edge, expected_end(w, e->a0, units), &e->a1);
    if (form->own_edges) {
        code_edge(c, &c->across, w->row.c0, &e->c0);
        code_edge(c, &c->across, w->row.c1, &e->c1);
    } else {
        e->c0 = w->row.c0;
        e->c1 = w->row.c1;
    }
    check_edges(c, e);
    w->edge = e->a1;
    w->units -= units;
}

static void
code_cell(coder *c, const row_form *form, bool last, cell_walk *w,
          yz_cell *cell)
{
    edges e = edges_of(cell->box, form->vertical);
    code_cell_text(c, form->tiled, last, w, &cell->text);
    const uint32_t units =
        c->reader.in.bad ? 0 : units_of(c, cell->text.begin, cell->text.end);
    code_cell_box(c, form, last, w, units, &e);
    if (form->confidence) {
        code_confidence(c, &c->cell_confidence, w->confidence,
                        &cell->confidence);
        w->confidence = cell->confidence;
    }
    if (!c->writes)
        cell->box = box_of_edges(&e, form->vertical);
}

/* Room for what is read; what is written is there. */
static void *
room_for(coder *c, const void *there, size_t count, size_t item_size)
{
    if (c->writes)
        /* It is not written to. NOLINTNEXTLINE(performance-no-int-to-ptr) */
        return (void *)(uintptr_t)there;
    void *room = arena_array(c->arena, count + 1, item_size);
    c->no_memory |= !room;
    return room;
}

static void
code_cells(coder *c, const row_form *form, const edges *e, yz_row *row)
{
    code_count(c, &c->cells, &row->cell_count);
    yz_cell *cells =
        room_for(c, row->cells, row->cell_count, sizeof(*row->cells));
    if (!cells)
        return;
    cell_walk w = { .row = *e,
                    .end = row->text.end,
                    .text = row->text.begin,
                    .units = units_of(c, row->text.begin, row->text.end),
                    .edge = e->a0,
                    .confidence = row->confidence };
    for (size_t i = 0; i < row->cell_count && !c->reader.in.bad; i++) {
        yz_cell cell = c->writes ? cells[i] : (yz_cell){ 0 };
        code_cell(c, form, i + 1 == row->cell_count, &w, &cell);
        if (!c->writes)
            cells[i] = cell;
    }
    row->cells = cells;
}

/* ---- rows --------------------------------------------------------------- */

static bool
is_tiled(const yz_row *row)
{
    edges e = edges_of(row->box, row->vertical);
    uint32_t text = row->text.begin;
    for (size_t i = 0; i < row->cell_count; i++) {
        const edges cell = edges_of(row->cells[i].box, row->vertical);
        if (cell.a0 != e.a0 || row->cells[i].text.begin != text)
            return false;
        e.a0 = cell.a1;
        text = row->cells[i].text.end;
    }
    return !row->cell_count || (e.a0 == e.a1 && text == row->text.end);
}

static row_form
form_of(const yz_row *row)
{
    const edges e = edges_of(row->box, row->vertical);
    row_form form = { .page = row->page,
                      .origin = row->origin,
                      .vertical = row->vertical,
                      .tiled = is_tiled(row) };
    for (size_t i = 0; i < row->cell_count; i++) {
        const edges cell = edges_of(row->cells[i].box, row->vertical);
        form.own_edges |= cell.c0 != e.c0 || cell.c1 != e.c1;
        form.confidence |= row->cells[i].confidence != 0;
    }
    return form;
}

static bool
same_form(const row_form *x, const row_form *y)
{
    return x->page == y->page && x->origin == y->origin &&
           x->vertical == y->vertical && x->tiled == y->tiled &&
           x->own_edges == y->own_edges && x->confidence == y->confidence;
}

static void
code_form(coder *c, row_form *form)
{
    bool same = c->writes && same_form(form, &c->form);
    code_bit(c, &same);
    if (same) {
        *form = c->form;
    } else {
        code_number(c, &c->page, &form->page);
        code_bits(c, &form->origin, 3);
        code_bit(c, &form->vertical);
        code_bit(c, &form->tiled);
        code_bit(c, &form->own_edges);
        code_bit(c, &form->confidence);
    }
    if (form->page >= c->p->page_count || form->origin > YZ_BOX_BLOCK)
        fail(c);
    if (form->vertical != c->form.vertical)
        c->has_before = false;
    c->form = *form;
}

static void
code_row_text(coder *c, size_t i, yz_span *text)
{
    const uint32_t end = (uint32_t)c->p->text.size;
    if (c->by_piece) {
        *text = box_piece_span(c->p, i);
        if (text->begin < c->text || text->begin > text->end || text->end > end)
            fail(c);
        if (!c->writes && c->reader.in.bad)
            *text = (yz_span){ 0 };
    } else {
        code_position(c, &c->skip, c->text, 0, end, &text->begin);
        code_position(c, &c->length, text->begin, 0, end, &text->end);
    }
    c->text = text->end;
}

static void
code_row(coder *c, size_t i, yz_row *row)
{
    row_form form = c->writes ? form_of(row) : (row_form){ 0 };
    code_form(c, &form);
    if (i)
        code_bit(c, &row->begins_block);
    else
        row->begins_block = true;
    code_row_text(c, i, &row->text);
    code_confidence(c, &c->row_confidence, c->confidence, &row->confidence);
    c->confidence = row->confidence;
    row->page = form.page;
    row->origin = (yz_box_origin)form.origin;
    row->vertical = form.vertical;
    if (form.origin == YZ_BOX_NONE)
        return;
    edges e = edges_of(row->box, row->vertical);
    code_row_box(c, &form, &e);
    if (!c->writes)
        row->box = box_of_edges(&e, form.vertical);
    if (box_is_none(row->box))
        fail(c);
    if (form.origin == YZ_BOX_CHARACTER || form.origin == YZ_BOX_WORD)
        code_cells(c, &form, &e, row);
}

static bool
rows_are_pieces(const yz_passage *p)
{
    if (!p->row_count || p->row_count != p->piece_count)
        return false;
    for (size_t i = 0; i < p->row_count; i++) {
        const yz_span piece = box_piece_span(p, i);
        if (piece.begin != p->rows[i].text.begin ||
            piece.end != p->rows[i].text.end)
            return false;
    }
    return true;
}

static void
code_rows(coder *c, yz_passage *p)
{
    code_bit(c, &c->by_piece);
    code_count(c, &c->rows, &p->row_count);
    if (c->by_piece && p->row_count != p->piece_count)
        fail(c);
    if (!c->writes && c->reader.in.bad)
        p->row_count = 0;
    yz_row *rows = room_for(c, p->rows, p->row_count, sizeof(*rows));
    for (size_t i = 0; rows && i < p->row_count && !c->reader.in.bad; i++) {
        yz_row row = c->writes ? rows[i] : (yz_row){ 0 };
        code_row(c, i, &row);
        if (!c->writes)
            rows[i] = row;
    }
    p->rows = rows;
}

/* ---- readings ----------------------------------------------------------- */

static void
code_reading_text(coder *c, yz_str *reading)
{
    size_t size = reading->size;
    code_count(c, &c->reading_length, &size);
    if (!size)
        fail(c);
    char *data = room_for(c, reading->data, size, 1);
    for (size_t i = 0; data && i < size && !c->reader.in.bad; i++) {
        uint32_t byte = c->writes ? (unsigned char)data[i] : 0;
        code_bits(c, &byte, 8);
        if (!c->writes)
            data[i] = (char)byte;
    }
    if (data && utf8_valid_prefix(data, size) != size)
        fail(c);
    *reading = (yz_str){ data, size };
}

static void
code_readings(coder *c, yz_passage *p)
{
    uint32_t text = 0;
    const uint32_t end = (uint32_t)p->text.size;
    code_count(c, &c->readings, &p->reading_count);
    yz_reading *readings =
        room_for(c, p->readings, p->reading_count, sizeof(*readings));
    for (size_t i = 0; readings && i < p->reading_count && !c->reader.in.bad;
         i++) {
        yz_reading r = c->writes ? readings[i] : (yz_reading){ 0 };
        code_position(c, &c->reading_skip, text, 0, end, &r.text.begin);
        code_position(c, &c->reading_length, r.text.begin, 1, end, &r.text.end);
        code_bits(c, &r.confidence, 7);
        if (r.confidence > 100)
            fail(c);
        code_reading_text(c, &r.reading);
        text = r.text.begin;
        if (!c->writes)
            readings[i] = r;
    }
    p->readings = readings;
}

static void
code_all(coder *c, yz_passage *p)
{
    bool has_readings = p->reading_count > 0;
    code_rows(c, p);
    code_bit(c, &has_readings);
    if (has_readings)
        code_readings(c, p);
}

/* ---- the record --------------------------------------------------------- */

void
box_page_encode(const yz_page *page, buffer *out)
{
    buffer_put_varint(out, page->number);
    buffer_put_varint(out, page->width);
    buffer_put_varint(out, page->height);
    buffer_put_text(out, page->image);
}

yz_status
box_page_decode(yz_str coded, yz_page *ret_page, yz_error *err)
{
    bytes in = bytes_of(coded.data, coded.size);
    yz_page page = { .number = bytes_take_varint32(&in),
                     .width = bytes_take_varint32(&in),
                     .height = bytes_take_varint32(&in) };
    const size_t size = bytes_left(&in);
    page.image = (yz_str){ (const char *)bytes_take(&in, size), size };
    if (in.bad || page.width > YZ_COORDINATE_MAX ||
        page.height > YZ_COORDINATE_MAX ||
        utf8_valid_prefix(page.image.data, size) != size)
        return error_corrupt(err, "the boxes of a passage are of a page that "
                                  "cannot be decoded");
    *ret_page = page;
    return YZ_OK;
}

void
box_record_put(const box_record_head *head, const uint32_t *pages, buffer *out)
{
    buffer_put_varint(out, head->page_count);
    for (uint32_t i = 0; i < head->page_count; i++)
        buffer_put_varint(out, pages ? pages[i] : 0);
    buffer_put_str(out, head->rest);
}

void
box_record_encode(const yz_passage *p, const uint32_t *pages, buffer *out)
{
    buffer bits = { .from = out->from };
    yz_passage own = *p;
    coder c = coder_of(p);
    c.writes = true;
    c.writer.out = &bits;
    c.by_piece = rows_are_pieces(p);
    code_all(&c, &own);
    bit_flush(&c.writer);
    const box_record_head head = { (uint32_t)p->page_count, pages,
                                   buffer_str(&bits) };
    box_record_put(&head, pages, out);
    out->failed |= !buffer_ok(&bits);
    buffer_dispose(&bits);
}

void
box_record_put_content(const yz_passage *p, buffer *out)
{
    if (!box_record_is_needed(p))
        return;
    for (size_t i = 0; i < p->page_count; i++) {
        buffer_put_varint(out, p->pages[i].image.size);
        box_page_encode(&p->pages[i], out);
    }
    box_record_encode(p, NULL, out);
}

static yz_status
corrupt(yz_error *err)
{
    return error_corrupt(err, "the boxes of a passage cannot be decoded");
}

yz_status
box_record_peek(bytes in, arena *a, box_record_head *ret_head, yz_error *err)
{
    const uint64_t count = bytes_take_varint(&in);
    if (in.bad || count > bytes_left(&in))
        return corrupt(err);
    uint32_t *pages = arena_array(a, (size_t)count + 1, sizeof(*pages));
    if (!pages)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++)
        pages[i] = bytes_take_varint32(&in);
    const yz_str rest = bytes_take_str(&in);
    if (in.bad)
        return corrupt(err);
    *ret_head = (box_record_head){ (uint32_t)count, pages, rest };
    return YZ_OK;
}

yz_status
box_record_decode(const box_record_head *head, arena *a, yz_passage *p,
                  yz_error *err)
{
    yz_passage own = *p;
    own.row_count = own.reading_count = 0;
    coder c = coder_of(p);
    c.arena = a;
    c.reader.in = bytes_of(head->rest.data, head->rest.size);
    code_all(&c, &own);
    if (c.no_memory)
        return error_nomem(err);
    if (c.reader.in.bad || bit_left(&c.reader) >= 8)
        return corrupt(err);
    *p = own;
    return YZ_OK;
}
