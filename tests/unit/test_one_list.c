/* SPDX-License-Identifier: MIT */
/*
 * Does a query that one posting list answers get the same page and count as one
 * whose matches are found, scored and sorted one by one? Facets, which need each
 * match, and scores of all hits make a search take the long way.
 */
#include "tests/unit/random.h"
#include "tests/unit/random_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HITS_MAX = 400 };

typedef struct answer {
    uint64_t count;
    uint64_t tiers[YZ_TIER_COUNT];
    size_t hit_count;
    char ids[HITS_MAX][24];
    double scores[HITS_MAX];
} answer;

static void
take_hits(yz_results *results, answer *to)
{
    yz_error err;
    const yz_hit *hit;
    yz_status status;
    while ((status = yz_results_next(results, &hit, &err)) == YZ_OK) {
        const yz_str id = hit->passage->id;
        assert_in_range(to->hit_count, 0, HITS_MAX - 1);
        assert_in_range(id.size, 1, sizeof(to->ids[0]));
        memcpy(to->ids[to->hit_count], id.data, id.size);
        to->scores[to->hit_count++] = hit->score;
    }
    assert_int_equal(status, YZ_DONE);
}

static void
search(random_index *x, const yz_query *query, const yz_search_options *o,
       answer *to)
{
    yz_error err;
    yz_results *results;
    memset(to, 0, sizeof(*to));
    require_ok(yz_search(x->snapshot, query, o, &results, &err), &err);
    to->count = yz_results_count(results);
    for (int tier = 0; tier < YZ_TIER_COUNT; tier++)
        yz_results_tier_count(results, (yz_tier)tier, &to->tiers[tier]);
    take_hits(results, to);
    yz_results_close(results);
}

/* The same page, part of all hits in their order, and bare count. */
static size_t
compare(random_index *x, const char *text, yz_search_options o)
{
    yz_error err;
    yz_query *query;
    answer *quick = calloc(2, sizeof(*quick));
    answer *slow = quick + 1;
    assert_non_null(quick);
    require_ok(
        yz_query_parse((yz_str){ text, strlen(text) }, NULL, &query, &err),
        &err);
    search(x, query, &o, quick);
    o.facets = YZ_FACET_BIT(YZ_FACET_KIND);
    search(x, query, &o, slow);
    assert_memory_equal(quick, slow, sizeof(*quick));
    const uint64_t count = slow->count;
    o.facets = 0;
    o.flags |= YZ_SEARCH_COUNT_ONLY;
    search(x, query, &o, quick);
    assert_int_equal(quick->count, count);
    assert_int_equal(quick->hit_count, 0);
    yz_query_free(query);
    free(quick);
    return count;
}

static void
one_list_and_all_hits_give_the_same(void **state)
{
    (void)state;
    uint64_t random = 88172645463325252u;
    random_index x;
    size_t large = 0;
    random_index_open(&x, &random, 6000, 16);
    for (int round = 0; round < 120; round++) {
        char *text = random_index_text(&random, 2);
        yz_search_options o = YZ_OPTIONS(yz_search_options);
        o.tiers = random_below(&random, 2) ? YZ_TIER_BIT(YZ_TIER_EXACT) : 0;
        o.limit = 1 + random_below(&random, 150);
        o.offset = random_below(&random, 2) ? random_below(&random, 40) : 0;
        large += compare(&x, text, o) > 1000;
        free(text);
    }
    assert_in_range(large, 20, 120);
    random_index_close(&x);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_list_and_all_hits_give_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
