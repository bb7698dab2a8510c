/* SPDX-License-Identifier: MIT */
/*
 * MinerU's middle.json. Up to version 3 a page has its size in points, which
 * are pixels where an image was read, and blocks of printed lines; from version
 * 4 on boxes are parts of the page from 0 to 1, and blocks have no lines, but
 * say whether they go on from the one before.
 */
#include "indexer/ocr/ocr_labels.h"
#include "indexer/source/pages/json_dialect.h"

#include <string.h>

enum { DEPTH_MAX = 8, THOUSANDTHS = 1000 };

static int64_t
page_own(const json_t *value)
{
    (void)value;
    return PAGE_OF_ITS_OWN;
}

static uint32_t
index_of(const json_t *value, uint32_t otherwise)
{
    const json_t *index = json_object_get(value, "page_idx");
    const json_int_t number = json_integer_value(index);
    if (!json_is_integer(index) || number < 0 || number >= UINT32_MAX)
        return otherwise;
    return (uint32_t)number + 1;
}

static ocr_kind
kind_of(const json_t *block, ocr_kind otherwise)
{
    const char *type = json_string_value(json_object_get(block, "type"));
    const double level = json_member_number(block, "level", 0);
    ocr_kind kind = label_kind(type);
    if (kind == OCR_TEXT)
        kind = otherwise;
    if (kind == OCR_HEADLINE && level >= 2)
        kind = OCR_HEADING;
    return kind;
}

/* ---- up to version 3 -------------------------------------------------------- */

static bool
is_middle_page(const json_t *value)
{
    return json_is_array(json_object_get(value, "para_blocks")) ||
           json_is_array(json_object_get(value, "preproc_blocks"));
}

static void
begin_middle(ocr_page *page, uint32_t index, const json_t *value)
{
    const json_t *size = json_object_get(value, "page_size");
    ocr_page_begin(page, index_of(value, index),
                   json_number_value(json_array_get(size, 0)),
                   json_number_value(json_array_get(size, 1)),
                   (ocr_scale){ 0 });
    page->order = OCR_ORDER_GIVEN;
    page->kinds_are_given = true;
}

static void
add_span(ocr_page *page, const json_t *span)
{
    const ocr_box box = json_box_of(page, json_object_get(span, "bbox"));
    const yz_str html = json_member_text(span, "html");
    const yz_str text = json_member_text(span, "content");
    if (html.size)
        ocr_put_marked(page, html);
    else if (text.size)
        ocr_put_word(page, text, box,
                     json_confidence(json_object_get(span, "score")));
}

/* A line of one span is the span: it knows nothing more. */
static void
add_line(ocr_page *page, const json_t *line, bool is_whole)
{
    size_t i;
    json_t *span;
    json_t *spans = json_object_get(line, "spans");
    ocr_line *added =
        ocr_add_line(page, json_box_of(page, json_object_get(line, "bbox")));
    if (is_whole)
        added->flags = OCR_WHOLE_BLOCK;
    if (json_array_size(spans) == 1) {
        const json_t *only = json_array_get(spans, 0);
        const yz_str html = json_member_text(only, "html");
        added->confidence = json_confidence(json_object_get(only, "score"));
        ocr_put_marked(page,
                       html.size ? html : json_member_text(only, "content"));
        return;
    }
    json_array_foreach(spans, i, span) add_span(page, span);
}

/* With the VLM a block's one line has the block's box: it is no printed one. */
static bool
is_whole_block(const json_t *block, const json_t *lines)
{
    const json_t *line = json_array_get(lines, 0);
    return json_array_size(lines) == 1 &&
           json_equal(json_object_get(block, "bbox"),
                      json_object_get(line, "bbox"));
}

static void
add_middle_block(ocr_page *page, const json_t *block, ocr_kind otherwise,
                 unsigned depth)
{
    size_t i;
    json_t *part;
    json_t *lines = json_object_get(block, "lines");
    json_t *inner = json_object_get(block, "blocks");
    const ocr_kind kind = kind_of(block, otherwise);
    if (json_is_true(json_object_get(block, "lines_deleted")) ||
        depth == DEPTH_MAX)
        return; /* its lines were moved to the block before */
    if (!json_is_array(inner)) {
        ocr_add_block(page, kind,
                      json_box_of(page, json_object_get(block, "bbox")))
            ->level = json_member_level(block, "level");
        json_array_foreach(lines, i, part)
            add_line(page, part, is_whole_block(block, lines));
    }
    json_array_foreach(inner, i, part)
        add_middle_block(page, part, kind, depth + 1);
}

static void
add_middle(ocr_page *page, const json_t *value)
{
    size_t i;
    json_t *block;
    json_t *blocks = json_object_get(value, "para_blocks");
    if (!json_is_array(blocks))
        blocks = json_object_get(value, "preproc_blocks");
    json_array_foreach(blocks, i, block)
        add_middle_block(page, block, OCR_PARAGRAPH, 0);
    json_array_foreach(json_object_get(value, "discarded_blocks"), i, block)
        add_middle_block(page, block, OCR_NOISE, 0);
}

const json_dialect middle_page_dialect = { "MinerU", is_middle_page, page_own,
                                           begin_middle, add_middle };

/* ---- from version 4 on ------------------------------------------------------ */

static bool
is_vortex_page(const json_t *value)
{
    return json_is_array(json_object_get(value, "blocks")) &&
           json_is_integer(json_object_get(value, "page_idx"));
}

static void
begin_vortex(ocr_page *page, uint32_t index, const json_t *value)
{
    ocr_page_begin(page, index_of(value, index), 1, 1,
                   (ocr_scale){ THOUSANDTHS, THOUSANDTHS, 0 });
    page->unit = OCR_UNIT_THOUSANDTH;
    page->order = OCR_ORDER_GIVEN;
    page->kinds_are_given = true;
}

/* Is the content a text: a string, or a list of spans? */
static bool
is_text(const json_t *content)
{
    const json_t *first = json_array_get(content, 0);
    return json_is_string(content) || json_is_string(first) ||
           json_is_string(json_object_get(first, "content"));
}

static void
put_content(ocr_page *page, const json_t *content)
{
    size_t i;
    json_t *span;
    ocr_put_marked(page, json_text_of(content));
    json_array_foreach((json_t *)content, i, span)
    {
        const yz_str text = json_text_of(span);
        ocr_put_marked(page,
                       text.size ? text : json_member_text(span, "content"));
    }
}

static void
add_vortex_block(ocr_page *page, const json_t *block, ocr_kind otherwise,
                 unsigned depth)
{
    size_t i;
    json_t *part;
    json_t *content = json_object_get(block, "content");
    const ocr_box box = json_box_of(page, json_object_get(block, "bbox"));
    const ocr_kind kind = kind_of(block, otherwise);
    if (depth == DEPTH_MAX)
        return;
    if (json_is_array(content) && json_array_size(content) &&
        !is_text(content)) {
        json_array_foreach(content, i, part)
            add_vortex_block(page, part, kind, depth + 1);
        return;
    }
    ocr_block *added = ocr_add_block(page, kind, box);
    added->level = json_member_level(block, "level");
    added->continues = json_is_true(json_object_get(block, "continues_prev"));
    ocr_add_line(page, box)->flags = OCR_WHOLE_BLOCK;
    put_content(page, content);
}

static void
add_vortex(ocr_page *page, const json_t *value)
{
    size_t i;
    json_t *block;
    json_array_foreach(json_object_get(value, "blocks"), i, block)
        add_vortex_block(page, block, OCR_PARAGRAPH, 0);
}

const json_dialect vortex_page_dialect = { "MinerU", is_vortex_page, page_own,
                                           begin_vortex, add_vortex };
