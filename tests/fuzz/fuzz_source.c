/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a source file. The first byte is the format. Passages keep what
 * the header promises of them; whatever is refused is refused with a sentence.
 */
#include "tests/fuzz/fuzz.h"

#include "core/base/utf8.h"

static void
check_passage(const yz_passage *p)
{
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
    yz_error err = { 0 };
    yz_source *source;
    yz_report *report;
    if (size == 0)
        return 0;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    options.format = formats[data[0] % 3];
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
