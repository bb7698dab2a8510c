/* SPDX-License-Identifier: MIT */
/*
 * Are the forms of a character one class, whichever of them one begins with,
 * and does a table that nobody trusts do no harm?
 */
#include "core/base/utf8.h"
#include "core/text/variant.h"

#include "core/text/charclass.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { UNIT_COUNT = 0x10000 };

static buffer stored;
static variant_table *table;

static int
setup(void **state)
{
    (void)state;
    if (variant_table_dump(&stored, NULL) != YZ_OK)
        return -1;
    return variant_table_load(NULL, bytes_of(stored.data, stored.size), &table,
                              NULL);
}

static int
teardown(void **state)
{
    (void)state;
    variant_table_free(table);
    buffer_dispose(&stored);
    return 0;
}

static void
test_known_classes(void **state)
{
    (void)state;
    assert_int_equal(variant_fold(table, 0x6703), 0x4f1a); /* 會 会 */
    assert_int_equal(variant_fold(table, 0x4f1a), 0x4f1a);
    assert_int_equal(variant_fold(table, 0x9a5b), 0x9a7f); /* 驛 驿 */
    assert_int_equal(variant_fold(table, 0x570b), 0x56fd); /* 國 国 */
    assert_int_equal(variant_fold(table, 0x9ad4), 0x4f53); /* 體 体 */
    assert_int_equal(variant_fold(table, 0x5de5), 0x5de5); /* 工 */
    assert_int_equal(variant_fold(table, 'a'), 'a');
    uint16_t forms[VARIANT_CLASS_MAX];
    assert_int_equal(variant_class(table, 'a', forms), 1);
    assert_int_equal(forms[0], 'a');
    assert_int_equal(variant_class(table, 0x4f1a, forms), 2);
    assert_int_equal(forms[0] ^ forms[1], 0x4f1a ^ 0x6703);
}

static void
test_every_class_is_closed(void **state)
{
    (void)state;
    size_t changed = 0;
    size_t largest = 0;
    for (uint32_t c = 0; c < UNIT_COUNT; c++) {
        const uint16_t unit = (uint16_t)c;
        const uint16_t end = variant_fold(table, unit);
        assert_int_equal(variant_fold(table, end), end);
        changed += end != unit;
        uint16_t forms[VARIANT_CLASS_MAX];
        const size_t count = variant_class(table, unit, forms);
        assert_in_range(count, 1, VARIANT_CLASS_MAX);
        largest = count > largest ? count : largest;
        size_t own = 0;
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(variant_fold(table, forms[i]), end);
            assert_true(i == 0 || forms[i - 1] < forms[i]);
            own += forms[i] == unit;
        }
        assert_int_equal(own, 1);
    }
    /* ICU's table has thousands of pairs; classes reach beyond pairs. */
    assert_in_range(changed, 2000, 6000);
    assert_in_range(largest, 3, VARIANT_CLASS_MAX);
}

/* Terms are folded as a whole: a word in Latin letters must not change. */
static void
test_only_ideographs_have_variants(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < UNIT_COUNT; c++)
        if (variant_fold(table, (uint16_t)c) != c)
            assert_true(char_is_han(c));
}

static void
test_units_are_folded_in_place(void **state)
{
    (void)state;
    uint16_t units[] = { 0x5de5, 0x6703, 0x9a5b, 0x7ad9, 'x', 0xd840, 0xdc00 };
    static const uint16_t folded[] = { 0x5de5, 0x4f1a, 0x9a7f, 0x7ad9,
                                       'x',    0xd840, 0xdc00 };
    variant_fold_units(table, units, 7);
    assert_memory_equal(units, folded, sizeof(units));
    variant_fold_units(table, NULL, 0);
}

static void
test_an_empty_table_folds_nothing(void **state)
{
    (void)state;
    static const uint8_t none[5] = { 0 };
    variant_table *empty;
    assert_int_equal(variant_table_load(NULL, bytes_of(none, 5), &empty, NULL),
                     YZ_OK);
    uint16_t forms[VARIANT_CLASS_MAX];
    assert_int_equal(variant_fold(empty, 0x6703), 0x6703);
    assert_int_equal(variant_class(empty, 0x6703, forms), 1);
    variant_table_free(empty);
    variant_table_free(NULL);
}

static yz_status
load_pairs(const uint16_t pairs[][2], size_t count)
{
    buffer b = { 0 };
    buffer_put_u32(&b, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        buffer_put_u16(&b, pairs[i][0]);
        buffer_put_u16(&b, pairs[i][1]);
    }
    buffer_put_varint(&b, 0);
    variant_table *loaded = NULL;
    const yz_status status =
        variant_table_load(NULL, bytes_of(b.data, b.size), &loaded, NULL);
    assert_int_equal(status == YZ_OK, loaded != NULL);
    variant_table_free(loaded);
    buffer_dispose(&b);
    return status;
}

static void
test_what_is_no_set_of_classes_is_refused(void **state)
{
    (void)state;
    static const uint16_t good[][2] = {
        { 1, 1 }, { 2, 1 }, { 3, 3 }, { 4, 3 }
    };
    static const uint16_t unsorted[][2] = { { 3, 3 }, { 4, 3 }, { 1, 1 } };
    static const uint16_t twice[][2] = { { 1, 1 }, { 2, 1 }, { 2, 1 } };
    static const uint16_t headless[][2] = { { 2, 1 }, { 3, 1 } };
    static const uint16_t two_ends[][2] = {
        { 1, 1 }, { 4, 1 }, { 3, 3 }, { 4, 3 }
    };
    static const uint16_t chain[][2] = {
        { 1, 1 }, { 2, 1 }, { 2, 2 }, { 3, 2 }
    };
    static const uint16_t surrogate[][2] = { { 0x4e00, 0x4e00 },
                                             { 0xd800, 0x4e00 } };
    static const uint16_t large[][2] = { { 1, 1 }, { 2, 1 }, { 3, 1 },
                                         { 4, 1 }, { 5, 1 }, { 6, 1 },
                                         { 7, 1 }, { 8, 1 }, { 9, 1 } };
    assert_int_equal(load_pairs(good, 4), YZ_OK);
    assert_int_equal(load_pairs(unsorted, 3), YZ_E_CORRUPT);
    assert_int_equal(load_pairs(twice, 3), YZ_E_CORRUPT);
    assert_int_equal(load_pairs(headless, 2), YZ_E_CORRUPT);
    assert_int_equal(load_pairs(two_ends, 4), YZ_E_CORRUPT);
    assert_int_equal(load_pairs(chain, 4), YZ_E_CORRUPT);
    assert_int_equal(load_pairs(surrogate, 2), YZ_E_CORRUPT);
    assert_int_equal(load_pairs(large, 9), YZ_E_CORRUPT);
    assert_int_equal(load_pairs(large, 8), YZ_OK);
}

/* ---- relation --------------------------------------------------------------- */

static bool
related(const char *pair)
{
    size_t at = 0;
    const uint32_t a = utf8_step(pair, strlen(pair), &at);
    const uint32_t b = utf8_step(pair, strlen(pair), &at);
    assert_int_equal(variant_related(table, a, b),
                     variant_related(table, b, a));
    return variant_related(table, a, b);
}

static void
test_forms_of_one_character_meet(void **state)
{
    (void)state;
    static const char *const pairs[] = {
        "发發", "发髮", "干乾", "干幹", "台臺", "台颱", "里裡", "里裏", "后後",
        "只隻", "只祇", "面麵", "钟鐘", "钟鍾", "系繫", "系係", "复復", "复複",
        "峯峰", "衞卫", "衞衛", "査查", "敎教", "着著", "爲為", "为爲", "戦战",
        "戦戰", "広广", "裏裡", "户戶", "户戸", "说説", "⻄西", "⺠民", "⻓长",
        "⻓長", "⻋车", "⻋車", "⻅见", "麽么", "𫝈㑮", "车车"
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        if (!related(pairs[i]))
            fail_msg("%s are forms of one character", pairs[i]);
}

/* Joined to one and the same character, or alike in shape; two words today. */
static void
test_characters_that_differ_in_meaning_stay_apart(void **state)
{
    (void)state;
    static const char *const pairs[] = {
        "發髮", "乾幹", "臺颱", "隻祇", "鐘鍾", "繫係", "復複", "歷曆", "獲穫",
        "盡儘", "匯彙", "壇罈", "團糰", "天夫", "未末", "己已", "己巳", "已巳",
        "人入", "干千", "土士", "日曰", "大太", "大犬", "木本", "王玉", "田由",
        "由甲", "甲申", "刀力", "于干", "兔免", "毋母", "戊戌", "戌戍", "壬王",
        "折拆", "微徵", "爪瓜", "治冶", "候侯", "辨辩", "辨瓣", "缺欠", "艺芸",
        "弁辨", "予豫", "系丝", "壹一", "贰二", "拾十", "百佰", "千仟", "零〇",
        "他她", "的地", "的得", "做作", "像象", "那哪", "在再", "帐账", "二两",
        "分份", "坐座", "必毕", "既即", "决绝", "划画", "工功", "公工", "会汇",
        "青清", "请情", "买卖", "东冻", "历厉", "历力", "员圆", "园元", "长张",
        "生声", "名明", "民名", "国家", "中种", "年念", "月日", "目自"
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        if (related(pairs[i]))
            fail_msg("%s are two characters", pairs[i]);
}

static void
test_the_relation_is_one_of_pairs(void **state)
{
    (void)state;
    size_t characters = 0;
    size_t rare = 0;
    size_t most = 0;
    for (uint32_t c = 0; c < 0x110000; c++) {
        uint32_t forms[VARIANT_FORMS_MAX];
        const size_t count = variant_forms(table, c, forms);
        assert_int_equal(forms[0], c);
        for (size_t i = 1; i < count; i++) {
            assert_true(variant_related(table, forms[i], c));
            assert_int_equal(variant_group(table, forms[i]),
                             variant_group(table, c));
        }
        characters += count > 1;
        rare += count > 1 && c > 0xffff;
        most = count > most ? count : most;
    }
    assert_in_range(characters, 15000, 16000);
    assert_in_range(rare, 4000, 6000);
    assert_int_equal(most, 8);
    /* Connected characters have a group in common without being forms. */
    assert_int_equal(variant_group(table, 0x767c),
                     variant_group(table, 0x9aee));
    assert_int_equal(variant_group(table, 0x5de5), 0x5de5);
}

static yz_status
load_relation(const char *bytes_after, size_t size)
{
    buffer b = { 0 };
    variant_table *loaded = NULL;
    buffer_put_u32(&b, 0);
    buffer_put(&b, bytes_after, size);
    const yz_status status =
        variant_table_load(NULL, bytes_of(b.data, b.size), &loaded, NULL);
    variant_table_free(loaded);
    buffer_dispose(&b);
    return status;
}

static void
test_what_is_no_relation_is_refused(void **state)
{
    (void)state;
    /* One pair: 0x4e00 = 80 9c 01, and the distance to its partner. */
    assert_int_equal(load_relation("\1\200\234\1\1", 5), YZ_OK);
    assert_int_equal(load_relation("\1\200\234\1\0", 5), YZ_E_CORRUPT);
    assert_int_equal(load_relation("\1\200\234\1", 4), YZ_E_CORRUPT);
    assert_int_equal(load_relation("\1\200\234\1\1\1", 6), YZ_E_CORRUPT);
    assert_int_equal(load_relation("\2\200\234\1\1\0\1", 7), YZ_OK);
    assert_int_equal(load_relation("\2\200\234\1\1\0\0", 7), YZ_E_CORRUPT);
    assert_int_equal(load_relation("\1A\1", 3), YZ_E_CORRUPT);
    assert_int_equal(load_relation("\377\377\3", 3), YZ_E_CORRUPT);
}

static void
test_a_cut_table_is_refused(void **state)
{
    (void)state;
    for (size_t size = 0; size < stored.size; size += size < 40 ? 1 : 997) {
        variant_table *loaded = NULL;
        yz_error err = { 0 };
        assert_int_equal(variant_table_load(NULL, bytes_of(stored.data, size),
                                            &loaded, &err),
                         YZ_E_CORRUPT);
        assert_null(loaded);
        assert_int_equal(err.status, YZ_E_CORRUPT);
    }
}

/* A table with flipped bits is refused, or is one of closed classes. */
static void
test_flipped_bits_do_no_harm(void **state)
{
    (void)state;
    uint64_t seed = 17;
    for (int round = 0; round < 3000; round++) {
        const size_t at = random_next(&seed) % stored.size;
        const uint8_t bit = (uint8_t)(1u << (random_next(&seed) % 8));
        stored.data[at] ^= bit;
        variant_table *loaded;
        if (variant_table_load(NULL, bytes_of(stored.data, stored.size),
                               &loaded, NULL) == YZ_OK) {
            uint16_t forms[VARIANT_CLASS_MAX];
            uint32_t related[VARIANT_FORMS_MAX];
            for (uint32_t c = 0; c < UNIT_COUNT; c += 7) {
                assert_in_range(variant_class(loaded, (uint16_t)c, forms), 1,
                                VARIANT_CLASS_MAX);
                assert_in_range(variant_forms(loaded, 3 * c, related), 1,
                                VARIANT_FORMS_MAX);
            }
            variant_table_free(loaded);
        }
        stored.data[at] ^= bit;
    }
}

static void
test_the_dump_is_always_the_same(void **state)
{
    (void)state;
    buffer again = { 0 };
    buffer_put_u8(&again, 42); /* it is appended */
    assert_int_equal(variant_table_dump(&again, NULL), YZ_OK);
    assert_int_equal(again.size, stored.size + 1);
    assert_memory_equal(again.data + 1, stored.data, stored.size);
    buffer_dispose(&again);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_classes),
        cmocka_unit_test(test_every_class_is_closed),
        cmocka_unit_test(test_only_ideographs_have_variants),
        cmocka_unit_test(test_units_are_folded_in_place),
        cmocka_unit_test(test_an_empty_table_folds_nothing),
        cmocka_unit_test(test_what_is_no_set_of_classes_is_refused),
        cmocka_unit_test(test_forms_of_one_character_meet),
        cmocka_unit_test(test_characters_that_differ_in_meaning_stay_apart),
        cmocka_unit_test(test_the_relation_is_one_of_pairs),
        cmocka_unit_test(test_what_is_no_relation_is_refused),
        cmocka_unit_test(test_a_cut_table_is_refused),
        cmocka_unit_test(test_flipped_bits_do_no_harm),
        cmocka_unit_test(test_the_dump_is_always_the_same),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
