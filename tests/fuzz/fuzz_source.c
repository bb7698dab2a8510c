/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a source file. The first byte is the format and the encoding.
 * Passages keep what the header promises of them; whatever is refused, as a
 * whole or a line of it, is refused with a sentence.
 */
#include "tests/fuzz/fuzz.h"

#include "core/base/utf8.h"

static void
check_text(yz_str text)
{
    FUZZ_REQUIRE(utf8_valid_prefix(text.data, text.size) == text.size);
}

static void
check_places(const yz_passage *p)
{
    for (size_t i = 0; i < p->block_count; i++) {
        const yz_block *b = &p->blocks[i];
        FUZZ_REQUIRE(b->line_first <= b->line_last);
        FUZZ_REQUIRE(b->byte_begin <= b->byte_end);
    }
    for (size_t i = 0; i < p->piece_count; i++) {
        const yz_piece *piece = &p->pieces[i];
        FUZZ_REQUIRE(piece->text_begin <= p->text.size && piece->joint <= 1);
        FUZZ_REQUIRE(i == 0 || piece[-1].text_begin <= piece->text_begin);
        check_text(piece->gap);
    }
}

static void
check_notice(void *context, yz_severity severity, const yz_error *notice)
{
    (void)context;
    FUZZ_REQUIRE(severity <= YZ_DAMAGE);
    FUZZ_REQUIRE(notice->message[0] != '\0');
}

static void
check_passage(const yz_passage *p)
{
    check_text(p->text);
    check_text(p->id);
    check_text(p->title);
    check_text(p->section);
    check_text(p->extra);
    check_places(p);
    FUZZ_REQUIRE(p->id.size > 0);
    FUZZ_REQUIRE(p->text.size <= YZ_PASSAGE_SIZE_MAX);
    FUZZ_REQUIRE(p->kind < YZ_KIND_COUNT);
    FUZZ_REQUIRE(p->report.size <= YZ_NAME_SIZE_MAX);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const yz_format formats[] = { YZ_FORMAT_AUTO, YZ_FORMAT_TEXT,
                                         YZ_FORMAT_JSONL };
    static const char *const encodings[] = { NULL, "GB18030", "Big5",
                                             "UTF-16LE" };
    yz_error err = { 0 };
    yz_source *source;
    yz_report *report;
    if (size == 0)
        return 0;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    options.format = formats[data[0] % 3];
    options.encoding = encodings[data[0] / 3 % 4];
    options.notice = check_notice;
    yz_status status = yz_source_open_memory(data + 1, size - 1, "fuzz",
                                             &options, &source, &err);
    if (status != YZ_OK) {
        FUZZ_REQUIRE(err.message[0] != '\0');
        return 0;
    }
    while ((status = yz_source_next(source, &report, &err)) == YZ_OK) {
        for (size_t i = 0; i < yz_report_passage_count(report); i++)
            check_passage(yz_report_passage(report, i));
        yz_report_free(report);
    }
    FUZZ_REQUIRE(status == YZ_DONE || err.message[0] != '\0');
    yz_source_close(source);
    return 0;
}
