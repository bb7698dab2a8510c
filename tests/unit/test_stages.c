/* SPDX-License-Identifier: MIT */
/*
 * Does a stage that goes on from the matches of better tiers find what its tier
 * alone finds? Random queries on random indexes, with random options and some
 * stages left out; what is found alone knows nothing of what was found before.
 */
#include "query/search/stages.h"
#include "tests/unit/random.h"
#include "tests/unit/random_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { INDEXES = 6, QUESTIONS = 250, QUERY_SIZE = 512 };

/* One way to go through a question's stages. */
typedef struct attempt {
    understanding understanding;
    request request;
    cancellation never;
    arena arena;
    search_context context;
    matches matches;
    yz_error err;
} attempt;

/* ---- questions -------------------------------------------------------------- */

static void
put_phrase(uint64_t *random, char *query)
{
    const uint32_t form = random_below(random, 5);
    char *text = random_index_text(random, 5);
    char part[QUERY_SIZE / 4];
    /* One run: no operator of the language, no field. */
    for (char *at = text; *at; at++)
        if (*at == ' ')
            *at = 'x';
    snprintf(part, sizeof(part), "%s%s%s", form == 0 ? "\"" : "", text,
             form == 0   ? "\""
             : form == 1 ? "~"
                         : "");
    strcat(query, part);
    free(text);
}

/* Up to four phrases between operators. */
static void
make_query(uint64_t *random, char query[QUERY_SIZE])
{
    static const char *const operators[] = { " ", " ", " AND ", " OR ", " -" };
    const uint32_t count = 1 + random_below(random, 4);
    query[0] = '\0';
    if (random_below(random, 12) == 0) {
        strcat(query, "NEAR(");
        put_phrase(random, query);
        strcat(query, " ");
        put_phrase(random, query);
        strcat(query, ", 8)");
        return;
    }
    if (random_below(random, 12) == 0) {
        strcat(query, "py:gonghui OR ");
        put_phrase(random, query);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            strcat(query, operators[random_below(random, 5)]);
        put_phrase(random, query);
    }
}

static yz_search_options
random_options(uint64_t *random)
{
    yz_search_options o = YZ_OPTIONS(yz_search_options);
    o.ocr = random_below(random, YZ_OCR_LOOSE + 1);
    if (random_below(random, 3) == 0)
        o.tiers = 1 + random_below(random, (1u << YZ_TIER_COUNT) - 1);
    if (random_below(random, 8) == 0)
        o.flags = YZ_SEARCH_STRICT;
    if (random_below(random, 4) == 0)
        o.report = random_below(random, 2) ? "rep*" : "other";
    return o;
}

/* false: nothing of the query can be looked for. */
static bool
begin(attempt *a, yz_snapshot *snapshot, const char *text,
      const yz_search_options *options)
{
    yz_query *query;
    yz_query_options parsing = YZ_OPTIONS(yz_query_options);
    const yz_str typed = { text, strlen(text) };
    *a = (attempt){ 0 };
    require_ok(yz_query_parse(typed, &parsing, &query, &a->err), &a->err);
    understanding *u = &a->understanding;
    understanding_init(u, snapshot, query);
    yz_query_free(query);
    require_ok(understanding_make(u, true, &a->never, &a->arena, &a->err),
               &a->err);
    require_ok(request_read(options, u, &a->arena, &a->request, &a->err),
               &a->err);
    understanding_accept(u, a->request.strict, a->request.reach,
                         a->request.follow_misreads, &a->err);
    a->context =
        (search_context){ &a->request, u, &a->never, &a->arena, NULL, &a->err };
    if (u->plan.root)
        require_ok(matches_begin(&a->context, &a->matches), &a->err);
    return u->plan.root;
}

static void
end(attempt *a)
{
    understanding_dispose(&a->understanding);
    arena_dispose(&a->arena);
}

/* ---- comparing -------------------------------------------------------------- */

static void
assert_same_set(const passage_set *x, const passage_set *y)
{
    assert_int_equal(x->count, y->count);
    for (uint32_t i = 0; i < x->count; i++) {
        const grade g = passage_set_grade(x, i);
        const grade h = passage_set_grade(y, i);
        assert_int_equal(x->passages[i], y->passages[i]);
        assert_int_equal(g.tier, h.tier);
        assert_int_equal(g.loss, h.loss);
    }
}

static void
assert_same_matches(const matches *x, const matches *y, uint32_t segments)
{
    assert_memory_equal(x->summary.counts, y->summary.counts,
                        sizeof(x->summary.counts));
    assert_int_equal(x->summary.filtered, y->summary.filtered);
    assert_int_equal(x->reached, y->reached);
    for (uint32_t i = 0; i < segments; i++)
        assert_same_set(&x->sets[i], &y->sets[i]);
}

/* What was found stays found, in the same grade or a better one. */
static void
assert_stays_found(const matches *before, const matches *after,
                   uint32_t segments)
{
    for (uint32_t i = 0; before->reached >= 0 && i < segments; i++) {
        const passage_set *x = &before->sets[i];
        const passage_set *y = &after->sets[i];
        uint32_t at = 0;
        for (uint32_t j = 0; j < x->count; j++) {
            while (at < y->count && y->passages[at] < x->passages[j])
                at++;
            assert_true(at < y->count && y->passages[at] == x->passages[j]);
            assert_true(passage_set_grade(y, at).tier <=
                        passage_set_grade(x, j).tier);
        }
    }
}

/* ---- the test --------------------------------------------------------------- */

/* The first stage always runs, others by chance. */
static void
try_question(yz_snapshot *snapshot, uint64_t *random, uint64_t *found)
{
    char query[QUERY_SIZE];
    attempt on;
    size_t count;
    const stage *stages = stages_all(&count);
    const yz_search_options options = random_options(random);
    make_query(random, query);
    const bool asks = begin(&on, snapshot, query, &options);
    for (size_t i = 0; asks && i < count; i++) {
        attempt alone;
        const stage *s = &stages[i];
        if ((s->applies && !s->applies(&on.understanding.plan)) ||
            (i > 0 && random_below(random, 4) == 0))
            continue;
        const matches before = on.matches;
        require_ok(stage_run(s, &on.context, &before, &on.matches), &on.err);
        assert_true(begin(&alone, snapshot, query, &options));
        alone.matches.beside = on.matches.beside;
        require_ok(stage_run(s, &alone.context, &alone.matches, &alone.matches),
                   &alone.err);
        assert_same_matches(&on.matches, &alone.matches,
                            snapshot->segment_count);
        assert_stays_found(&before, &on.matches, snapshot->segment_count);
        end(&alone);
    }
    for (int tier = 0; asks && tier < YZ_TIER_COUNT; tier++)
        found[tier] += on.matches.summary.counts[tier];
    end(&on);
}

/* A snapshot of the index with synonyms. */
static yz_snapshot *
set_synonyms(random_index *x)
{
    yz_error err;
    yz_writer *writer;
    yz_snapshot *snapshot;
    const char *words = "工会,驿站\n国,中文\n";
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    require_ok(yz_writer_open(x->index, &options, &writer, &err), &err);
    require_ok(
        yz_writer_set_synonyms(writer, (yz_str){ words, strlen(words) }, &err),
        &err);
    require_ok(yz_writer_commit(writer, &err), &err);
    yz_writer_close(writer);
    require_ok(yz_snapshot_open(x->index, &snapshot, &err), &err);
    return snapshot;
}

static void
a_stage_goes_on_to_what_its_tier_finds_alone(void **state)
{
    uint64_t random = 20240611;
    uint64_t found[YZ_TIER_COUNT] = { 0 };
    (void)state;
    for (int i = 0; i < INDEXES; i++) {
        random_index x;
        random_index_open(&x, &random, 60 + random_below(&random, 300), 30);
        yz_snapshot *snapshot = set_synonyms(&x);
        for (int j = 0; j < QUESTIONS; j++)
            try_question(snapshot, &random, found);
        yz_snapshot_close(snapshot);
        random_index_close(&x);
    }
    for (int tier = 0; tier < YZ_TIER_COUNT; tier++)
        if (!found[tier])
            fail_msg("nothing was found in the tier %s",
                     yz_tier_name((yz_tier)tier));
}

/* ---- parts of an AND ---------------------------------------------------------- */

enum { PARTS_MAX = 3 };

/* Run the stages up to a tier; what was found, by segment. */
static const passage_set *
run_to(attempt *a, yz_tier tier)
{
    size_t count;
    const stage *stages = stages_all(&count);
    for (size_t i = 0; i < count && stages[i].tier <= tier; i++)
        if (!stages[i].applies || stages[i].applies(&a->understanding.plan))
            require_ok(
                stage_run(&stages[i], &a->context, &a->matches, &a->matches),
                &a->err);
    return a->matches.sets;
}

/* Parts that are each looked for in all passages, and then intersected. */
static void
try_parts(yz_snapshot *snapshot, uint64_t *random, uint64_t *found)
{
    attempt whole;
    attempt parts[PARTS_MAX];
    char query[QUERY_SIZE] = "";
    const uint32_t count = 2 + random_below(random, PARTS_MAX - 1);
    const yz_tier tier =
        random_below(random, 4) ? YZ_TIER_LOOKALIKE : YZ_TIER_VARIANT;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    bool asks = true;
    options.ocr = random_below(random, YZ_OCR_LOOSE + 1);
    for (uint32_t i = 0; i < count; i++) {
        char part[QUERY_SIZE] = "";
        put_phrase(random, part);
        strcat(part, random_below(random, 3) ? "" : "~1");
        strcat(strcat(query, i ? " AND " : ""), part);
        asks &= begin(&parts[i], snapshot, part, &options);
    }
    asks &= begin(&whole, snapshot, query, &options);
    for (uint32_t s = 0; asks && s < snapshot->segment_count; s++) {
        passage_set all = run_to(&parts[0], tier)[s];
        for (uint32_t i = 1; i < count; i++)
            all = passage_set_intersect(&all, &run_to(&parts[i], tier)[s],
                                        &whole.arena);
        assert_same_set(&run_to(&whole, tier)[s], &all);
        for (uint32_t i = 0; i < all.count; i++)
            found[passage_set_grade(&all, i).tier]++;
    }
    for (uint32_t i = 0; i < count; i++)
        end(&parts[i]);
    end(&whole);
}

static void
an_and_finds_what_all_of_its_parts_find(void **state)
{
    uint64_t random = 20250104;
    uint64_t found[YZ_TIER_COUNT] = { 0 };
    (void)state;
    for (int i = 0; i < INDEXES; i++) {
        random_index x;
        random_index_open(&x, &random, 60 + random_below(&random, 900), 30);
        for (int j = 0; j < QUESTIONS; j++)
            try_parts(x.snapshot, &random, found);
        random_index_close(&x);
    }
    assert_true(found[YZ_TIER_EXACT] > 100);
    assert_true(found[YZ_TIER_LOOKALIKE] > 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stage_goes_on_to_what_its_tier_finds_alone),
        cmocka_unit_test(an_and_finds_what_all_of_its_parts_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
