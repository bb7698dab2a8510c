/* SPDX-License-Identifier: MIT */
#include "tests/unit/ocr_dump.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const kinds[OCR_KIND_COUNT] = {
    "text",   "paragraph", "headline", "heading",   "caption",
    "byline", "credit",    "list",     "table",     "formula",
    "code",   "note",      "margin",   "header",    "footer",
    "number", "noise",     "picture",  "separator",
};
static const char *const units[] = { "pixel", "thousandth", "dot" };
static const char *const orders[] = { "none", "file", "given" };

typedef struct dump {
    yz_str data;
    size_t at;
    size_t step;
    buffer out;
} dump;

static yz_status
read_data(void *context, void *to, size_t size, size_t *ret_got, yz_error *err)
{
    dump *d = context;
    (void)err;
    const size_t left = d->data.size - d->at;
    if (d->step && size > d->step)
        size = d->step;
    *ret_got = left < size ? left : size;
    if (*ret_got)
        memcpy(to, d->data.data + d->at, *ret_got);
    d->at += *ret_got;
    return YZ_OK;
}

static void
note(void *context, yz_severity severity, const yz_error *notice)
{
    dump *d = context;
    assert_int_not_equal(notice->message[0], '\0');
    buffer_printf(&d->out, "%s %u: %s\n",
                  severity == YZ_REFUSAL ? "refused" : "warning", notice->line,
                  notice->message);
}

static void
put_box(buffer *out, ocr_box box)
{
    if (ocr_box_is_known(box))
        buffer_printf(out, " %u,%u,%u,%u", box.x0, box.y0, box.x1, box.y1);
}

static void
put_text(buffer *out, const ocr_page *page, uint32_t begin, uint32_t end)
{
    const yz_str text = ocr_text(page, begin, end);
    buffer_put_text(out, str_of(" \""));
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '\n')
            buffer_put_text(out, str_of("\\n"));
        else
            buffer_put_u8(out, (uint8_t)text.data[i]);
    buffer_put_text(out, str_of("\"\n"));
}

static void
put_confidence(buffer *out, float confidence)
{
    if (confidence >= 0)
        buffer_printf(out, " %.2f", (double)confidence);
}

/* A line's place; what it says must be there. */
static void
put_place(const dump *d, const ocr_page *page, const ocr_line *line,
          buffer *out)
{
    const ocr_place place = line->place;
    const yz_str text = ocr_line_text(page, line);
    if (place.line)
        buffer_printf(out, " L%u", place.line);
    if (!place.size)
        return;
    assert_true(place.byte + place.size <= d->data.size);
    assert_int_equal(place.size, text.size);
    assert_memory_equal(d->data.data + place.byte, text.data, text.size);
    buffer_put_text(out, str_of(" @"));
}

static void
put_line(dump *d, const ocr_page *page, const ocr_line *line)
{
    buffer *out = &d->out;
    buffer_printf(out, "  line%s%s",
                  line->flags & OCR_WHOLE_BLOCK ? " whole" : "",
                  line->flags & OCR_VERTICAL ? " vertical" : "");
    put_box(out, line->box);
    put_confidence(out, line->confidence);
    put_place(d, page, line, out);
    put_text(out, page, line->text_begin, line->text_end);
    for (uint32_t i = 0; i < line->word_count; i++) {
        const ocr_word *word = ocr_line_word(page, line, i);
        buffer_printf(out, "   %s",
                      line->flags & OCR_CHARACTERS ? "character" : "word");
        put_box(out, word->box);
        put_confidence(out, word->confidence);
        put_text(out, page, word->text_begin, word->text_end);
    }
}

static void
put_page(dump *d, const ocr_page *page)
{
    buffer *out = &d->out;
    buffer_printf(out, "page %u %ux%u %s order=%s%s", page->index, page->width,
                  page->height, units[page->unit], orders[page->order],
                  page->kinds_are_given ? " kinds" : "");
    if (page->image.size)
        buffer_printf(out, " image=%.*s", (int)page->image.size,
                      page->image.data);
    if (page->number.size)
        buffer_printf(out, " number=%.*s", (int)page->number.size,
                      page->number.data);
    buffer_put_u8(out, '\n');
    for (size_t i = 0; i < page->blocks.count; i++) {
        const ocr_block *block = &page->blocks.items[i];
        buffer_printf(out, " block %s", kinds[block->kind]);
        if (block->level)
            buffer_printf(out, " level=%u", block->level);
        if (block->continues)
            buffer_printf(out, " continues");
        if (block->article)
            buffer_printf(out, " article=%u", block->article);
        if (block->part_of.size)
            buffer_printf(out, " of=%.*s", (int)block->part_of.size,
                          block->part_of.data);
        put_box(out, block->box);
        buffer_put_u8(out, '\n');
        for (uint32_t k = 0; k < block->line_count; k++)
            put_line(d, page, ocr_block_line(page, block, k));
    }
    for (size_t i = 0; i < page->alternatives.count; i++) {
        const ocr_alternative *other = &page->alternatives.items[i];
        buffer_printf(out, " or \"%.*s\"", (int)other->text.size,
                      other->text.data);
        put_confidence(out, other->confidence);
        buffer_put_text(out, str_of(" for"));
        put_text(out, page, other->text_begin, other->text_end);
    }
}

static void
put_issue(buffer *out, ocr_issue issue)
{
    if (issue.title.size)
        buffer_printf(out, "title %.*s\n", (int)issue.title.size,
                      issue.title.data);
    if (issue.date.size)
        buffer_printf(out, "date %.*s\n", (int)issue.date.size,
                      issue.date.data);
}

static yz_status
dump_pages(dump *d, const ocr_format *format, ocr_reader *reader, yz_error *err)
{
    ocr_page page;
    yz_status status;
    ocr_page_init(&page, NULL);
    while ((status = format->next(reader, &page, err)) == YZ_OK)
        put_page(d, &page);
    put_issue(&d->out, format->issue(reader));
    ocr_page_dispose(&page);
    return status;
}

char *
ocr_dump(const ocr_format *format, yz_str data, const char *path, size_t step)
{
    dump d = { .data = data, .step = step };
    yz_error err = { 0 };
    ocr_reader *reader;
    const ocr_source source = { .input = { read_data, &d, data.size },
                                .path = str_of(path),
                                .has_bytes = true,
                                .notice = note,
                                .notice_context = &d };
    yz_status status = format->open(&source, &reader, &err);
    if (status == YZ_OK) {
        status = dump_pages(&d, format, reader, &err);
        format->close(reader);
    }
    if (status != YZ_DONE)
        buffer_printf(&d.out, "error %u: %s\n", err.line, err.message);
    buffer_put_u8(&d.out, '\0');
    assert_true(buffer_ok(&d.out));
    return (char *)d.out.data;
}

void
ocr_expect(const ocr_format *format, const char *data, const char *expected)
{
    for (size_t step = 0; step <= 1; step++) {
        char *got = ocr_dump(format, str_of(data), "test", step);
        assert_string_equal(got, expected);
        free(got);
    }
}

yz_str
ocr_data(const char *name)
{
    char path[512];
    buffer data = { 0 };
    snprintf(path, sizeof(path), "%s/tests/data/ocr/%s", TEST_SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (;;) {
        uint8_t *to = buffer_extend(&data, 1 << 16);
        const size_t got = fread(to, 1, 1 << 16, file);
        data.size -= ((size_t)1 << 16) - got;
        if (got == 0)
            break;
    }
    fclose(file);
    return buffer_str(&data);
}
