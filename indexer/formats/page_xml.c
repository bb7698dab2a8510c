/* SPDX-License-Identifier: MIT */
/*
 * PAGE XML, versions 2010 to 2019: regions as polygons, with lines, words and
 * glyphs; each may have several readings (TextEquiv), the one with the lowest
 * index first. A line's own text counts; words and glyphs give the boxes where
 * they spell it. The order of regions is that of ReadingOrder, or of `custom`
 * attributes; without either, a file's order says nothing.
 */
#include "indexer/formats/page_line.h"
#include "indexer/formats/page_order.h"
#include "indexer/formats/xml_reader.h"
#include "indexer/ocr/ocr_labels.h"
#include "indexer/ocr/ocr_number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    REGION_DEPTH = 16, /* regions inside each other */
    VALUE_SIZE = 64    /* of a member of `custom` */
};

typedef struct region {
    size_t block; /* of the page */
    page_item item;
    bool is_vertical;
    bool has_lines;
} region;

typedef struct page_state {
    page_line line;
    reading_order order;
    region regions[REGION_DEPTH];
    size_t depth;
    bool has_kinds;
} page_state;

static page_state *
state_of(xml_reader *r)
{
    page_state *s = r->state;
    page_line *l = &s->line;
    if (!l->texts.from)
        l->texts.from = l->words.from = l->glyphs.from = l->others.from =
            s->order.keys.from = r->source.memory;
    return s;
}

/* ---- polygons ----------------------------------------------------------------- */

typedef struct extent {
    double x0, y0, x1, y1;
    bool has_point;
} extent;

static void
add_point(extent *e, double x, double y)
{
    if (!e->has_point)
        *e = (extent){ x, y, x, y, true };
    e->x0 = fmin(e->x0, x);
    e->y0 = fmin(e->y0, y);
    e->x1 = fmax(e->x1, x);
    e->y1 = fmax(e->y1, y);
}

/* "x,y x,y …"; what is no such list is no box. */
static ocr_box
points_box(const xml_reader *r, const char *points)
{
    extent e = { 0 };
    double x;
    double y;
    while (points && *points) {
        points += strspn(points, " \t\r\n");
        if (!*points)
            break;
        if (!ocr_take_number(&points, &x) || *points++ != ',' ||
            !ocr_take_number(&points, &y))
            return (ocr_box){ 0 };
        add_point(&e, x, y);
    }
    return e.has_point ? ocr_box_of(r->page, e.x0, e.y0, e.x1, e.y1)
                       : (ocr_box){ 0 };
}

/* What is innermost of what is open and has a polygon. */
static page_item *
open_item(page_state *s)
{
    page_item *of_line = line_innermost(&s->line);
    if (of_line)
        return of_line;
    return s->depth ? &s->regions[s->depth - 1].item : NULL;
}

static void
take_coords(xml_reader *r, const char **attributes)
{
    page_state *s = r->state;
    page_item *i = open_item(s);
    const char *points = xml_attribute(attributes, "points");
    if (i && points)
        i->box = points_box(r, points);
}

/* Up to 2013 each point was an element. */
static void
take_point(xml_reader *r, const char **attributes)
{
    page_state *s = r->state;
    page_item *i = open_item(s);
    const double x = xml_number(attributes, "x", NAN);
    const double y = xml_number(attributes, "y", NAN);
    if (i && isfinite(x) && isfinite(y)) {
        const ocr_box box = ocr_box_of(r->page, x, y, x + 1, y + 1);
        i->box = ocr_box_union(i->box, box);
    }
}

/* ---- regions ---------------------------------------------------------------- */

/* The value of a member in `custom`: "structure {type:heading;}". */
static bool
custom_value(const char *custom, const char *list, const char *member,
             char value[VALUE_SIZE])
{
    const char *at = custom ? strstr(custom, list) : NULL;
    const char *end = at ? strchr(at, '}') : NULL;
    at = at ? strstr(at, member) : NULL;
    if (!at || !end || at > end)
        return false;
    at += strlen(member);
    const size_t size = strcspn(at, ";} ");
    if (size >= VALUE_SIZE)
        return false;
    memcpy(value, at, size);
    value[size] = '\0';
    return true;
}

static ocr_kind
kind_of_region(const char *name, const char **attributes)
{
    char value[VALUE_SIZE];
    const char *type = xml_attribute(attributes, "type");
    const char *custom = xml_attribute(attributes, "custom");
    if (!strcmp(name, "SeparatorRegion"))
        return OCR_SEPARATOR;
    if (!strcmp(name, "TableRegion"))
        return OCR_TABLE;
    if (!strcmp(name, "MathsRegion") || !strcmp(name, "ChemRegion"))
        return OCR_FORMULA;
    if (strcmp(name, "TextRegion") != 0)
        return OCR_PICTURE;
    if (!type && custom_value(custom, "structure", "type:", value))
        type = value;
    return label_kind(type);
}

static bool
is_vertical(const char **attributes, bool otherwise)
{
    const char *direction = xml_attribute(attributes, "readingDirection");
    if (!direction)
        return otherwise;
    return !strcmp(direction, "top-to-bottom") ||
           !strcmp(direction, "bottom-to-top");
}

static void
open_region(xml_reader *r, const char *name, const char **attributes)
{
    char value[VALUE_SIZE];
    page_state *s = state_of(r);
    const char *id = xml_attribute(attributes, "id");
    const char *custom = xml_attribute(attributes, "custom");
    const bool inherited = s->depth && s->regions[s->depth - 1].is_vertical;
    if (s->depth == REGION_DEPTH) {
        xml_fail(r, YZ_E_LIMIT, "the PAGE XML nests regions too deeply");
        return;
    }
    s->line.texts.size = 0;
    const ocr_kind kind = kind_of_region(name, attributes);
    ocr_block *block = ocr_add_block(r->page, kind, (ocr_box){ 0 });
    if (id)
        block->id = ocr_page_str(r->page, str_of(id));
    s->has_kinds |= kind != OCR_TEXT && kind != OCR_PICTURE &&
                    kind != OCR_SEPARATOR && kind != OCR_TABLE;
    region *opened = &s->regions[s->depth++];
    *opened = (region){ .block = r->page->blocks.count - 1,
                        .is_vertical = is_vertical(attributes, inherited) };
    opened->item.confidence = OCR_CONFIDENCE_NONE;
    if (id && !s->order.is_given &&
        custom_value(custom, "readingOrder", "index:", value))
        order_add(r, &s->order, id, (int32_t)strtol(value, NULL, 10));
}

/* A block that goes on after a region inside it is a block of its own. */
static void
reopen_region(xml_reader *r, region *open)
{
    ocr_page *page = r->page;
    if (open->block == page->blocks.count - 1 || page->failed != YZ_OK)
        return;
    const ocr_block before = page->blocks.items[open->block];
    ocr_block *block = ocr_add_block(page, before.kind, open->item.box);
    block->id = before.id;
    open->block = page->blocks.count - 1;
}

static void
close_region(xml_reader *r)
{
    page_state *s = r->state;
    if (!s->depth)
        return;
    region *closed = &s->regions[--s->depth];
    ocr_page *page = r->page;
    if (page->failed != YZ_OK)
        return;
    page->blocks.items[closed->block].box = closed->item.box;
    if (!closed->has_lines && closed->item.has_text) {
        reopen_region(r, closed);
        ocr_add_line(page, closed->item.box)->flags = OCR_WHOLE_BLOCK;
        page->lines.items[page->lines.count - 1].confidence =
            closed->item.confidence;
        ocr_put_text(page, line_text(&s->line, &closed->item));
    }
}

/* ---- lines -------------------------------------------------------------------- */

static void
open_line(xml_reader *r, const char **attributes)
{
    page_state *s = state_of(r);
    if (!s->depth)
        return;
    region *around = &s->regions[s->depth - 1];
    line_open(r, &s->line, is_vertical(attributes, around->is_vertical));
    around->has_lines = true;
    around->item.has_text = false; /* which lay in `texts` */
}

static void
close_line(xml_reader *r)
{
    page_state *s = state_of(r);
    if (!s->line.is_open)
        return;
    s->line.is_open = s->line.in_word = s->line.in_glyph = false;
    reopen_region(r, &s->regions[s->depth - 1]);
    line_put(&s->line, r->page);
}

static void
take_reading(xml_reader *r)
{
    page_state *s = state_of(r);
    page_item *read = open_item(s);
    if (read)
        line_take_reading(r, &s->line, read);
}

/* ---- elements --------------------------------------------------------------- */

static bool
ends_with(const char *name, const char *end)
{
    const size_t size = strlen(name);
    const size_t tail = strlen(end);
    return size > tail && !strcmp(name + size - tail, end);
}

static void
begin_page(xml_reader *r, const char **attributes)
{
    page_state *s = state_of(r);
    const char *image = xml_attribute(attributes, "imageFilename");
    xml_begin_page(r, xml_number(attributes, "imageWidth", 0),
                   xml_number(attributes, "imageHeight", 0), (ocr_scale){ 0 });
    if (image)
        ocr_page_image(r->page, str_of(image));
    order_begin(&s->order);
    s->depth = 0;
    s->has_kinds = false;
    s->line.is_open = s->line.in_word = s->line.in_glyph = false;
}

static void
page_begin(xml_reader *r, const char *name, const char **attributes)
{
    page_state *s = state_of(r);
    if (!r->in_page) {
        if (!strcmp(name, "Page"))
            begin_page(r, attributes);
        return;
    }
    if (!strcmp(name, "Coords"))
        take_coords(r, attributes);
    else if (!strcmp(name, "Unicode"))
        xml_collect(r);
    else if (!strcmp(name, "TextEquiv"))
        line_open_reading(&s->line, attributes);
    else if (!strcmp(name, "TextLine"))
        open_line(r, attributes);
    else if (!strcmp(name, "Word"))
        line_open_word(r, &s->line);
    else if (!strcmp(name, "Glyph"))
        line_open_glyph(r, &s->line);
    else if (!strcmp(name, "Point"))
        take_point(r, attributes);
    else if (!order_enter(r, &s->order, name, attributes) &&
             ends_with(name, "Region"))
        open_region(r, name, attributes);
}

static void
page_end(xml_reader *r, const char *name)
{
    page_state *s = state_of(r);
    if (!r->in_page)
        return;
    if (!strcmp(name, "Unicode"))
        take_reading(r);
    else if (!strcmp(name, "TextLine"))
        close_line(r);
    else if (!strcmp(name, "Word"))
        s->line.in_word = s->line.in_glyph = false;
    else if (!strcmp(name, "Glyph"))
        s->line.in_glyph = false;
    else if (!strcmp(name, "Page"))
        xml_end_page(r);
    else if (!order_leave(&s->order, name) && ends_with(name, "Region"))
        close_region(r);
}

static yz_status
page_finish(xml_reader *r, yz_error *err)
{
    page_state *s = state_of(r);
    r->page->kinds_are_given = s->has_kinds;
    return order_apply(&s->order, r->page, err);
}

static void
page_dispose(const yz_allocator *memory, void *state)
{
    page_state *s = state;
    (void)memory;
    line_dispose(&s->line);
    ARRAY_DISPOSE(&s->order.keys);
}

const xml_schema page_schema = { "PcGts",  sizeof(page_state), page_begin,
                                 page_end, page_finish,        page_dispose,
                                 NULL };
