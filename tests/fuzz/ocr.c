/* SPDX-License-Identifier: MIT */
#include "tests/fuzz/fuzz_ocr.h"

#include "core/base/utf8.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

typedef struct bytes_given {
    yz_str data;
    size_t at;
} bytes_given;

static yz_status
read_bytes(void *context, void *to, size_t size, size_t *ret_got, yz_error *err)
{
    static const size_t steps[] = { 1, 7, 4096, 3, 1 << 20 };
    bytes_given *b = context;
    (void)err;
    const size_t left = b->data.size - b->at;
    const size_t step = steps[b->at % ARRAY_LENGTH(steps)];
    if (size > step)
        size = step;
    *ret_got = left < size ? left : size;
    if (*ret_got)
        memcpy(to, b->data.data + b->at, *ret_got);
    b->at += *ret_got;
    return YZ_OK;
}

static void
check_notice(void *context, yz_severity severity, const yz_error *notice)
{
    (void)context;
    FUZZ_REQUIRE(severity <= YZ_DAMAGE);
    FUZZ_REQUIRE(notice->message[0] != '\0');
}

static void
check_text(yz_str text)
{
    FUZZ_REQUIRE(utf8_valid_prefix(text.data, text.size) == text.size);
}

static void
check_box(ocr_box box)
{
    FUZZ_REQUIRE(box.x0 <= box.x1 && box.y0 <= box.y1);
    FUZZ_REQUIRE(box.x1 <= OCR_EDGE_MAX && box.y1 <= OCR_EDGE_MAX);
}

static void
check_line(const ocr_page *page, const ocr_line *line)
{
    uint32_t at = line->text_begin;
    FUZZ_REQUIRE(line->text_begin < line->text_end);
    FUZZ_REQUIRE(line->text_end <= page->text.size);
    check_text(ocr_line_text(page, line));
    check_box(line->box);
    FUZZ_REQUIRE(line->confidence <= 1);
    FUZZ_REQUIRE(line->word_first + line->word_count <= page->words.count);
    for (uint32_t i = 0; i < line->word_count; i++) {
        const ocr_word *word = ocr_line_word(page, line, i);
        FUZZ_REQUIRE(at <= word->text_begin);
        FUZZ_REQUIRE(word->text_begin < word->text_end);
        at = word->text_end;
        check_box(word->box);
        FUZZ_REQUIRE(word->confidence <= 1);
    }
}

static void
check_page(const ocr_page *page)
{
    uint32_t lines = 0;
    for (size_t i = 0; i < page->blocks.count; i++) {
        const ocr_block *block = &page->blocks.items[i];
        FUZZ_REQUIRE(block->line_first + block->line_count <=
                     page->lines.count);
        FUZZ_REQUIRE(block->kind < OCR_KIND_COUNT);
        check_box(block->box);
        for (uint32_t k = 0; k < block->line_count; k++)
            check_line(page, ocr_block_line(page, block, k));
        lines += block->line_count;
    }
    FUZZ_REQUIRE(lines == page->lines.count);
    for (size_t i = 0; i < page->alternatives.count; i++) {
        const ocr_alternative *other = &page->alternatives.items[i];
        FUZZ_REQUIRE(other->text_begin <= other->text_end);
        FUZZ_REQUIRE(other->text_end <= page->text.size);
        check_text(other->text);
    }
    check_text(page->image);
    check_text(page->number);
}

void
fuzz_ocr_reader(const ocr_format *format, const uint8_t *data, size_t size)
{
    bytes_given given = { { (const char *)data, size }, 0 };
    const ocr_source source = { .input = { read_bytes, &given, size },
                                .path = str_of("fuzz"),
                                .notice = check_notice };
    yz_error err = { 0 };
    ocr_reader *reader;
    ocr_page page;
    yz_status status = format->open(&source, &reader, &err);
    if (status != YZ_OK) {
        FUZZ_REQUIRE(err.message[0] != '\0');
        return;
    }
    ocr_page_init(&page, NULL);
    while ((status = format->next(reader, &page, &err)) == YZ_OK)
        check_page(&page);
    FUZZ_REQUIRE(status == YZ_DONE || err.message[0] != '\0');
    check_text(format->issue(reader).title);
    ocr_page_dispose(&page);
    format->close(reader);
}
