/* SPDX-License-Identifier: MIT */
/*
 * Rows are coded along and across: a vertical row as if the page were turned,
 * so that in either case the next row comes below. Their differences from the
 * row before are small, and the edges of cells differ little from where the
 * widths of the characters let them be expected.
 */
#include "core/report/box_coder.h"

#include "core/report/boxes.h"

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

/* Where the rows of a passage have come to. */
typedef struct row_walk {
    bool by_piece;   /* row i is piece i */
    row_form form;   /* of the row before */
    bool has_before; /* there is a row before, in the direction of this one */
    edges before;    /* of the row before */
    int64_t confidence;
    uint32_t text; /* byte of the text where the row before ends */
} row_walk;

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
check_edges(box_coder *c, edges *e)
{
    if (e->a0 > e->a1 || e->c0 > e->c1)
        box_coder_fail(c);
    if (c->reader.in.bad)
        *e = (edges){ 0 };
}

static void
code_row_box(box_coder *c, row_walk *w, edges *e)
{
    const bool first = !w->has_before;
    const int64_t top = w->form.vertical ? YZ_COORDINATE_MAX : 0;
    const edges before = first ? (edges){ 0, 0, top, top } : w->before;
    box_code_edge(c, first ? &c->first : &c->begin, before.a0, &e->a0);
    box_code_edge(c, first ? &c->first : &c->gap, before.c1, &e->c0);
    box_code_edge(c, first ? &c->first : &c->end, before.a1, &e->a1);
    box_code_edge(c, first ? &c->first_size : &c->size,
                  e->c0 + (before.c1 - before.c0), &e->c1);
    check_edges(c, e);
    w->before = *e;
    w->has_before = true;
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
units_of(const box_coder *c, uint32_t begin, uint32_t end)
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
code_cell_text(box_coder *c, bool tiled, bool last, cell_walk *w, yz_span *text)
{
    if (tiled)
        text->begin = w->text;
    else
        box_code_position(c, &c->cell_skip, w->text, 0, w->end, &text->begin);
    w->units -= units_of(c, w->text, text->begin);
    if (tiled && last)
        text->end = w->end;
    else
        box_code_position(c, &c->cell_length, text->begin, 1, w->end,
                          &text->end);
    if (text->begin >= text->end)
        box_coder_fail(c);
    w->text = text->end;
}

static void
code_cell_box(box_coder *c, const row_form *form, bool last, cell_walk *w,
              uint32_t units, edges *e)
{
    if (form->tiled)
        e->a0 = w->edge;
    else
        box_code_edge(c, &c->cell_gap, w->edge, &e->a0);
    if (form->tiled && last)
        e->a1 = w->row.a1;
    else
        box_code_edge(c, &c->edge, expected_end(w, e->a0, units), &e->a1);
    if (form->own_edges) {
        box_code_edge(c, &c->across, w->row.c0, &e->c0);
        box_code_edge(c, &c->across, w->row.c1, &e->c1);
    } else {
        e->c0 = w->row.c0;
        e->c1 = w->row.c1;
    }
    check_edges(c, e);
    w->edge = e->a1;
    w->units -= units;
}

static void
code_cell(box_coder *c, const row_form *form, bool last, cell_walk *w,
          yz_cell *cell)
{
    edges e = edges_of(cell->box, form->vertical);
    code_cell_text(c, form->tiled, last, w, &cell->text);
    const uint32_t units =
        c->reader.in.bad ? 0 : units_of(c, cell->text.begin, cell->text.end);
    code_cell_box(c, form, last, w, units, &e);
    if (form->confidence) {
        box_code_confidence(c, &c->cell_confidence, w->confidence,
                            &cell->confidence);
        w->confidence = cell->confidence;
    }
    if (!c->writes)
        cell->box = box_of_edges(&e, form->vertical);
}

static void
code_cells(box_coder *c, const row_form *form, const edges *e, yz_row *row)
{
    box_code_count(c, &c->cells, &row->cell_count);
    yz_cell *cells =
        box_coder_room(c, row->cells, row->cell_count, sizeof(*row->cells));
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
code_form(box_coder *c, row_walk *w, row_form *form)
{
    bool same = c->writes && same_form(form, &w->form);
    box_code_bit(c, &same);
    if (same) {
        *form = w->form;
    } else {
        box_code_number(c, &c->page, &form->page);
        box_code_bits(c, &form->origin, 3);
        box_code_bit(c, &form->vertical);
        box_code_bit(c, &form->tiled);
        box_code_bit(c, &form->own_edges);
        box_code_bit(c, &form->confidence);
    }
    if (form->page >= c->p->page_count || form->origin > YZ_BOX_BLOCK)
        box_coder_fail(c);
    if (form->vertical != w->form.vertical)
        w->has_before = false;
    w->form = *form;
}

static void
code_row_text(box_coder *c, row_walk *w, size_t i, yz_span *text)
{
    const uint32_t end = (uint32_t)c->p->text.size;
    if (w->by_piece) {
        *text = box_piece_span(c->p, i);
        if (text->begin < w->text || text->begin > text->end || text->end > end)
            box_coder_fail(c);
        if (!c->writes && c->reader.in.bad)
            *text = (yz_span){ 0 };
    } else {
        box_code_position(c, &c->skip, w->text, 0, end, &text->begin);
        box_code_position(c, &c->length, text->begin, 0, end, &text->end);
    }
    w->text = text->end;
}

static void
code_row(box_coder *c, row_walk *w, size_t i, yz_row *row)
{
    row_form form = c->writes ? form_of(row) : (row_form){ 0 };
    code_form(c, w, &form);
    if (i)
        box_code_bit(c, &row->begins_block);
    else
        row->begins_block = true;
    code_row_text(c, w, i, &row->text);
    box_code_confidence(c, &c->row_confidence, w->confidence, &row->confidence);
    w->confidence = row->confidence;
    row->page = form.page;
    row->origin = (yz_box_origin)form.origin;
    row->vertical = form.vertical;
    if (form.origin == YZ_BOX_NONE)
        return;
    edges e = edges_of(row->box, row->vertical);
    code_row_box(c, w, &e);
    if (!c->writes)
        row->box = box_of_edges(&e, form.vertical);
    if (box_is_none(row->box))
        box_coder_fail(c);
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

void
box_code_rows(box_coder *c, yz_passage *p)
{
    row_walk w = { .by_piece = c->writes && rows_are_pieces(p),
                   .form = { .tiled = true, .origin = YZ_BOX_WORD } };
    box_code_bit(c, &w.by_piece);
    box_code_count(c, &c->rows, &p->row_count);
    if (w.by_piece && p->row_count != p->piece_count)
        box_coder_fail(c);
    if (!c->writes && c->reader.in.bad)
        p->row_count = 0;
    yz_row *rows = box_coder_room(c, p->rows, p->row_count, sizeof(*rows));
    for (size_t i = 0; rows && i < p->row_count && !c->reader.in.bad; i++) {
        yz_row row = c->writes ? rows[i] : (yz_row){ 0 };
        code_row(c, &w, i, &row);
        if (!c->writes)
            rows[i] = row;
    }
    p->rows = rows;
}
