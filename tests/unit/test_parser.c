/* SPDX-License-Identifier: MIT */
/*
 * Does the parser understand what people type, as docs/query-language.md says,
 * and does it say so when it had to guess?
 */
#include "core/base/buffer.h"
#include "query/parse/print.h"
#include "query/parse/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINE_SIZE = 1024, COLUMNS = 4 };

/* What a query is read as: its canonical form, or the name of an error. */
typedef struct reading {
    const char *query;
    const char *tree;
    size_t warnings;
} reading;

static yz_status
parse(yz_str text, uint32_t flags, yz_query **ret_query, yz_error *err)
{
    yz_query_options options = YZ_OPTIONS(yz_query_options);
    options.flags = flags;
    return yz_query_parse(text, &options, ret_query, err);
}

static yz_query *
parse_well(const char *text, uint32_t flags)
{
    yz_query *query = NULL;
    yz_error err = { 0 };
    if (parse(str_of(text), flags, &query, &err) != YZ_OK)
        fail_msg("%s: %s", text, err.message);
    return query;
}

static void
assert_reading(const reading *r, uint32_t flags)
{
    buffer printed = { 0 };
    yz_query *query = NULL;
    yz_error err = { 0 };
    const yz_status status = parse(str_of(r->query), flags, &query, &err);
    if (status == YZ_OK)
        tree_print(query->root, &printed);
    else
        buffer_printf(&printed, "error");
    buffer_put_u8(&printed, 0);
    if (strcmp((const char *)printed.data, r->tree) != 0)
        fail_msg("%s: read as %s, not as %s; %s", r->query,
                 (const char *)printed.data, r->tree, err.message);
    if (query && yz_query_warning_count(query) != r->warnings)
        fail_msg("%s: %zu warnings, not %zu", r->query,
                 yz_query_warning_count(query), r->warnings);
    buffer_dispose(&printed);
    yz_query_free(query);
}

static void
assert_readings(const reading *list, size_t count, uint32_t flags)
{
    for (size_t i = 0; i < count; i++)
        assert_reading(&list[i], flags);
}

/* ---- the table of ambiguous inputs --------------------------------------- */

static void
test_ambiguous(void **state)
{
    char line[LINE_SIZE];
    size_t rows = 0;
    (void)state;
    FILE *file =
        fopen(TEST_SOURCE_DIR "/tests/data/queries/ambiguous.tsv", "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof(line), file)); /* the header */
    for (; fgets(line, sizeof(line), file); rows++) {
        char *columns[COLUMNS] = { line };
        for (size_t i = 1; i < COLUMNS; i++) {
            columns[i] = strchr(columns[i - 1], '\t');
            assert_non_null(columns[i]);
            *columns[i]++ = '\0';
        }
        const reading r = { columns[0], columns[1],
                            strtoul(columns[2], NULL, 10) };
        assert_reading(&r, 0);
    }
    fclose(file);
    assert_true(rows > 80);
}

/* ---- operators ----------------------------------------------------------- */

static void
test_precedence(void **state)
{
    static const reading list[] = {
        { "a b c", "a b c", 0 },
        { "a b OR c d", "(a b) OR (c d)", 0 },
        { "a b AND c d", "(a b) AND (c d)", 0 },
        { "a AND b OR c AND d", "(a AND b) OR (c AND d)", 0 },
        { "a AND (b OR c)", "a AND (b OR c)", 0 },
        { "a AND (b AND c) AND d", "a AND b AND c AND d", 0 },
        { "a OR (b OR c)", "a OR b OR c", 0 },
        { "a (b c)", "a (b c)", 0 },
        { "a b +c -d", "(a b NOT d) AND c", 0 },
        { "+a b c", "a AND (b c)", 0 },
        { "+a +b AND c", "a AND b AND c", 0 },
        { "+a", "a", 0 },
        { "NOT a NEAR b", "NOT a AND b", 1 },
        { "a b NEAR/3 c d", "a (b NEAR/3 c) d", 0 },
        { "a NEAR/3 b NEAR/3 c", "a NEAR/3 b NEAR/3 c", 0 },
        { "a NEAR/3 b NEAR/4 c", "(a NEAR/3 b) AND (b NEAR/4 c)", 0 },
        { "a NEAR (b)", "a NEAR/10 b", 0 },
        { "a NEAR (b OR c)", "a AND (b OR c)", 1 },
        { "a NEAR title:b", "a AND title:b", 1 },
        { "NOT NOT a", "NOT NOT a", 0 },
        { "--a", "NOT NOT a", 0 },
        { "-(a b)", "NOT (a b)", 0 },
        { "NOT(a)b", "NOT a b", 0 },
        { "(a)-b", "a NOT b", 0 },
        { "a&&b||c", "(a AND b) OR c", 0 },
        { "((a))", "a", 0 },
    };
    (void)state;
    assert_readings(list, ARRAY_LENGTH(list), 0);
}

static void
test_operators_only_in_their_places(void **state)
{
    static const reading list[] = {
        { "and or not near", "and or not near", 0 },
        { "ANDROID ORION NOTE NEARBY", "ANDROID ORION NOTE NEARBY", 0 },
        { "NEAR/x NEAR/ NEAR/5x", "\"NEAR/x\" NEAR/ \"NEAR/5x\"", 0 },
        { "a \"OR\" b", "a \"OR\" b", 0 },
        { "a OR\"x\" b", "a ORx b", 0 },
        { "-OR", "NOT \"OR\"", 0 },
        { "C++ C-3 a!b A/B 工会驿站+", "C++ C-3 a!b A/B 工会驿站+", 0 },
        { "a*b a~b a^b", "\"a*b\" \"a~b\" \"a^b\"", 0 },
        { "3~5 2020～2021", "\"3~5\" \"2020～2021\"", 0 },
        { "AT&T a & b", "\"AT&T\" a \"&\" b", 0 },
        { "—— … 。", "—— … 。", 0 },
        { "don't", "don't", 0 },
        { "+", "\"+\"", 0 },
        { "!!!", "\"!!!\"", 0 },
        { "- +", "\"-\" \"+\"", 0 },
        { "| &&", "\"|\" \"&&\"", 0 },
        { "OR OR", "\"OR\" \"OR\"", 1 },
        { "(NOT)", "\"NOT\"", 1 },
        { "AND -", "\"AND\" \"-\"", 1 },
    };
    (void)state;
    assert_readings(list, ARRAY_LENGTH(list), 0);
}

static void
test_repairs(void **state)
{
    static const reading list[] = {
        { "a OR", "a", 1 },
        { "OR a", "a", 1 },
        { "a OR OR b", "a OR b", 1 },
        { "a OR AND b", "a OR b", 1 },
        { "a NEAR", "a", 1 },
        { "NEAR/5 a", "a", 1 },
        { "a NOT", "a", 1 },
        { "a - b", "a b", 1 },
        { "NOT - a", "NOT a", 1 },
        { "a NEAR - b", "a NEAR/10 b", 1 },
        { "a () b", "a b", 1 },
        { "a \"\" b", "a b", 1 },
        { "(a (b", "a b", 2 },
        { "a) b)", "a b", 2 },
        { "a \"b c", "a \"b c\"", 1 },
        { "\"a\" b\"", "a b", 1 },
        { "驿站” 工会", "驿站 工会", 1 },
        { "'90年代 a", "\"'90年代\" a", 1 },
        { "*站 **", "站", 2 },
        { "驿站~ 驿站~2 \"驿站\"~2", "驿站~ 驿站~1 驿站~1", 2 },
        { "title: a", "\"title:\" a", 1 },
        { "title:\"\" a", "\"title:\" a", 1 },
    };
    (void)state;
    assert_readings(list, ARRAY_LENGTH(list), 0);
}

static void
test_any(void **state)
{
    static const reading list[] = {
        { "a b", "a OR b", 0 },
        { "a b AND c", "(a OR b) AND c", 0 },
        { "a b OR c", "a OR b OR c", 0 },
        { "a -b c", "(a OR c) AND NOT b", 0 },
        { "a +b c", "(a OR c) AND b", 0 },
        { "-a -b", "NOT a AND NOT b", 0 },
        { "a (b c)", "a OR b OR c", 0 },
        { "\"a b\"", "\"a b\"", 0 },
    };
    (void)state;
    assert_readings(list, ARRAY_LENGTH(list), YZ_QUERY_ANY);
}

/* ---- runs, quotes, suffixes ---------------------------------------------- */

static void
test_quotes(void **state)
{
    static const reading list[] = {
        { "\"a | (b) -c OR ? : d*\"", "\"a | (b) -c OR ? : d*\"", 0 },
        { "“a b”c \"d\"e", "\"a bc\" de", 0 },
        { "「a b」", "\"a b\"", 0 },
        { "“a b\"", "\"a b\"", 0 },
        { "\"a b”", "\"a b\"", 0 },
        { "“a b“ c", "\"a b\" c", 0 },
        { "”a b“ ”c d”", "\"a b\" \"c d\"", 0 },
        { "\"他说“你 好”了\"", "\"他说你 好了\"", 0 },
        { "“他说「你 好」了”", "\"他说你 好了\"", 0 },
        { "“一 “二” 三”", "\"一 二 三\"", 0 },
        { "他说\"你 好\"了", "\"他说你 好了\"", 0 },
        { "‘a b’ 『c d』", "‘a b’ 『c d』", 0 },
        { "'a (b' c", "'a (b' c", 0 },
        { "'don't'", "'don't'", 0 },
        { "'a b'|c", "'a b' OR c", 0 },
        { "a'b c'", "a'b c'", 0 },
        { "''a", "\"''a\"", 1 },
    };
    (void)state;
    assert_readings(list, ARRAY_LENGTH(list), 0);
}

static void
test_open_characters(void **state)
{
    static const reading list[] = {
        { "工会?站", "工会?站", 0 },
        { "工会？？站", "工会？？站", 0 },
        { "上海？北京?呢", "上海？北京?呢", 0 },
        { "?工会?", "\"?工会?\"", 0 },
        { "工会?", "\"工会?\"", 0 },
        { "?", "\"?\"", 0 },
        { "工会?*", "\"工会?\"*", 0 },
        { "\"工\"?会?\"站\"", "工?会?站", 0 },
        { "工会?|站", "\"工会?\" OR 站", 0 },
        { "\"a b\"?c", "\"a b\"?c", 0 },
    };
    (void)state;
    assert_readings(list, ARRAY_LENGTH(list), 0);
}

static void
test_suffixes(void **state)
{
    static const reading list[] = {
        { "serv*", "serv*", 0 },
        { "serv**^2", "serv*^2", 0 },
        { "\"serv\"*", "serv*", 0 },
        { "a^2.5", "a^2.5", 0 },
        { "a^.5 b^1 c＾２．５", "a^0.5 b c^2.5", 0 },
        { "a^x a^ a^2. a^1234567", "\"a^x\" \"a^\" \"a^2.\" \"a^1234567\"", 0 },
        { "(a b^2)^3", "a^3 b^6", 0 },
        { "((a)^1000)^2000", "a^999999", 0 },
        { "'a b'^2", "'a b'^2", 0 },
        { "\"工会 服务\"~5", "工会 NEAR/5 服务", 0 },
        { "\"工会 服务\"～５", "工会 NEAR/5 服务", 0 },
        { "\"工会 服务\"~", "工会 NEAR/10 服务", 0 },
        { "\"a b\"~5^2", "a^2 NEAR/5 b^2", 0 },
        { "\"a?x b\"c~5", "\"a?x\" NEAR/5 bc", 0 },
        { "^2 ~5", "\"^2\" \"~5\"", 0 },
    };
    (void)state;
    assert_readings(list, ARRAY_LENGTH(list), 0);
}

/* The skeleton must see what was typed, not what the operators look at. */
static void
test_text_is_as_typed(void **state)
{
    (void)state;
    yz_query *query = parse_well("“五小”ＣＲＥＡＴＥ?Ａ*", 0);
    const node *n = query->root;
    assert_int_equal(n->type, NODE_PHRASE);
    assert_true(n->bare && n->prefix && !n->literal);
    assert_int_equal(n->part_count, 4);
    assert_true(str_equal(n->parts[0].text, str_of("五小")));
    assert_true(str_equal(n->parts[1].text, str_of("ＣＲＥＡＴＥ")));
    assert_true(n->parts[2].any && n->parts[2].text.size == 0);
    assert_true(str_equal(n->parts[3].text, str_of("Ａ")));
    assert_int_equal(n->span.begin, 0);
    assert_int_equal(n->span.end, query->text.size);
    yz_query_free(query);
}

static void
test_explicit_operators_are_told(void **state)
{
    static const struct {
        const char *text;
        bool written;
    } list[] = { { "a b", false },
                 { "a -b", false },
                 { "a AND b", true },
                 { "a && b", true },
                 { "a +b", true } };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(list); i++) {
        yz_query *query = parse_well(list[i].text, 0);
        assert_int_equal(query->root->type, NODE_AND);
        assert_int_equal(query->root->explicit_operator, list[i].written);
        yz_query_free(query);
    }
}

/* ---- fields -------------------------------------------------------------- */

static void
test_fields(void **state)
{
    static const reading list[] = {
        { "kind:caption,段落，LEDE、credit",
          "kind:paragraph,caption,lede,credit", 0 },
        { "类型:图片 TITLE：\"a b\"", "kind:caption title:\"a b\"", 0 },
        { "标题：标题 类型：标题", "title:标题 kind:heading", 0 },
        { "ｔｉｔｌｅ：x", "title:x", 0 },
        { "-栏目：“五小”活动", "NOT section:五小活动", 0 },
        { "title:(a OR \"b c\") d", "(title:a OR title:\"b c\") d", 0 },
        { "title:(a -b)", "title:a NOT title:b", 0 },
        { "title:(a kind:lede) b", "(title:a kind:lede) b", 0 },
        { "title:-x title:OR", "title:\"-x\" title:\"OR\"", 0 },
        { "report:*/a?.txt* 来源：'“x” y'",
          "report:\"*/a?.txt*\" report:'“x” y'", 0 },
        { "title:x^2", "title:x", 1 },
        { "kind:nonsense", "\"kind:nonsense\"", 1 },
        { "kind:", "\"kind:\"", 1 },
        { "nosuch:驿站", "\"nosuch:驿站\"", 1 },
        { "会议指出：要坚持", "\"会议指出：要坚持\"", 1 },
        { "12:30 http://x/y 注意：", "\"12:30\" \"http://x/y\" \"注意：\"", 0 },
        { "py:gonghui 拼音：\"gōng hui4\"", "py:gonghui py:\"gōng hui4\"", 0 },
        { "py:(ghyz OR yz)", "py:ghyz OR py:yz", 0 },
        { "py:xyz! py:工会", "\"py:xyz!\" \"py:工会\"", 2 },
        { "\"title:x\"", "\"title:x\"", 0 },
        { "a:", "\"a:\"", 0 },
    };
    (void)state;
    assert_readings(list, ARRAY_LENGTH(list), 0);
}

static void
test_dates(void **state)
{
    static const reading list[] = {
        { "date:2024", "date:2024-01-01..2024-12-31", 0 },
        { "date:2024-2", "date:2024-02-01..2024-02-29", 0 },
        { "date:2023.02", "date:2023-02-01..2023-02-28", 0 },
        { "date:2025-1-4", "date:2025-01-04", 0 },
        { "date:2025/01/04", "date:2025-01-04", 0 },
        { "date:20250104", "date:2025-01-04", 0 },
        { "日期：２０２５年１月４日", "date:2025-01-04", 0 },
        { "date:2025年1月", "date:2025-01-01..2025-01-31", 0 },
        { "date:2025年", "date:2025-01-01..2025-12-31", 0 },
        { "date:2024..2025", "date:2024-01-01..2025-12-31", 0 },
        { "date:2025.1.4..2025.2", "date:2025-01-04..2025-02-28", 0 },
        { "date:2024..", "date:2024-01-01..", 0 },
        { "date:..2024-06", "date:..2024-06-30", 0 },
        { "date:>=2025-01-01", "date:2025-01-01..", 0 },
        { "date:>2024", "date:2025-01-01..", 0 },
        { "date:>2024-02-28", "date:2024-02-29..", 0 },
        { "date:>2024-12-31", "date:2025-01-01..", 0 },
        { "date:<2024-03-01", "date:..2024-02-29", 0 },
        { "date:<2024", "date:..2023-12-31", 0 },
        { "date:<=2024-02", "date:..2024-02-29", 0 },
        { "日期：≥2024 date:≤2024", "date:2024-01-01.. date:..2024-12-31", 0 },
        { "date:=2024-01-02", "date:2024-01-02", 0 },
        { "date:\"2024-01-02\"", "date:2024-01-02", 0 },
        { "date:2024-13", "\"date:2024-13\"", 1 },
        { "date:2023-02-29", "\"date:2023-02-29\"", 1 },
        { "date:2024-1-0", "\"date:2024-1-0\"", 1 },
        { "date:2024-1.2", "\"date:2024-1.2\"", 1 },
        { "date:0000", "\"date:0000\"", 1 },
        { "date:24", "\"date:24\"", 1 },
        { "date:20240230", "\"date:20240230\"", 1 },
        { "date:..", "\"date:..\"", 1 },
        { "date:2025..2024", "\"date:2025..2024\"", 1 },
        { "date:2024..2025..2026", "\"date:2024..2025..2026\"", 1 },
        { "date:>9999", "\"date:>9999\"", 1 },
        { "date:<0001", "\"date:<0001\"", 1 },
        { "date:>=", "\"date:>=\"", 1 },
        { "date:≥=2024", "\"date:≥=2024\"", 1 },
        { "date:昨天", "\"date:昨天\"", 1 },
        { "date:2024年13月", "\"date:2024年13月\"", 1 },
        { "date:2024年1月2", "date:2024-01-02", 0 },
        { "date:\"2025年1月4日（星期六）\"", "date:2025-01-04", 0 },
        { "date:二〇二五年一月四日", "date:2025-01-04", 0 },
        { "date:民国二十六年七月", "date:1937-07-01..1937-07-31", 0 },
        { "date:光绪二十六年", "date:1900-01-01..1900-12-31", 0 },
        { "date:>=2024-01-02T10:00:00Z", "date:2024-01-02..", 0 },
        { "date:2024年1月32日", "\"date:2024年1月32日\"", 1 },
    };
    (void)state;
    assert_readings(list, ARRAY_LENGTH(list), 0);
}

/* ---- headlines in capitals ----------------------------------------------- */

static void
test_headlines(void **state)
{
    static const reading list[] = {
        { "TALKS BETWEEN EAST AND WEST GO ON",
          "TALKS BETWEEN EAST \"AND\" WEST GO ON", 1 },
        { "ＴＡＬＫＳ OF EAST ＡＮＤ WEST",
          "ＴＡＬＫＳ OF EAST \"ＡＮＤ\" WEST", 1 },
        { "HE DID NOT SAY WHY", "HE DID \"NOT\" SAY WHY", 1 },
        { "EAST AND WEST MEET -SOURCES", "EAST \"AND\" WEST MEET \"-SOURCES\"",
          1 },
        { "SHIP NEAR PORT SINKS 1912 AGAIN",
          "SHIP \"NEAR\" PORT SINKS 1912 AGAIN", 1 },
        /* Queries: all joined, short, or written by someone who knows. */
        { "A AND B AND C", "A AND B AND C", 0 },
        { "A OR B OR C OR D OR E", "A OR B OR C OR D OR E", 0 },
        { "GDP OR CPI", "GDP OR CPI", 0 },
        { "GDP CPI OR PPI", "(GDP CPI) OR PPI", 0 },
        { "GDP GROWTH RATE AND CPi", "(GDP GROWTH RATE) AND CPi", 0 },
        { "GDP GROWTH RATE AND 物价", "(GDP GROWTH RATE) AND 物价", 0 },
        { "\"GDP\" GROWTH RATE AND CPI", "(GDP GROWTH RATE) AND CPI", 0 },
        { "(GDP GROWTH RATE) AND CPI", "(GDP GROWTH RATE) AND CPI", 0 },
        { "GDP GROWTH RATE | CPI AND PPI", "(GDP GROWTH RATE) OR (CPI AND PPI)",
          0 },
        { "TITLE:GDP GROWTH RATE AND CPI", "(title:GDP GROWTH RATE) AND CPI",
          0 },
        { "GDP GROWTH RATE IN CHINA -CPI", "GDP GROWTH RATE IN CHINA NOT CPI",
          0 },
    };
    (void)state;
    assert_readings(list, ARRAY_LENGTH(list), 0);
    yz_query_free(parse_well("EAST AND WEST GO ON", YZ_QUERY_STRICT));
}

/* ---- errors and warnings ------------------------------------------------- */

/* Each names what it is about. */
static void
test_warnings_name_the_thing(void **state)
{
    static const struct {
        const char *text;
        const char *named;
    } list[] = {
        { "工会 - 驿站", "\"-\" between spaces" },
        { "工会 - 驿站", "\"-驿站\"" },
        { "工会 － 驿站", "\"－\"" },
        { "工会 OR", "\"OR\"" },
        { "工会 -", "\"-\" has no operand" },
        { "工会 NEAR/5 (a OR b)", "\"NEAR/5\"" },
        { "（工会 驿站", "\"（工会 驿站\"" },
        { "工会)", "\"工会)\"" },
        { "“工会", "\"“工会\"" },
        { "\"工会", " \"工会 is" },
        { "工会”", "\"工会”\"" },
        { "工会 “”", "\"“”\"" },
        { "工会 ( )", "\"( )\"" },
        { "'90年代", "\"'90年代\"" },
        { "**站", "\"**站\"" },
        { "title: a", "\"title:\"" },
        { "nosuch:a", "\"nosuch:\"" },
        { "指出：好", "\"指出：\"" },
        { "kind:好", "\"kind:好\"" },
        { "date:昨天", "\"date:昨天\"" },
        { "py:工会", "\"py:工会\"" },
        { "title:a^2", "\"title:a^2\"" },
        { "驿站~3", "\"驿站~3\"" },
        { "OR OR", "\"OR OR\"" },
        { "（一二三四五六七八九十一二三四五六七八九十一",
          "\"（一二三四五六七八九十一二三四五六七八九…\"" },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(list); i++) {
        yz_query *query = parse_well(list[i].text, 0);
        assert_int_equal(yz_query_warning_count(query), 1);
        const yz_str said = yz_query_warning(query, 0).message;
        char message[512] = { 0 };
        assert_true(said.size < sizeof(message));
        memcpy(message, said.data, said.size);
        if (!strstr(message, list[i].named))
            fail_msg("%s: %s", list[i].text, message);
        yz_query_free(query);
    }
}

static void
test_warning_knows_its_place(void **state)
{
    (void)state;
    yz_query *query = parse_well("工会 驿站)", 0);
    assert_int_equal(yz_query_warning_count(query), 1);
    const yz_warning w = yz_query_warning(query, 0);
    assert_int_equal(w.span.begin, 13);
    assert_int_equal(w.span.end, 14);
    assert_int_equal(w.column, 6);
    assert_int_equal(yz_query_warning(query, 1).message.size, 0);
    yz_query_free(query);
}

static void
test_strict(void **state)
{
    static const struct {
        const char *text;
        uint64_t offset;
        yz_status status;
        uint32_t column;
    } list[] = {
        { "工会 “驿站", 7, YZ_E_SYNTAX, 4 },
        { "工会 (驿站", 7, YZ_E_SYNTAX, 4 },
        { "工会）驿站", 6, YZ_E_SYNTAX, 3 },
        { "工会 OR", 7, YZ_E_SYNTAX, 4 },
        { "工会 - 驿站", 7, YZ_E_SYNTAX, 4 },
        { "工会 ()", 7, YZ_E_SYNTAX, 4 },
        { "工会 \"\"", 7, YZ_E_SYNTAX, 4 },
        { "AND", 0, YZ_E_SYNTAX, 1 },
        { "a nosuch:b", 2, YZ_E_SYNTAX, 3 },
        { "a date:2024-13", 2, YZ_E_SYNTAX, 3 },
        { "a kind:b", 2, YZ_E_SYNTAX, 3 },
        { "a title:", 2, YZ_E_SYNTAX, 3 },
        { "a 'b", 2, YZ_E_SYNTAX, 3 },
        { "工会 驿站~2", 7, YZ_E_SYNTAX, 4 },
        { "工会 py:会", 7, YZ_E_SYNTAX, 4 },
        { "", 0, YZ_E_SYNTAX, 1 },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(list); i++) {
        yz_query *query = NULL;
        yz_error err = { 0 };
        assert_int_equal(
            parse(str_of(list[i].text), YZ_QUERY_STRICT, &query, &err),
            list[i].status);
        assert_null(query);
        assert_int_equal(err.offset, list[i].offset);
        assert_int_equal(err.column, list[i].column);
        assert_true(strlen(err.message) > 10);
    }
}

static void
test_strict_takes_what_is_right(void **state)
{
    static const char *const list[] = {
        "+",     "C++",        "12:30", "http://x", "会议：好", "(a OR b) -c",
        "don't", "“五小”创新", "-a",    "《a》",    "真的吗？",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(list); i++)
        yz_query_free(parse_well(list[i], YZ_QUERY_STRICT));
}

static void
test_empty(void **state)
{
    static const char *const list[] = { "",   " \t\n", "　", "()",       "\"\"",
                                        "“”", "（）",  "''", "( \"\" )", "\"",
                                        "(",  ")",     "”",  "\" \"" };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(list); i++) {
        yz_query *query = NULL;
        yz_error err = { 0 };
        assert_int_equal(parse(str_of(list[i]), 0, &query, &err), YZ_E_SYNTAX);
        assert_string_equal(err.message, "the query is empty");
    }
    assert_int_equal(
        yz_query_parse((yz_str){ 0 }, NULL, &(yz_query *){ 0 }, NULL),
        YZ_E_SYNTAX);
}

static void
test_literal(void **state)
{
    static const char text[] = " (a OR \"b\n";
    (void)state;
    yz_query *query = parse_well(text, YZ_QUERY_LITERAL | YZ_QUERY_STRICT);
    const node *n = query->root;
    assert_int_equal(n->type, NODE_PHRASE);
    assert_true(n->literal);
    assert_int_equal(n->part_count, 1);
    assert_true(str_equal(n->parts[0].text, str_of(text)));
    assert_int_equal(yz_query_warning_count(query), 0);
    yz_query_free(query);
    yz_error err;
    assert_int_equal(parse(str_of(" "), YZ_QUERY_LITERAL, &query, &err),
                     YZ_E_SYNTAX);
}

static void
test_not_utf8(void **state)
{
    yz_query *query = NULL;
    yz_error err = { 0 };
    (void)state;
    assert_int_equal(parse(str_of("工会\xe5\xb7"), 0, &query, &err),
                     YZ_E_SYNTAX);
    assert_int_equal(err.offset, 6);
    assert_int_equal(err.column, 3);
    assert_non_null(strstr(err.message, "byte 6"));
    assert_int_equal(parse(str_of("\xff"), YZ_QUERY_LITERAL, &query, &err),
                     YZ_E_SYNTAX);
    const yz_str with_nul = { "a\0b\x01", 4 };
    assert_int_equal(parse(with_nul, YZ_QUERY_STRICT, &query, &err), YZ_OK);
    assert_true(str_equal(query->root->parts[0].text, with_nul));
    yz_query_free(query);
}

/* ---- limits -------------------------------------------------------------- */

/* `count` times `unit`, then `end`. */
static void
assert_repeated(const char *unit, size_t count, const char *end,
                yz_status expected)
{
    buffer text = { 0 };
    yz_query *query = NULL;
    yz_error err = { 0 };
    for (size_t i = 0; i < count; i++)
        buffer_put_text(&text, str_of(unit));
    buffer_put_text(&text, str_of(end));
    const yz_status status = parse(buffer_str(&text), 0, &query, &err);
    if (status != expected)
        fail_msg("%zu of %s: %s, not %s", count, unit, yz_status_name(status),
                 yz_status_name(expected));
    buffer_dispose(&text);
    yz_query_free(query);
}

static void
test_limits(void **state)
{
    (void)state;
    assert_repeated("(", YZ_QUERY_DEPTH_MAX, "a", YZ_OK);
    assert_repeated("(", YZ_QUERY_DEPTH_MAX + 1, "a", YZ_E_LIMIT);
    assert_repeated("-", YZ_QUERY_DEPTH_MAX, "a", YZ_OK);
    assert_repeated("-", YZ_QUERY_DEPTH_MAX + 1, "a", YZ_E_LIMIT);
    assert_repeated("title:(", YZ_QUERY_DEPTH_MAX + 1, "a", YZ_E_LIMIT);
    assert_repeated("() ", 10000, "a", YZ_OK);
    assert_repeated("a ", YZ_QUERY_LEAVES_MAX, "", YZ_OK);
    assert_repeated("a ", YZ_QUERY_LEAVES_MAX + 1, "", YZ_E_LIMIT);
    assert_repeated("title:a|", YZ_QUERY_LEAVES_MAX, "b", YZ_E_LIMIT);
    assert_repeated("a NEAR ", NODE_NEAR_PARTS_MAX - 1, "a", YZ_OK);
    assert_repeated("a NEAR ", NODE_NEAR_PARTS_MAX, "a", YZ_E_LIMIT);
    assert_repeated("a", YZ_QUERY_SIZE_MAX, "", YZ_OK);
    assert_repeated("a", YZ_QUERY_SIZE_MAX, "a", YZ_E_LIMIT);
    assert_repeated(")", YZ_QUERY_SIZE_MAX - 1, "a", YZ_OK);
}

static void
test_misuse(void **state)
{
    yz_query *query = NULL;
    yz_query_options options = YZ_OPTIONS(yz_query_options);
    (void)state;
    options.flags = 1u << 31;
    assert_int_equal(yz_query_parse(str_of("a"), &options, &query, NULL),
                     YZ_E_ABI);
    options = (yz_query_options){ .struct_size = 1 };
    assert_int_equal(yz_query_parse(str_of("a"), &options, &query, NULL),
                     YZ_E_ABI);
    assert_null(query);
    assert_int_equal(yz_query_parse(str_of("a"), NULL, &query, NULL), YZ_OK);
    yz_query_free(query);
    yz_query_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ambiguous),
        cmocka_unit_test(test_precedence),
        cmocka_unit_test(test_operators_only_in_their_places),
        cmocka_unit_test(test_repairs),
        cmocka_unit_test(test_any),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_open_characters),
        cmocka_unit_test(test_suffixes),
        cmocka_unit_test(test_text_is_as_typed),
        cmocka_unit_test(test_explicit_operators_are_told),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_headlines),
        cmocka_unit_test(test_warnings_name_the_thing),
        cmocka_unit_test(test_warning_knows_its_place),
        cmocka_unit_test(test_strict),
        cmocka_unit_test(test_strict_takes_what_is_right),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_literal),
        cmocka_unit_test(test_not_utf8),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_misuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
