/* SPDX-License-Identifier: MIT */
/*
 * Blocks as PP-Structure 2, PP-StructureV3 and PaddleOCR-VL give them. The
 * list of version 3 is in reading order. Its blocks have a text, made of lines
 * for people to read, and the lines themselves are in overall_ocr_res: those of
 * a block have their centre in its box. VL has no lines.
 */
#include "indexer/ocr/ocr_labels.h"
#include "indexer/source/pages/json_dialect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ocr_scale pixels = { 0 };

static int64_t
page_own(const json_t *value)
{
    (void)value;
    return PAGE_OF_ITS_OWN;
}

/* ---- lines that belong to blocks -------------------------------------------- */

typedef struct found_line {
    ocr_box box;
    size_t number; /* in rec_texts */
    size_t block;  /* of the list; its length: of none */
} found_line;

static bool
is_inside(ocr_box box, ocr_box line)
{
    const uint32_t x = line.x0 / 2 + line.x1 / 2;
    const uint32_t y = line.y0 / 2 + line.y1 / 2;
    return x >= box.x0 && x < box.x1 && y >= box.y0 && y < box.y1;
}

static double
area(ocr_box box)
{
    return (double)(box.x1 - box.x0) * (double)(box.y1 - box.y0);
}

/* The smallest block that has the line's centre. */
static size_t
block_of(const ocr_box *boxes, size_t count, ocr_box line)
{
    size_t found = count;
    for (size_t i = 0; i < count; i++)
        if (is_inside(boxes[i], line) &&
            (found == count || area(boxes[i]) < area(boxes[found])))
            found = i;
    return found;
}

static bool
is_upright(ocr_box box)
{
    return box.y1 - box.y0 > (box.x1 - box.x0) * 3 / 2;
}

/* By block; in one of vertical lines from right to left, else as found. */
static int
compare_lines(const void *a, const void *b)
{
    const found_line *x = a;
    const found_line *y = b;
    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    if (is_upright(x->box) && is_upright(y->box) && x->box.x1 != y->box.x1)
        return x->box.x1 > y->box.x1 ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

typedef struct structure {
    const json_t *blocks; /* parsing_res_list */
    const json_t *texts;
    const json_t *scores;
    const json_t *line_boxes;
    size_t block_count;
    ocr_box *boxes; /* of the blocks */
    found_line *lines;
    size_t line_count;
} structure;

static bool
structure_read(structure *s, ocr_page *page, const json_t *value)
{
    const json_t *all = json_object_get(value, "overall_ocr_res");
    s->blocks = json_object_get(value, "parsing_res_list");
    s->texts = json_object_get(all, "rec_texts");
    s->scores = json_object_get(all, "rec_scores");
    s->line_boxes = json_object_get(all, "rec_boxes");
    s->block_count = json_array_size(s->blocks);
    s->line_count = json_array_size(s->texts);
    s->boxes = arena_array(&page->arena, s->block_count + 1, sizeof(*s->boxes));
    s->lines = arena_array(&page->arena, s->line_count + 1, sizeof(*s->lines));
    if (!s->boxes || !s->lines) {
        page->failed = YZ_E_NOMEM;
        return false;
    }
    for (size_t i = 0; i < s->block_count; i++)
        s->boxes[i] = json_box_of(
            page, json_object_get(json_array_get(s->blocks, i), "block_bbox"));
    for (size_t i = 0; i < s->line_count; i++) {
        found_line *line = &s->lines[i];
        line->box = json_box_of(page, json_array_get(s->line_boxes, i));
        line->number = i;
        line->block = block_of(s->boxes, s->block_count, line->box);
    }
    qsort(s->lines, s->line_count, sizeof(*s->lines), compare_lines);
    return true;
}

static void
add_found_line(ocr_page *page, const structure *s, const found_line *line)
{
    ocr_add_line(page, line->box)->confidence =
        json_confidence(json_array_get(s->scores, line->number));
    ocr_put_text(page, json_text_of(json_array_get(s->texts, line->number)));
}

/* Tables, formulas and pictures have a text that lines do not give. */
static bool
has_own_text(ocr_kind kind, yz_str content)
{
    return content.size &&
           (kind == OCR_TABLE || kind == OCR_FORMULA || kind == OCR_CODE);
}

/* A block with the lines from `at` on that are its own; the line behind them. */
static size_t
add_structure_block(ocr_page *page, const structure *s, size_t i, size_t at)
{
    const json_t *block = json_array_get(s->blocks, i);
    const yz_str content = json_member_text(block, "block_content");
    const ocr_kind kind =
        label_kind(json_string_value(json_object_get(block, "block_label")));
    size_t end = at;
    while (end < s->line_count && s->lines[end].block == i)
        end++;
    if (end == at || has_own_text(kind, content)) {
        ocr_put_marked_block(page, kind, s->boxes[i], content);
        return end;
    }
    ocr_add_block(page, kind, s->boxes[i]);
    for (; at < end; at++)
        add_found_line(page, s, &s->lines[at]);
    return end;
}

/* ---- PP-StructureV3, PaddleOCR-VL ---------------------------------------------- */

static bool
is_structure(const json_t *value)
{
    return json_is_array(json_object_get(value, "parsing_res_list"));
}

/* A number, or a list of numbers of which the first counts. */
static double
size_of(const json_t *value)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    return json_number_value(value);
}

static void
begin_structure(ocr_page *page, uint32_t index, const json_t *value)
{
    const json_t *number = json_object_get(value, "page_index");
    ocr_page_begin(page, index, size_of(json_object_get(value, "width")),
                   size_of(json_object_get(value, "height")), pixels);
    page->order = OCR_ORDER_GIVEN;
    page->kinds_are_given = true;
    ocr_page_image(page, json_member_text(value, "input_path"));
    if (json_is_integer(number) && json_integer_value(number) >= 0)
        page->image = (yz_str){ 0 }; /* a page of a PDF */
}

static void
add_structure(ocr_page *page, const json_t *value)
{
    structure s;
    size_t at = 0;
    if (!structure_read(&s, page, value))
        return;
    for (size_t i = 0; i < s.block_count; i++)
        at = add_structure_block(page, &s, i, at);
    if (at < s.line_count)
        ocr_add_block(page, OCR_TEXT, (ocr_box){ 0 });
    for (; at < s.line_count; at++) /* in no block, but read */
        add_found_line(page, &s, &s.lines[at]);
}

const json_dialect structure_result_dialect = { "PP-StructureV3", is_structure,
                                                page_own, begin_structure,
                                                add_structure };

/* ---- PP-Structure 2: {type, bbox, res, img_idx} --------------------------------- */

static bool
is_block(const json_t *value)
{
    return json_is_string(json_object_get(value, "type")) &&
           json_is_array(json_object_get(value, "bbox")) &&
           json_object_get(value, "res");
}

static int64_t
page_of_block(const json_t *value)
{
    const double number = json_member_number(value, "img_idx", 0);
    return number >= 0 && number < UINT32_MAX ? (int64_t)number : 0;
}

static void
begin_blocks(ocr_page *page, uint32_t index, const json_t *value)
{
    (void)value;
    ocr_page_begin(page, index, 0, 0, pixels);
    page->kinds_are_given = true;
}

static void
add_block_lines(ocr_page *page, const json_t *lines)
{
    size_t i;
    json_t *line;
    json_array_foreach((json_t *)lines, i, line)
    {
        const ocr_box box =
            json_box_of(page, json_object_get(line, "text_region"));
        ocr_add_line(page, box)->confidence =
            json_confidence(json_object_get(line, "confidence"));
        ocr_put_text(page, json_member_text(line, "text"));
    }
}

static void
add_block(ocr_page *page, const json_t *value)
{
    const json_t *read = json_object_get(value, "res");
    const ocr_kind kind =
        label_kind(json_string_value(json_object_get(value, "type")));
    const ocr_box box = json_box_of(page, json_object_get(value, "bbox"));
    const yz_str html = json_member_text(read, "html");
    if (html.size) {
        ocr_put_marked_block(page, kind, box, html);
        return;
    }
    ocr_add_block(page, kind, box);
    add_block_lines(page, read);
}

const json_dialect paddle_blocks_dialect = { "PP-Structure 2", is_block,
                                             page_of_block, begin_blocks,
                                             add_block };
