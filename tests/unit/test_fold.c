/* SPDX-License-Identifier: MIT */
/*
 * Does the folding table say of every unit what ICU and the classes say, does
 * it survive being stored, and is a table that was not so stored refused?
 */
#include "core/text/fold.h"

#include "core/base/hash.h"
#include "core/text/charclass.h"
#include "core/text/signs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>

#include <cmocka.h>

static buffer stored;
static fold_table *table;

static int
setup(void **state)
{
    (void)state;
    if (fold_table_dump(&stored, NULL) != YZ_OK)
        return -1;
    return fold_table_load(NULL, bytes_of(stored.data, stored.size), &table,
                           NULL);
}

static int
teardown(void **state)
{
    (void)state;
    fold_table_free(table);
    fold_table_free(NULL);
    buffer_dispose(&stored);
    return 0;
}

static void
check(uint16_t unit, fold_kind kind, uint16_t expected)
{
    uint16_t folded;
    assert_int_equal(fold_unit(table, unit, &folded), kind);
    assert_int_equal(folded, expected);
}

static void
test_units(void **state)
{
    (void)state;
    check(u'工', FOLD_TIGHT, u'工');
    check(u'会', FOLD_TIGHT, u'会');
    check(u'A', FOLD_LOOSE, u'a');
    check(u'Ａ', FOLD_LOOSE, u'a');
    check(u'ä', FOLD_LOOSE, u'ä');
    check(u'１', FOLD_LOOSE, u'1');
    check(u'，', FOLD_TIGHT, u',');
    check(u'。', FOLD_TIGHT, u'。');
    check(u'“', FOLD_DROPPED, u'“');
    check(u'《', FOLD_DROPPED, u'《');
    check(u'"', FOLD_DROPPED, u'"');
    check(0xad, FOLD_SLOW, 0xad); /* to nothing, with the one before */
    check(u' ', FOLD_SPACE, u' ');
    check(u'\n', FOLD_SPACE, u'\n');
    check(u'　', FOLD_SPACE, u' ');
    check(u'…', FOLD_SLOW, u'…');   /* three units */
    check(u'㌔', FOLD_SLOW, u'㌔'); /* two */
    check(0x301, FOLD_SLOW, 0x301); /* binds to the one before */
    check(0xd840, FOLD_SLOW, 0xd840);
    check(0xdc00, FOLD_SLOW, 0xdc00);
}

static void
test_classes_of_folded_units(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < FOLD_UNIT_COUNT; c++) {
        const fold_kind class = fold_class(table, (uint16_t)c);
        const uint32_t entry = table->entries[c];
        assert_int_equal(class == FOLD_SPACE, char_is_space(c));
        if (class != FOLD_SPACE)
            assert_int_equal(class == FOLD_DROPPED, char_is_dropped(c));
        if (class == FOLD_TIGHT || class == FOLD_LOOSE)
            assert_int_equal(class == FOLD_TIGHT, char_is_tight(c));
        assert_int_equal((entry & FOLD_GRAM) != 0, char_is_gram(c));
        assert_int_equal((entry & FOLD_WORD) != 0, char_is_word(c));
        assert_int_equal((entry & FOLD_DIGIT) != 0,
                         char_is_digit(c) || char_is_raised_digit(c));
        assert_int_equal((entry & FOLD_SIGN) != 0, char_begins_omissible(c));
        assert_int_equal((entry & FOLD_NUMERAL) != 0, char_is_numeral(c));
    }
}

/* Two units that are not slow fold together to what each folds to alone. */
static void
test_units_fold_apart(void **state)
{
    (void)state;
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *icu = unorm2_getNFKCCasefoldInstance(&code);
    for (uint32_t c = 0; c < FOLD_UNIT_COUNT; c++) {
        uint16_t unit;
        UChar folded[64];
        const UChar text[] = { u'e', (UChar)c, u'e' };
        const fold_kind kind = fold_unit(table, (uint16_t)c, &unit);
        if (kind == FOLD_SLOW)
            continue;
        if (char_kept(c)) {
            assert_int_equal(unit, char_kept(c));
            continue;
        }
        const int32_t length =
            unorm2_normalize(icu, text, 3, folded, 64, &code);
        assert_int_equal(folded[0], u'e');
        assert_int_equal(folded[length - 1], u'e');
        assert_true(length <= 3);
        if (length == 2)
            assert_int_equal(kind, FOLD_DROPPED);
        else if (kind != FOLD_DROPPED && kind != FOLD_SPACE)
            assert_int_equal(folded[1], unit);
        else
            assert_int_equal(kind, fold_class(table, folded[1]));
    }
    assert_true(U_SUCCESS(code));
}

static void
test_a_dump_is_always_the_same(void **state)
{
    (void)state;
    buffer again = { 0 };
    assert_int_equal(fold_table_dump(&again, NULL), YZ_OK);
    assert_true(str_equal(buffer_str(&again), buffer_str(&stored)));
    assert_true(again.size < 32 << 10);
    buffer_dispose(&again);
}

static void
check_refused(const uint8_t *data, size_t size)
{
    yz_error err;
    fold_table *none = NULL;
    assert_int_equal(fold_table_load(NULL, bytes_of(data, size), &none, &err),
                     YZ_E_CORRUPT);
    assert_null(none);
}

static void
test_a_damaged_table_is_refused(void **state)
{
    (void)state;
    for (size_t size = 0; size < stored.size; size += 1 + size / 64)
        check_refused(stored.data, size);
    for (size_t i = 0; i < stored.size; i += 97) {
        stored.data[i] ^= 0x10;
        check_refused(stored.data, stored.size);
        stored.data[i] ^= 0x10;
    }
}

/* The hash is right, but what it stands before are no runs to the end. */
static void
test_a_table_of_wrong_runs_is_refused(void **state)
{
    (void)state;
    static const uint8_t runs[][16] = {
        { 0 },
        { 1, 0, 0, 0 },
        { 0x80, 0x80, 4, 0, 0, 0, 0 },         /* one byte too many */
        { 0x81, 0x80, 4, 0, 0, 0 },            /* one unit too many */
        { 0xff, 0xff, 3, 0, 0, 0, 0, 0, 0, 0 } /* a run of none */
    };
    static const size_t sizes[] = { 0, 4, 7, 6, 10 };
    for (size_t i = 0; i < ARRAY_LENGTH(runs); i++) {
        buffer b = { 0 };
        buffer_put_u64(&b, hash_bytes(runs[i], sizes[i]));
        buffer_put(&b, runs[i], sizes[i]);
        check_refused(b.data, b.size);
        buffer_dispose(&b);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_units),
        cmocka_unit_test(test_classes_of_folded_units),
        cmocka_unit_test(test_units_fold_apart),
        cmocka_unit_test(test_a_dump_is_always_the_same),
        cmocka_unit_test(test_a_damaged_table_is_refused),
        cmocka_unit_test(test_a_table_of_wrong_runs_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
