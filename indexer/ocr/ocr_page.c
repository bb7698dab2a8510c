/* SPDX-License-Identifier: MIT */
/*
 * Arrays and text grow from page to page and are emptied between them, so that
 * a file of a thousand pages costs what its largest page does. Failure is
 * sticky, as of a buffer: a reader adds what it finds and asks once, at the
 * page's end. What is added to a failed page goes to one spare item.
 */
#include "indexer/ocr/ocr_page.h"

#include "core/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
ocr_page_init(ocr_page *page, const yz_allocator *memory)
{
    *page = (ocr_page){ 0 };
    page->blocks.from = page->lines.from = page->words.from = memory;
    page->alternatives.from = page->text.from = page->arena.from = memory;
}

void
ocr_page_dispose(ocr_page *page)
{
    ARRAY_DISPOSE(&page->blocks);
    ARRAY_DISPOSE(&page->lines);
    ARRAY_DISPOSE(&page->words);
    ARRAY_DISPOSE(&page->alternatives);
    buffer_dispose(&page->text);
    arena_dispose(&page->arena);
}

/* ---- numbers ---------------------------------------------------------------- */

/* A whole number of pixels from 0 to OCR_EDGE_MAX. */
static uint32_t
edge_of(double value)
{
    if (!(value > 0))
        return 0;
    if (value >= OCR_EDGE_MAX)
        return OCR_EDGE_MAX;
    return (uint32_t)(value + 0.5);
}

static double
factor(double scale)
{
    return scale > 0 && isfinite(scale) ? scale : 1;
}

ocr_box
ocr_box_of(const ocr_page *page, double x0, double y0, double x1, double y1)
{
    const double x = factor(page->scale.x);
    const double y = factor(page->scale.y);
    if (!isfinite(x0) || !isfinite(y0) || !isfinite(x1) || !isfinite(y1))
        return (ocr_box){ 0 };
    if (page->scale.flip > 0) {
        y0 = page->scale.flip - y0;
        y1 = page->scale.flip - y1;
    }
    const ocr_box box = { edge_of(fmin(x0, x1) * x), edge_of(fmin(y0, y1) * y),
                          edge_of(fmax(x0, x1) * x),
                          edge_of(fmax(y0, y1) * y) };
    return ocr_box_is_known(box) ? box : (ocr_box){ 0 };
}

static uint32_t
least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t
most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

ocr_box
ocr_box_union(ocr_box a, ocr_box b)
{
    if (!ocr_box_is_known(a))
        return b;
    if (!ocr_box_is_known(b))
        return a;
    return (ocr_box){ least(a.x0, b.x0), least(a.y0, b.y0), most(a.x1, b.x1),
                      most(a.y1, b.y1) };
}

/* ---- building --------------------------------------------------------------- */

void
ocr_page_begin(ocr_page *page, uint32_t index, double width, double height,
               ocr_scale scale)
{
    page->blocks.count = page->lines.count = page->words.count = 0;
    page->alternatives.count = 0;
    page->text.size = 0;
    arena_clear(&page->arena);
    page->index = index;
    page->scale = scale;
    page->width = edge_of(width * factor(scale.x));
    page->height = edge_of(height * factor(scale.y));
    page->unit = OCR_UNIT_PIXEL;
    page->order = OCR_ORDER_NONE;
    page->kinds_are_given = page->has_boxes = false;
    page->image = page->number = (yz_str){ 0 };
    page->failed = YZ_OK;
}

/* What is no UTF-8 becomes U+FFFD. */
static void
put_valid(buffer *to, yz_str text)
{
    while (text.size) {
        const size_t good = utf8_valid_prefix(text.data, text.size);
        buffer_put(to, text.data, good);
        if (good == text.size)
            break;
        buffer_put(to, "\xef\xbf\xbd", 3);
        text.data += good + 1;
        text.size -= good + 1;
    }
}

yz_str
ocr_page_str(ocr_page *page, yz_str text)
{
    buffer valid = { .from = page->arena.from };
    put_valid(&valid, text);
    yz_str copy = { 0 };
    if (buffer_ok(&valid))
        copy = arena_str(&page->arena, buffer_str(&valid));
    if (!copy.data)
        page->failed = YZ_E_NOMEM;
    buffer_dispose(&valid);
    return copy;
}

void
ocr_page_image(ocr_page *page, yz_str path)
{
    size_t begin = path.size;
    page->image = (yz_str){ 0 };
    if (!path.size)
        return;
    while (begin && path.data[begin - 1] != '/' && path.data[begin - 1] != '\\')
        begin--;
    const yz_str name = { path.data + begin, path.size - begin };
    if (name.size)
        page->image = ocr_page_str(page, name);
}

static void
note_push(ocr_page *page, bool was_added, size_t count)
{
    if (!was_added)
        page->failed = YZ_E_NOMEM;
    else if (count > OCR_ITEMS_MAX)
        page->failed = YZ_E_LIMIT;
}

/* Append an item to one of the page's arrays. */
#define PAGE_PUSH(page, array, item)                         \
  do {                                                       \
    const bool was_added = ARRAY_PUSH(&(page)->array, item); \
    note_push((page), was_added, (page)->array.count);       \
  } while (0)

ocr_block *
ocr_add_block(ocr_page *page, ocr_kind kind, ocr_box box)
{
    const ocr_block block = { .line_first = (uint32_t)page->lines.count,
                              .box = box,
                              .kind = kind };
    if (page->failed == YZ_OK)
        PAGE_PUSH(page, blocks, block);
    if (page->failed == YZ_OK)
        return &page->blocks.items[page->blocks.count - 1];
    page->spare_block = block;
    return &page->spare_block;
}

/* Text is put at the end, with a line feed behind the line before. */
static void
end_line(ocr_page *page)
{
    if (page->lines.count)
        buffer_put_u8(&page->text, '\n');
}

ocr_line *
ocr_add_line(ocr_page *page, ocr_box box)
{
    if (page->failed == YZ_OK && page->blocks.count == 0)
        ocr_add_block(page, OCR_TEXT, (ocr_box){ 0 });
    end_line(page);
    const uint32_t at = (uint32_t)page->text.size;
    const ocr_line line = { .text_begin = at,
                            .text_end = at,
                            .word_first = (uint32_t)page->words.count,
                            .box = box,
                            .confidence = OCR_CONFIDENCE_NONE };
    if (page->failed == YZ_OK)
        PAGE_PUSH(page, lines, line);
    if (page->failed == YZ_OK) {
        page->blocks.items[page->blocks.count - 1].line_count++;
        return &page->lines.items[page->lines.count - 1];
    }
    page->spare_line = line;
    return &page->spare_line;
}

/* The last line; NULL if there is none to write to. */
static ocr_line *
last_line(ocr_page *page)
{
    if (page->failed != YZ_OK)
        return NULL;
    if (page->lines.count == 0)
        ocr_add_line(page, (ocr_box){ 0 });
    return page->lines.count ? &page->lines.items[page->lines.count - 1] : NULL;
}

static bool
is_space_byte(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Han, kana, hangul and their marks are set without spaces. By ranges, since
 * libyizhan-formats has this file and does without ICU. */
static bool
is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x11ff) || (c >= 0x2e80 && c <= 0x9fff) ||
           (c >= 0xa960 && c <= 0xa97f) || (c >= 0xac00 && c <= 0xd7ff) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe4f) ||
           (c >= 0xff00 && c <= 0xffef) || (c >= 0x20000 && c <= 0x3ffff);
}

/* A space that was put waits in the text; drop it where none is printed. */
static void
settle_space(ocr_page *page, const ocr_line *line, yz_str next)
{
    if (page->text.size == 0 || line->text_end == page->text.size)
        return;
    const char *text = (const char *)page->text.data;
    size_t before = line->text_end;
    size_t after = 0;
    const bool is_kept = line->text_end > line->text_begin && next.size > 0 &&
                         !is_wide(utf8_previous(text, &before)) &&
                         !is_wide(utf8_next(next.data, next.size, &after));
    if (!is_kept)
        page->text.size = line->text_end;
}

void
ocr_put_text(ocr_page *page, yz_str text)
{
    ocr_line *line = last_line(page);
    if (!line || !text.size)
        return;
    settle_space(page, line, text);
    put_valid(&page->text, text);
    if (!buffer_ok(&page->text))
        page->failed = YZ_E_NOMEM;
    else if (page->text.size > YZ_SOURCE_SIZE_MAX)
        page->failed = YZ_E_LIMIT;
    else
        line->text_end = (uint32_t)page->text.size;
}

void
ocr_put_space(ocr_page *page)
{
    const ocr_line *line = last_line(page);
    if (!line || line->text_end != page->text.size ||
        line->text_end == line->text_begin)
        return;
    const uint8_t last = page->text.data[line->text_end - 1];
    if (last != ' ' && last != '\n')
        buffer_put_u8(&page->text, ' ');
}

static bool
is_blank(yz_str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!is_space_byte((uint8_t)text.data[i]))
            return false;
    return true;
}

ocr_word *
ocr_put_word(ocr_page *page, yz_str text, ocr_box box, float confidence)
{
    ocr_word word = { .box = box, .confidence = confidence };
    ocr_line *line = last_line(page);
    if (is_blank(text)) {
        ocr_put_space(page); /* engines give them as words, too */
    } else if (line) {
        settle_space(page, line, text);
        word.text_begin = (uint32_t)page->text.size;
        ocr_put_text(page, text);
        word.text_end = (uint32_t)page->text.size;
        if (page->failed == YZ_OK)
            PAGE_PUSH(page, words, word);
        if (page->failed == YZ_OK) {
            line->word_count++;
            return &page->words.items[page->words.count - 1];
        }
    }
    page->spare_word = word;
    return &page->spare_word;
}

void
ocr_put_alternative(ocr_page *page, yz_str text, float confidence)
{
    const ocr_line *line = last_line(page);
    if (!line || !text.size)
        return;
    ocr_alternative other = { .text_begin = line->text_begin,
                              .text_end = line->text_end,
                              .text = ocr_page_str(page, text),
                              .confidence = confidence };
    if (line->word_count) {
        const ocr_word *word = &page->words.items[page->words.count - 1];
        other.text_begin = word->text_begin;
        other.text_end = word->text_end;
    }
    if (page->failed == YZ_OK &&
        utf8_valid_prefix(text.data, text.size) == text.size)
        PAGE_PUSH(page, alternatives, other);
}

void
ocr_put_block(ocr_page *page, ocr_kind kind, ocr_box box, yz_str text,
              float confidence)
{
    ocr_add_block(page, kind, box);
    ocr_line *line = ocr_add_line(page, box);
    line->flags = OCR_WHOLE_BLOCK;
    line->confidence = confidence;
    ocr_put_text(page, text);
}

/* ---- the end of a page ------------------------------------------------------ */

/* A line without a box or a confidence has those of its words. */
static void
complete_line(const ocr_page *page, ocr_line *line)
{
    double sum = 0;
    uint32_t count = 0;
    ocr_box box = { 0 };
    for (uint32_t i = 0; i < line->word_count; i++) {
        const ocr_word *word = ocr_line_word(page, line, i);
        box = ocr_box_union(box, word->box);
        if (word->confidence >= 0) {
            sum += (double)word->confidence;
            count++;
        }
    }
    if (!ocr_box_is_known(line->box))
        line->box = box;
    if (line->confidence < 0 && count)
        line->confidence = (float)(sum / count);
}

/* White space at the end of a line says nothing. */
static void
trim_line(const ocr_page *page, ocr_line *line)
{
    while (line->text_end > line->text_begin) {
        if (!is_space_byte(page->text.data[line->text_end - 1]))
            break;
        line->text_end--;
    }
}

/* Take the lines without text out of a block, whose lines begin at `to`. */
static uint32_t
complete_block(ocr_page *page, ocr_block *block, uint32_t to)
{
    ocr_box box = { 0 };
    const uint32_t first = to;
    for (uint32_t i = 0; i < block->line_count; i++) {
        ocr_line line = page->lines.items[block->line_first + i];
        trim_line(page, &line);
        if (line.text_begin == line.text_end)
            continue;
        complete_line(page, &line);
        box = ocr_box_union(box, line.box);
        page->lines.items[to++] = line;
    }
    block->line_first = first;
    block->line_count = to - first;
    if (!ocr_box_is_known(block->box))
        block->box = box;
    return to;
}

/* What is printed, though it has no text. */
static bool
is_shown_without_text(const ocr_block *block)
{
    return ocr_box_is_known(block->box) &&
           (block->kind == OCR_PICTURE || block->kind == OCR_SEPARATOR ||
            block->kind == OCR_TABLE);
}

/* Lines without text go, and blocks without lines that are not printed. */
static void
complete_page(ocr_page *page)
{
    ocr_box all = { 0 };
    uint32_t lines = 0;
    size_t blocks = 0;
    for (size_t i = 0; i < page->blocks.count; i++) {
        ocr_block block = page->blocks.items[i];
        lines = complete_block(page, &block, lines);
        all = ocr_box_union(all, block.box);
        if (block.line_count || is_shown_without_text(&block))
            page->blocks.items[blocks++] = block;
    }
    page->blocks.count = blocks;
    page->lines.count = lines;
    page->has_boxes = ocr_box_is_known(all);
    page->size_is_extent = !page->width || !page->height;
    if (page->size_is_extent) {
        page->width = most(page->width, all.x1);
        page->height = most(page->height, all.y1);
    }
}

yz_status
ocr_page_end(ocr_page *page, yz_error *err)
{
    if (!buffer_ok(&page->text))
        page->failed = YZ_E_NOMEM;
    if (page->failed == YZ_E_NOMEM)
        return error_nomem(err);
    if (page->failed == YZ_E_LIMIT)
        return error_set(err, YZ_E_LIMIT,
                         "page %u has more than %zu blocks, lines or words",
                         page->index, OCR_ITEMS_MAX);
    complete_page(page);
    return YZ_OK;
}

/* ---- afterwards ------------------------------------------------------------- */

static ocr_box
resized(ocr_box box, double x, double y)
{
    return (ocr_box){ edge_of(box.x0 * x), edge_of(box.y0 * y),
                      edge_of(box.x1 * x), edge_of(box.y1 * y) };
}

void
ocr_page_resize(ocr_page *page, uint32_t width, uint32_t height)
{
    if (!page->width || !page->height)
        return;
    const double x = (double)width / page->width;
    const double y = (double)height / page->height;
    for (size_t i = 0; i < page->blocks.count; i++)
        page->blocks.items[i].box = resized(page->blocks.items[i].box, x, y);
    for (size_t i = 0; i < page->lines.count; i++)
        page->lines.items[i].box = resized(page->lines.items[i].box, x, y);
    for (size_t i = 0; i < page->words.count; i++)
        page->words.items[i].box = resized(page->words.items[i].box, x, y);
    page->width = width;
    page->height = height;
    page->unit = OCR_UNIT_PIXEL;
}
