/* SPDX-License-Identifier: MIT */
/*
 * Do all ways to write a word in pinyin, and only they, give its characters?
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/text/pinyin.h"

static bool
row_reads(const pinyin_row *row, const uint32_t *word, size_t size)
{
    if (row->count != size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (!pinyin_class_has(row->classes[i], word[i]))
            return false;
    return true;
}

static bool
reads(const char *text, const uint32_t *word, size_t size)
{
    arena a = { 0 };
    pinyin_query q;
    bool any = false;
    assert_int_equal(pinyin_parse(str_of(text), &a, &q, NULL), YZ_OK);
    for (size_t i = 0; i < q.count; i++)
        any = any || row_reads(&q.rows[i], word, size);
    arena_dispose(&a);
    return any;
}

static size_t
rows(const char *text)
{
    arena a = { 0 };
    pinyin_query q;
    assert_int_equal(pinyin_parse(str_of(text), &a, &q, NULL), YZ_OK);
    arena_dispose(&a);
    return q.count;
}

static void
test_forms(void **state)
{
    static const uint32_t word[] = { 0x5de5, 0x4f1a, 0x9a7f, 0x7ad9 };
    static const char *const good[] = {
        "gonghuiyizhan",
        "gong hui yi zhan",
        "gong1 hui4 yi4 zhan4",
        "gōng huì yì zhàn",
        "ghyz",
        "GongHuiYiZhan",
        "gong'hui'yizhan",
        "ghyzh",
        "gonghyz",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(good); i++)
        if (!reads(good[i], word, ARRAY_LENGTH(word)))
            fail_msg("%s is not read as it should be", good[i]);
    assert_false(reads("gong2 hui4 yi4 zhan4", word, ARRAY_LENGTH(word)));
    assert_false(reads("gonghuiyi", word, ARRAY_LENGTH(word)));
    assert_false(reads("gonghuiyichan", word, ARRAY_LENGTH(word)));
}

/* 会 is hui and kuai, 重 zhong and chong; 驛 is read as 驿. */
static void
test_readings(void **state)
{
    static const uint32_t accounting[] = { 0x4f1a, 0x8ba1 };
    static const uint32_t traditional[] = { 0x9a5b, 0x7ad9 };
    static const uint32_t chongqing[] = { 0x91cd, 0x5e86 };
    static const uint32_t green[] = { 0x7eff };
    (void)state;
    assert_true(reads("kuaiji", accounting, 2));
    assert_true(reads("yizhan", traditional, 2));
    assert_true(reads("chongqing", chongqing, 2));
    assert_true(reads("zhongqing", chongqing, 2));
    assert_true(reads("lv", green, 1));
    assert_true(reads("lǜ", green, 1));
    assert_false(reads("lǘ", green, 1));
}

static void
test_parting(void **state)
{
    static const uint32_t first[] = { 0x5148 };        /* 先 */
    static const uint32_t xian[] = { 0x897f, 0x5b89 }; /* 西安 */
    (void)state;
    assert_true(reads("xian", first, 1));
    assert_true(reads("xian", xian, 2));
    assert_true(reads("xi'an", xian, 2));
    assert_false(reads("xi'an", first, 1));
    assert_int_equal(rows(""), 0);
    assert_int_equal(rows("123"), 0);
    assert_int_equal(rows("vu"), 0);
    assert_int_equal(rows("工会"), 0);
    assert_true(rows("ananananananananananananananananananan") <=
                PINYIN_ROWS_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_readings),
        cmocka_unit_test(test_parting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
