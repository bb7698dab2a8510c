/* SPDX-License-Identifier: MIT */
/*
 * Does max-score pruning keep the page? The k best hits of random queries on
 * random indexes are the same whether all hits are scored or only those that
 * pruning leaves. Which passages are hits is found by reading all of them.
 */
#include "query/rank/max_score.h"
#include "query/rank/score.h"
#include "query/rank/score_window.h"
#include "tests/unit/random.h"
#include "tests/unit/random_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEGMENTS_MAX = 16 };

/* One query on an index. */
typedef struct question {
    random_index *index;
    random_plan plan;
    rank_terms terms;
    bool phrases; /* all phrases are required, and tiers are theirs */
    uint32_t tier;
    passage_set hits[SEGMENTS_MAX];
    cancellation never;
    arena arena;
} question;

/* What a page shows of a hit, and the order of pages. No padding. */
typedef struct scored_hit {
    uint32_t segment;
    uint32_t passage;
    uint32_t tier;
    uint32_t loss;
    double score;
} scored_hit;

/* ---- hits ----------------------------------------------------------------- */

/* How the query matches a passage by phrases; YZ_TIER_COUNT: not at all. */
static uint32_t
tier_by_phrases(question *q, const uint16_t *units, uint32_t length)
{
    const plan *p = &q->plan.plan;
    uint32_t worst = YZ_TIER_EXACT;
    for (size_t i = 0; i < p->leaf_count; i++) {
        pattern_match match;
        const pattern *wanted = &p->leaves[i]->pattern;
        if (pattern_find(wanted, false, &q->index->context, units, length, 0,
                         &match))
            continue;
        if (!pattern_find(wanted, true, &q->index->context, units, length, 0,
                          &match))
            return YZ_TIER_COUNT;
        worst = YZ_TIER_VARIANT;
    }
    return worst;
}

/* Any tier will do where pruning reads all lists: a random one, and loss. */
static grade
random_grade(uint64_t *random)
{
    static const uint32_t tiers[] = { YZ_TIER_NEAR, YZ_TIER_WORDS,
                                      YZ_TIER_WORDS, YZ_TIER_WORDS,
                                      YZ_TIER_SOME };
    return (grade){ .tier = tiers[random_below(random, 5)],
                    .loss = random_below(random, 8) ? 0 : 1 };
}

static void
find_hits(question *q, uint32_t number)
{
    yz_error err;
    segment *s = &q->index->snapshot->segments[number];
    const bool graded = q->phrases || random_below(q->index->random, 2);
    passage_set set =
        graded ? passage_set_new_graded(&q->arena, s->info.passages)
               : passage_set_new(&q->arena, s->info.passages, q->tier);
    for (uint32_t i = 0; i < s->info.passages; i++) {
        const uint16_t *units;
        uint32_t length;
        grade g = random_grade(q->index->random);
        if (segment_is_deleted(s, i))
            continue;
        if (q->phrases) {
            require_ok(segment_skeleton(s, i, &q->index->context.skeletons,
                                        &units, &length, &err),
                       &err);
            g = (grade){ tier_by_phrases(q, units, length), 0 };
        }
        if (!graded)
            passage_set_push(&set, i);
        else if (g.tier < YZ_TIER_COUNT)
            passage_set_push_graded(&set, i, g);
    }
    q->hits[number] = set;
}

/* ---- pages ---------------------------------------------------------------- */

static int
compare_hits(const void *a, const void *b)
{
    const scored_hit *x = a;
    const scored_hit *y = b;
    if (x->tier != y->tier)
        return x->tier < y->tier ? -1 : 1;
    if (x->loss != y->loss)
        return x->loss < y->loss ? -1 : 1;
    if (x->score < y->score || x->score > y->score)
        return x->score > y->score ? -1 : 1;
    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    return (x->passage > y->passage) - (x->passage < y->passage);
}

/* Score all hits of the sets and sort them. */
static scored_hit *
page_of(question *q, const passage_set *sets, size_t *ret_count)
{
    yz_error err;
    const uint32_t segments = q->index->snapshot->segment_count;
    size_t count = 0;
    for (uint32_t i = 0; i < segments; i++)
        count += sets[i].count;
    scored_hit *page = arena_array(&q->arena, count + 1, sizeof(*page));
    *ret_count = count;
    count = 0;
    for (uint32_t i = 0; i < segments; i++) {
        double *scores =
            arena_array(&q->arena, sets[i].count + 1, sizeof(*scores));
        require_ok(score_hits(&q->terms, q->index->snapshot,
                              &q->index->snapshot->segments[i], &sets[i],
                              &q->never, scores, &err),
                   &err);
        for (uint32_t j = 0; j < sets[i].count; j++) {
            const grade g = passage_set_grade(&sets[i], j);
            page[count++] = (scored_hit){ i, sets[i].passages[j], g.tier,
                                          g.loss, scores[j] };
        }
    }
    qsort(page, count, sizeof(*page), compare_hits);
    return page;
}

/* How many of the first hits may be on a page, by the bonus they may get. */
static size_t
count_hopeful(const scored_hit *whole, size_t better, const pruning *p)
{
    const scored_hit *last = &whole[better + p->shown - 1];
    size_t count = better + p->shown;
    while (count < better + p->wanted && whole[count].loss == last->loss &&
           whole[count].score + p->bonus >= last->score)
        count++;
    return count;
}

/* Compare the hits that may be shown, and all of better tiers.
 * @return how many hits pruning has dropped */
static size_t
compare_pages(question *q, const scored_hit *whole, size_t count, size_t better,
              size_t wanted)
{
    yz_error err;
    passage_set pruned[SEGMENTS_MAX];
    size_t left;
    const uint32_t shown = 1 + random_below(q->index->random, (uint32_t)wanted);
    const pruning p = { .terms = &q->terms,
                        .snapshot = q->index->snapshot,
                        .cancellation = &q->never,
                        .tier = q->tier,
                        .wanted = wanted,
                        .shown = shown,
                        .bonus = random_below(q->index->random, 2) / 8.0,
                        .arena = &q->arena,
                        .err = &err };
    memcpy(pruned, q->hits, sizeof(pruned));
    require_ok(max_score_prune(&p, pruned), &err);
    const scored_hit *page = page_of(q, pruned, &left);
    const size_t hopeful = count_hopeful(whole, better, &p);
    assert_in_range(left, hopeful, count);
    assert_memory_equal(page, whole, hopeful * sizeof(*page));
    for (size_t i = 0; i < left; i++)
        assert_true(page[i].tier <= q->tier);
    return count - left;
}

/* ---- questions ------------------------------------------------------------ */

static size_t
ask(question *q)
{
    yz_error err;
    size_t count;
    size_t better = 0;
    size_t found = 0;
    require_ok(rank_terms_make(&q->plan.plan, q->index->snapshot, &q->never,
                               &q->arena, &q->terms, &err),
               &err);
    for (uint32_t i = 0; i < q->index->snapshot->segment_count; i++)
        find_hits(q, i);
    const scored_hit *whole = page_of(q, q->hits, &count);
    for (size_t i = 0; i < count; i++) {
        better += whole[i].tier < q->tier;
        found += whole[i].tier == q->tier;
    }
    size_t dropped = 0;
    for (size_t k = 1; k < found; k = k * 4 + random_below(q->index->random, 3))
        dropped += compare_pages(q, whole, count, better, k);
    if (found)
        dropped += compare_pages(q, whole, count, better, found);
    return dropped;
}

/* A query of 1 to 3 random phrases. */
static size_t
ask_at_random(random_index *x, bool phrases)
{
    char text[256] = "";
    question q = { .index = x, .phrases = phrases };
    const uint32_t exact = random_below(x->random, 2);
    q.tier = !phrases ? YZ_TIER_WORDS : exact ? YZ_TIER_EXACT : YZ_TIER_VARIANT;
    for (uint32_t n = 1 + random_below(x->random, 3); n > 0; n--) {
        char *phrase = random_index_text(x->random, phrases ? 2 : 5);
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s ",
                 phrase);
        free(phrase);
    }
    random_index_plan(x, text, phrases ? 0 : YZ_QUERY_ANY, &q.arena, &q.plan);
    assert_in_range(x->snapshot->segment_count, 1, SEGMENTS_MAX);
    const size_t dropped = q.plan.plan.root ? ask(&q) : 0;
    yz_query_free(q.plan.query);
    arena_dispose(&q.arena);
    return dropped;
}

static void
ask_of(uint32_t passages, uint32_t characters, int rounds)
{
    uint64_t random = 88172645463325252u + passages;
    random_index x;
    size_t dropped[2] = { 0 };
    random_index_open(&x, &random, passages, characters);
    for (int i = 0; i < rounds; i++)
        dropped[i % 2] += ask_at_random(&x, i % 2);
    assert_in_range(x.snapshot->segment_count, 2, SEGMENTS_MAX);
    assert_true(dropped[0] && dropped[1]);
    random_index_close(&x);
}

/* ---- tests ---------------------------------------------------------------- */

static void
pages_of_small_indexes_are_the_same(void **state)
{
    (void)state;
    ask_of(300, 12, 80);
    ask_of(1200, 8, 40);
}

static void
pages_of_long_lists_are_the_same(void **state)
{
    (void)state;
    ask_of(5000, 20, 16);
}

static void
pages_of_several_windows_are_the_same(void **state)
{
    (void)state;
    assert_true(50000u / 4 * 3 > WINDOW_SIZE);
    ask_of(50000, 4, 8);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_small_indexes_are_the_same),
        cmocka_unit_test(pages_of_long_lists_are_the_same),
        cmocka_unit_test(pages_of_several_windows_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
