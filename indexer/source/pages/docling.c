/* SPDX-License-Identifier: MIT */
/*
 * Docling's document: its texts lie in one list, and trees of references say
 * in which order they are read. A text may have several places, a part of its
 * characters at each; here each part becomes a block that goes on from the one
 * before. First a list of pages is made:
 *
 *     [{"size": {…}, "number": 1, "items": [[text, place, continues], …]}, …]
 */
#include "indexer/ocr/ocr_labels.h"
#include "indexer/source/pages/json_dialect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 64, PAGE_MAX = 1 << 20 };

bool
docling_knows(const json_t *document)
{
    const yz_str name = json_member_text(document, "schema_name");
    return str_equal(name, str_of("DoclingDocument"));
}

/* ---- pages in order --------------------------------------------------------- */

typedef struct lister {
    const json_t *document;
    json_t *pages;  /* the list */
    json_t *places; /* number of a page, as text, to its place in the list */
    json_t *seen;   /* references that were followed */
    bool failed;
} lister;

static void
give(lister *l, json_t *object, const char *key, json_t *value /* takes */)
{
    if (json_object_set_new(object, key, value) != 0)
        l->failed = true;
}

static void
add_page(lister *l, const char *key, json_t *size, json_int_t number)
{
    json_t *page = json_object();
    give(l, l->places, key,
         json_integer((json_int_t)json_array_size(l->pages)));
    give(l, page, "size", size ? json_incref(size) : json_object());
    give(l, page, "number", json_integer(number));
    give(l, page, "items", json_array());
    if (json_array_append_new(l->pages, page) != 0)
        l->failed = true;
}

static int
compare_numbers(const void *a, const void *b)
{
    const json_int_t x = *(const json_int_t *)a;
    const json_int_t y = *(const json_int_t *)b;
    return (x > y) - (x < y);
}

/* The page of that number; NULL: no page can have it. */
static json_t *
page_of(lister *l, json_int_t number)
{
    char key[24];
    if (number < 1 || number > PAGE_MAX)
        return NULL;
    snprintf(key, sizeof(key), "%lld", (long long)number);
    if (!json_object_get(l->places, key)) {
        const json_t *page =
            json_object_get(json_object_get(l->document, "pages"), key);
        add_page(l, key, json_object_get(page, "size"), number);
    }
    const json_t *place = json_object_get(l->places, key);
    return json_array_get(l->pages, (size_t)json_integer_value(place));
}

/* Pages that the document lists come in the order of their numbers. */
static void
list_pages(lister *l, json_int_t *numbers, size_t capacity)
{
    const char *key;
    json_t *page;
    size_t count = 0;
    json_object_foreach(json_object_get(l->document, "pages"), key,
                        page) if (count < capacity) numbers[count++] =
        strtoll(key, NULL, 10);
    qsort(numbers, count, sizeof(*numbers), compare_numbers);
    for (size_t i = 0; i < count; i++)
        page_of(l, numbers[i]);
}

/* ---- texts in order --------------------------------------------------------- */

/* What "#/texts/12" refers to; NULL if nothing. */
static json_t *
resolve(const lister *l, const char *reference)
{
    char list[32];
    const char *slash = reference && !strncmp(reference, "#/", 2)
                            ? strchr(reference + 2, '/')
                            : NULL;
    if (!slash || (size_t)(slash - reference - 2) >= sizeof(list))
        return NULL;
    memcpy(list, reference + 2, (size_t)(slash - reference - 2));
    list[slash - reference - 2] = '\0';
    return json_array_get(json_object_get(l->document, list),
                          (size_t)strtoull(slash + 1, NULL, 10));
}

static void
add_item(lister *l, json_t *page, json_t *item, json_t *place, bool continues)
{
    json_t *entry = json_array();
    json_array_append(entry, item);
    json_array_append(entry, place ? place : json_null());
    json_array_append_new(entry, json_boolean(continues));
    if (json_array_append_new(json_object_get(page, "items"), entry) != 0)
        l->failed = true;
}

static void
add_text(lister *l, json_t *item)
{
    size_t i;
    json_t *place;
    bool continues = false;
    json_t *places = json_object_get(item, "prov");
    json_array_foreach(places, i, place)
    {
        json_t *page =
            page_of(l, json_integer_value(json_object_get(place, "page_no")));
        if (page)
            add_item(l, page, item, place, continues);
        continues |= page != NULL;
    }
    if (!continues) { /* it says not where it is: with what was read last */
        const size_t count = json_array_size(l->pages);
        json_t *page =
            count ? json_array_get(l->pages, count - 1) : page_of(l, 1);
        if (page)
            add_item(l, page, item, NULL, false);
    }
}

static void
walk(lister *l, const json_t *node, unsigned depth);

static void
follow(lister *l, const json_t *references, unsigned depth)
{
    size_t i;
    json_t *entry;
    json_array_foreach((json_t *)references, i, entry)
    {
        const char *name = json_string_value(json_object_get(entry, "$ref"));
        json_t *item = resolve(l, name);
        if (!item || depth == DEPTH_MAX || json_object_get(l->seen, name))
            continue;
        give(l, l->seen, name, json_true());
        if (json_is_string(json_object_get(item, "text")) ||
            json_object_get(item, "data") || json_object_get(item, "prov"))
            add_text(l, item);
        walk(l, item, depth + 1);
    }
}

static void
walk(lister *l, const json_t *node, unsigned depth)
{
    follow(l, json_object_get(node, "captions"), depth);
    follow(l, json_object_get(node, "children"), depth);
    follow(l, json_object_get(node, "footnotes"), depth);
}

json_t *
docling_pages(const json_t *document)
{
    const size_t count = json_object_size(json_object_get(document, "pages"));
    lister l = { .document = document,
                 .pages = json_array(),
                 .places = json_object(),
                 .seen = json_object() };
    json_int_t *numbers = memory_zeroed(NULL, count + 1, sizeof(*numbers));
    l.failed = !numbers || !l.pages || !l.places || !l.seen;
    if (!l.failed) {
        list_pages(&l, numbers, count);
        walk(&l, json_object_get(document, "body"), 0);
        walk(&l, json_object_get(document, "furniture"), 0);
    }
    memory_release(NULL, numbers);
    json_decref(l.places);
    json_decref(l.seen);
    if (!l.failed)
        return l.pages;
    json_decref(l.pages);
    return NULL;
}

/* ---- a page ----------------------------------------------------------------- */

static bool
is_page(const json_t *value)
{
    return json_is_array(json_object_get(value, "items"));
}

static int64_t
page_own(const json_t *value)
{
    (void)value;
    return PAGE_OF_ITS_OWN;
}

static void
begin_page(ocr_page *page, uint32_t index, const json_t *value)
{
    const json_t *size = json_object_get(value, "size");
    const double height = json_member_number(size, "height", 0);
    (void)index;
    ocr_page_begin(
        page, (uint32_t)json_integer_value(json_object_get(value, "number")),
        json_member_number(size, "width", 0), height,
        (ocr_scale){ 0, 0, height });
    page->order = OCR_ORDER_GIVEN;
    page->kinds_are_given = true;
}

/* Edges from the bottom or from the top: each box says which. */
static ocr_box
box_of(ocr_page *page, const json_t *place)
{
    const json_t *box = json_object_get(place, "bbox");
    const yz_str origin = json_member_text(box, "coord_origin");
    const bool from_top = str_equal(origin, str_of("TOPLEFT"));
    const double height = fabs(page->scale.flip);
    if (!json_is_object(box) || (!from_top && !(height > 0)))
        return (ocr_box){ 0 };
    page->scale.flip = from_top ? -height : height;
    return ocr_box_of(
        page, json_member_number(box, "l", 0), json_member_number(box, "t", 0),
        json_member_number(box, "r", 0), json_member_number(box, "b", 0));
}

/* The part [from, to) of the text, counted in code points. */
static yz_str
part_of(yz_str text, const json_t *span)
{
    const json_int_t from = json_integer_value(json_array_get(span, 0));
    const json_int_t to = json_integer_value(json_array_get(span, 1));
    if (from < 0 || to <= from)
        return text;
    const size_t begin = yz_offset_from_code_points(text, (size_t)from);
    const size_t end = yz_offset_from_code_points(text, (size_t)to);
    return (yz_str){ text.data + begin, end - begin };
}

static void
put_cells(ocr_page *page, const json_t *table)
{
    size_t i;
    json_t *cell;
    json_int_t row = 0;
    json_t *data = json_object_get(table, "data");
    json_array_foreach(json_object_get(data, "table_cells"), i, cell)
    {
        const json_int_t at =
            json_integer_value(json_object_get(cell, "start_row_offset_idx"));
        if (i > 0)
            ocr_put_text(page, (yz_str){ at == row ? " " : "\n", 1 });
        ocr_put_text(page, json_member_text(cell, "text"));
        row = at;
    }
}

static void
add_entry(ocr_page *page, const json_t *entry)
{
    const json_t *item = json_array_get(entry, 0);
    const json_t *place = json_array_get(entry, 1);
    const bool continues = json_is_true(json_array_get(entry, 2));
    const bool is_split = json_array_size(json_object_get(item, "prov")) > 1;
    const char *label = json_string_value(json_object_get(item, "label"));
    const yz_str layer = json_member_text(item, "content_layer");
    const ocr_box box = box_of(page, place);
    ocr_kind kind = label_kind(label);
    if (str_equal(layer, str_of("invisible")) ||
        str_equal(layer, str_of("background")))
        kind = OCR_NOISE;
    const yz_str text = json_member_text(item, "text");
    ocr_block *block = ocr_add_block(page, kind, box);
    block->continues = continues;
    block->level = json_member_level(item, "level");
    ocr_add_line(page, box)->flags = OCR_WHOLE_BLOCK;
    ocr_put_text(page, is_split
                           ? part_of(text, json_object_get(place, "charspan"))
                           : text);
    if (kind == OCR_TABLE && !continues)
        put_cells(page, item);
}

static void
add_page_items(ocr_page *page, const json_t *value)
{
    size_t i;
    json_t *entry;
    json_array_foreach(json_object_get(value, "items"), i, entry)
        add_entry(page, entry);
}

const json_dialect docling_page_dialect = { "Docling", is_page, page_own,
                                            begin_page, add_page_items };
