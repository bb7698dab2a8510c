/* SPDX-License-Identifier: MIT */
/*
 * Does a passage's record give back what was put in, and refuse what is no
 * record? Are ids and dates what they are said to be?
 */
#include "core/report/record.h"
#include "core/report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const yz_block BLOCKS[] = {
    { 131, 133, 5210, 5630 },
    { 99, 99, UINT64_C(1) << 40, (UINT64_C(1) << 40) + 7 },
    { UINT32_MAX - 1, UINT32_MAX, 0, 0 },
};

static yz_passage
sample(const yz_piece *pieces, size_t piece_count)
{
    return (yz_passage){
        .id = { "a\0b", 3 },
        .date = str_of("2024-02-29"),
        .extra = str_of("{\"page\":3}"),
        .blocks = BLOCKS,
        .block_count = ARRAY_LENGTH(BLOCKS),
        .pieces = pieces,
        .piece_count = piece_count,
        .kind = YZ_KIND_NOISE,
        .truncated = true,
    };
}

/* The record of a passage, alone in its group. */
static void
encode(const yz_passage *p, const record_strings *strings, buffer *out)
{
    record_group g = { 0 };
    record_group_add(&g, p, strings);
    record_group_finish(&g, out);
    record_group_dispose(&g);
}

static void
assert_str(yz_str a, yz_str b)
{
    assert_int_equal(a.size, b.size);
    if (a.size)
        assert_memory_equal(a.data, b.data, a.size);
}

static void
assert_pieces(const yz_passage *a, const yz_passage *b)
{
    assert_int_equal(a->piece_count, b->piece_count);
    for (size_t i = 0; i < a->piece_count; i++) {
        assert_int_equal(a->pieces[i].text_begin, b->pieces[i].text_begin);
        assert_int_equal(a->pieces[i].line, b->pieces[i].line);
        assert_int_equal(a->pieces[i].column, b->pieces[i].column);
        assert_int_equal(a->pieces[i].source_begin, b->pieces[i].source_begin);
        assert_int_equal(a->pieces[i].joint, b->pieces[i].joint);
        assert_str(a->pieces[i].gap, b->pieces[i].gap);
    }
}

static void
there_and_back(void **state)
{
    const yz_piece pieces[] = {
        { 0, 131, 7, 5210, { "", 0 }, 0 },
        { 21, 99, 1, 5300, { "\n\0\r", 3 }, 1 },
        { 21, 133, 0, 20, { "◆图", 6 }, 0 },
    };
    const yz_passage p = sample(pieces, ARRAY_LENGTH(pieces));
    const record_strings strings = { 1, 200, 3, UINT32_MAX, 5, 0, 0 };
    buffer out = { 0 };
    arena a = { 0 };
    yz_passage found;
    record_strings found_strings;
    yz_error err;
    (void)state;
    encode(&p, &strings, &out);
    assert_true(buffer_ok(&out));
    assert_int_equal(record_decode(bytes_of(out.data, out.size), 0, &a, &found,
                                   &found_strings, &err),
                     YZ_OK);
    assert_memory_equal(&strings, &found_strings, sizeof(strings));
    assert_str(p.id, found.id);
    assert_str(p.date, found.date);
    assert_str(p.extra, found.extra);
    assert_int_equal(found.kind, YZ_KIND_NOISE);
    assert_true(found.truncated);
    assert_int_equal(found.block_count, ARRAY_LENGTH(BLOCKS));
    assert_memory_equal(found.blocks, BLOCKS, sizeof(BLOCKS));
    assert_pieces(&p, &found);
    arena_dispose(&a);
    buffer_dispose(&out);
}

/* Ids and origins that have a short form come back as they were. */
static void
short_forms(void **state)
{
    static const char *const ids[] = {
        "0",
        "7",
        "007",
        "999999999999999999",
        "9999999999999999999",
        "0123456789abcdef",
        "0123456789ABCDEF",
        "0123456789abcdef0",
        "-1",
        "",
        "5f90b1d6f509be30-2",
    };
    const yz_block block = { 5, 5, 0, 12 };
    const yz_piece piece = { 0, 5, 1, 0, { "", 0 }, 0 };
    const record_strings strings = { 0 };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(ids); i++) {
        const yz_passage p = { .id = str_of(ids[i]),
                               .blocks = &block,
                               .block_count = 1,
                               .pieces = &piece,
                               .piece_count = 1 };
        buffer out = { 0 };
        arena a = { 0 };
        yz_passage found;
        record_strings found_strings;
        encode(&p, &strings, &out);
        assert_int_equal(record_decode(bytes_of(out.data, out.size), 0, &a,
                                       &found, &found_strings, NULL),
                         YZ_OK);
        assert_str(p.id, found.id);
        assert_int_equal(found.block_count, 1);
        assert_memory_equal(found.blocks, &block, sizeof(block));
        assert_pieces(&p, &found);
        arena_dispose(&a);
        buffer_dispose(&out);
    }
}

static void
nothing_is_something(void **state)
{
    const yz_passage p = { 0 };
    const record_strings strings = { 0 };
    buffer out = { 0 };
    arena a = { 0 };
    yz_passage found;
    record_strings found_strings;
    (void)state;
    encode(&p, &strings, &out);
    assert_int_equal(record_decode(bytes_of(out.data, out.size), 0, &a, &found,
                                   &found_strings, NULL),
                     YZ_OK);
    assert_int_equal(found.date.size, 0);
    assert_int_equal(found.block_count, 0);
    assert_int_equal(found.piece_count, 0);
    arena_dispose(&a);
    buffer_dispose(&out);
}

static yz_status
decode(const uint8_t *data, size_t size)
{
    /* a copy of its own, so that a read behind its end is seen */
    uint8_t *copy = malloc(size ? size : 1);
    arena a = { 0 };
    yz_passage found;
    record_strings strings;
    assert_non_null(copy);
    memcpy(copy, data, size);
    const yz_status status =
        record_decode(bytes_of(copy, size), 0, &a, &found, &strings, NULL);
    arena_dispose(&a);
    free(copy);
    return status;
}

static void
cut_short(void **state)
{
    const yz_piece pieces[] = { { 0, 1, 1, 0, { "", 0 }, 0 } };
    const yz_passage p = sample(pieces, 1);
    const record_strings strings = { 1, 2, 3, 4, 5, 0, 0 };
    buffer out = { 0 };
    (void)state;
    encode(&p, &strings, &out);
    for (size_t size = 0; size < out.size; size++)
        assert_int_equal(decode(out.data, size), YZ_E_CORRUPT);
    assert_int_equal(decode(out.data, out.size), YZ_OK);
    buffer_dispose(&out);
}

/* Any byte may be any other: an answer or an error, and no fault. */
static void
every_byte_changed(void **state)
{
    const yz_piece pieces[] = { { 0, 1, 1, 0, { "", 0 }, 0 },
                                { 9, 2, 1, 30, { "\n", 1 }, 1 } };
    const yz_passage p = sample(pieces, 2);
    const record_strings strings = { 1, 2, 3, 4, 5, 0, 0 };
    buffer out = { 0 };
    size_t refused = 0;
    (void)state;
    encode(&p, &strings, &out);
    for (size_t i = 0; i < out.size; i++) {
        const uint8_t was = out.data[i];
        for (unsigned byte = 0; byte < 256; byte++) {
            out.data[i] = (uint8_t)byte;
            refused += decode(out.data, out.size) != YZ_OK;
        }
        out.data[i] = was;
    }
    assert_true(refused > 0);
    buffer_dispose(&out);
}

static void
peek(void **state)
{
    const yz_passage p = sample(NULL, 0);
    const record_strings strings = { 1, 2, 3, 4, 5, 0, 0 };
    buffer out = { 0 };
    record_head head;
    (void)state;
    encode(&p, &strings, &out);
    assert_int_equal(record_peek(bytes_of(out.data, out.size), 0, &head, NULL),
                     YZ_OK);
    assert_int_equal(head.kind, YZ_KIND_NOISE);
    assert_int_equal(head.date, 20240229);
    assert_memory_equal(&strings, &head.strings, sizeof(strings));
    assert_int_equal(record_peek(bytes_of(out.data, 2), 0, &head, NULL),
                     YZ_E_CORRUPT);
    buffer_dispose(&out);
}

/* ---- reports ------------------------------------------------------------- */

static void
add(yz_report *report, const char *id, const char *text)
{
    yz_passage *p = report_add(report);
    assert_non_null(p);
    p->report = str_of("r");
    p->id = str_of(id);
    p->text = str_of(text);
}

static void
made_ids(void **state)
{
    yz_report *report = report_new(NULL);
    number_map equals = { 0 };
    (void)state;
    add(report, NULL, "one");
    add(report, "given", "one");
    add(report, NULL, "two");
    add(report, NULL, "one");
    assert_int_equal(report_make_ids(report, &equals, NULL), YZ_OK);
    const yz_passage *all = report->passages.items;
    assert_str(all[1].id, str_of("given"));
    assert_int_equal(all[0].id.size, 16);
    assert_false(str_equal(all[0].id, all[2].id));
    /* the second of two equal ones is distinguished from the first */
    assert_int_equal(all[3].id.size, 18);
    assert_memory_equal(all[3].id.data, all[0].id.data, 16);
    assert_memory_equal(all[3].id.data + 16, "-2", 2);
    /* and a third one from both, in a later part of the report */
    yz_report *part = report_new(NULL);
    add(part, NULL, "one");
    assert_int_equal(report_make_ids(part, &equals, NULL), YZ_OK);
    assert_int_equal(part->passages.items[0].id.size, 18);
    assert_memory_equal(part->passages.items[0].id.data, all[0].id.data, 16);
    assert_memory_equal(part->passages.items[0].id.data + 16, "-3", 2);
    number_map_dispose(&equals);
    yz_report_free(part);
    yz_report_free(report);
}

static void
replaced_passages(void **state)
{
    yz_report *report = report_new(NULL);
    (void)state;
    add(report, "a", "1");
    add(report, "b", "2");
    add(report, "a", "3");
    add(report, "c", "4");
    add(report, "a", "5");
    assert_int_equal(report_drop_replaced(report, NULL), YZ_OK);
    assert_int_equal(yz_report_passage_count(report), 3);
    assert_str(yz_report_passage(report, 0)->text, str_of("2"));
    assert_str(yz_report_passage(report, 1)->text, str_of("4"));
    assert_str(yz_report_passage(report, 2)->text, str_of("5"));
    assert_null(yz_report_passage(report, 3));
    yz_report_free(report);
}

static void
dates(void **state)
{
    static const struct {
        const char *text;
        uint32_t number;
    } cases[] = {
        { "2025-01-04", 20250104 }, { "2024-02-29", 20240229 },
        { "2000-02-29", 20000229 }, { "1900-02-29", 0 },
        { "2023-02-29", 0 },        { "2025-04-31", 0 },
        { "2025-13-01", 0 },        { "2025-00-01", 0 },
        { "2025-01-00", 0 },        { "0000-01-01", 0 },
        { "2025-1-4", 0 },          { "2025/01/04", 0 },
        { "2025-01-04 ", 0 },       { "", 0 },
        { "２025-01-04", 0 },       { "2025-01-0x", 0 },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
        assert_int_equal(report_date_number(str_of(cases[i].text)),
                         cases[i].number);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(short_forms),
        cmocka_unit_test(nothing_is_something),
        cmocka_unit_test(cut_short),
        cmocka_unit_test(every_byte_changed),
        cmocka_unit_test(peek),
        cmocka_unit_test(made_ids),
        cmocka_unit_test(replaced_passages),
        cmocka_unit_test(dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
