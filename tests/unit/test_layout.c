/* SPDX-License-Identifier: MIT */
/*
 * Does each rule of layout repair do what docs/layout.md says of it? A page is
 * written as OCR leaves it; expected is a line a passage: kind, text, rules in
 * brackets, "…" before them where the page lost its end. Pages of other shapes
 * stand beside those a rule is for: what must not happen is tested too.
 */
#include "indexer/layout/repair.h"

#include "core/base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void
put_passage(buffer *out, const yz_passage *p)
{
    buffer_printf(out, "%s: ", yz_kind_name(p->kind));
    buffer_put_text(out, p->text);
    buffer_put_text(out, str_of(p->truncated ? "… [" : " ["));
    buffer_put_text(out, p->rules);
    buffer_put_text(out, str_of("]\n"));
}

static yz_report *
repair(const char *page)
{
    const decoded file = { .text = str_of(page), .encoding = str_of("UTF-8") };
    yz_report *report = report_new(NULL);
    assert_non_null(report);
    yz_error err;
    assert_int_equal(layout_repair(&file, report, &err), YZ_OK);
    return report;
}

static void
check(const char *page, const char *expected)
{
    yz_report *report = repair(page);
    buffer got = { 0 };
    for (size_t i = 0; i < report->passages.count; i++)
        put_passage(&got, &report->passages.items[i]);
    buffer_put_u8(&got, 0);
    assert_true(buffer_ok(&got));
    assert_string_equal((const char *)got.data, expected);
    buffer_dispose(&got);
    yz_report_free(report);
}

/* Each piece is the bytes of the page that it says it is, in their order. */
static void
check_pieces(const char *page)
{
    yz_report *report = repair(page);
    for (size_t i = 0; i < report->passages.count; i++) {
        const yz_passage *p = &report->passages.items[i];
        uint64_t end = 0;
        for (size_t k = 0; k < p->piece_count; k++) {
            const yz_piece *piece = &p->pieces[k];
            const size_t next =
                k + 1 < p->piece_count
                    ? p->pieces[k + 1].text_begin - p->pieces[k + 1].joint
                    : p->text.size;
            const size_t size = next - piece->text_begin;
            assert_true(piece->source_begin >= end);
            assert_memory_equal(page + piece->source_begin,
                                p->text.data + piece->text_begin, size);
            if (k > 0)
                assert_int_equal(piece->source_begin - end, piece->gap.size);
            end = piece->source_begin + size;
        }
    }
    yz_report_free(report);
}

/* ---- R0, R1: lines ------------------------------------------------------- */

static void
hard_wrapped_lines_are_one_paragraph(void **state)
{
    (void)state;
    check("一年来，市总工会扛牢\n"
          "政治责任，团结引导职工群\n"
          "众听党话、跟党走，成立讲\n"
          "习班。\n",
          "paragraph: "
          "一年来，市总工会扛牢政治责任，团结引导职工群众听党话、跟党走，成立讲"
          "习班。 [R0-lines R6-indent R10-body]\n");
}

static void
blank_lines_after_every_line_part_nothing(void **state)
{
    (void)state;
    check("足音铿锵,华章回响\n\n,全市工会以新时代\n\n特色社会主义思想为\n\n"
          "指导,全面学习贯彻\n\n会议精神。\n",
          "paragraph: "
          "足音铿锵,华章回响,全市工会以新时代特色社会主义思想为指导,"
          "全面学习贯彻会议精神。 [R0-lines R10-body]\n");
}

static void
blanks_in_a_block_are_wraps(void **state)
{
    (void)state;
    check("全市工会组织技能比武、技术创新等 活动2200多场,参加职工超5万人次。组 "
          "织职"
          "工参加大赛,获 2.5 亿元。\n",
          "paragraph: "
          "全市工会组织技能比武、技术创新等活动2200多场,"
          "参加职工超5万人次。组织职工参加大赛,获2.5亿元。 [R6-indent "
          "R10-body]\n");
}

static void
blanks_between_latin_words_stay(void **state)
{
    (void)state;
    check("The harbour office\nopened a new reading\nroom for creative co-\n"
          "operation on Monday.\n",
          "paragraph: The harbour office opened a new reading room for "
          "creative cooperation on Monday. [R0-lines R10-body]\n");
}

static void
lists_stay_lists(void **state)
{
    (void)state;
    check("甲队三十一分。\n乙队二十八分。\n丙队二十五分。\n丁队二十二分。\n",
          "paragraph: 甲队三十一分。 [R10-body]\n"
          "paragraph: 乙队二十八分。 [R10-body]\n"
          "paragraph: 丙队二十五分。 [R10-body]\n"
          "paragraph: 丁队二十二分。 [R10-body]\n");
}

/* ---- R2 to R5: what a text says of itself --------------------------------- */

static void
debris_of_a_logo_is_noise(void **state)
{
    (void)state;
    check(
        "WWW .\n\nEN SAGE IN STORE F\n\n"
        "全市工会组织技能比武、技术创新等活动,参加职工超五万人次。\n\n"
        "热线 12351\n\n"
        "二维码\n",
        "noise: WWW . [R2-noise]\n"
        "noise: EN SAGE IN STORE F [R2-noise]\n"
        "paragraph: 全市工会组织技能比武、技术创新等活动,参加职工超五万人次。 "
        "[R10-body]\n"
        "caption: 热线12351 [R9-remainder]\n"
        "caption: 二维码 [R9-remainder]\n");
}

/* A page whose first line this is. */
static void
check_date(const char *line, yz_kind kind, const char *date)
{
    buffer page = { 0 };
    buffer_printf(&page, "%s\n\n全市工会组织技能比武、技术创新等活动。\n%c",
                  line, 0);
    assert_true(buffer_ok(&page));
    yz_report *report = repair((const char *)page.data);
    const yz_passage *first = &report->passages.items[0];
    if (first->kind != kind || !str_equal(first->date, str_of(date)))
        fail_msg("%s: %s of %.*s", line, yz_kind_name(first->kind),
                 (int)first->date.size, first->date.data);
    yz_report_free(report);
    buffer_dispose(&page);
}

static void
date_line_dates_the_page(void **state)
{
    (void)state;
    check("2025年1月4日 星期六\n\n"
          "2023年7月28日,荣盛生物和保利公司签订了合作协议。\n",
          "date: 2025年1月4日 星期六 [R3-date]\n"
          "paragraph: 2023年7月28日,荣盛生物和保利公司签订了合作协议。 "
          "[R10-body]\n");
}

static void
date_lines_have_the_paper_and_the_page_around_them(void **state)
{
    static const char *const lines[] = {
        "2025年1月4日（星期六）",
        "2025年1月4日，星期六",
        "人民日报 2025年1月4日 第3版",
        "第3版 2025年1月4日 人民日报",
        "《人民日报》2025年1月4日 第03版 要闻",
        "人民日报/2025年/01月/04日/第003版",
        "2025年1月4日 农历甲辰年十二月初五 星期六 总第812期",
        "发布时间：2025-01-04 10:00 来源：人民日报",
        "二O二五年一月四日",
        "2 0 2 5 年 1 月 4 日",
        "Sat, Jan. 4, 2025",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
        check_date(lines[i], YZ_KIND_DATE, "2025-01-04");
    check_date("民國廿六年七月七日", YZ_KIND_DATE, "1937-07-07");
    check_date("光绪二十六年五月十四日", YZ_KIND_DATE, "1900-01-01");
    check_date("2024年5月", YZ_KIND_DATE, "2024-05-01");
}

static void
sentences_with_a_date_are_no_date_lines(void **state)
{
    static const char *const lines[] = {
        "2025年1月4日（星期六）上午九时召开全市工会工作会议",
        "据《人民日报》2025年1月4日第3版报道工会驿站揭牌",
        "2025年1月4日，市总工会召开会议",
        "他于2025年1月4日来到南平参加会议",
        "截至2024年5月",
        "2024年5月工会工作总结",
        "2024年",
        "2025年2月30日",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
        check_date(lines[i], YZ_KIND_HEADLINE, "");
}

/* ---- pages as programs leave them ------------------------------------------ */

static void
letter_spaced_pages_have_numbers_and_words(void **state)
{
    static const char page[] =
        "全 市 G D P 增 长 5 . 2 % ， 总 量 达 到 1 2 3 4 . 5 亿 元 。\n"
        "比 2 0 2 3 年 增 加 1 0 0 亿 元 ， A P P 用 户 达 1 0 万 人 。\n";
    (void)state;
    check(page, "paragraph: 全市GDP增长5.2%，总量达到1234.5亿元。"
                "比2023年增加100亿元，APP用户达10万人。 [R0-lines R10-body]\n");
    check_pieces(page);
    check("昨日举行的比赛中两队的比分分别为 3 2 和 5 1 结束，观众满意。\n",
          "paragraph: 昨日举行的比赛中两队的比分分别为3 2和5 1结束，观众满意。 "
          "[R10-body]\n");
}

static void
numbers_go_on_over_a_line_of_running_text(void **state)
{
    static const char page[] =
        "　　据统计全市共新建工会驿站一百二十座累计投入资金12\n"
        "345万元，服务户外劳动者达到十余万人次，同比增长了2.\n"
        "5个百分点。\n";
    (void)state;
    check(page, "paragraph: 据统计全市共新建工会驿站一百二十座累计投入资金12345"
                "万元，服务户外劳动者达到十余万人次，同比增长了2.5个百分点。 "
                "[R0-lines R6-indent R10-body]\n");
    check_pieces(page);
    check("It rained for 12\n345 days of the year, and nobody could say\n"
          "why it did not stop before the winter.\n",
          "paragraph: It rained for 12 345 days of the year, and nobody could "
          "say why it did not stop before the winter. [R0-lines R10-body]\n");
}

static void
numbers_in_lines_of_their_own_stay_apart(void **state)
{
    (void)state;
    yz_report *report = repair("12\n34\n56\n78\n");
    assert_int_equal(report->passages.count, 4);
    yz_report_free(report);
    report = repair("张三,35,98.5\n李四,36,97\n王五,37,96\n");
    assert_int_equal(report->passages.count, 3);
    yz_report_free(report);
}

static void
a_character_a_line_is_one_text(void **state)
{
    static const char page[] =
        "　　本报讯昨日市总工会举行会议研究部署各项工作。\n"
        "\n职\n\n工\n\n之\n\n家\n\n2\n\n4\n\n"
        "　　会议要求各级工会组织认真学习贯彻会议精神。\n";
    (void)state;
    check(page, "lede: 本报讯昨日市总工会举行会议研究部署各项工作。 "
                "[R6-indent R10-lede]\n"
                "heading: 职工之家24 [R10-heading R0-vertical]\n"
                "paragraph: 会议要求各级工会组织认真学习贯彻会议精神。 "
                "[R6-indent R10-body]\n");
    check_pieces(page);
}

static void
indented_lines_are_paragraphs(void **state)
{
    (void)state;
    check("　　那年冬天，工会驿站开张了，快递员小李头一个走进来。\n"
          "　　据介绍，今年全市将再建三十个驿站，方便环卫工人。\n",
          "paragraph: 那年冬天，工会驿站开张了，快递员小李头一个走进来。 "
          "[R10-body]\n"
          "paragraph: 据介绍，今年全市将再建三十个驿站，方便环卫工人。 "
          "[R10-body]\n");
    /* A text that is set in as a whole, with a full stop at a line's end. */
    check("　　整段都缩进的引文，工会驿站昨日\n"
          "　　举行揭牌仪式，受到职工的欢迎。\n"
          "　　今后还将继续建设一批服务站点方\n"
          "　　便职工群众。\n",
          "paragraph: "
          "整段都缩进的引文，工会驿站昨日举行揭牌仪式，受到职工的欢迎。"
          "今后还将继续建设一批服务站点方便职工群众。 [R0-lines R10-body]\n");
}

static void
paragraphs_go_on_over_a_page_break(void **state)
{
    static const char *const breaks[] = {
        "\n- 12 -\n\n",
        "\n第 12 页 共 36 页\n\n",
        "\n12 / 36\n\n",
        "\nPage 12 of 36\n\n",
        "\n123\n\n",
        "- 12 -\n",
        "12\n\f",
        "\n\f",
        "\f南平工运 2024年第3期\n",
        "\n- 12 -\n\n南平工运\n\n",
        "\n12/36\n\n人民日报 2024年5月1日 第3版\n\n",
        "\n\n① 数据来自市总工会年报。\n\n",
        "\n[1] 见《南平年鉴》。\n\n- 12 -\n\n",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(breaks); i++) {
        buffer page = { 0 };
        buffer_printf(
            &page,
            "　　市总工会在城区新建的工会驿站昨日举行揭牌仪式为户外劳动者提供\n"
            "休息服务。今年全市将再建三十个驿站，方便快递员和环卫工\n"
            "%s"
            "人、出租车司机等群体就近休息。全市各级工会组织积极行动起来，认真\n"
            "落实会议精神，为职工办实事。\n%c",
            breaks[i], 0);
        assert_true(buffer_ok(&page));
        yz_report *report = repair((const char *)page.data);
        if (!str_contains(report->passages.items[0].text,
                          str_of("快递员和环卫工人、出租车司机")))
            fail_msg("cut by %s", breaks[i]);
        yz_report_free(report);
        check_pieces((const char *)page.data);
        buffer_dispose(&page);
    }
}

static void
headings_between_paragraphs_are_no_running_heads(void **state)
{
    (void)state;
    check(
        "　　市总工会在城区新建的工会驿站昨日举行揭牌仪式为户外劳动者提供休\n"
        "息服务，受到广大职工欢迎。\n\n"
        "南平工运\n\n"
        "　　今年全市将再建三十个驿站，方便快递员等群体就近休息。\n",
        "lede: 市总工会在城区新建的工会驿站昨日举行揭牌仪式为户外劳动者提供休息"
        "服务，受到广大职工欢迎。 [R0-lines R6-indent R10-lede]\n"
        "heading: 南平工运 [R10-heading]\n"
        "paragraph: 今年全市将再建三十个驿站，方便快递员等群体就近休息。 "
        "[R6-indent R10-body]\n");
}

static void
columns_side_by_side_are_read_down(void **state)
{
    static const char page[] =
        "市总工会在城区新建的工会        市教育局召开会议，研究部\n"
        "驿站昨日举行揭牌仪式，为        署明年义务教育招生工作，\n"
        "户外劳动者提供休息饮水充        要求各县区严格执行就近入\n"
        "电等服务，受到广大职工欢        学政策，确保公平公正。\n"
        "迎，方便职工群众。\n";
    (void)state;
    check(
        page,
        "paragraph: 市总工会在城区新建的工会驿站昨日举行揭牌仪式，为户外劳动者"
        "提供休息饮水充电等服务，受到广大职工欢迎，方便职工群众。 "
        "[R0-lines R10-body R12-columns]\n"
        "paragraph: 市教育局召开会议，研究部署明年义务教育招生工作，要求各县区"
        "严格执行就近入学政策，确保公平公正。 "
        "[R0-lines R10-body R12-columns]\n");
    check_pieces(page);
}

static void
short_cells_side_by_side_are_no_columns(void **state)
{
    (void)state;
    check("床前明月光    疑是地上霜\n举头望明月    低头思故乡\n"
          "白日依山尽    黄河入海流\n欲穷千里目    更上一层楼\n",
          "paragraph: "
          "床前明月光疑是地上霜举头望明月低头思故乡白日依山尽黄河入海流"
          "欲穷千里目更上一层楼 [R0-lines R10-body]\n");
}

static void
marks_of_markup_cut_no_phrase(void **state)
{
    static const char *const lines[][2] = {
        { "全市总**工会**驿站举行揭牌仪式。", "全市总工会驿站举行揭牌仪式。" },
        { "全市总工会[驿站](http://a.b/c)举行揭牌。",
          "全市总工会驿站举行揭牌。" },
        { "全市总工会`驿站`举行==揭牌==仪式。",
          "全市总工会驿站举行揭牌仪式。" },
        { "全市总工会<br>驿站&nbsp;举行揭牌。", "全市总工会驿站举行揭牌。" },
        { "全市总工会<sup>1</sup>驿站举行揭牌。", "全市总工会驿站举行揭牌。" },
        { "全市总工会<新建>驿站，a_b_c和2*3*4。",
          "全市总工会<新建>驿站，a_b_c和2*3*4。" },
        { "增长 $2 . 5\\,\\%$ 的目标，面积10m<sup>2</sup>以上。",
          "增长2.5%的目标，面积10m2以上。" },
        { "价格从$5和$6涨到$11，&lt;完&gt;全市工会。",
          "价格从$5和$6涨到$11，<完>全市工会。" },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
        yz_report *report = repair(lines[i][0]);
        const yz_str text = report->passages.items[0].text;
        if (!str_equal(text, str_of(lines[i][1])))
            fail_msg("%s is read as %.*s", lines[i][0], (int)text.size,
                     text.data);
        yz_report_free(report);
        if (!strchr(lines[i][0], '&') && !strchr(lines[i][0], '$'))
            check_pieces(lines[i][0]); /* shown characters are not bytes */
    }
}

static void
bylines_may_go_on_below(void **state)
{
    (void)state;
    check(
        "南平工会谱新篇\n\n□本报记者\n\n张行健\n\n"
        "记者从市总工会获悉,全市工会组织技能比武、技术创新等活动。\n",
        "headline: 南平工会谱新篇 [R10-headline]\n"
        "byline: □本报记者 张行健 [R4-byline]\n"
        "paragraph: 记者从市总工会获悉,全市工会组织技能比武、技术创新等活动。 "
        "[R10-body]\n");
}

static void
credits_stand_in_brackets(void **state)
{
    (void)state;
    check(
        "全市工会组织技能比武、技术创新等活动,参加职工超五万人次。\n\n"
        "(本版图片均由市总工会提供)\n\n"
        "(全省工会系统唯一获评单位)\n",
        "paragraph: 全市工会组织技能比武、技术创新等活动,参加职工超五万人次。 "
        "[R10-body]\n"
        "credit: (本版图片均由市总工会提供) [R5-credit]\n"
        "caption: (全省工会系统唯一获评单位) [R9-remainder]\n");
}

static void
letter_spaced_lines_are_headlines(void **state)
{
    (void)state;
    check(
        "南 平 市 总 工 会 工 作 亮 点\n\n"
        "全市工会组织技能比武、技术创新等活动,参加职工超五万人次。\n",
        "headline: 南 平 市 总 工 会 工 作 亮 点 [R5-spaced]\n"
        "paragraph: 全市工会组织技能比武、技术创新等活动,参加职工超五万人次。 "
        "[R10-body]\n");
}

/* ---- R6, R7: where paragraphs begin and go on ------------------------------ */

static void
first_line_is_two_ems_short(void **state)
{
    (void)state;
    check(
        "一年来市总工会扛牢政治\n"
        "责任团结引导职工群众听党话\n"
        "跟党走成立工会讲习班，广泛\n"
        "开展宣传宣讲活动一百余场次\n"
        "大力推进职工道德教育建\n"
        "设，推动文明创建不断走深走\n"
        "实，由市总工会推荐的公司被\n"
        "授予标兵单位。\n",
        "paragraph: "
        "一年来市总工会扛牢政治责任团结引导职工群众听党话跟党走成立工会讲习班，"
        "广泛开展宣传宣讲活动一百余场次… [R0-lines R6-indent R7-cut R10-body]\n"
        "paragraph: "
        "大力推进职工道德教育建设，推动文明创建不断走深走实，由市总工会推荐的公"
        "司被授予标兵单位。 [R0-lines R6-indent R10-body]\n");
}

static void
column_end_does_not_end_a_paragraph(void **state)
{
    (void)state;
    check("一年来,市总工会扛牢政治责任,团 结引导职工群众听党话、跟党走。成立 "
          "讲习班,广泛开展有特色、接地气的宣 传宣讲活动一百余场次,开展文艺\n\n"
          "演出等系列文化活动,承办首届福建省 职工健身运动会,市总工会获得优秀组 "
          "织奖。\n",
          "paragraph: "
          "一年来,市总工会扛牢政治责任,"
          "团结引导职工群众听党话、跟党走。成立讲习班,"
          "广泛开展有特色、接地气的宣传宣讲活动一百余场次,"
          "开展文艺演出等系列文化活动,承办首届福建省职工健身运动会,"
          "市总工会获得优秀组织奖。 [R7-continued R10-body]\n");
}

static void
end_lost_at_the_foot_is_truncated(void **state)
{
    (void)state;
    check("参加主题活动,促进职工网络素 养提升。统筹用好工会传播矩阵、传 "
          "播资源,进一步壮大工会主流思想舆\n\n"
          "大力推进职工道德教育建设, 推动文明创建不断走深走实。由市总 "
          "工会推荐的公司被授予标兵单位。\n",
          "paragraph: "
          "参加主题活动,促进职工网络素养提升。统筹用好工会传播矩阵、传播资源,"
          "进一步壮大工会主流思想舆… [R6-indent R7-cut R10-body]\n"
          "paragraph: "
          "大力推进职工道德教育建设,"
          "推动文明创建不断走深走实。由市总工会推荐的公司被授予标兵单位。 "
          "[R6-indent R10-body]\n");
}

static void
items_of_a_list_are_paragraphs(void **state)
{
    (void)state;
    check("收养人应当提交证明材料，依照本\n"
          "法第一百一十二条的规定，以及\n"
          "第十三条的规定办理登记：\n"
          "（一）收养人经常居住地出具的\n"
          "收养人生育情况的证明文件；\n"
          "（二）子女情况声明。\n",
          "paragraph: "
          "收养人应当提交证明材料，依照本法第一百一十二条的规定，以及第十三条的"
          "规定办理登记： [R0-lines R10-body]\n"
          "paragraph: （一）收养人经常居住地出具的收养人生育情况的证明文件； "
          "[R0-lines R6-item R10-body]\n"
          "paragraph: （二）子女情况声明。 [R6-item R10-body]\n");
}

/* Where no sentence ends with a stop, an end without one says nothing. */
static void
old_print_without_stops_is_not_joined(void **state)
{
    (void)state;
    check("南昌克復消息傳來廿七日大美 晚報根據日軍發言人所稱大意謂 "
          "南昌安謐如恆絕無其事\n\n"
          "抗戰軍興後我軍事長官努力於 抗戰工作宵旰午夜不以爲苦而 "
          "出入於槍林彈雨中故土地雖有\n\n"
          "甲午北行之先餘姚邵筱邨師丁 卯補行甲子舉人曾任蘇松太道 "
          "後撫台灣乞病歸居滬西之斜橋\n",
          "paragraph: "
          "南昌克復消息傳來廿七日大美晚報根據日軍發言人所稱大意謂南昌安謐如恆絕"
          "無其事 [R10-body]\n"
          "paragraph: "
          "抗戰軍興後我軍事長官努力於抗戰工作宵旰午夜不以爲苦而出入於槍林彈雨中"
          "故土地雖有 [R10-body]\n"
          "paragraph: "
          "甲午北行之先餘姚邵筱邨師丁卯補行甲子舉人曾任蘇松太道後撫台灣乞病歸居"
          "滬西之斜橋 [R10-body]\n");
}

static void
brackets_are_whole(void **state)
{
    (void)state;
    check("（兼巢老人沈淇泉太史作於上海）\n\n"
          "甲午北行之先，餘姚邵筱邨師切誡勿 早入都，並勿以大卷示人，有果從我言 "
          "而不得鼎甲者，挖我眸子之語。\n",
          "paragraph: （兼巢老人沈淇泉太史作於上海） [R6-indent R8-orphan "
          "R10-body]\n"
          "paragraph: "
          "甲午北行之先，餘姚邵筱邨師切誡勿早入都，並勿以大卷示人，有果從我言而"
          "不得鼎甲者，挖我眸子之語。 [R10-body]\n");
}

/* ---- R8, R9: what stands between ------------------------------------------ */

static void
lone_first_line_is_no_caption(void **state)
{
    (void)state;
    check("深化安康杯竞赛,市总工会被授予优 秀单位称号,筹集两百多万元慰问金慰 "
          "问职工和抢险救灾人员。\n\n"
          "实施为职工办实事活动,关心关爱\n\n"
          "困难职工等重点群体,全市各级工会投 入资金320万元开展两节送温暖活动, "
          "筹集慰问金。\n",
          "paragraph: "
          "深化安康杯竞赛,市总工会被授予优秀单位称号,"
          "筹集两百多万元慰问金慰问职工和抢险救灾人员。 [R10-body]\n"
          "paragraph: "
          "实施为职工办实事活动,关心关爱困难职工等重点群体,"
          "全市各级工会投入资金320万元开展两节送温暖活动,筹集慰问金。 "
          "[R6-indent R7-continued R8-orphan R10-body]\n");
}

static void
captions_show_by_mark_and_word(void **state)
{
    (void)state;
    check("全市工会组织技能比武、技术创新等活动,参加职工超五万人次。\n\n"
          "△黄山市职工来南开展疗休养活动\n\n"
          "图为工作人员在办事窗口讲解政策。\n\n"
          "白鹭在湿地悠闲觅食。李靖海 摄\n\n"
          "活动现场由电视台拍摄\n\n"
          "全市工会系统新建二十六个驿站,累计服务户外劳动者。\n",
          "lede: 全市工会组织技能比武、技术创新等活动,参加职工超五万人次。 "
          "[R10-lede]\n"
          "caption: △黄山市职工来南开展疗休养活动 [R9-mark]\n"
          "caption: 图为工作人员在办事窗口讲解政策。 [R9-word]\n"
          "caption: 白鹭在湿地悠闲觅食。李靖海摄 [R9-word]\n"
          "heading: 活动现场由电视台拍摄 [R10-heading]\n"
          "paragraph: 全市工会系统新建二十六个驿站,累计服务户外劳动者。 "
          "[R10-body]\n");
}

static void
photo_inside_a_paragraph_does_not_part_it(void **state)
{
    (void)state;
    check("开展劳模工匠助企活动,全市各级工 会累计组织312人次劳模工匠,开展助 "
          "企活动216次,获得全国工人先锋\n\n\n\n"
          "职业技能竞赛现场\n\n"
          "号;6个单位获得省五一劳动奖状,十九 人获得省五一劳动奖章,命名表彰先进 "
          "个人38人。\n",
          "paragraph: "
          "开展劳模工匠助企活动,全市各级工会累计组织312人次劳模工匠,"
          "开展助企活动216次,获得全国工人先锋号;6个单位获得省五一劳动奖状,"
          "十九人获得省五一劳动奖章,命名表彰先进个人38人。 [R7-continued "
          "R10-body]\n"
          "caption: 职业技能竞赛现场 [R9-sandwich]\n");
}

/* ---- R10: what stands above ----------------------------------------------- */

static void
headings_name_the_sections_below(void **state)
{
    (void)state;
    const char *page =
        "谱写新篇章\n\n"
        "足音铿锵,华章回响,全市工会狠抓工作落实,展现了新作为。\n\n"
        "强化思想引领 聚力画好\"同心圆\"\n\n"
        "一年来,市总工会扛牢政治责任,团 结引导职工群众听党话、跟党走。成立 "
        "讲习班,开展活动。\n\n"
        "服务中心工作 助推发展\"高质量\"\n\n"
        "一年来,市总工会主动融入发展大局, 在组织动员广大职工奋力推动经济高质量 "
        "发展中彰显担当。\n";
    check(page,
          "headline: 谱写新篇章 [R10-headline]\n"
          "lede: 足音铿锵,华章回响,全市工会狠抓工作落实,展现了新作为。 "
          "[R10-lede]\n"
          "heading: 强化思想引领 聚力画好\"同心圆\" [R10-heading]\n"
          "paragraph: "
          "一年来,市总工会扛牢政治责任,"
          "团结引导职工群众听党话、跟党走。成立讲习班,开展活动。 [R10-body]\n"
          "heading: 服务中心工作 助推发展\"高质量\" [R10-heading]\n"
          "paragraph: "
          "一年来,市总工会主动融入发展大局,"
          "在组织动员广大职工奋力推动经济高质量发展中彰显担当。 [R6-indent "
          "R10-body]\n");
}

/* ---- pages that are none --------------------------------------------------- */

static void
empty_and_odd_pages_are_pages(void **state)
{
    (void)state;
    check("", "");
    check(" \n\t\r\n　\n", "");
    check("工", "noise: 工 [R2-noise]\n");
    check("\n\n\n工会驿站\n\n\n", "paragraph: 工会驿站 [R10-body]\n");
    check("a\r\nb\r\n", "noise: a [R2-noise]\n"
                        "paragraph: b [R10-body]\n");
}

static void
passage_too_long_is_refused_with_its_line(void **state)
{
    (void)state;
    buffer page = { 0 };
    buffer_put_text(&page, str_of("\n\n"));
    while (page.size <= YZ_PASSAGE_SIZE_MAX + 16)
        buffer_put_text(&page, str_of("工会驿站，"));
    assert_true(buffer_ok(&page));
    const decoded file = { .text = buffer_str(&page),
                           .encoding = str_of("UTF-8") };
    yz_report *report = report_new(NULL);
    yz_error err;
    assert_int_equal(layout_repair(&file, report, &err), YZ_E_LIMIT);
    assert_int_equal(err.line, 3);
    yz_report_free(report);
    buffer_dispose(&page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hard_wrapped_lines_are_one_paragraph),
        cmocka_unit_test(blank_lines_after_every_line_part_nothing),
        cmocka_unit_test(blanks_in_a_block_are_wraps),
        cmocka_unit_test(blanks_between_latin_words_stay),
        cmocka_unit_test(lists_stay_lists),
        cmocka_unit_test(debris_of_a_logo_is_noise),
        cmocka_unit_test(letter_spaced_pages_have_numbers_and_words),
        cmocka_unit_test(numbers_go_on_over_a_line_of_running_text),
        cmocka_unit_test(numbers_in_lines_of_their_own_stay_apart),
        cmocka_unit_test(a_character_a_line_is_one_text),
        cmocka_unit_test(indented_lines_are_paragraphs),
        cmocka_unit_test(paragraphs_go_on_over_a_page_break),
        cmocka_unit_test(headings_between_paragraphs_are_no_running_heads),
        cmocka_unit_test(columns_side_by_side_are_read_down),
        cmocka_unit_test(short_cells_side_by_side_are_no_columns),
        cmocka_unit_test(marks_of_markup_cut_no_phrase),
        cmocka_unit_test(date_line_dates_the_page),
        cmocka_unit_test(date_lines_have_the_paper_and_the_page_around_them),
        cmocka_unit_test(sentences_with_a_date_are_no_date_lines),
        cmocka_unit_test(bylines_may_go_on_below),
        cmocka_unit_test(credits_stand_in_brackets),
        cmocka_unit_test(letter_spaced_lines_are_headlines),
        cmocka_unit_test(first_line_is_two_ems_short),
        cmocka_unit_test(column_end_does_not_end_a_paragraph),
        cmocka_unit_test(end_lost_at_the_foot_is_truncated),
        cmocka_unit_test(items_of_a_list_are_paragraphs),
        cmocka_unit_test(old_print_without_stops_is_not_joined),
        cmocka_unit_test(brackets_are_whole),
        cmocka_unit_test(lone_first_line_is_no_caption),
        cmocka_unit_test(captions_show_by_mark_and_word),
        cmocka_unit_test(photo_inside_a_paragraph_does_not_part_it),
        cmocka_unit_test(headings_name_the_sections_below),
        cmocka_unit_test(empty_and_odd_pages_are_pages),
        cmocka_unit_test(passage_too_long_is_refused_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
