/* SPDX-License-Identifier: MIT */
/*
 * The page model: what a reader puts in comes out, in pixels, and what no page
 * can have does no harm.
 */
#include "indexer/ocr/ocr_number.h"
#include "indexer/ocr/ocr_page.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const ocr_scale pixels = { 0 };

static int
setup(void **state)
{
    static ocr_page page;
    ocr_page_init(&page, NULL);
    *state = &page;
    return 0;
}

static int
teardown(void **state)
{
    ocr_page_dispose(*state);
    return 0;
}

static void
expect_line(const ocr_page *page, size_t i, const char *text)
{
    const yz_str got = ocr_line_text(page, &page->lines.items[i]);
    assert_int_equal(got.size, strlen(text));
    assert_memory_equal(got.data, text, got.size);
}

static void
expect_box(ocr_box box, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1)
{
    assert_int_equal(box.x0, x0);
    assert_int_equal(box.y0, y0);
    assert_int_equal(box.x1, x1);
    assert_int_equal(box.y1, y1);
}

static void
put(ocr_page *page, const char *text)
{
    ocr_put_word(page, str_of(text), (ocr_box){ 0 }, OCR_CONFIDENCE_NONE);
}

static void
test_words_make_a_line(void **state)
{
    ocr_page *page = *state;
    ocr_page_begin(page, 1, 100, 200, pixels);
    ocr_add_block(page, OCR_PARAGRAPH, (ocr_box){ 0 });
    ocr_add_line(page, (ocr_box){ 0 });
    ocr_put_word(page, str_of("工会"), ocr_box_of(page, 10, 20, 30, 40), 0.5F);
    ocr_put_space(page);
    ocr_put_word(page, str_of("驿站"), ocr_box_of(page, 32, 18, 50, 41), 1.0F);
    ocr_add_line(page, (ocr_box){ 0 });
    put(page, "two");
    ocr_put_space(page);
    ocr_put_space(page);
    put(page, "words");
    ocr_put_space(page);
    put(page, "中");
    ocr_put_space(page);
    assert_int_equal(ocr_page_end(page, NULL), YZ_OK);
    assert_int_equal(page->lines.count, 2);
    expect_line(page, 0, "工会驿站");
    expect_line(page, 1, "two words中");
    const ocr_line *line = &page->lines.items[0];
    assert_int_equal(line->word_count, 2);
    expect_box(line->box, 10, 18, 50, 41);
    assert_true(fabs((double)line->confidence - 0.75) < 0.001);
    expect_box(page->blocks.items[0].box, 10, 18, 50, 41);
    const ocr_word *word = ocr_line_word(page, &page->lines.items[1], 1);
    const yz_str text = ocr_text(page, word->text_begin, word->text_end);
    assert_true(str_equal(text, str_of("words")));
}

static void
test_units_become_pixels(void **state)
{
    ocr_page *page = *state;
    /* Points, from the bottom, of a page whose image has two pixels each. */
    ocr_page_begin(page, 1, 600, 800, (ocr_scale){ 2, 2, 800 });
    assert_int_equal(page->width, 1200);
    assert_int_equal(page->height, 1600);
    expect_box(ocr_box_of(page, 10, 790, 20.2, 780), 20, 20, 40, 40);
    expect_box(ocr_box_of(page, 20, 780, 10, 790), 20, 20, 40, 40);
}

static void
test_absurd_boxes(void **state)
{
    ocr_page *page = *state;
    ocr_page_begin(page, 1, NAN, -5, (ocr_scale){ INFINITY, NAN, -1 });
    assert_int_equal(page->width, 0);
    expect_box(ocr_box_of(page, NAN, 0, 10, 10), 0, 0, 0, 0);
    expect_box(ocr_box_of(page, 0, 0, INFINITY, 10), 0, 0, 0, 0);
    expect_box(ocr_box_of(page, -50, -50, 10, 10), 0, 0, 10, 10);
    expect_box(ocr_box_of(page, 5, 5, 5, 90), 0, 0, 0, 0);
    expect_box(ocr_box_of(page, 1e300, 0, 1e301, 10), 0, 0, 0, 0);
    expect_box(ocr_box_of(page, 0, 0, 1e301, 10), 0, 0, OCR_EDGE_MAX, 10);
}

static void
test_page_without_a_size_has_that_of_its_boxes(void **state)
{
    ocr_page *page = *state;
    ocr_page_begin(page, 3, 0, 0, pixels);
    ocr_put_block(page, OCR_HEADING, ocr_box_of(page, 5, 6, 70, 80),
                  str_of("题\n目"), 0.5F);
    assert_int_equal(ocr_page_end(page, NULL), YZ_OK);
    assert_int_equal(page->width, 70);
    assert_int_equal(page->height, 80);
    assert_true(page->lines.items[0].flags & OCR_WHOLE_BLOCK);
    expect_line(page, 0, "题\n目");
}

static void
test_empty_lines_go(void **state)
{
    ocr_page *page = *state;
    ocr_page_begin(page, 1, 10, 10, pixels);
    ocr_add_block(page, OCR_TEXT, (ocr_box){ 0 });
    ocr_add_line(page, (ocr_box){ 0 });
    ocr_add_line(page, (ocr_box){ 0 });
    ocr_put_text(page, str_of("一"));
    ocr_add_block(page, OCR_PICTURE, ocr_box_of(page, 1, 1, 9, 9));
    ocr_add_block(page, OCR_TEXT, (ocr_box){ 0 });
    ocr_add_line(page, (ocr_box){ 0 });
    ocr_put_text(page, str_of("二"));
    ocr_add_line(page, (ocr_box){ 0 });
    assert_int_equal(ocr_page_end(page, NULL), YZ_OK);
    assert_int_equal(page->lines.count, 2);
    assert_int_equal(page->blocks.items[0].line_count, 1);
    assert_int_equal(page->blocks.items[1].line_count, 0);
    const ocr_line *line = ocr_block_line(page, &page->blocks.items[2], 0);
    assert_true(str_equal(ocr_line_text(page, line), str_of("二")));
}

static void
test_text_is_made_utf8(void **state)
{
    ocr_page *page = *state;
    ocr_page_begin(page, 1, 10, 10, pixels);
    ocr_put_text(page, str_of("\xff工\xe5\xb7"));
    assert_int_equal(ocr_page_end(page, NULL), YZ_OK);
    expect_line(page, 0, "\xef\xbf\xbd工\xef\xbf\xbd\xef\xbf\xbd");
}

static void
test_alternatives(void **state)
{
    ocr_page *page = *state;
    ocr_page_begin(page, 1, 10, 10, pixels);
    put(page, "人");
    ocr_put_alternative(page, str_of("入"), 0.25F);
    put(page, "口");
    assert_int_equal(ocr_page_end(page, NULL), YZ_OK);
    assert_int_equal(page->alternatives.count, 1);
    const ocr_alternative *other = &page->alternatives.items[0];
    assert_int_equal(other->text_begin, 0);
    assert_int_equal(other->text_end, 3);
    assert_true(str_equal(other->text, str_of("入")));
}

/* The next page keeps nothing of the one before. */
static void
test_pages_follow_each_other(void **state)
{
    ocr_page *page = *state;
    for (uint32_t i = 1; i <= 3; i++) {
        ocr_page_begin(page, i, 10, 10, pixels);
        page->number = ocr_page_str(page, str_of("A2"));
        put(page, "一");
        assert_int_equal(ocr_page_end(page, NULL), YZ_OK);
        assert_int_equal(page->index, i);
        assert_int_equal(page->text.size, 3);
        assert_int_equal(page->blocks.count, 1);
        assert_int_equal(page->words.count, 1);
    }
}

/* ---- memory that fails -------------------------------------------------------- */

static void *
fail_sometimes(void *context, void *block, size_t size)
{
    int *left = context;
    return (*left)-- > 0 ? realloc(block, size) : NULL;
}

static void *
fail_allocate(void *context, size_t size)
{
    return fail_sometimes(context, NULL, size);
}

static void
fail_release(void *context, void *block)
{
    (void)context;
    free(block);
}

static void
test_out_of_memory_is_reported_at_the_end(void **state)
{
    (void)state;
    bool failed = true;
    for (int count = 0; failed; count++) {
        int left = count;
        const yz_allocator memory = { fail_allocate, fail_sometimes,
                                      fail_release, &left };
        ocr_page page;
        ocr_page_init(&page, &memory);
        ocr_page_begin(&page, 1, 10, 10, pixels);
        page.number = ocr_page_str(&page, str_of("1"));
        ocr_add_block(&page, OCR_TEXT, (ocr_box){ 0 })->level = 1;
        ocr_add_line(&page, (ocr_box){ 0 })->flags = OCR_VERTICAL;
        put(&page, "一");
        ocr_put_alternative(&page, str_of("二"), 0);
        failed = ocr_page_end(&page, NULL) == YZ_E_NOMEM;
        ocr_page_dispose(&page);
        assert_true(count < 100);
    }
}

/* As strtod() reads them in the C locale, in which tests run. */
static void
expect_number(const char *text)
{
    char *end;
    const char *at = text;
    double got;
    const double expected = strtod(text, &end);
    assert_int_equal(ocr_take_number(&at, &got), end != text);
    assert_ptr_equal(at, end);
    if (end == text)
        return;
    if (fabs(expected) > 1e250) /* no page has such; it may be infinite */
        assert_true(fabs(got) > 1e250);
    else
        assert_true(fabs(got - expected) <= fabs(expected) * 1e-14 + 1e-300);
}

static void
test_numbers(void **state)
{
    static const char *const texts[] = {
        "0",    "12",   "12 3",
        "0.96", "5.",   ".5",
        "-.5",  "+7",   "1e3",
        "1.5E", "1e-",  "-2e-3",
        " \t4", "",     " ",
        ".",    "-",    "e5",
        "1,5",  "12px", "1..2",
        "--1",  "0e99", "1e999",
        "1e-5", "007",  "3.14159265358979323846264338327950288",
    };
    static const char alphabet[] = "00123456789..-+e ,";
    uint32_t seed = 7;
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
        expect_number(texts[i]);
    for (int round = 0; round < 100000; round++) {
        char text[12] = { 0 };
        for (size_t i = 0; i + 1 < sizeof(text); i++) {
            seed = seed * 1664525U + 1013904223U;
            text[i] = alphabet[(seed >> 8) % (sizeof(alphabet) - 1)];
        }
        expect_number(text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_words_make_a_line, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_units_become_pixels, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_absurd_boxes, setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_page_without_a_size_has_that_of_its_boxes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_empty_lines_go, setup, teardown),
        cmocka_unit_test_setup_teardown(test_text_is_made_utf8, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_alternatives, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pages_follow_each_other, setup,
                                        teardown),
        cmocka_unit_test(test_out_of_memory_is_reported_at_the_end),
        cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
