/* SPDX-License-Identifier: MIT */
/* Do the user's synonyms survive as text and as stored, and are they found? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/base/status.h"
#include "core/text/fold.h"
#include "core/text/synonyms.h"

#include <string.h>

/* What an index folds texts with. */
typedef struct tables {
    fold_table *fold;
    variant_table *variants;
    arena arena;
} tables;

static int
set_up(void **state)
{
    static tables t;
    buffer dumped = { 0 };
    yz_error error;
    t = (tables){ 0 };
    assert_int_equal(fold_table_dump(&dumped, &error), YZ_OK);
    assert_int_equal(fold_table_load(NULL, bytes_of(dumped.data, dumped.size),
                                     &t.fold, &error),
                     YZ_OK);
    dumped.size = 0;
    assert_int_equal(variant_table_dump(&dumped, &error), YZ_OK);
    assert_int_equal(variant_table_load(NULL,
                                        bytes_of(dumped.data, dumped.size),
                                        &t.variants, &error),
                     YZ_OK);
    buffer_dispose(&dumped);
    *state = &t;
    return 0;
}

static int
tear_down(void **state)
{
    tables *t = *state;
    fold_table_free(t->fold);
    variant_table_free(t->variants);
    arena_dispose(&t->arena);
    return 0;
}

static synonyms
parsed(tables *t, const char *text)
{
    synonyms s;
    yz_error error;
    assert_int_equal(synonyms_parse(str_of(text), &t->arena, &s, &error),
                     YZ_OK);
    return s;
}

static void
assert_text(const synonyms *s, const char *wanted)
{
    buffer out = { 0 };
    synonyms_write(s, &out);
    buffer_put_u8(&out, 0);
    assert_string_equal((const char *)out.data, wanted);
    buffer_dispose(&out);
}

static void
test_separators(void **state)
{
    tables *t = *state;
    const synonyms s = parsed(t, "\xef\xbb\xbf# mine\n"
                                 "幼儿园 托儿所\tkindergarten\r\n\n"
                                 "工会，总工会、 trade union;工会\n"
                                 "a = b\n一 二");
    assert_int_equal(s.groups, 4);
    assert_text(&s, "幼儿园 托儿所, kindergarten\n"
                    "工会, 总工会, trade union\na, b\n一, 二\n");
}

static void
test_refused(void **state)
{
    static const struct {
        const char *text;
        uint32_t line;
    } cases[] = { { "工会", 1 },
                  { "# a\n\na b\n工会 工会\n", 4 },
                  { "a,b\n,,\n", 2 } };
    tables *t = *state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        synonyms s;
        yz_error error = { 0 };
        assert_int_equal(
            synonyms_parse(str_of(cases[i].text), &t->arena, &s, &error),
            YZ_E_SOURCE);
        assert_int_equal(error.line, cases[i].line);
    }
}

static void
test_stored(void **state)
{
    tables *t = *state;
    const synonyms s = parsed(t, "幼儿园,托儿所\n工会,总工会,trade union\n");
    synonyms back;
    buffer stored = { 0 };
    yz_error error;
    synonyms_encode(&s, &stored);
    assert_int_equal(synonyms_decode(bytes_of(stored.data, stored.size),
                                     &t->arena, &back, &error),
                     YZ_OK);
    assert_text(&back, "幼儿园, 托儿所\n工会, 总工会, trade union\n");
    for (size_t size = 0; size < stored.size; size++)
        assert_int_equal(synonyms_decode(bytes_of(stored.data, size), &t->arena,
                                         &back, &error),
                         YZ_E_CORRUPT);
    for (size_t i = 0; i < stored.size; i++)
        for (int bit = 0; bit < 8; bit++) {
            stored.data[i] ^= (uint8_t)(1 << bit);
            (void)!synonyms_decode(bytes_of(stored.data, stored.size),
                                   &t->arena, &back, &error);
            stored.data[i] ^= (uint8_t)(1 << bit);
        }
    buffer_dispose(&stored);
}

/* The word that stands at a place of a text; "" for none. */
static const char *
found_at(tables *t, const synonyms *s, const char *text, uint32_t at)
{
    skeleton sk;
    yz_error error;
    uint16_t units[64];
    assert_int_equal(
        skeleton_make(t->fold, str_of(text), false, &t->arena, &sk, &error),
        YZ_OK);
    assert_true(sk.length <= ARRAY_LENGTH(units));
    memcpy(units, sk.units, sk.length * sizeof(*units));
    variant_fold_units(t->variants, units, sk.length);
    const synonym *found = synonyms_at(s, units, sk.length, at);
    return found ? found->text.data : "";
}

static void
test_found(void **state)
{
    tables *t = *state;
    yz_error error;
    synonyms s = parsed(t, "工会,總工會,工会驿站\nWTO,世界贸易组织\n");
    assert_int_equal(
        synonyms_prepare(&s, t->fold, t->variants, &t->arena, &error), YZ_OK);
    assert_string_equal(found_at(t, &s, "工会驿站", 0), "工会驿站");
    assert_string_equal(found_at(t, &s, "工會 驿", 0), "工会");
    assert_string_equal(found_at(t, &s, "市总工会", 1), "總工會");
    assert_string_equal(found_at(t, &s, "市总工会", 2), "工会");
    assert_string_equal(found_at(t, &s, "市总工会", 3), "");
    assert_string_equal(found_at(t, &s, "加入wto的", 2), "WTO");
    assert_string_equal(found_at(t, &s, "wtos", 0), "");
    assert_string_equal(found_at(t, &s, "awto", 1), "");
    assert_string_equal(found_at(t, &s, "", 0), "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_separators),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_stored),
        cmocka_unit_test(test_found),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
