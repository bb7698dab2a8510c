/* SPDX-License-Identifier: MIT */
/*
 * Do options of a command line arrive where the table says, and are those it
 * does not have refused with a sentence?
 */
#include "core/base/option.h"

#include <getopt.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct values {
    bool flag;
    const char *text;
    uint32_t number;
    uint32_t word;
    uint64_t size;
    uint64_t large;
} values;

static const char *const words[] = { "auto", "always", NULL };

#define OPTION_PLACE(member) offsetof(values, member)

static const option_rule rules[] = {
    OPTION_FLAG("flag", 'f', flag),        OPTION_TEXT("text", 0, text),
    OPTION_NUMBER32(NULL, 'n', number, 1), OPTION_WORD("word", 0, word, words),
    OPTION_SIZE("size", 0, size),          OPTION_NUMBER("large", 0, large, 0),
};
static const option_table table = { "test", rules, ARRAY_LENGTH(rules) };

/* Reads up to three words of a command line. */
static yz_status
take(const char *first, const char *second, const char *third, values *v,
     yz_error *err)
{
    char storage[3][32];
    const char *const given[] = { first, second, third };
    char name[] = "test";
    char *argv[5] = { name };
    int argc = 1;
    for (size_t i = 0; i < 3 && given[i]; i++) {
        strncpy(storage[i], given[i], sizeof(storage[i]) - 1);
        storage[i][sizeof(storage[i]) - 1] = '\0';
        argv[argc++] = storage[i];
    }
    *v = (values){ 0 };
    optind = 0; /* begin again */
    return options_read(&table, argc, argv, v, err);
}

static void
taken(void **state)
{
    values v;
    yz_error err;
    (void)state;
    assert_int_equal(take("-f", "-n", "12", &v, &err), YZ_OK);
    assert_true(v.flag);
    assert_int_equal(v.number, 12);
    assert_int_equal(take("--word=always", "x", "-fn7", &v, &err), YZ_OK);
    assert_int_equal(v.word, 1);
    assert_int_equal(v.number, 7);
    assert_int_equal(optind, 3); /* "x" stands behind the options */
    assert_int_equal(take("--large=18446744073709551615", NULL, NULL, &v, &err),
                     YZ_OK);
    assert_true(v.large == UINT64_MAX);
    assert_int_equal(take("--", "-f", NULL, &v, &err), YZ_OK);
    assert_false(v.flag);
}

static void
refused(void **state)
{
    static const struct {
        const char *word;
        const char *said;
    } cases[] = {
        { "-x", "-x" },
        { "--none", "--none" },
        { "--text", "needs" },
        { "-n", "-n needs" },
        { "--flag=1", "no value" },
        { "--text=", "valid" },
        { "-工会", "write -- before it" },
        { "-f工会", "write -- before it" },
        { "-n0", "a whole number above 0" },
        { "-n-1", "-n" },
        { "-n2x", "-n" },
        { "-n4294967296", "-n" },
        { "--large=18446744073709551616", "--large" },
        { "--large=-1", "a whole number" },
        { "--word=no", "not one of auto, always" },
        { "--size=", "size" },
        { "--size=1X", "512M" },
        { "--size=1GG", "512M" },
        { "--size=0", "512M" },
        { "--size=17000000T", "512M" },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        values v;
        yz_error err;
        assert_int_equal(take(cases[i].word, NULL, NULL, &v, &err),
                         YZ_E_INVALID);
        assert_non_null(strstr(err.message, cases[i].said));
    }
}

static void
sizes(void **state)
{
    static const struct {
        const char *word;
        uint64_t size;
    } cases[] = {
        { "--size=1", 1 },
        { "--size=5B", 5 },
        { "--size=2K", 2048 },
        { "--size=2k", 2048 },
        { "--size=3MiB", 3u << 20 },
        { "--size=1GB", 1u << 30 },
        { "--size=2T", UINT64_C(2) << 40 },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        values v;
        yz_error err;
        assert_int_equal(take(cases[i].word, NULL, NULL, &v, &err), YZ_OK);
        assert_int_equal(v.size, cases[i].size);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taken),
        cmocka_unit_test(refused),
        cmocka_unit_test(sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
