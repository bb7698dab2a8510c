/* SPDX-License-Identifier: MIT */
#include "core/base/json_passage.h"
#include "core/base/json_pages.h"

#include <string.h>

/* Bytes that are not known are left out; they are read as such again. */
static void
put_blocks(json *j, const yz_passage *p)
{
    json_begin(j, "lines", '[');
    for (size_t i = 0; i < p->block_count; i++)
        json_pair(j, NULL, p->blocks[i].line_first, p->blocks[i].line_last);
    json_end(j, ']');
    if (p->block_count && p->blocks[0].byte_begin == p->blocks[0].byte_end)
        return;
    json_begin(j, "bytes", '[');
    for (size_t i = 0; i < p->block_count; i++)
        json_pair(j, NULL, p->blocks[i].byte_begin, p->blocks[i].byte_end);
    json_end(j, ']');
}

static void
put_pieces(json *j, const yz_passage *p)
{
    json_begin(j, "pieces", '[');
    for (size_t i = 0; i < p->piece_count; i++) {
        const yz_piece *piece = &p->pieces[i];
        json_begin(j, NULL, '[');
        json_number(j, NULL, piece->text_begin);
        json_number(j, NULL, piece->line);
        json_number(j, NULL, piece->column);
        json_number(j, NULL, piece->source_begin);
        json_text(j, NULL, piece->gap);
        json_bool(j, NULL, piece->joint != 0);
        json_end(j, ']');
    }
    json_end(j, ']');
}

static void
put_cells(json *j, const yz_row *row)
{
    json_begin(j, row->origin == YZ_BOX_CHARACTER ? "characters" : "words",
               '[');
    for (size_t i = 0; i < row->cell_count; i++) {
        const yz_cell *cell = &row->cells[i];
        json_begin(j, NULL, '[');
        json_number(j, NULL, cell->text.begin);
        json_number(j, NULL, cell->text.end);
        json_number(j, NULL, cell->box.x0);
        json_number(j, NULL, cell->box.y0);
        json_number(j, NULL, cell->box.x1);
        json_number(j, NULL, cell->box.y1);
        if (cell->confidence)
            json_number(j, NULL, cell->confidence);
        json_end(j, ']');
    }
    json_end(j, ']');
}

static void
put_row(json *j, const yz_row *row)
{
    json_begin(j, NULL, '{');
    json_pair(j, "text", row->text.begin, row->text.end);
    if (row->origin != YZ_BOX_NONE)
        json_box(j, "box", row->box);
    if (row->page)
        json_number(j, "page", row->page);
    if (row->confidence)
        json_number(j, "confidence", row->confidence);
    if (row->begins_block)
        json_bool(j, "begins", true);
    if (row->vertical)
        json_bool(j, "vertical", true);
    if (row->origin == YZ_BOX_BLOCK)
        json_text(j, "origin", str_of(yz_box_origin_name(row->origin)));
    if (row->origin == YZ_BOX_CHARACTER || row->origin == YZ_BOX_WORD)
        put_cells(j, row);
    json_end(j, '}');
}

static void
put_readings(json *j, const yz_passage *p)
{
    json_begin(j, "readings", '[');
    for (size_t i = 0; i < p->reading_count; i++) {
        const yz_reading *r = &p->readings[i];
        json_begin(j, NULL, '{');
        json_pair(j, "text", r->text.begin, r->text.end);
        json_text(j, "reading", r->reading);
        if (r->confidence)
            json_number(j, "confidence", r->confidence);
        json_end(j, '}');
    }
    json_end(j, ']');
}

/* What is left out is not known. */
static void
put_boxes(json *j, const yz_passage *p)
{
    json_pages(j, p);
    if (p->row_count) {
        json_begin(j, "rows", '[');
        for (size_t i = 0; i < p->row_count; i++)
            put_row(j, &p->rows[i]);
        json_end(j, ']');
    }
    if (p->reading_count)
        put_readings(j, p);
}

static void
put_source(json *j, const yz_passage *p)
{
    json_begin(j, "source", '{');
    json_text(j, "path", p->path);
    put_blocks(j, p);
    put_pieces(j, p);
    put_boxes(j, p);
    json_end(j, '}');
}

/* Names with a space between two, as an array. */
static void
put_rules(json *j, yz_str rules)
{
    json_begin(j, "rules", '[');
    while (rules.size) {
        const char *space = memchr(rules.data, ' ', rules.size);
        const size_t size = space ? (size_t)(space - rules.data) : rules.size;
        const size_t step = size + (space != NULL);
        json_text(j, NULL, (yz_str){ rules.data, size });
        rules = (yz_str){ rules.data + step, rules.size - step };
    }
    json_end(j, ']');
}

void
passage_print(FILE *to, const yz_passage *p, bool explain)
{
    json j = { .to = to, .compact = true };
    json_begin(&j, NULL, '{');
    json_text(&j, "report", p->report);
    json_text(&j, "id", p->id);
    json_text(&j, "kind", str_of(yz_kind_name(p->kind)));
    json_text(&j, "section", p->section);
    json_text(&j, "title", p->title);
    json_text(&j, "date", p->date);
    json_text(&j, "text", p->text);
    json_bool(&j, "truncated", p->truncated);
    put_source(&j, p);
    if (p->encoding.size)
        json_text(&j, "encoding", p->encoding);
    if (p->extra.size)
        json_raw(&j, "extra", p->extra);
    if (explain)
        put_rules(&j, p->rules);
    json_end(&j, '}');
    putc('\n', to);
}
