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

enum {
    SEGMENTS_MAX = 16,
    LIFTED_MAX = 400 /* best hits: what they gain is computed slowly */
};

/* One query on an index. */
typedef struct question {
    random_index *index;
    random_plan plan;
    rank_terms terms;
    bool phrases; /* all phrases are required, and tiers are theirs */
    uint32_t tier;
    passage_set hits[SEGMENTS_MAX];
    cancellation never;
    size_t proved; /* pages of hits that gain something */
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
count_hopeful(const scored_hit *whole, size_t better, const pruning *p,
              double gain)
{
    const scored_hit *last = &whole[better + p->shown - 1];
    size_t count = better + p->shown;
    while (count < better + p->wanted && whole[count].loss == last->loss &&
           whole[count].score + gain >= last->score)
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
    size_t left;
    const uint32_t shown = 1 + random_below(q->index->random, (uint32_t)wanted);
    const double gain = random_below(q->index->random, 2) / 8.0;
    const pruning p = { .terms = &q->terms,
                        .snapshot = q->index->snapshot,
                        .cancellation = &q->never,
                        .tier = q->tier,
                        .wanted = wanted,
                        .shown = shown,
                        .lifts = lifts_of_any(gain),
                        .arena = &q->arena,
                        .err = &err };
    passage_set sets[SEGMENTS_MAX];
    pruned left_over = { .hits = sets };
    memcpy(sets, q->hits, sizeof(sets));
    require_ok(max_score_prune(&p, &left_over), &err);
    const scored_hit *page = page_of(q, sets, &left);
    const size_t hopeful = count_hopeful(whole, better, &p, gain);
    assert_in_range(left, hopeful, count);
    assert_memory_equal(page, whole, hopeful * sizeof(*page));
    for (size_t i = 0; i < left; i++)
        assert_true(page[i].tier <= q->tier);
    return count - left;
}

/* ---- pages of hits that gain by their terms ---------------------------------- */

/* Random lifts of all terms. */
static lifts
random_lifts(question *q)
{
    uint64_t *random = q->index->random;
    term_lift *terms =
        arena_array(&q->arena, q->terms.count + 1, sizeof(*terms));
    for (size_t i = 0; i < q->terms.count; i++) {
        terms[i].least = random_below(random, 3) / 16.0;
        terms[i].most = terms[i].least + random_below(random, 5) / 8.0;
    }
    return (lifts){ .terms = terms, .rest = random_below(random, 2) / 16.0 };
}

/* What a hit gains: by each term that it has between the least and the most. */
static double
gain_of(question *q, const lifts *l, const scored_hit *hit)
{
    yz_error err;
    double gain = 0;
    segment *s = &q->index->snapshot->segments[hit->segment];
    for (size_t i = 0; i < q->terms.count; i++) {
        score_part part;
        require_ok(score_term(&q->terms.items[i], q->index->snapshot, s,
                              hit->passage, &part, &err),
                   &err);
        const double share = (double)((hit->passage * 7 + i) % 5) / 4;
        if (part.frequency)
            gain += l->terms[i].least +
                    share * (l->terms[i].most - l->terms[i].least);
    }
    return gain;
}

/* The hits of the tier that is pruned, without losses, as they are ranked once
 * the first `best` gained something. What they scored before is kept. */
typedef struct lifted_page {
    scored_hit *hits;
    double *first; /* by place before hits were ranked again */
    size_t count;
} lifted_page;

static lifted_page
lift_page(question *q, const lifts *l, const scored_hit *page, size_t count,
          size_t best)
{
    lifted_page lifted = {
        .hits = arena_array(&q->arena, count + 1, sizeof(scored_hit)),
        .first = arena_array(&q->arena, count + 1, sizeof(double)),
    };
    for (size_t i = 0; i < count; i++)
        if (page[i].tier == q->tier && !page[i].loss)
            lifted.hits[lifted.count++] = page[i];
    for (size_t i = 0; i < lifted.count; i++) {
        lifted.first[i] = lifted.hits[i].score;
        if (i < best)
            lifted.hits[i].score += gain_of(q, l, &lifted.hits[i]);
    }
    qsort(lifted.hits, lifted.count, sizeof(scored_hit), compare_hits);
    return lifted;
}

/* The score before it gained something. */
static double
first_score(const scored_hit *unlifted, size_t count, const scored_hit *hit)
{
    for (size_t i = 0; i < count; i++)
        if (unlifted[i].segment == hit->segment &&
            unlifted[i].passage == hit->passage)
            return unlifted[i].score;
    fail();
    return 0;
}

/* Whether the page proves that what was dropped does not belong on it. */
static bool
is_proved(const pruned *left, const lifted_page *lifted, const scored_hit *page,
          size_t count, const pruning *p)
{
    double least = 1e9;
    if (left->gave_up || lifted->count < p->shown ||
        lifted->hits[p->shown - 1].score < (double)left->dropped.most)
        return false;
    for (size_t i = 0; i < p->shown; i++) {
        const double first = first_score(page, count, &lifted->hits[i]);
        least = first < least ? first : least;
    }
    size_t above = dropped_hits_above(&left->dropped, least);
    for (size_t i = 0; i < lifted->count; i++)
        above += lifted->first[i] >= least;
    return above <= p->wanted;
}

/* @return whether pruning in that order left the page as it was, for certain */
static bool
keeps_lifted_page(question *q, const pruning *p, const scored_hit *whole,
                  size_t count)
{
    passage_set sets[SEGMENTS_MAX];
    pruned left = { .hits = sets };
    size_t kept;
    memcpy(sets, q->hits, sizeof(sets));
    require_ok(max_score_prune(p, &left), p->err);
    const scored_hit *page = page_of(q, sets, &kept);
    const lifted_page before = lift_page(q, &p->lifts, whole, count, p->wanted);
    const lifted_page after =
        lift_page(q, &p->lifts, page, kept, p->wanted - left.best_dropped);
    if (before.count < p->shown)
        return true;
    if (p->order == PRUNE_HOPEFUL && !is_proved(&left, &after, page, kept, p))
        return false;
    assert_in_range(after.count, p->shown, before.count);
    assert_memory_equal(after.hits, before.hits,
                        p->shown * sizeof(*after.hits));
    return true;
}

/* Prune in both orders. @return how many hopeful pages were proved */
static size_t
compare_lifted_pages(question *q, const scored_hit *whole, size_t count,
                     size_t wanted)
{
    yz_error err;
    const uint32_t least = random_below(q->index->random, (uint32_t)wanted);
    pruning p = { .terms = &q->terms,
                  .snapshot = q->index->snapshot,
                  .cancellation = &q->never,
                  .tier = q->tier,
                  .wanted = wanted,
                  .shown = 1 + (least < 20 ? least : 20),
                  .lifts = random_lifts(q),
                  .order = PRUNE_BEST_FIRST,
                  .arena = &q->arena,
                  .err = &err };
    assert_true(keeps_lifted_page(q, &p, whole, count));
    p.order = PRUNE_HOPEFUL;
    return keeps_lifted_page(q, &p, whole, count);
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
    for (size_t k = 1; k < found;
         k = k * 4 + random_below(q->index->random, 3)) {
        dropped += compare_pages(q, whole, count, better, k);
        if (k <= LIFTED_MAX)
            q->proved += compare_lifted_pages(q, whole, count, k);
    }
    if (found)
        dropped += compare_pages(q, whole, count, better, found);
    return dropped;
}

/* A query of 1 to 3 random phrases. */
static size_t
ask_at_random(random_index *x, bool phrases, size_t *proved)
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
    *proved += q.proved;
    yz_query_free(q.plan.query);
    arena_dispose(&q.arena);
    return dropped;
}

/* @return how many pages of hits that gain something were proved */
static size_t
ask_of(uint32_t passages, uint32_t characters, int rounds)
{
    uint64_t random = 88172645463325252u + passages;
    random_index x;
    size_t dropped[2] = { 0 };
    size_t proved = 0;
    random_index_open(&x, &random, passages, characters);
    for (int i = 0; i < rounds; i++)
        dropped[i % 2] += ask_at_random(&x, i % 2, &proved);
    assert_in_range(x.snapshot->segment_count, 2, SEGMENTS_MAX);
    assert_true(dropped[0] && dropped[1]);
    random_index_close(&x);
    return proved;
}

/* ---- tests ---------------------------------------------------------------- */

static void
pages_of_small_indexes_are_the_same(void **state)
{
    (void)state;
    assert_true(ask_of(300, 12, 80));
    assert_true(ask_of(1200, 8, 40));
}

static void
pages_of_long_lists_are_the_same(void **state)
{
    (void)state;
    assert_true(ask_of(5000, 20, 16));
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
