/* SPDX-License-Identifier: MIT */
/*
 * Does a profile tell whether two indexes have the same words, and does it
 * survive being stored, and not survive being damaged?
 */
#include "core/text/profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static profile
current(const char *language, arena *a)
{
    profile p;
    assert_int_equal(profile_current(language, a, &p, NULL), YZ_OK);
    return p;
}

static void
test_current(void **state)
{
    (void)state;
    arena a = { 0 };
    const profile first = current("en", &a);
    const profile again = current("en", &a);
    assert_true(profile_same_words(&first, &again));
    assert_true(str_equal(first.language, str_of("en")));
    assert_true(first.icu.size >= 2);
    assert_true(first.unicode.size >= 2);
    arena_dispose(&a);
}

static void
test_the_stems_tell_languages_apart(void **state)
{
    (void)state;
    static const char *const languages[] = { "none", "en", "porter", "de",
                                             "fr",   "ru", "fi",     "tr" };
    arena a = { 0 };
    for (size_t i = 0; i < ARRAY_LENGTH(languages); i++)
        for (size_t k = 0; k < i; k++) {
            profile left = current(languages[i], &a);
            const profile right = current(languages[k], &a);
            assert_true(left.stems != right.stems);
            left.language = right.language;
            assert_false(profile_same_words(&left, &right));
        }
    const profile none = current("none", &a);
    const profile und = current("und", &a);
    assert_true(none.stems == und.stems);
    arena_dispose(&a);
}

static void
test_an_unknown_language_is_refused(void **state)
{
    (void)state;
    arena a = { 0 };
    profile p;
    yz_error err = { 0 };
    assert_int_equal(profile_current("xx", &a, &p, &err), YZ_E_INVALID);
    assert_true(err.message[0] != '\0');
    arena_dispose(&a);
}

static void
test_each_part_counts(void **state)
{
    (void)state;
    arena a = { 0 };
    const profile p = current("en", &a);
    profile other = p;
    other.icu = str_of("1.0");
    assert_false(profile_same_words(&p, &other));
    other = p;
    other.unicode = str_of("1.0");
    assert_false(profile_same_words(&p, &other));
    other = p;
    other.language = str_of("de");
    assert_false(profile_same_words(&p, &other));
    other = p;
    other.stems ^= 1;
    assert_false(profile_same_words(&p, &other));
    arena_dispose(&a);
}

static void
test_encode_and_decode(void **state)
{
    (void)state;
    arena a = { 0 };
    buffer out = { 0 };
    const profile p = current("en", &a);
    profile_encode(&p, &out);
    profile back;
    assert_int_equal(profile_decode(bytes_of(out.data, out.size), &back, NULL),
                     YZ_OK);
    assert_true(profile_same_words(&p, &back));
    for (size_t size = 0; size < out.size; size++)
        assert_int_equal(profile_decode(bytes_of(out.data, size), &back, NULL),
                         YZ_E_CORRUPT);
    buffer_put_u8(&out, 0);
    assert_int_equal(profile_decode(bytes_of(out.data, out.size), &back, NULL),
                     YZ_E_CORRUPT);
    buffer_dispose(&out);
    arena_dispose(&a);
}

/* Any bytes are refused, or give texts that lie within them. */
static void
test_random_bytes_do_no_harm(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 20000; round++) {
        uint8_t data[24];
        for (size_t i = 0; i < sizeof(data); i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            data[i] = (uint8_t)(seed >> 59);
        }
        profile p;
        const size_t size = seed >> 33 & 15;
        if (profile_decode(bytes_of(data, size), &p, NULL) == YZ_OK)
            assert_true(p.language.size + p.icu.size + p.unicode.size + 11 ==
                        size);
    }
}

static void
test_versions(void **state)
{
    (void)state;
    buffer out = { 0 };
    profile_versions(&out);
    buffer_put_u8(&out, 0);
    const char *text = (const char *)out.data;
    assert_ptr_equal(strstr(text, "ICU "), text);
    assert_non_null(strstr(text, "\nUnicode "));
    assert_non_null(strstr(text, "\nlibstemmer "));
    assert_int_equal(text[out.size - 2], '\n');
    buffer_dispose(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_current),
        cmocka_unit_test(test_the_stems_tell_languages_apart),
        cmocka_unit_test(test_an_unknown_language_is_refused),
        cmocka_unit_test(test_each_part_counts),
        cmocka_unit_test(test_encode_and_decode),
        cmocka_unit_test(test_random_bytes_do_no_harm),
        cmocka_unit_test(test_versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
