/* SPDX-License-Identifier: MIT */
/*
 * Does the table know what is really misread, on either side of a pair? Do
 * pairs of the user's go before it, survive being stored, and come out of a
 * page and its correction?
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/text/lookalike_learn.h"

static const lookalike_pair OWN[] = {
    { 0x53d7, 0x515a, 0.9 }, /* 受 read as 党: alike to no font */
    { 0x5de5, 0x738b, 0.0 }, /* 工 never read as 王 */
};

static void
test_builtin(void **state)
{
    lookalike alike;
    uint32_t near[LOOKALIKE_NEIGHBOURS];
    (void)state;
    assert_true(lookalike_find(NULL, 0x5165, 0x4eba, &alike)); /* 入 人 */
    assert_true(alike.weight > 0.5 && alike.weight <= 1);
    assert_true(lookalike_find(NULL, 0x707e, 0x706d, &alike)); /* 灾 灭 */
    assert_true(lookalike_find(NULL, 0x5df1, 0x5df2, &alike)); /* 己 已 */
    assert_int_equal(alike.rank, 0);
    assert_false(lookalike_find(NULL, 0x53d7, 0x515a, &alike)); /* 受 党 */
    assert_false(lookalike_find(NULL, 0x5e02, 0x7701, &alike)); /* 市 省 */
    assert_false(lookalike_find(NULL, 'a', 'b', &alike));
    assert_int_equal(lookalike_neighbours(0x5df1, near), LOOKALIKE_NEIGHBOURS);
    assert_int_equal(near[0], 0x5df2);
    assert_int_equal(lookalike_neighbours('a', near), 0);
}

/* Each row holds twenty others, none twice, and similarities that fall. */
static void
test_rows(void **state)
{
    (void)state;
    for (uint32_t c = 0x4e00; c < 0x9fff; c += 7) {
        uint32_t near[LOOKALIKE_NEIGHBOURS];
        const size_t count = lookalike_neighbours(c, near);
        for (size_t i = 0; i < count; i++) {
            lookalike alike;
            assert_int_not_equal(near[i], c);
            assert_true(lookalike_find(NULL, c, near[i], &alike));
            assert_true(alike.weight > 0 && alike.rank <= i);
            assert_true(lookalike_find(NULL, near[i], c, &alike));
            for (size_t j = 0; j < i; j++)
                assert_int_not_equal(near[i], near[j]);
        }
    }
}

static void
test_signs(void **state)
{
    lookalike alike;
    (void)state;
    assert_true(lookalike_find(NULL, 0x5de5, 0x22a5, &alike)); /* 工 ⊥ */
    assert_true(lookalike_find(NULL, 0x5de5, 'i', &alike));
    assert_true(lookalike_find(NULL, 0x4e28, '1', &alike));    /* 丨 */
    assert_true(lookalike_find(NULL, 0x4e00, 0x2014, &alike)); /* 一 — */
    assert_false(lookalike_find(NULL, 'i', 0x5de5, &alike));
}

static void
test_own(void **state)
{
    lookalike_pair items[ARRAY_LENGTH(OWN)] = { OWN[0], OWN[1] };
    const lookalike_pairs own = { items, ARRAY_LENGTH(OWN) };
    lookalike alike;
    (void)state;
    assert_true(lookalike_find(&own, 0x53d7, 0x515a, &alike));
    assert_true(lookalike_find(&own, 0x5165, 0x4eba, &alike));
    assert_true(lookalike_find(NULL, 0x5de5, 0x738b, &alike));
    assert_false(lookalike_find(&own, 0x5de5, 0x738b, &alike));
}

/* A program's locale may write numbers with a comma; the tables do not. */
static void
test_weights(void **state)
{
    static const struct {
        const char *line;
        double weight; /* < 0: it is none */
    } cases[] = {
        { "受 党 0", 0 },    { "受 党 1", 1 },     { "受 党 0.25", 0.25 },
        { "受 党 .5", 0.5 }, { "受 党 1.0", 1 },   { "受 党 1.01", -1 },
        { "受 党 2", -1 },   { "受 党 -0.1", -1 }, { "受 党 0,5", -1 },
        { "受 党 nan", -1 }, { "受 党 .", -1 },    { "受 党 0.5x", -1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        arena a = { 0 };
        lookalike_pairs pairs;
        const yz_status status =
            lookalike_pairs_parse(str_of(cases[i].line), &a, &pairs, NULL);
        assert_int_equal(status, cases[i].weight < 0 ? YZ_E_SOURCE : YZ_OK);
        if (status == YZ_OK)
            assert_true(fabs(pairs.items[0].weight - cases[i].weight) < 1e-9);
        arena_dispose(&a);
    }
}

static void
test_parse(void **state)
{
    arena a = { 0 };
    lookalike_pairs pairs;
    lookalike_pairs back;
    buffer stored = { 0 };
    yz_error error = { 0 };
    (void)state;
    assert_int_equal(lookalike_pairs_parse(
                         str_of("# seen\n受 党\n\n乐\t: 0.5\r\n受 党 0.4\n"),
                         &a, &pairs, &error),
                     YZ_OK);
    assert_int_equal(pairs.count, 2);
    assert_int_equal(pairs.items[0].query, 0x4e50);
    assert_true(pairs.items[1].weight > 0.89);
    lookalike_pairs_encode(&pairs, &stored);
    assert_int_equal(lookalike_pairs_decode(bytes_of(stored.data, stored.size),
                                            &a, &back, &error),
                     YZ_OK);
    assert_int_equal(back.count, 2);
    assert_int_equal(back.items[1].text, 0x515a);
    for (size_t size = 0; size < stored.size; size++)
        assert_int_equal(lookalike_pairs_decode(bytes_of(stored.data, size), &a,
                                                &back, &error),
                         YZ_E_CORRUPT);
    assert_int_equal(
        lookalike_pairs_parse(str_of("受 党\n受灾 党\n"), &a, &pairs, &error),
        YZ_E_SOURCE);
    assert_int_equal(error.line, 2);
    assert_int_equal(
        lookalike_pairs_parse(str_of("受 党 2\n"), &a, &pairs, &error),
        YZ_E_SOURCE);
    assert_int_equal(
        lookalike_pairs_parse(str_of("受 党 0.4\n受 党 0\n受 党 0.9\n"), &a,
                              &pairs, &error),
        YZ_OK);
    assert_true(pairs.count == 1 && pairs.items[0].weight <= 0);
    buffer_dispose(&stored);
    arena_dispose(&a);
}

static yz_status
learn(arena *a, const char *read, const char *truth, misreadings *found)
{
    skeleton x;
    skeleton y;
    yz_error error;
    assert_int_equal(skeleton_make(NULL, str_of(read), false, a, &x, &error),
                     YZ_OK);
    assert_int_equal(skeleton_make(NULL, str_of(truth), false, a, &y, &error),
                     YZ_OK);
    return lookalike_learn(&x, &y, a, found, &error);
}

static void
test_learn(void **state)
{
    arena a = { 0 };
    misreadings found;
    lookalike_pairs pairs;
    (void)state;
    assert_int_equal(learn(&a, "暴雨洪涝灭害党灾职工，人选福建 人人心的地",
                           "暴雨洪涝灾害受灾职工。入选福建，入人心的大地",
                           &found),
                     YZ_OK);
    assert_int_equal(found.count, 3);
    assert_int_equal(found.items[0].query, 0x5165); /* 入, twice */
    assert_int_equal(found.items[0].text, 0x4eba);
    assert_int_equal(found.items[0].count, 2);
    assert_int_equal(found.items[1].query, 0x53d7);
    assert_int_equal(found.items[2].query, 0x707e);
    assert_int_equal(lookalike_pairs_learned(&found, &a, &pairs, NULL), YZ_OK);
    assert_true(pairs.items[0].weight > pairs.items[1].weight);
    assert_int_equal(learn(&a, "工，会 - 驿口站", "工一会一驿 站", &found),
                     YZ_OK);
    assert_int_equal(found.count, 1); /* a comma is no misread ideograph */
    assert_int_equal(found.items[0].text, '-');
    assert_int_equal(learn(&a, "", "", &found), YZ_OK);
    assert_int_equal(found.count, 0);
    assert_int_equal(learn(&a, "工会", "", &found), YZ_OK);
    assert_int_equal(found.count, 0);
    arena_dispose(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_builtin), cmocka_unit_test(test_rows),
        cmocka_unit_test(test_signs),   cmocka_unit_test(test_own),
        cmocka_unit_test(test_weights), cmocka_unit_test(test_parse),
        cmocka_unit_test(test_learn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
