/* SPDX-License-Identifier: MIT */
/*
 * MinerU's content lists: blocks in reading order, boxes in thousandths of the
 * page, whose size is not given. Version 1 is one list of blocks with
 * `page_idx`; version 2 a list of pages, each a list of blocks. A paragraph
 * that runs over columns or pages is one block with the box of its first part.
 */
#include "indexer/ocr/ocr_labels.h"
#include "indexer/source/pages/json_dialect.h"

#include <string.h>

enum { THOUSANDTHS = 1000 };

static void
begin_page(ocr_page *page, uint32_t index)
{
    ocr_page_begin(page, index, THOUSANDTHS, THOUSANDTHS, (ocr_scale){ 0 });
    page->unit = OCR_UNIT_THOUSANDTH;
    page->order = OCR_ORDER_GIVEN;
    page->kinds_are_given = true;
}

/* A title of level 1 is a headline, one below it a heading. */
static void
add_titled(ocr_page *page, ocr_kind kind, uint32_t level, ocr_box box,
           yz_str text)
{
    if (level >= 1)
        kind = level < 2 ? OCR_HEADLINE : OCR_HEADING;
    ocr_add_block(page, kind, box)->level = level;
    ocr_add_line(page, box)->flags = OCR_WHOLE_BLOCK;
    ocr_put_marked(page, text);
}

/* ---- version 1 -------------------------------------------------------------- */

static bool
is_item(const json_t *value)
{
    return json_is_string(json_object_get(value, "type")) &&
           json_is_integer(json_object_get(value, "page_idx"));
}

static int64_t
page_of_item(const json_t *value)
{
    const json_int_t index =
        json_integer_value(json_object_get(value, "page_idx"));
    return index >= 0 && index < UINT32_MAX ? index : 0;
}

static void
begin_item_page(ocr_page *page, uint32_t index, const json_t *value)
{
    (void)index;
    begin_page(page, (uint32_t)page_of_item(value) + 1);
}

/* Captions and notes of pictures, tables and charts, under all their names. */
static void
add_texts(ocr_page *page, ocr_kind kind, const json_t *texts)
{
    size_t i;
    json_t *text;
    if (json_is_string(texts))
        ocr_put_marked_block(page, kind, (ocr_box){ 0 }, json_text_of(texts));
    json_array_foreach((json_t *)texts, i, text)
        ocr_put_marked_block(page, kind, (ocr_box){ 0 }, json_text_of(text));
}

static const struct {
    const char *member;
    ocr_kind kind;
} attached[] = {
    { "img_caption", OCR_CAPTION },   { "image_caption", OCR_CAPTION },
    { "table_caption", OCR_CAPTION }, { "chart_caption", OCR_CAPTION },
    { "code_caption", OCR_CAPTION },  { "img_footnote", OCR_NOTE },
    { "image_footnote", OCR_NOTE },   { "table_footnote", OCR_NOTE },
    { "chart_footnote", OCR_NOTE },
};

static void
add_attached(ocr_page *page, const json_t *value)
{
    for (size_t i = 0; i < ARRAY_LENGTH(attached); i++)
        add_texts(page, attached[i].kind,
                  json_object_get(value, attached[i].member));
}

static void
add_item(ocr_page *page, const json_t *value)
{
    static const char *const bodies[] = { "text", "table_body", "code_body",
                                          "content" };
    const ocr_kind kind =
        label_kind(json_string_value(json_object_get(value, "type")));
    const ocr_box box = json_box_of(page, json_object_get(value, "bbox"));
    yz_str body = { 0 };
    for (size_t i = 0; i < ARRAY_LENGTH(bodies) && !body.size; i++)
        body = json_member_text(value, bodies[i]);
    add_titled(page, kind, json_member_level(value, "text_level"), box, body);
    add_texts(page, OCR_LIST, json_object_get(value, "list_items"));
    add_attached(page, value);
}

const json_dialect content_item_dialect = { "MinerU", is_item, page_of_item,
                                            begin_item_page, add_item };

/* ---- version 2 -------------------------------------------------------------- */

static bool
is_content_page(const json_t *value)
{
    const json_t *first = json_array_get(value, 0);
    return json_is_array(value) &&
           (!first || (json_is_string(json_object_get(first, "type")) &&
                       json_is_object(json_object_get(first, "content"))));
}

static int64_t
page_own(const json_t *value)
{
    (void)value;
    return PAGE_OF_ITS_OWN;
}

static void
begin_content_page(ocr_page *page, uint32_t index, const json_t *value)
{
    (void)value;
    begin_page(page, index);
}

/* A text is a string or a list of spans; spans may hold spans. */
static void
put_spans(ocr_page *page, const json_t *spans, unsigned depth)
{
    enum { DEPTH_MAX = 8 };
    size_t i;
    json_t *span;
    ocr_put_marked(page, json_text_of(spans));
    if (depth == DEPTH_MAX)
        return;
    if (json_is_object(spans))
        put_spans(page, json_object_get(spans, "content"), depth + 1);
    json_array_foreach((json_t *)spans, i, span)
        put_spans(page, span, depth + 1);
}

static void
add_spans(ocr_page *page, ocr_kind kind, ocr_box box, const json_t *spans)
{
    if (!spans)
        return;
    ocr_add_block(page, kind, box);
    ocr_add_line(page, box)->flags = OCR_WHOLE_BLOCK;
    put_spans(page, spans, 0);
}

/* The members of `content` that hold text, whatever the type. */
static const struct {
    const char *member;
    bool is_attached;
    ocr_kind kind;
} parts[] = {
    { "title_content", false, OCR_HEADING },
    { "paragraph_content", false, OCR_PARAGRAPH },
    { "page_header_content", false, OCR_HEADER },
    { "page_footer_content", false, OCR_FOOTER },
    { "page_number_content", false, OCR_PAGE_NUMBER },
    { "page_aside_text_content", false, OCR_MARGINALIA },
    { "page_footnote_content", false, OCR_NOTE },
    { "math_content", false, OCR_FORMULA },
    { "code_content", false, OCR_CODE },
    { "algorithm_content", false, OCR_CODE },
    { "html", false, OCR_TABLE },
    { "image_caption", true, OCR_CAPTION },
    { "table_caption", true, OCR_CAPTION },
    { "chart_caption", true, OCR_CAPTION },
    { "code_caption", true, OCR_CAPTION },
    { "algorithm_caption", true, OCR_CAPTION },
    { "image_footnote", true, OCR_NOTE },
    { "table_footnote", true, OCR_NOTE },
    { "chart_footnote", true, OCR_NOTE },
};

static void
add_list(ocr_page *page, ocr_box box, const json_t *items)
{
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)items, i, item)
    {
        const json_t *content = json_object_get(item, "item_content");
        add_spans(page, OCR_LIST, box, content ? content : item);
    }
}

static void
add_content(ocr_page *page, const json_t *block)
{
    const json_t *content = json_object_get(block, "content");
    const char *type = json_string_value(json_object_get(block, "type"));
    const ocr_box box = json_box_of(page, json_object_get(block, "bbox"));
    const double level = json_member_number(content, "level", 0);
    if (label_kind(type) == OCR_PICTURE)
        ocr_add_block(page, OCR_PICTURE, box);
    for (size_t i = 0; i < ARRAY_LENGTH(parts); i++) {
        const json_t *spans = json_object_get(content, parts[i].member);
        ocr_kind kind = parts[i].kind;
        if (kind == OCR_HEADING && level <= 1)
            kind = OCR_HEADLINE;
        add_spans(page, kind, parts[i].is_attached ? (ocr_box){ 0 } : box,
                  spans);
    }
    add_list(page, box, json_object_get(content, "list_items"));
}

static void
add_content_page(ocr_page *page, const json_t *value)
{
    size_t i;
    json_t *block;
    json_array_foreach((json_t *)value, i, block) add_content(page, block);
}

const json_dialect content_page_dialect = { "MinerU", is_content_page, page_own,
                                            begin_content_page,
                                            add_content_page };
