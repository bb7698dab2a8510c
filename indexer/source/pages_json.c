/* SPDX-License-Identifier: MIT */
#include "indexer/source/pages_json.h"

#include "core/report/boxes.h"

#include <string.h>

static bool
is_number(const json_t *value, uint32_t max, uint32_t *ret_number)
{
    const json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < 0 || number > (json_int_t)max)
        return false;
    *ret_number = (uint32_t)number;
    return true;
}

/* A member that may be left out, and is 0 then. */
static bool
take_number(const json_t *object, const char *name, uint32_t max,
            uint32_t *ret_number)
{
    const json_t *value = json_object_get(object, name);
    return !value || is_number(value, max, ret_number);
}

static bool
take_bool(const json_t *object, const char *name, bool *ret_bool)
{
    const json_t *value = json_object_get(object, name);
    *ret_bool = json_is_true(value);
    return !value || json_is_boolean(value);
}

/* Numbers `from` to `from` + 3 of an array. */
static bool
take_box(const json_t *array, size_t from, yz_box *box)
{
    const uint32_t max = YZ_COORDINATE_MAX;
    return is_number(json_array_get(array, from), max, &box->x0) &&
           is_number(json_array_get(array, from + 1), max, &box->y0) &&
           is_number(json_array_get(array, from + 2), max, &box->x1) &&
           is_number(json_array_get(array, from + 3), max, &box->y1);
}

static bool
take_span(const json_t *array, yz_span *span)
{
    return is_number(json_array_get(array, 0), UINT32_MAX, &span->begin) &&
           is_number(json_array_get(array, 1), UINT32_MAX, &span->end);
}

static bool
is_array_or_none(const json_t *value)
{
    return !value || json_is_array(value);
}

/* ---- pages ------------------------------------------------------------- */

static yz_status
page_read(const json_t *value, arena *a, yz_page *page, yz_error *err)
{
    const json_t *image = json_object_get(value, "image");
    if (!json_is_object(value) || (image && !json_is_string(image)) ||
        !is_array_or_none(json_object_get(value, "boxes")) ||
        !take_number(value, "page", UINT32_MAX, &page->number) ||
        !take_number(value, "width", YZ_COORDINATE_MAX, &page->width) ||
        !take_number(value, "height", YZ_COORDINATE_MAX, &page->height))
        return YZ_DONE;
    page->image = arena_str(
        a, (yz_str){ json_string_value(image), json_string_length(image) });
    return page->image.data ? YZ_OK : error_nomem(err);
}

static yz_status
pages_read(const json_t *values, arena *a, yz_passage *p, yz_error *err)
{
    const size_t count = json_array_size(values);
    yz_page *pages = arena_array(a, count, sizeof(*pages));
    if (!pages)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        const yz_status status =
            page_read(json_array_get(values, i), a, &pages[i], err);
        if (status != YZ_OK)
            return status;
    }
    p->pages = pages;
    p->page_count = count;
    return YZ_OK;
}

/* ---- rows -------------------------------------------------------------- */

enum { CELL_MEMBERS = 6 };

static bool
cell_read(const json_t *value, yz_cell *cell)
{
    const size_t size = json_array_size(value);
    if (size != CELL_MEMBERS && size != CELL_MEMBERS + 1)
        return false;
    return take_span(value, &cell->text) && take_box(value, 2, &cell->box) &&
           (size == CELL_MEMBERS ||
            is_number(json_array_get(value, CELL_MEMBERS), 100,
                      &cell->confidence));
}

static yz_status
cells_read(const json_t *values, arena *a, yz_row *row, yz_error *err)
{
    const size_t count = json_array_size(values);
    yz_cell *cells = arena_array(a, count, sizeof(*cells));
    if (!cells)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++)
        if (!cell_read(json_array_get(values, i), &cells[i]))
            return YZ_DONE;
    row->cells = cells;
    row->cell_count = count;
    return YZ_OK;
}

/* What the boxes of a row are of: it follows from what the row has. */
static bool
origin_read(const json_t *value, const json_t *box, yz_row *row)
{
    const json_t *origin = json_object_get(value, "origin");
    row->origin = json_object_get(value, "characters") ? YZ_BOX_CHARACTER
                  : json_object_get(value, "words")    ? YZ_BOX_WORD
                  : box                                ? YZ_BOX_ESTIMATED
                                                       : YZ_BOX_NONE;
    if (!origin)
        return true;
    if (!json_is_string(origin) ||
        strcmp(json_string_value(origin), "block") != 0)
        return false;
    row->origin = YZ_BOX_BLOCK;
    return box != NULL;
}

static yz_status
row_read(const json_t *value, arena *a, yz_row *row, yz_error *err)
{
    const json_t *text = json_object_get(value, "text");
    const json_t *box = json_object_get(value, "box");
    const json_t *words = json_object_get(value, "words");
    const json_t *characters = json_object_get(value, "characters");
    if (json_array_size(text) != 2 || !take_span(text, &row->text) ||
        (box && (json_array_size(box) != 4 || !take_box(box, 0, &row->box))) ||
        !take_number(value, "page", UINT32_MAX, &row->page) ||
        !take_number(value, "confidence", 100, &row->confidence) ||
        !take_bool(value, "begins", &row->begins_block) ||
        !take_bool(value, "vertical", &row->vertical) ||
        !is_array_or_none(words) || !is_array_or_none(characters) ||
        (words && characters) || !origin_read(value, box, row))
        return YZ_DONE;
    return cells_read(words ? words : characters, a, row, err);
}

static yz_status
rows_read(const json_t *values, arena *a, yz_passage *p, yz_error *err)
{
    const size_t count = json_array_size(values);
    yz_row *rows = arena_array(a, count, sizeof(*rows));
    if (!rows)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        const yz_status status =
            row_read(json_array_get(values, i), a, &rows[i], err);
        if (status != YZ_OK)
            return status;
    }
    if (count)
        rows[0].begins_block = true;
    p->rows = rows;
    p->row_count = count;
    return YZ_OK;
}

/* Blocks whose lines are not known. One alone has all of the text. */
static yz_status
blocks_read(const json_t *pages, arena *a, yz_passage *p, yz_error *err)
{
    size_t count = 0;
    for (size_t i = 0; i < p->page_count; i++)
        count +=
            json_array_size(json_object_get(json_array_get(pages, i), "boxes"));
    yz_row *rows = arena_array(a, count, sizeof(*rows));
    if (!rows)
        return error_nomem(err);
    const uint32_t end = count == 1 ? (uint32_t)p->text.size : 0;
    yz_row *row = rows;
    for (size_t i = 0; i < p->page_count; i++) {
        const json_t *boxes =
            json_object_get(json_array_get(pages, i), "boxes");
        for (size_t k = 0; k < json_array_size(boxes); k++, row++) {
            const json_t *box = json_array_get(boxes, k);
            *row = (yz_row){ .text = { 0, end },
                             .page = (uint32_t)i,
                             .origin = YZ_BOX_BLOCK,
                             .begins_block = true };
            if (json_array_size(box) != 4 || !take_box(box, 0, &row->box))
                return YZ_DONE;
        }
    }
    p->rows = rows;
    p->row_count = count;
    return YZ_OK;
}

/* ---- readings ---------------------------------------------------------- */

static yz_status
readings_read(const json_t *values, arena *a, yz_passage *p, yz_error *err)
{
    const size_t count = json_array_size(values);
    yz_reading *readings = arena_array(a, count, sizeof(*readings));
    if (!readings)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_array_get(values, i);
        const json_t *text = json_object_get(value, "text");
        const json_t *reading = json_object_get(value, "reading");
        if (json_array_size(text) != 2 || !take_span(text, &readings[i].text) ||
            !json_is_string(reading) ||
            !take_number(value, "confidence", 100, &readings[i].confidence))
            return YZ_DONE;
        readings[i].reading =
            arena_str(a, (yz_str){ json_string_value(reading),
                                   json_string_length(reading) });
        if (!readings[i].reading.data)
            return error_nomem(err);
    }
    p->readings = readings;
    p->reading_count = count;
    return YZ_OK;
}

yz_status
pages_json_read(const json_t *source, arena *a, yz_passage *passage,
                yz_error *err)
{
    yz_passage p = *passage;
    const json_t *pages = json_object_get(source, "pages");
    const json_t *rows = json_object_get(source, "rows");
    const json_t *readings = json_object_get(source, "readings");
    yz_error unused;
    if (!is_array_or_none(pages) || !is_array_or_none(rows) ||
        !is_array_or_none(readings))
        return YZ_DONE;
    yz_status status = pages_read(pages, a, &p, err);
    if (status == YZ_OK)
        status =
            rows ? rows_read(rows, a, &p, err) : blocks_read(pages, a, &p, err);
    if (status == YZ_OK)
        status = readings_read(readings, a, &p, err);
    if (status != YZ_OK)
        return status;
    if (boxes_check(&p, &unused) != YZ_OK)
        return YZ_DONE;
    *passage = p;
    return YZ_OK;
}
