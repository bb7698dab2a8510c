/* SPDX-License-Identifier: MIT */
/* Are declared fields read as they are written, and do numbers sort as terms? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/report/members.h"
#include "tests/unit/random.h"

#include <math.h>
#include <string.h>

static yz_status
parse(const char *text, arena *a, declared_fields *f)
{
    yz_error err = { 0 };
    const yz_status status = fields_parse(str_of(text), a, f, &err);
    assert_true(status == YZ_OK || err.message[0] != '\0');
    return status;
}

static void
test_declarations(void **state)
{
    static const char *const bad[] = {
        "author",        "author:",   "author:date",  ":text",
        "a:text,a:text", "kind:text", "标题:keyword", "extra.a:text",
        "a b:text",      "a：text",   "-a:text",      "a:text,,b:text",
        "a?:text",       "text:text", "（a）:text",
    };
    arena a = { 0 };
    declared_fields f;
    (void)state;
    assert_int_equal(parse("author:text, 作者:keyword ,n-1_x.y:number", &a, &f),
                     YZ_OK);
    assert_int_equal(f.count, 3);
    assert_true(str_equal(f.items[1].name, str_of("作者")));
    assert_int_equal(f.items[1].type, YZ_FIELD_KEYWORD);
    assert_ptr_equal(fields_find(&f, str_of("n-1_x.y")), &f.items[2]);
    assert_null(fields_find(&f, str_of("n")));
    assert_int_equal(parse("", &a, &f), YZ_OK);
    assert_int_equal(f.count, 0);
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
        assert_int_equal(parse(bad[i], &a, &f), YZ_E_INVALID);
    arena_dispose(&a);
}

static void
test_count_is_limited(void **state)
{
    arena a = { 0 };
    buffer text = { 0 };
    declared_fields f;
    (void)state;
    for (int i = 0; i <= FIELD_COUNT_MAX; i++) {
        if (i == FIELD_COUNT_MAX) {
            buffer_put_u8(&text, 0);
            text.size--;
            assert_int_equal(parse((const char *)text.data, &a, &f), YZ_OK);
        }
        buffer_printf(&text, "%sf%d:text", i ? "," : "", i);
    }
    buffer_put_u8(&text, 0);
    assert_int_equal(parse((const char *)text.data, &a, &f), YZ_E_INVALID);
    buffer_dispose(&text);
    arena_dispose(&a);
}

static void
test_numbers_sort_as_bytes(void **state)
{
    static const double some[] = {
        -HUGE_VAL, -1e300, -2.5, -1, -1e-300, 0, 5e-324, 0.1, 1, 2, 1e15, 1e300
    };
    uint64_t random = 7;
    char before[NUMBER_KEY_SIZE];
    char key[NUMBER_KEY_SIZE];
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(some); i++) {
        number_to_key(some[i], key);
        assert_true(number_from_key(key) == some[i]);
        if (i)
            assert_true(memcmp(before, key, sizeof(key)) < 0);
        memcpy(before, key, sizeof(key));
    }
    for (int i = 0; i < 100000; i++) {
        const double x = (double)(int64_t)random_next(&random) / 1e6;
        const double y = (double)(int64_t)random_next(&random) / 1e9;
        number_to_key(x, before);
        number_to_key(y, key);
        assert_true((memcmp(before, key, sizeof(key)) < 0) == (x < y));
    }
    number_to_key(-0.0, key);
    number_to_key(0.0, before);
    assert_memory_equal(key, before, sizeof(key));
}

typedef struct seen {
    buffer text;
    size_t numbers;
} seen;

static yz_status
see(void *context, const member_value *value, yz_error *err)
{
    seen *s = context;
    (void)err;
    buffer_put_text(&s->text, value->text);
    buffer_put_u8(&s->text, '|');
    s->numbers += value->has_number;
    return YZ_OK;
}

static void
check_values(const char *extra, const char *values, size_t numbers)
{
    seen s = { 0 };
    members m = members_read(str_of(extra));
    assert_int_equal(members_each(&m, str_of("a"), see, &s, NULL), YZ_OK);
    assert_true(str_equal(buffer_str(&s.text), str_of(values)));
    assert_int_equal(s.numbers, numbers);
    members_dispose(&m);
    buffer_dispose(&s.text);
}

static void
test_values(void **state)
{
    (void)state;
    check_values("{\"a\":\"王\"}", "王|", 0);
    check_values("{\"a\":[\"1\",2,0.1,true,null,\"\",[3],{\"a\":4},\" 5\"]}",
                 "1|2|0.1|true| 5|", 3);
    check_values("{\"b\":1}", "", 0);
    check_values("[1]", "", 0);
    check_values("", "", 0);
    check_values("{", "", 0);
    check_values("{\"a\":{\"a\":1}}", "", 0);
}

static void
test_long_values_are_cut_between_characters(void **state)
{
    buffer extra = { 0 };
    seen s = { 0 };
    (void)state;
    buffer_printf(&extra, "{\"a\":\"x");
    for (int i = 0; i < 2000; i++)
        buffer_put_text(&extra, str_of("字"));
    buffer_printf(&extra, "\"}");
    members m = members_read(buffer_str(&extra));
    assert_int_equal(members_each(&m, str_of("a"), see, &s, NULL), YZ_OK);
    assert_int_equal(s.text.size, 1 + 1364 * 3 + 1);
    members_dispose(&m);
    buffer_dispose(&s.text);
    buffer_dispose(&extra);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_declarations),
        cmocka_unit_test(test_count_is_limited),
        cmocka_unit_test(test_numbers_sort_as_bytes),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_long_values_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
