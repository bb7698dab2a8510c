/* SPDX-License-Identifier: MIT */
/*
 * Do pages of lines with boxes become passages in reading order, whatever the
 * order of the lines; and is each line, on pages of any kind, in exactly one
 * passage, with rows that fit it?
 */
#include "core/report/boxes.h"
#include "indexer/layout/page_layout.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- pages by example ------------------------------------------------------- */

typedef struct printed {
    const char *text;
    double box[4];
} printed;

static void
begin_page(ocr_page *page, double width, double height)
{
    ocr_page_init(page, NULL);
    ocr_page_begin(page, 1, width, height, (ocr_scale){ 0 });
    page->image = ocr_page_str(page, str_of("p1.png"));
}

static void
add_line(ocr_page *page, const printed *line)
{
    const double *b = line->box;
    const ocr_box box = ocr_box_of(page, b[0], b[1], b[2], b[3]);
    ocr_add_block(page, OCR_TEXT, box);
    ocr_add_line(page, box);
    ocr_put_text(page, str_of(line->text));
}

static yz_report *
lay_out(ocr_page *page)
{
    yz_error err;
    yz_report *report = report_new(NULL);
    assert_int_equal(ocr_page_end(page, &err), YZ_OK);
    assert_int_equal(page_layout(page, report, &err), YZ_OK);
    return report;
}

static void
check_text(const yz_report *report, size_t i, yz_kind kind, const char *text)
{
    assert_true(i < report->passages.count);
    const yz_passage *p = &report->passages.items[i];
    assert_string_equal(
        arena_str(&((yz_report *)(uintptr_t)report)->arena, p->text).data,
        text);
    assert_int_equal(p->kind, kind);
}

/* Two columns, their rows one behind the other, below a headline over both. */
static void
test_columns(void **state)
{
    static const printed lines[] = {
        { "工会驿站揭牌", { 300, 20, 660, 80 } },
        { "新建的驿站昨日集中揭牌，为户外", { 60, 120, 510, 150 } },
        { "他们说，这里能喝水也能充电，还", { 560, 121, 1010, 151 } },
        { "劳动者提供服务。", { 60, 160, 300, 190 } },
        { "能歇脚。", { 560, 161, 680, 191 } },
        { "市总工会负责人说，今年还要建二", { 120, 200, 510, 230 } },
        { "记者看到，站里有桌椅和药箱，墙", { 620, 201, 1010, 231 } },
        { "十个这样的驿站，让更多的人有处", { 60, 240, 510, 270 } },
        { "上贴着电话号码。", { 560, 241, 800, 271 } },
        { "歇脚，", { 60, 280, 150, 310 } },
    };
    ocr_page page;
    (void)state;
    begin_page(&page, 1100, 400);
    for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
        add_line(&page, &lines[i]);
    yz_report *report = lay_out(&page);
    check_text(report, 0, YZ_KIND_HEADLINE, "工会驿站揭牌");
    check_text(report, 1, YZ_KIND_PARAGRAPH,
               "新建的驿站昨日集中揭牌，为户外劳动者提供服务。");
    check_text(report, 2, YZ_KIND_PARAGRAPH,
               "市总工会负责人说，今年还要建二十个这样的驿站，让更多的人有处歇"
               "脚，他们说，这里能喝水也能充电，还能歇脚。");
    check_text(report, 3, YZ_KIND_PARAGRAPH,
               "记者看到，站里有桌椅和药箱，墙上贴着电话号码。");
    assert_int_equal(report->passages.count, 4);
    const yz_passage *over = &report->passages.items[2];
    assert_int_equal(over->row_count, 5);
    assert_int_equal(over->rows[3].box.x0, 560);
    assert_true(over->rows[3].begins_block);
    assert_int_equal(over->pages[0].number, 1);
    assert_true(str_equal(over->pages[0].image, str_of("p1.png")));
    yz_report_free(report);
    ocr_page_dispose(&page);
}

/* The date is above the right column, and no part of it; the name of the paper
 * is larger than any headline. A gutter reaches from top to bottom. */
static void
test_head_of_page(void **state)
{
    static const printed lines[] = {
        { "溪山日报", { 60, 20, 460, 120 } },
        { "2025年3月12日 星期三", { 760, 60, 1010, 85 } },
        { "工会驿站揭牌", { 60, 170, 420, 230 } },
        { "新建的驿站昨日集中揭牌，为户外", { 60, 260, 510, 290 } },
        { "劳动者提供服务，快递员进了工会驿", { 60, 300, 510, 330 } },
        { "站就能喝水也能充电，累了还有桌", { 560, 261, 1010, 291 } },
        { "椅歇脚，墙上贴着电话号码。", { 560, 301, 950, 331 } },
        { "记者看到，站里有桌椅和药箱，还", { 620, 341, 1010, 371 } },
        { "有一台微波炉。", { 560, 381, 770, 411 } },
    };
    ocr_page page;
    (void)state;
    begin_page(&page, 1100, 500);
    for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
        add_line(&page, &lines[i]);
    yz_report *report = lay_out(&page);
    check_text(report, 0, YZ_KIND_HEADLINE, "溪山日报");
    check_text(report, 1, YZ_KIND_DATE, "2025年3月12日 星期三");
    check_text(report, 2, YZ_KIND_HEADLINE, "工会驿站揭牌");
    check_text(report, 3, YZ_KIND_PARAGRAPH,
               "新建的驿站昨日集中揭牌，为户外劳动者提供服务，快递员进了工会驿"
               "站就能喝水也能充电，累了还有桌椅歇脚，墙上贴着电话号码。");
    check_text(report, 4, YZ_KIND_PARAGRAPH,
               "记者看到，站里有桌椅和药箱，还有一台微波炉。");
    assert_int_equal(report->passages.count, 5);
    assert_true(
        str_equal(report->passages.items[4].title, str_of("工会驿站揭牌")));
    yz_report_free(report);
    ocr_page_dispose(&page);
}

/* Two tiers of vertical lines, read from right to left, given from the left. */
static void
test_vertical(void **state)
{
    static const printed lines[] = {
        { "許多人到場參觀。", { 300, 50, 330, 290 } },
        { "本市昨日舉行典禮，各界", { 350, 50, 380, 380 } },
        { "又訊，明日仍有表演，歡", { 300, 450, 330, 780 } },
        { "迎參加。", { 250, 450, 280, 570 } },
        { "本埠新聞", { 420, 50, 480, 290 } },
        { "典禮之後，有遊行隊伍經", { 350, 450, 380, 780 } },
        { "各界代表相繼致詞，觀者", { 250, 50, 280, 380 } },
        { "如堵。", { 200, 50, 230, 140 } },
    };
    ocr_page page;
    (void)state;
    begin_page(&page, 600, 850);
    for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
        add_line(&page, &lines[i]);
    yz_report *report = lay_out(&page);
    check_text(report, 0, YZ_KIND_HEADLINE, "本埠新聞");
    check_text(report, 1, YZ_KIND_PARAGRAPH,
               "本市昨日舉行典禮，各界許多人到場參觀。");
    check_text(report, 2, YZ_KIND_PARAGRAPH, "各界代表相繼致詞，觀者如堵。");
    assert_true(report->passages.items[1].rows[0].vertical);
    yz_report_free(report);
    ocr_page_dispose(&page);
}

/* ---- cells and readings ----------------------------------------------------- */

static void
test_cells(void **state)
{
    ocr_page page;
    (void)state;
    begin_page(&page, 1000, 400);
    const ocr_box box = ocr_box_of(&page, 100, 50, 400, 80);
    ocr_add_block(&page, OCR_TEXT, box);
    ocr_add_line(&page, box);
    /* The first three stand evenly; the last is wider. */
    ocr_put_word(&page, str_of("工"), ocr_box_of(&page, 100, 52, 130, 79), 1);
    ocr_put_word(&page, str_of("会"), ocr_box_of(&page, 130, 50, 160, 80), 1);
    ocr_put_word(&page, str_of("驿"), ocr_box_of(&page, 160, 51, 190, 80), .5F);
    ocr_put_alternative(&page, str_of("绎"), .25F);
    ocr_put_word(&page, str_of("站"), ocr_box_of(&page, 190, 50, 260, 80), 1);
    yz_report *report = lay_out(&page);
    assert_int_equal(report->passages.count, 1);
    const yz_passage *p = &report->passages.items[0];
    assert_int_equal(p->row_count, 1);
    const yz_row *row = &p->rows[0];
    assert_int_equal(row->origin, YZ_BOX_WORD);
    assert_int_equal(row->cell_count, 2);
    assert_int_equal(row->cells[0].text.end, 9);
    assert_int_equal(row->cells[0].box.x1, 190);
    assert_int_equal(row->cells[1].box.x1, 260);
    assert_int_equal(row->box.x1, 260);
    assert_int_equal(p->reading_count, 1);
    assert_int_equal(p->readings[0].text.begin, 6);
    assert_true(str_equal(p->readings[0].reading, str_of("绎")));
    assert_int_equal(p->readings[0].confidence, 25);
    yz_report_free(report);
    ocr_page_dispose(&page);
}

/* ---- pages of any kind -------------------------------------------------------- */

enum { LINES_MAX = 60, WORDS_MAX = 6 };

static void
add_random_line(ocr_page *page, uint64_t *seed, bool with_boxes)
{
    static const char *const words[] = { "工会",   "驿站。", "PC 12", "，",
                                         "𠮷野家", "（一）", "a-" };
    const double x = random_below(seed, 1500);
    const double y = random_below(seed, 1500);
    const double width = with_boxes ? 1 + random_below(seed, 500) : 0;
    const double height = with_boxes ? 1 + random_below(seed, 60) : 0;
    const ocr_box box = ocr_box_of(page, x, y, x + width, y + height);
    if (random_below(seed, 3) == 0 || page->blocks.count == 0)
        ocr_add_block(page, (ocr_kind)random_below(seed, OCR_KIND_COUNT),
                      (ocr_box){ 0 });
    ocr_line *line = ocr_add_line(page, box);
    if (random_below(seed, 4) == 0)
        line->flags = random_below(seed, 8);
    const bool has_words = random_below(seed, 2);
    for (uint32_t i = random_below(seed, WORDS_MAX) + 1; i > 0; i--) {
        const yz_str word = str_of(words[random_below(seed, 7)]);
        const double from = x + random_below(seed, 400);
        if (random_below(seed, 2))
            ocr_put_space(page);
        if (has_words)
            ocr_put_word(page, word,
                         ocr_box_of(page, from, y, from + 20, y + height),
                         (float)random_below(seed, 100) / 100);
        else
            ocr_put_text(page, word);
        if (has_words && random_below(seed, 9) == 0)
            ocr_put_alternative(page, str_of("土"), .5F);
    }
}

static size_t
count_characters(yz_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count +=
            text.data[i] != ' ' && text.data[i] != '-' && text.data[i] != '\n';
    return count;
}

static void
test_any(void **state)
{
    uint64_t seed = 61;
    (void)state;
    for (int round = 0; round < 3000; round++) {
        ocr_page page;
        begin_page(&page, 2000, 2000);
        page.order = (ocr_order)random_below(&seed, 3);
        page.kinds_are_given = random_below(&seed, 2);
        const bool with_boxes = random_below(&seed, 5) != 0;
        for (uint32_t i = random_below(&seed, LINES_MAX); i > 0; i--)
            add_random_line(&page, &seed, with_boxes);
        yz_report *report = lay_out(&page);
        size_t count = 0;
        size_t written = 0;
        for (size_t i = 0; i < page.lines.count; i++)
            written +=
                count_characters(ocr_line_text(&page, &page.lines.items[i]));
        for (size_t i = 0; i < report->passages.count; i++) {
            const yz_passage *p = &report->passages.items[i];
            count += count_characters(p->text);
            assert_int_equal(p->page_count, 1);
            assert_int_equal(boxes_check(p, NULL), YZ_OK);
            assert_true(p->row_count > 0);
        }
        assert_int_equal(count, written);
        yz_report_free(report);
        ocr_page_dispose(&page);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),  cmocka_unit_test(test_head_of_page),
        cmocka_unit_test(test_vertical), cmocka_unit_test(test_cells),
        cmocka_unit_test(test_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
