/* SPDX-License-Identifier: MIT */
/*
 * Is the order of hits the promised one, and does selecting the first of many
 * give what sorting all gives? Random hits with many ties, whose keys are set
 * beforehand, so that no index is read.
 */
#include "core/base/array.h"
#include "query/rank/order.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HITS_MAX = 500, ROUNDS = 200, ID_SIZE = 8 };

typedef struct random_hits {
    ranked items[HITS_MAX];
    order_key keys[HITS_MAX];
    char ids[HITS_MAX][ID_SIZE];
    size_t count;
} random_hits;

/* ---- the promised order, written plainly ---------------------------------- */

static yz_sort sort_by; /* qsort() passes no context */
static bool reversed;

/* Below 0 if x is less. */
static int
by_number(double x, double y)
{
    return (x > y) - (x < y);
}

static int
by_source(const order_key *x, const order_key *y)
{
    const int by[] = { str_compare(x->path, y->path),
                       by_number(x->line, y->line),
                       by_number((double)x->byte, (double)y->byte),
                       str_compare(x->id, y->id) };
    for (size_t i = 0; i < ARRAY_LENGTH(by); i++)
        if (by[i])
            return by[i];
    return str_compare(x->report, y->report);
}

static int
compare_plainly(const void *a, const void *b)
{
    const ranked *x = a;
    const ranked *y = b;
    const int sign = reversed ? -1 : 1;
    const int newer = by_number(y->key->date, x->key->date);
    const int source = by_source(x->key, y->key);
    const int undated = by_number(!x->key->date, !y->key->date);
    const int group = by_number(x->tier > YZ_TIER_VARIANT ? x->tier : 0,
                                y->tier > YZ_TIER_VARIANT ? y->tier : 0);
    const int by_date[] = { group, undated, sign * newer };
    const int by_score[] = { by_number(x->tier, y->tier),
                             sign * by_number(x->loss, y->loss),
                             sign * by_number(y->score, x->score), sign * newer,
                             sign * str_compare(x->key->id, y->key->id) };
    for (size_t i = 0; sort_by == YZ_SORT_DATE && i < ARRAY_LENGTH(by_date);
         i++)
        if (by_date[i])
            return by_date[i];
    if (sort_by == YZ_SORT_DATE)
        return source;
    for (size_t i = 0; sort_by == YZ_SORT_SCORE && i < ARRAY_LENGTH(by_score);
         i++)
        if (by_score[i])
            return by_score[i];
    return sign * source;
}

/* ---- random hits ---------------------------------------------------------- */

static yz_str
pick(uint64_t *random)
{
    static const yz_str texts[] = { { "", 0 }, { "a", 1 }, { "ab", 2 } };
    return texts[random_below(random, ARRAY_LENGTH(texts))];
}

/* Of two hits with one id, the reports differ. */
static void
make_hits(uint64_t *random, random_hits *hits)
{
    static const yz_str reports[] = { { "r", 1 }, { "s", 1 } };
    hits->count = random_below(random, HITS_MAX + 1);
    for (size_t i = 0; i < hits->count; i++) {
        snprintf(hits->ids[i], ID_SIZE, "%zu", (i / 2) * 7919 % 1000);
        hits->keys[i] =
            (order_key){ .date = random_below(random, 3),
                         .line = random_below(random, 3),
                         .byte = random_below(random, 3),
                         .path = pick(random),
                         .report = reports[i % 2],
                         .id = { hits->ids[i], strlen(hits->ids[i]) } };
        hits->items[i] = (ranked){ .passage = (uint32_t)i,
                                   .tier = random_below(random, 3),
                                   .loss = random_below(random, 2),
                                   .score = random_below(random, 4) / 3.0,
                                   .key = &hits->keys[i] };
    }
}

/* ---- tests ---------------------------------------------------------------- */

/* Each hit is still there, once. */
static void
assert_all_there(const ranked *hits, size_t count)
{
    bool seen[HITS_MAX] = { false };
    for (size_t i = 0; i < count; i++) {
        assert_false(seen[hits[i].passage]);
        seen[hits[i].passage] = true;
    }
}

static void
the_first_are_those_of_sorting(void **state)
{
    uint64_t random = 42;
    static random_hits hits;
    static ranked sorted[HITS_MAX];
    static const yz_sort sorts[] = { YZ_SORT_SCORE, YZ_SORT_DATE,
                                     YZ_SORT_SOURCE };
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        make_hits(&random, &hits);
        const size_t wanted = random_below(&random, HITS_MAX + 10);
        const size_t first = wanted < hits.count ? wanted : hits.count;
        order o = { .sort = sorts[round % 3], .reverse = round % 2 };
        sort_by = o.sort;
        reversed = o.reverse;
        memcpy(sorted, hits.items, sizeof(sorted));
        qsort(sorted, hits.count, sizeof(*sorted), compare_plainly);
        assert_int_equal(order_select(&o, hits.items, hits.count, wanted),
                         YZ_OK);
        for (size_t i = 0; i < first; i++)
            assert_int_equal(hits.items[i].passage, sorted[i].passage);
        assert_all_there(hits.items, hits.count);
    }
}

static void
different_hits_are_never_equal(void **state)
{
    uint64_t random = 43;
    static random_hits hits;
    (void)state;
    make_hits(&random, &hits);
    for (size_t i = 0; i < hits.count; i++)
        for (size_t j = 0; j < hits.count; j++) {
            order o = { .sort = YZ_SORT_SCORE };
            const int by = order_compare(&o, &hits.items[i], &hits.items[j]);
            assert_int_equal(by == 0, i == j);
        }
}

static bool
cancel_at_once(void *context)
{
    (void)context;
    return true;
}

static void
selecting_can_be_cancelled(void **state)
{
    uint64_t random = 44;
    static random_hits hits;
    cancellation cancelled = { .cancel = cancel_at_once };
    yz_error err;
    (void)state;
    make_hits(&random, &hits);
    order o = { .cancellation = &cancelled, .err = &err };
    for (int i = 0; i < 100 && o.status == YZ_OK; i++)
        (void)!order_select(&o, hits.items, hits.count, hits.count);
    assert_int_equal(o.status, YZ_E_CANCELLED);
    assert_all_there(hits.items, hits.count);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_are_those_of_sorting),
        cmocka_unit_test(different_hits_are_never_equal),
        cmocka_unit_test(selecting_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
