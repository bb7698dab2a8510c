/* SPDX-License-Identifier: MIT */
#include "indexer/source/pages/json_parts.h"

#include "core/base/utf8.h"
#include "indexer/layout/markup.h"

#include <math.h>
#include <string.h>
#include <strings.h>

yz_str
json_text_of(const json_t *value)
{
    return (yz_str){ json_string_value(value), json_string_length(value) };
}

yz_str
json_member_text(const json_t *object, const char *key)
{
    return json_text_of(json_object_get(object, key));
}

double
json_member_number(const json_t *object, const char *key, double otherwise)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

uint32_t
json_member_level(const json_t *object, const char *key)
{
    enum { LEVEL_MAX = 255 };
    const double level = json_member_number(object, key, 0);
    return level >= 1 && level <= LEVEL_MAX ? (uint32_t)level : 0;
}

float
json_confidence(const json_t *value)
{
    const double number = json_number_value(value);
    if (!json_is_number(value) || !(number >= 0 && number <= 1))
        return OCR_CONFIDENCE_NONE;
    return (float)number;
}

/* ---- boxes ------------------------------------------------------------------ */

typedef struct extent {
    double x0, y0, x1, y1;
    bool is_open; /* no point yet */
    bool is_bad;
} extent;

static void
add_point(extent *e, const json_t *x, const json_t *y)
{
    if (!json_is_number(x) || !json_is_number(y)) {
        e->is_bad = true;
        return;
    }
    const double px = json_number_value(x);
    const double py = json_number_value(y);
    if (e->is_open)
        *e = (extent){ px, py, px, py, false, e->is_bad };
    e->x0 = fmin(e->x0, px);
    e->y0 = fmin(e->y0, py);
    e->x1 = fmax(e->x1, px);
    e->y1 = fmax(e->y1, py);
}

ocr_box
json_box_of(const ocr_page *page, const json_t *value)
{
    extent e = { .is_open = true };
    const size_t count = json_array_size(value);
    if (json_is_number(json_array_get(value, 0))) {
        for (size_t i = 0; i + 1 < count; i += 2)
            add_point(&e, json_array_get(value, i),
                      json_array_get(value, i + 1));
    } else {
        for (size_t i = 0; i < count; i++) {
            const json_t *point = json_array_get(value, i);
            add_point(&e, json_array_get(point, 0), json_array_get(point, 1));
        }
    }
    if (e.is_open || e.is_bad)
        return (ocr_box){ 0 };
    return ocr_box_of(page, e.x0, e.y0, e.x1, e.y1);
}

/* ---- texts with marks ------------------------------------------------------- */

/* What is put instead of a mark: the end of a row, of a cell, a character. */
static void
put_shown(ocr_page *page, yz_str text, const markup_cut *cut)
{
    char bytes[4];
    const char *mark = text.data + cut->begin;
    const size_t size = cut->end - cut->begin;
    const bool ends_row = (size >= 5 && !strncasecmp(mark, "</tr>", 5)) ||
                          (size >= 3 && !strncasecmp(mark, "<br", 3)) ||
                          (size >= 4 && !strncasecmp(mark, "</p>", 4)) ||
                          (size >= 5 && !strncasecmp(mark, "</li>", 5));
    const bool ends_cell = size >= 5 && (!strncasecmp(mark, "</td>", 5) ||
                                         !strncasecmp(mark, "</th>", 5));
    if (ends_row)
        ocr_put_text(page, (yz_str){ "\n", 1 });
    else if (ends_cell)
        ocr_put_text(page, (yz_str){ " ", 1 });
    else if (cut->shown == ' ')
        ocr_put_space(page);
    else if (cut->shown)
        ocr_put_text(page, (yz_str){ bytes, utf8_put(bytes, cut->shown) });
}

void
ocr_put_marked(ocr_page *page, yz_str text)
{
    size_t at = 0;
    if (!text.size)
        return;
    markup_cuts cuts = { .from = page->arena.from };
    if (markup_find(text, &cuts, NULL) != YZ_OK)
        page->failed = YZ_E_NOMEM;
    for (size_t i = 0; i < cuts.count; i++) {
        const markup_cut *cut = &cuts.items[i];
        ocr_put_text(page, (yz_str){ text.data + at, cut->begin - at });
        put_shown(page, text, cut);
        at = cut->end;
    }
    ocr_put_text(page, (yz_str){ text.data + at, text.size - at });
    ARRAY_DISPOSE(&cuts);
}

void
ocr_put_marked_block(ocr_page *page, ocr_kind kind, ocr_box box, yz_str text)
{
    ocr_add_block(page, kind, box);
    ocr_add_line(page, box)->flags = OCR_WHOLE_BLOCK;
    ocr_put_marked(page, text);
}
