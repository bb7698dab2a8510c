/* SPDX-License-Identifier: MIT */
/*
 * Columns: level page block par line word left top width height conf text.
 * Boxes are position and size. A paragraph becomes a block. The order is that
 * of Tesseract's own layout analysis. Rows of the first level begin pages; one
 * that begins the next page waits.
 */
#include "indexer/source/pages/tesseract_tsv.h"

#include "indexer/ocr/ocr_number.h"
#include "indexer/source/pages/text_stream.h"

#include <math.h>
#include <string.h>

enum { LEVEL_PAGE = 1, LEVEL_PARAGRAPH = 3, LEVEL_LINE = 4, LEVEL_WORD = 5 };
enum { LEFT = 6, TOP, WIDTH, HEIGHT, CONFIDENCE, COLUMNS };

static const char header[] = "level\tpage_num\tblock_num\tpar_num\tline_num\t"
                             "word_num\tleft\ttop\twidth\theight\tconf\ttext";

struct ocr_reader {
    ocr_source source;
    text_stream lines;
    double page[COLUMNS]; /* row of the page that begins next */
    bool has_page;
    bool ended;
    uint32_t page_count;
};

bool
tsv_is_tesseract(yz_str head)
{
    return head.size >= sizeof(header) - 1 &&
           !memcmp(head.data, header, sizeof(header) - 1);
}

static yz_status
tsv_open(const ocr_source *source, ocr_reader **ret_reader, yz_error *err)
{
    ocr_reader *r = memory_zeroed(source->memory, 1, sizeof(*r));
    if (!r)
        return error_nomem(err);
    r->source = *source;
    text_stream_init(&r->lines, source->input, source->memory);
    *ret_reader = r;
    return YZ_OK;
}

static void
tsv_close(ocr_reader *r)
{
    if (!r)
        return;
    text_stream_dispose(&r->lines);
    memory_release(r->source.memory, r);
}

static ocr_issue
tsv_issue(const ocr_reader *r)
{
    (void)r;
    return (ocr_issue){ 0 };
}

/* ---- rows ------------------------------------------------------------------- */

/* A number at the row's beginning and the tab behind it. */
static bool
take_column(yz_str *row, double *ret_number)
{
    enum { NUMBER_MAX = 32 };
    char text[NUMBER_MAX];
    const char *end = text;
    const char *tab = memchr(row->data, '\t', row->size);
    const size_t size = tab ? (size_t)(tab - row->data) : row->size;
    if (!size || size >= sizeof(text))
        return false;
    memcpy(text, row->data, size);
    text[size] = '\0';
    if (!ocr_take_number(&end, ret_number))
        return false;
    const size_t taken = size + (tab != NULL);
    *row = (yz_str){ row->data + taken, row->size - taken };
    return end == text + size && isfinite(*ret_number);
}

/* The numbers of a row, and its text; false: it is no row. */
static bool
read_row(yz_str line, double row[COLUMNS], yz_str *ret_text)
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (!take_column(&line, &row[i]))
            return false;
    *ret_text = line;
    return true;
}

static ocr_box
row_box(const ocr_page *page, const double row[COLUMNS])
{
    return ocr_box_of(page, row[LEFT], row[TOP], row[LEFT] + row[WIDTH],
                      row[TOP] + row[HEIGHT]);
}

static void
add_row(ocr_reader *r, ocr_page *page, const double row[COLUMNS], yz_str text)
{
    const ocr_box box = row_box(page, row);
    const double confidence = row[CONFIDENCE];
    if (row[0] == LEVEL_PARAGRAPH)
        ocr_add_block(page, OCR_TEXT, box);
    else if (row[0] == LEVEL_LINE)
        ocr_add_line(page, box)->place.line = r->lines.line;
    if (row[0] != LEVEL_WORD)
        return;
    ocr_put_space(page);
    ocr_put_word(page, text, box,
                 confidence >= 0 && confidence <= 100
                     ? (float)(confidence / 100)
                     : OCR_CONFIDENCE_NONE);
}

static void
leave_out(const ocr_reader *r)
{
    yz_error notice;
    if (!r->source.notice)
        return;
    error_fill(&notice, YZ_E_SOURCE,
               "the row has not the %d numbers that Tesseract writes", COLUMNS);
    notice.line = r->lines.line;
    r->source.notice(r->source.notice_context, YZ_REFUSAL, &notice);
}

/* Rows up to the next page, or the end. */
static yz_status
read_rows(ocr_reader *r, ocr_page *page, yz_error *err)
{
    yz_str line;
    yz_str text;
    double row[COLUMNS];
    for (;;) {
        const yz_status status = text_stream_next(&r->lines, &line, err);
        r->ended = status == YZ_DONE;
        if (status != YZ_OK)
            return status == YZ_DONE ? YZ_OK : status;
        if (!line.size || tsv_is_tesseract(line))
            continue;
        if (!read_row(line, row, &text)) {
            leave_out(r);
            continue;
        }
        if (row[0] != LEVEL_PAGE) {
            if (page)
                add_row(r, page, row, text);
            continue;
        }
        memcpy(r->page, row, sizeof(row));
        r->has_page = true;
        return YZ_OK;
    }
}

static yz_status
tsv_next(ocr_reader *r, ocr_page *page, yz_error *err)
{
    if (!r->has_page && !r->ended)
        TRY(read_rows(r, NULL, err));
    if (!r->has_page)
        return YZ_DONE;
    r->has_page = false;
    ocr_page_begin(page, ++r->page_count, r->page[WIDTH], r->page[HEIGHT],
                   (ocr_scale){ 0 });
    page->order = OCR_ORDER_FILE;
    TRY(read_rows(r, page, err));
    return ocr_page_end(page, err);
}

const ocr_format tsv_format = { "tsv", tsv_open, tsv_next, tsv_issue,
                                tsv_close };
