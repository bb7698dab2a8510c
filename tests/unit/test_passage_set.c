/* SPDX-License-Identifier: MIT */
/*
 * Is the algebra over passages, in both forms, that over plain arrays?
 */
#include "query/match/exact/passage_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random.h"

enum { SIZE_MAX_TRIED = 3000 };
static const uint32_t sizes[] = { 1, 2, 63, 64, 65, 128, 700, SIZE_MAX_TRIED };

/* The slow twin of a set: an answer for each passage. */
typedef struct model {
    uint32_t size;
    bool in[SIZE_MAX_TRIED];
    grade grades[SIZE_MAX_TRIED];
} model;

typedef enum form { LIST, GRADED, BITS, FORMS } form;

/* ---- random sets ---------------------------------------------------------- */

/* Empty, full, with one passage, or with each by a chance. */
static bool
chosen(uint64_t *random, uint32_t density, uint32_t i, uint32_t one)
{
    static const uint32_t permille[] = { 1, 20, 300, 950 };
    if (density < 3)
        return density == 1 || (density == 2 && i == one);
    return random_below(random, 1000) < permille[density - 3];
}

static void
make(uint64_t *random, form f, uint32_t size, arena *a, passage_set *set,
     model *m)
{
    const uint32_t density = random_below(random, 7);
    const uint32_t one = random_below(random, size);
    const uint32_t tier = random_below(random, 3);
    *m = (model){ .size = size };
    *set = f == LIST     ? passage_set_new(a, size, tier)
           : f == GRADED ? passage_set_new_graded(a, size)
                         : passage_set_new_bits(a, size, tier);
    assert_true(passage_set_there(set));
    for (uint32_t i = 0; i < size; i++) {
        if (!chosen(random, density, i, one))
            continue;
        m->in[i] = true;
        m->grades[i] = (grade){ tier, 0 };
        if (f == GRADED)
            m->grades[i] = (grade){ random_below(random, 4),
                                    random_below(random, 2) * 1000 };
        if (f == LIST)
            passage_set_push(set, i);
        else if (f == GRADED)
            passage_set_push_graded(set, i, m->grades[i]);
        else
            passage_set_add(set, (uint32_t[]){ i, i }, 2);
    }
}

/* ---- comparing -------------------------------------------------------------- */

static void
assert_is(const passage_set *set, const model *m, arena *a)
{
    uint32_t count = 0;
    assert_true(passage_set_there(set));
    const passage_set list = passage_set_list(set, set->count, a);
    assert_non_null(list.passages);
    assert_int_equal(list.count, set->count);
    for (uint32_t i = 0; i < m->size; i++) {
        assert_int_equal(passage_set_has(set, i), m->in[i]);
        if (!m->in[i])
            continue;
        assert_true(count < list.count);
        assert_int_equal(list.passages[count], i);
        const grade g = passage_set_grade(&list, count++);
        assert_int_equal(g.tier, m->grades[i].tier);
        assert_int_equal(g.loss, m->grades[i].loss);
    }
    assert_int_equal(count, set->count);
    assert_false(passage_set_has(set, m->size));
    assert_false(passage_set_has(set, UINT32_MAX));
}

static void
intersect(const model *x, const model *y, model *out)
{
    *out = (model){ .size = x->size };
    for (uint32_t i = 0; i < x->size; i++) {
        const grade g = x->grades[i];
        const grade h = y->grades[i];
        out->in[i] = x->in[i] && y->in[i];
        out->grades[i] =
            (grade){ g.tier > h.tier ? g.tier : h.tier, g.loss + h.loss };
    }
}

static void
unite(const model *x, const model *y, model *out)
{
    *out = (model){ .size = x->size };
    for (uint32_t i = 0; i < x->size; i++) {
        const grade g = x->grades[i];
        const grade h = y->grades[i];
        const bool better =
            h.tier < g.tier || (h.tier == g.tier && h.loss < g.loss);
        out->in[i] = x->in[i] || y->in[i];
        out->grades[i] = y->in[i] && (!x->in[i] || better) ? h : g;
    }
}

static void
subtract(const model *x, const model *y, model *out)
{
    *out = *x;
    for (uint32_t i = 0; i < x->size; i++)
        out->in[i] = x->in[i] && !y->in[i];
}

static bool
same(const model *x, const model *y)
{
    return !memcmp(x->in, y->in, x->size * sizeof(*x->in));
}

/* ---- tests ------------------------------------------------------------------ */

/* Everything that two sets can give. */
static void
try_pair(const passage_set *x, const model *m, const passage_set *y,
         const model *n, arena *a)
{
    static model expected;
    passage_set result = passage_set_intersect(x, y, a);
    intersect(m, n, &expected);
    assert_is(&result, &expected, a);
    result = passage_set_unite(x, y, a);
    unite(m, n, &expected);
    assert_is(&result, &expected, a);
    result = passage_set_subtract(x, y, a);
    subtract(m, n, &expected);
    assert_is(&result, &expected, a);
    assert_int_equal(passage_set_same_passages(x, y), same(m, n));
    /* And they are what they were. */
    assert_is(x, m, a);
    assert_is(y, n, a);
}

static void
two_sets_give_what_two_arrays_give(void **state)
{
    static model m;
    static model n;
    arena a = { 0 };
    uint64_t random = 7;
    (void)state;
    for (int round = 0; round < 60; round++)
        for (size_t s = 0; s < ARRAY_LENGTH(sizes); s++)
            for (int forms = 0; forms < FORMS * FORMS; forms++) {
                passage_set x;
                passage_set y;
                arena_clear(&a);
                make(&random, (form)(forms / FORMS), sizes[s], &a, &x, &m);
                make(&random, (form)(forms % FORMS), sizes[s], &a, &y, &n);
                try_pair(&x, &m, &y, &n, &a);
            }
    arena_dispose(&a);
}

static void
a_complement_is_exact_and_all_the_rest(void **state)
{
    static model m;
    static model rest;
    arena a = { 0 };
    uint64_t random = 11;
    (void)state;
    for (int round = 0; round < 200; round++)
        for (int f = 0; f < FORMS; f++) {
            passage_set x;
            const uint32_t size =
                sizes[random_below(&random, ARRAY_LENGTH(sizes))];
            arena_clear(&a);
            make(&random, (form)f, size, &a, &x, &m);
            rest = (model){ .size = size };
            for (uint32_t i = 0; i < size; i++)
                rest.in[i] = !m.in[i];
            const passage_set got = passage_set_complement(&x, size, &a);
            assert_is(&got, &rest, &a);
        }
    arena_dispose(&a);
}

/* The operations that change bits of one's own. */
static void
bits_are_merged_kept_and_cleared_in_place(void **state)
{
    static model m;
    static model n;
    static model expected;
    arena a = { 0 };
    uint64_t random = 13;
    (void)state;
    for (int round = 0; round < 300; round++) {
        passage_set x;
        passage_set y;
        const uint32_t size = sizes[random_below(&random, ARRAY_LENGTH(sizes))];
        arena_clear(&a);
        make(&random, BITS, size, &a, &x, &m);
        make(&random, BITS, size, &a, &y, &n);
        for (uint32_t i = 0; i < size; i++)
            m.grades[i] = n.grades[i] = (grade){ x.tier, 0 };
        unite(&m, &n, &expected);
        passage_set_merge(&x, &y);
        assert_is(&x, &expected, &a);
        make(&random, BITS, size, &a, &y, &n);
        subtract(&expected, &n, &m);
        subtract(&expected, &m, &n); /* what is in both */
        passage_set_keep(&x, &y);
        assert_is(&x, &n, &a);
        passage_set_clear(&x);
        assert_int_equal(x.count, 0);
        assert_false(passage_set_has(&x, 0));
    }
    arena_dispose(&a);
}

static void
the_first_of_a_set_are_a_list(void **state)
{
    static model m;
    arena a = { 0 };
    uint64_t random = 17;
    (void)state;
    for (int round = 0; round < 200; round++)
        for (int f = 0; f < FORMS; f++) {
            passage_set x;
            arena_clear(&a);
            make(&random, (form)f, 700, &a, &x, &m);
            const uint32_t most = random_below(&random, 800);
            const passage_set all = passage_set_list(&x, x.count, &a);
            const passage_set some = passage_set_list(&x, most, &a);
            assert_int_equal(some.count, most < x.count ? most : x.count);
            assert_memory_equal(some.passages, all.passages,
                                some.count * sizeof(uint32_t));
        }
    arena_dispose(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_sets_give_what_two_arrays_give),
        cmocka_unit_test(a_complement_is_exact_and_all_the_rest),
        cmocka_unit_test(bits_are_merged_kept_and_cleared_in_place),
        cmocka_unit_test(the_first_of_a_set_are_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
