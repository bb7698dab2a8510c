/* SPDX-License-Identifier: MIT */
/*
 * Text: a line `≦ NAME ≧` begins each picture, its text follows. CSV: a header
 * `Name,OCR,Path`, then a record for each picture; a field in quotes may have
 * line breaks, and quotes as two. Lines were joined to paragraphs already where
 * the engine's layout parser was on, so each is a block.
 */
#include "indexer/source/pages/umi_text.h"

#include "indexer/source/pages/text_stream.h"

#include <string.h>

static const char opening[] = "≦ ";
static const char closing[] = " ≧";
static const char csv_header[] = "Name,OCR,Path";
static const char failed[] = "[Error] ";

struct ocr_reader {
    ocr_source source;
    text_stream lines;
    buffer image;     /* of the picture that begins next */
    buffer fields[3]; /* of a record of CSV */
    bool is_csv;
    bool has_image;
    bool ended;
    uint32_t page_count;
};

static bool
begins_with(yz_str text, const char *what)
{
    const size_t size = strlen(what);
    return text.size >= size && !memcmp(text.data, what, size);
}

/* The name in a line `≦ NAME ≧`. */
static bool
is_title(yz_str line, yz_str *ret_name)
{
    const size_t open = sizeof(opening) - 1;
    const size_t close = sizeof(closing) - 1;
    if (line.size < open + close || !begins_with(line, opening) ||
        memcmp(line.data + line.size - close, closing, close) != 0)
        return false;
    *ret_name = (yz_str){ line.data + open, line.size - open - close };
    return true;
}

bool
umi_is_text(yz_str head)
{
    yz_str name;
    if (begins_with(head, csv_header))
        return true;
    while (head.size) {
        const char *feed = memchr(head.data, '\n', head.size);
        const size_t size = feed ? (size_t)(feed - head.data) : head.size;
        yz_str line = { head.data, size };
        if (line.size && line.data[line.size - 1] == '\r')
            line.size--;
        if (is_title(line, &name))
            return true;
        head.data += size + (feed != NULL);
        head.size -= size + (feed != NULL);
    }
    return false;
}

static yz_status
umi_open(const ocr_source *source, ocr_reader **ret_reader, yz_error *err)
{
    ocr_reader *r = memory_zeroed(source->memory, 1, sizeof(*r));
    if (!r)
        return error_nomem(err);
    r->source = *source;
    r->image.from = source->memory;
    for (size_t i = 0; i < ARRAY_LENGTH(r->fields); i++)
        r->fields[i].from = source->memory;
    text_stream_init(&r->lines, source->input, source->memory);
    *ret_reader = r;
    return YZ_OK;
}

static void
umi_close(ocr_reader *r)
{
    if (!r)
        return;
    text_stream_dispose(&r->lines);
    buffer_dispose(&r->image);
    for (size_t i = 0; i < ARRAY_LENGTH(r->fields); i++)
        buffer_dispose(&r->fields[i]);
    memory_release(r->source.memory, r);
}

static ocr_issue
umi_issue(const ocr_reader *r)
{
    (void)r;
    return (ocr_issue){ 0 };
}

static void
begin_page(ocr_reader *r, ocr_page *page, yz_str image)
{
    ocr_page_begin(page, ++r->page_count, 0, 0, (ocr_scale){ 0 });
    page->order = OCR_ORDER_FILE;
    ocr_page_image(page, image);
}

static void
add_line(ocr_page *page, yz_str text, ocr_place place)
{
    if (!text.size || begins_with(text, failed))
        return;
    ocr_add_block(page, OCR_TEXT, (ocr_box){ 0 });
    ocr_add_line(page, (ocr_box){ 0 })->place = place;
    ocr_put_text(page, text);
}

/* ---- text ------------------------------------------------------------------- */

static ocr_place
place_of(const ocr_reader *r, yz_str line)
{
    ocr_place place = { .line = r->lines.line, .column = 1 };
    if (r->source.has_bytes) {
        place.byte = r->source.byte_base + r->lines.line_byte;
        place.size = (uint32_t)line.size;
    }
    return place;
}

/* Lines up to the next title, which is kept, or the end. */
static yz_status
read_text(ocr_reader *r, ocr_page *page, yz_error *err)
{
    yz_str line;
    yz_str name;
    for (;;) {
        const yz_status status = text_stream_next(&r->lines, &line, err);
        r->ended = status == YZ_DONE;
        if (status != YZ_OK)
            return status == YZ_DONE ? YZ_OK : status;
        r->is_csv = r->lines.line == 1 && begins_with(line, csv_header);
        if (r->is_csv)
            return YZ_OK;
        if (is_title(line, &name)) {
            r->image.size = 0;
            buffer_put_text(&r->image, name);
            r->has_image = true;
            return buffer_ok(&r->image) ? YZ_OK : error_nomem(err);
        }
        if (page)
            add_line(page, line, place_of(r, line));
    }
}

/* ---- CSV -------------------------------------------------------------------- */

/* Take one field's part of a line; whether a quote is still open. */
static bool
take_field(yz_str *line, buffer *field, bool quoted)
{
    if (!quoted && line->size && line->data[0] == '"') {
        quoted = true;
        line->data++;
        line->size--;
    }
    while (line->size) {
        const char c = *line->data;
        line->data++;
        line->size--;
        if (quoted && c == '"' && line->size && *line->data == '"') {
            buffer_put_u8(field, '"');
            line->data++;
            line->size--;
        } else if (c == '"' && quoted) {
            quoted = false;
        } else if (c == ',' && !quoted) {
            return false;
        } else {
            buffer_put_u8(field, (uint8_t)c);
        }
    }
    return quoted;
}

/* A record, which may take several lines. */
static yz_status
read_record(ocr_reader *r, yz_error *err)
{
    yz_str line;
    size_t at = 0;
    bool quoted = false;
    for (size_t i = 0; i < ARRAY_LENGTH(r->fields); i++)
        r->fields[i].size = 0;
    do {
        const yz_status status = text_stream_next(&r->lines, &line, err);
        if (status == YZ_DONE && quoted)
            break; /* the file ends in a field: what is there is read */
        TRY(status);
        if (quoted)
            buffer_put_u8(&r->fields[at], '\n');
        do {
            quoted = take_field(&line, &r->fields[at], quoted);
            if (!quoted && line.size && at + 1 < ARRAY_LENGTH(r->fields))
                at++;
        } while (line.size);
        if (!buffer_ok(&r->fields[at]))
            return error_nomem(err);
    } while (quoted && r->fields[at].size < STREAM_LINE_MAX);
    return YZ_OK;
}

static yz_status
next_record(ocr_reader *r, ocr_page *page, yz_error *err)
{
    TRY(read_record(r, err));
    yz_str text = buffer_str(&r->fields[1]);
    begin_page(r, page, buffer_str(&r->fields[0]));
    while (text.size) {
        const char *feed = memchr(text.data, '\n', text.size);
        const size_t size = feed ? (size_t)(feed - text.data) : text.size;
        add_line(page, (yz_str){ text.data, size }, (ocr_place){ 0 });
        text.data += size + (feed != NULL);
        text.size -= size + (feed != NULL);
    }
    return ocr_page_end(page, err);
}

static yz_status
umi_next(ocr_reader *r, ocr_page *page, yz_error *err)
{
    if (r->is_csv)
        return next_record(r, page, err);
    if (!r->has_image && !r->ended)
        TRY(read_text(r, NULL, err));
    if (r->is_csv)
        return next_record(r, page, err);
    if (!r->has_image)
        return YZ_DONE;
    r->has_image = false;
    begin_page(r, page, buffer_str(&r->image));
    TRY(read_text(r, page, err));
    return ocr_page_end(page, err);
}

const ocr_format umi_format = { "umi", umi_open, umi_next, umi_issue,
                                umi_close };
