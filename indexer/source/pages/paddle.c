/* SPDX-License-Identifier: MIT */
/*
 * Lines as PaddleOCR 2 and 3, RapidOCR, PaddleOCR-json and Umi-OCR give them.
 * They are sorted by their tops, across columns, so the order says nothing;
 * only Umi-OCR, which has parsers of layout, says by `end` where a paragraph
 * ends, and then its order is that of reading.
 */
#include "indexer/source/pages/json_dialect.h"

#include <math.h>
#include <string.h>

static const ocr_scale pixels = { 0 };

static bool
is_points(const json_t *value)
{
    return json_array_size(value) >= 2 &&
           json_is_number(json_array_get(json_array_get(value, 0), 0));
}

static int64_t
page_zero(const json_t *value)
{
    (void)value;
    return 0;
}

static int64_t
page_own(const json_t *value)
{
    (void)value;
    return PAGE_OF_ITS_OWN;
}

static void
begin_lines(ocr_page *page, uint32_t index, const json_t *value)
{
    (void)value;
    ocr_page_begin(page, index, 0, 0, pixels);
    ocr_add_block(page, OCR_TEXT, (ocr_box){ 0 });
}

static void
add_line(ocr_page *page, ocr_box box, yz_str text, float confidence)
{
    ocr_add_line(page, box)->confidence = confidence;
    ocr_put_text(page, text);
}

/* ---- PaddleOCR 2: [box, [text, score]] ----------------------------------------- */

static bool
is_paddle_line(const json_t *value)
{
    const json_t *read = json_array_get(value, 1);
    return is_points(json_array_get(value, 0)) &&
           json_is_string(json_array_get(read, 0)) &&
           json_is_number(json_array_get(read, 1));
}

static void
add_paddle_line(ocr_page *page, const json_t *value)
{
    const json_t *read = json_array_get(value, 1);
    add_line(page, json_box_of(page, json_array_get(value, 0)),
             json_text_of(json_array_get(read, 0)),
             json_confidence(json_array_get(read, 1)));
}

/* A page is a list of lines, or null where nothing was found. */
static bool
is_paddle_page(const json_t *value)
{
    return json_is_null(value) ||
           (json_is_array(value) && is_paddle_line(json_array_get(value, 0)));
}

static void
add_paddle_page(ocr_page *page, const json_t *value)
{
    size_t i;
    json_t *line;
    json_array_foreach((json_t *)value, i, line) if (is_paddle_line(line))
        add_paddle_line(page, line);
}

const json_dialect paddle_lines_dialect = { "PaddleOCR 2", is_paddle_line,
                                            page_zero, begin_lines,
                                            add_paddle_line };
const json_dialect paddle_page_dialect = { "PaddleOCR 2", is_paddle_page,
                                           page_own, begin_lines,
                                           add_paddle_page };

/* ---- RapidOCR: {box, txt, score}; PaddleOCR-json: {box, text, score} ----------- */

static yz_str
rapid_text(const json_t *value)
{
    const yz_str text = json_member_text(value, "txt");
    return text.data ? text : json_member_text(value, "text");
}

static bool
is_rapid_line(const json_t *value)
{
    return is_points(json_object_get(value, "box")) && rapid_text(value).data;
}

static void
add_rapid_line(ocr_page *page, const json_t *value)
{
    add_line(page, json_box_of(page, json_object_get(value, "box")),
             rapid_text(value),
             json_confidence(json_object_get(value, "score")));
}

const json_dialect rapid_line_dialect = { "RapidOCR", is_rapid_line, page_zero,
                                          begin_lines, add_rapid_line };

/* ---- PaddleOCR 3: {rec_texts, rec_scores, rec_boxes} ---------------------------- */

static bool
is_paddle_result(const json_t *value)
{
    return json_is_array(json_object_get(value, "rec_texts"));
}

static void
begin_result(ocr_page *page, uint32_t index, const json_t *value)
{
    begin_lines(page, index, NULL);
    ocr_page_image(page, json_member_text(value, "input_path"));
}

/* Do the words, with spaces between them, spell the text? */
static bool
spells(const json_t *words, yz_str text)
{
    size_t i;
    json_t *word;
    size_t at = 0;
    json_array_foreach((json_t *)words, i, word)
    {
        const yz_str part = json_text_of(word);
        while (at < text.size && text.data[at] == ' ')
            at++;
        if (!part.size || part.size > text.size - at ||
            memcmp(text.data + at, part.data, part.size) != 0)
            return false;
        at += part.size;
    }
    return i > 0 && at == text.size;
}

/* Characters and words, with return_word_box. They need not be all of the
   line; then only the line is kept. */
static bool
add_words(ocr_page *page, const json_t *words, const json_t *boxes, yz_str text)
{
    size_t i;
    json_t *word;
    size_t at = 0;
    if (json_array_size(boxes) != json_array_size(words) ||
        !spells(words, text))
        return false;
    json_array_foreach((json_t *)words, i, word)
    {
        if (text.data[at] == ' ')
            ocr_put_space(page);
        while (text.data[at] == ' ')
            at++;
        ocr_put_word(page, json_text_of(word),
                     json_box_of(page, json_array_get(boxes, i)),
                     OCR_CONFIDENCE_NONE);
        at += json_string_length(word);
    }
    return true;
}

static void
add_result_line(ocr_page *page, const json_t *value, size_t i)
{
    const yz_str text =
        json_text_of(json_array_get(json_object_get(value, "rec_texts"), i));
    ocr_box box = json_box_of(
        page, json_array_get(json_object_get(value, "rec_boxes"), i));
    if (!ocr_box_is_known(box))
        box = json_box_of(
            page, json_array_get(json_object_get(value, "rec_polys"), i));
    ocr_add_line(page, box)->confidence = json_confidence(
        json_array_get(json_object_get(value, "rec_scores"), i));
    if (!add_words(page, json_array_get(json_object_get(value, "text_word"), i),
                   json_array_get(json_object_get(value, "text_word_boxes"), i),
                   text))
        ocr_put_text(page, text);
}

static void
add_result(ocr_page *page, const json_t *value)
{
    const size_t count = json_array_size(json_object_get(value, "rec_texts"));
    for (size_t i = 0; i < count; i++)
        add_result_line(page, value, i);
}

const json_dialect paddle_result_dialect = { "PaddleOCR 3", is_paddle_result,
                                             page_own, begin_result,
                                             add_result };

/* ---- Umi-OCR, PaddleOCR-json: {code, data} -------------------------------------- */

enum { UMI_TEXT = 100 };

static bool
is_umi_page(const json_t *value)
{
    return json_is_integer(json_object_get(value, "code")) &&
           json_object_get(value, "data");
}

static bool
has_ends(const json_t *lines)
{
    return json_is_string(json_object_get(json_array_get(lines, 0), "end"));
}

static void
begin_umi_page(ocr_page *page, uint32_t index, const json_t *value)
{
    const double number = json_member_number(value, "page", 0);
    ocr_page_begin(page, index, 0, 0, pixels);
    if (has_ends(json_object_get(value, "data")))
        page->order = OCR_ORDER_FILE;
    if (number >= 1) /* of a document; its fileName is that number */
        page->index = (uint32_t)fmin(number, UINT32_MAX);
    else
        ocr_page_image(page, json_member_text(value, "fileName"));
}

static void
add_umi_page(ocr_page *page, const json_t *value)
{
    size_t i;
    json_t *line;
    json_t *lines = json_object_get(value, "data");
    const bool ends = has_ends(lines);
    bool begins = true;
    if (json_integer_value(json_object_get(value, "code")) != UMI_TEXT)
        return;
    json_array_foreach(lines, i, line)
    {
        if (begins)
            ocr_add_block(page, OCR_TEXT, (ocr_box){ 0 });
        if (is_rapid_line(line))
            add_rapid_line(page, line);
        const yz_str end = json_member_text(line, "end");
        begins = ends && end.size && memchr(end.data, '\n', end.size);
    }
}

const json_dialect umi_page_dialect = { "Umi-OCR", is_umi_page, page_own,
                                        begin_umi_page, add_umi_page };
