/* SPDX-License-Identifier: MIT */
/*
 * Does layout repair make of the first page what a careful reader made of it?
 * Passages, kinds, sections, texts and lines must be those of
 * tests/data/report/report.json, in its order.
 */
#include "indexer/layout/repair.h"

#include "core/base/buffer.h"
#include "core/base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#define PAGE    TEST_SOURCE_DIR "/corpus/pages/000_155a2bea13e01da4.txt"
#define READING TEST_SOURCE_DIR "/tests/data/report/report.json"

typedef struct fixture {
    buffer bytes;
    arena arena;
    yz_report *report;
    json_t *reading;
    json_t *units; /* borrowed from the reading */
} fixture;

static int
set_up(void **state)
{
    static fixture f;
    f = (fixture){ 0 };
    decoded page;
    yz_error err;
    assert_int_equal(file_read(PAGE, SIZE_MAX, &f.bytes, NULL, &err), YZ_OK);
    assert_int_equal(charset_decode(f.bytes.data, f.bytes.size, NULL, false,
                                    &f.arena, &page, &err),
                     YZ_OK);
    f.report = report_new(NULL);
    assert_non_null(f.report);
    assert_int_equal(layout_repair(&page, f.report, &err), YZ_OK);
    f.reading = json_load_file(READING, 0, NULL);
    assert_non_null(f.reading);
    f.units = json_object_get(f.reading, "units");
    *state = &f;
    return 0;
}

static int
tear_down(void **state)
{
    fixture *f = *state;
    json_decref(f->reading);
    yz_report_free(f->report);
    arena_dispose(&f->arena);
    buffer_dispose(&f->bytes);
    return 0;
}

static void
check_str(size_t ordinal, const char *what, yz_str got, const char *wanted)
{
    if (!wanted)
        wanted = "";
    if (got.size != strlen(wanted) ||
        (got.size && memcmp(got.data, wanted, got.size) != 0))
        fail_msg("passage %zu: %s is \"%.*s\", not \"%s\"", ordinal, what,
                 (int)got.size, got.data ? got.data : "", wanted);
}

static const char *
unit_string(const json_t *unit, const char *key)
{
    return json_string_value(json_object_get(unit, key));
}

/* Call `check` with every passage and what the reader made of it. */
static void
for_each_passage(fixture *f,
                 void (*check)(size_t ordinal, const yz_passage *passage,
                               const json_t *unit))
{
    assert_int_equal(f->report->passages.count, json_array_size(f->units));
    for (size_t i = 0; i < f->report->passages.count; i++)
        check(i + 1, &f->report->passages.items[i],
              json_array_get(f->units, i));
}

static void
check_kind(size_t ordinal, const yz_passage *passage, const json_t *unit)
{
    check_str(ordinal, "kind", str_of(yz_kind_name(passage->kind)),
              unit_string(unit, "kind"));
}

static void
kinds_are_the_readers(void **state)
{
    for_each_passage(*state, check_kind);
}

static void
check_text(size_t ordinal, const yz_passage *passage, const json_t *unit)
{
    check_str(ordinal, "text", passage->text, unit_string(unit, "text"));
}

static void
texts_are_the_readers(void **state)
{
    for_each_passage(*state, check_text);
}

static void
check_section(size_t ordinal, const yz_passage *passage, const json_t *unit)
{
    check_str(ordinal, "section", passage->section,
              unit_string(unit, "section"));
}

static void
sections_are_the_readers(void **state)
{
    for_each_passage(*state, check_section);
}

static void
check_lines(size_t ordinal, const yz_passage *passage, const json_t *unit)
{
    const json_t *ranges = json_object_get(unit, "source_lines");
    if (passage->block_count != json_array_size(ranges))
        fail_msg("passage %zu: %zu blocks, not %zu", ordinal,
                 passage->block_count, json_array_size(ranges));
    for (size_t i = 0; i < passage->block_count; i++) {
        const json_t *range = json_array_get(ranges, i);
        assert_int_equal(passage->blocks[i].line_first,
                         json_integer_value(json_array_get(range, 0)));
        assert_int_equal(passage->blocks[i].line_last,
                         json_integer_value(json_array_get(range, 1)));
    }
}

static void
lines_are_the_readers(void **state)
{
    for_each_passage(*state, check_lines);
}

/* That a headline is cut shows in what it means, not in how it is set. */
static void
check_truncated(size_t ordinal, const yz_passage *passage, const json_t *unit)
{
    const bool wanted = json_is_true(json_object_get(unit, "truncated")) &&
                        passage->kind != YZ_KIND_HEADLINE;
    if (passage->truncated != wanted)
        fail_msg("passage %zu: truncated is %d", ordinal, passage->truncated);
}

static void
lost_ends_are_the_readers(void **state)
{
    for_each_passage(*state, check_truncated);
}

static void
check_page(size_t ordinal, const yz_passage *passage, const json_t *unit)
{
    (void)unit;
    check_str(ordinal, "title", passage->title, "谱写新华");
    check_str(ordinal, "date", passage->date, "2025-01-04");
}

static void
date_and_headline_are_every_passages(void **state)
{
    for_each_passage(*state, check_page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_the_readers),
        cmocka_unit_test(texts_are_the_readers),
        cmocka_unit_test(sections_are_the_readers),
        cmocka_unit_test(lines_are_the_readers),
        cmocka_unit_test(lost_ends_are_the_readers),
        cmocka_unit_test(date_and_headline_are_every_passages),
    };
    return cmocka_run_group_tests_name("layout of the report", tests, set_up,
                                       tear_down);
}
