/* SPDX-License-Identifier: MIT */
/*
 * Does the comparison of misread phrases find what is there, and the best of
 * it? Two slow twins on random short texts: the edit distance to any part of
 * the text, by Sellers' table, where one character may be wrong; and an aligner
 * that enumerates every way to align the phrase from every place, and judges
 * each by the limits when it is complete, without anchors and windows.
 */
#include "core/base/array.h"
#include "core/text/charclass.h"
#include "core/text/signs.h"
#include "query/match/fuzzy/misread.h"
#include "query/match/fuzzy/ocr_debris.h"
#include "tests/unit/random.h"
#include "tests/unit/random_index.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { QUERY_MAX = 12, TEXT_MAX = 9000, STEPS_MAX = 3 * QUERY_MAX };

typedef struct fixture {
    uint64_t random;
    random_index index;
    evidence evidence;
} fixture;

/* One phrase and one text. */
typedef struct comparison {
    fixture *fixture;
    uint16_t phrase[QUERY_MAX];
    uint32_t phrase_length;
    uint16_t text[TEXT_MAX];
    uint32_t length;
    bool omits; /* signs may be omitted */
    misread_query query;
    arena arena;
} comparison;

static int
setup(void **state)
{
    fixture *f = calloc(1, sizeof(*f));
    f->random = 362436069;
    random_index_open(&f->index, &f->random, 100, 10);
    evidence_init(&f->evidence, f->index.snapshot, &f->index.context, NULL,
                  NULL);
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    fixture *f = *state;
    evidence_dispose(&f->evidence);
    random_index_close(&f->index);
    free(f);
    return 0;
}

/* ---- the enumerating aligner ---------------------------------------------- */

typedef enum step_type {
    STEP_EQUAL,
    STEP_WRONG,
    STEP_OPEN,
    STEP_ADDED,
    STEP_LOST,
    STEP_MARK_ADDED,
    STEP_MARK_LOST,
    STEP_OMITTED, /* signs that are not those of the query */
    STEP_SAME,    /* signs that are */
    STEP_TYPE_COUNT
} step_type;

/* A step of an alignment: what of the query meets what of the text. */
typedef struct step {
    step_type type;
    uint32_t query; /* 0: nothing of it */
    uint32_t begin; /* units of the text */
    uint32_t end;
} step;

typedef struct aligner {
    comparison *comparison;
    step steps[STEPS_MAX];
    size_t count;
    bool found; /* from the place at hand */
    yz_tier tier;
    double weight;
} aligner;

static bool
are_equal(const comparison *c, uint32_t query, uint32_t text)
{
    const variant_table *variants = c->fixture->index.context.variants;
    if (char_sign(query) != SIGN_NONE)
        return char_sign(query) == char_sign(text);
    return variant_related(variants, query, text);
}

static size_t
count_steps(const aligner *a, step_type type)
{
    size_t count = 0;
    for (size_t i = 0; i < a->count; i++)
        count += a->steps[i].type == type;
    return count;
}

static double
weigh_step(aligner *a, const step *s, uint32_t misread, size_t open)
{
    const comparison *c = a->comparison;
    if (s->type == STEP_EQUAL || s->type == STEP_SAME)
        return 1;
    if (s->type != STEP_WRONG && s->type != STEP_ADDED &&
        s->type != STEP_LOST && s->type != STEP_OPEN)
        return misread + open ? 0.99 : 1;
    const departure d = { .units = c->text,
                          .length = c->length,
                          .begin = s->begin,
                          .end = s->end,
                          .query = s->query,
                          .characters = c->query.characters,
                          .misread = misread,
                          .open = s->type == STEP_OPEN };
    return evidence_weigh(&c->fixture->evidence, c->query.reach, &d);
}

/* A complete alignment that ends before unit `end` of the text. */
static void
judge(aligner *a, uint32_t end)
{
    const comparison *c = a->comparison;
    const misread_query *q = &c->query;
    const size_t open = count_steps(a, STEP_OPEN);
    const size_t misread = count_steps(a, STEP_WRONG) +
                           count_steps(a, STEP_ADDED) +
                           count_steps(a, STEP_LOST);
    const size_t breaks = misread + open + count_steps(a, STEP_MARK_ADDED);
    double weight = 1;
    const size_t same = count_steps(a, STEP_EQUAL) + count_steps(a, STEP_SAME);
    if (same == a->count || breaks > q->breaks || misread > q->misread ||
        open > q->open || (!q->edits && misread > count_steps(a, STEP_WRONG)) ||
        skeleton_inside_word(c->text, c->length, end))
        return;
    for (size_t i = 0; i < a->count; i++)
        weight *= weigh_step(a, &a->steps[i], (uint32_t)misread, open);
    const yz_tier tier = misread + open == 0 && q->characters >= 4
                             ? YZ_TIER_VARIANT
                             : YZ_TIER_LOOKALIKE;
    if (weight <= 0 || (a->found && (a->tier < tier ||
                                     (a->tier == tier && a->weight >= weight))))
        return;
    a->found = true;
    a->tier = tier;
    a->weight = weight;
}

static void
align(aligner *a, uint32_t i, uint32_t at);

static void
align_step(aligner *a, step_type type, uint32_t i, uint32_t at, uint32_t end)
{
    const bool skips = type == STEP_ADDED || type == STEP_MARK_ADDED ||
                       type == STEP_OMITTED || type == STEP_SAME;
    const uint32_t query = skips ? 0 : a->comparison->query.chars[i];
    assert_in_range(a->count, 0, STEPS_MAX - 1);
    a->steps[a->count++] = (step){ type, query, at, end };
    align(a, skips ? i : i + 1, end);
    a->count--;
}

/*
 * Signs that may be omitted come before a character. @return whether those of
 * the query must be noted before anything else is
 */
static bool
align_omitted(aligner *a, uint32_t i, uint32_t at)
{
    const comparison *c = a->comparison;
    const misread_run run = c->query.omitted[i];
    const step_type before = a->count ? a->steps[a->count - 1].type : STEP_SAME;
    if (!c->query.omits || i == 0 || before == STEP_SAME ||
        before == STEP_OMITTED)
        return false;
    const uint32_t end = omissible_end(c->text, c->length, at);
    const bool same = run.end - run.begin == end - at &&
                      memcmp(c->query.units + run.begin, c->text + at,
                             (end - at) * sizeof(*c->text)) == 0;
    if (end > at || !same)
        align_step(a, same ? STEP_SAME : STEP_OMITTED, i, at, end);
    return end == at && !same;
}

/*
 * Every step that may come next, the limits aside: of edits there are at most
 * 3 beside lost marks, which is one more than any limit. An ideograph that is
 * equal is not taken for anything else; and additions come within the phrase.
 */
static void
align(aligner *a, uint32_t i, uint32_t at)
{
    const comparison *c = a->comparison;
    const size_t edits =
        a->count - count_steps(a, STEP_EQUAL) - count_steps(a, STEP_MARK_LOST) -
        count_steps(a, STEP_OMITTED) - count_steps(a, STEP_SAME);
    if (i == c->query.count)
        judge(a, at);
    if (i == c->query.count || edits > 3)
        return;
    if (align_omitted(a, i, at))
        return;
    const uint32_t query = c->query.chars[i];
    const uint32_t text = at < c->length ? c->text[at] : 0;
    const uint32_t marks = marks_end(c->text, c->length, at);
    const uint32_t debris = debris_end(c->text, c->length, at, query, NULL);
    const bool is_equal = text && are_equal(c, query, text);
    if (is_equal)
        align_step(a, STEP_EQUAL, i, at, at + 1);
    if (char_is_punctuation(query))
        align_step(a, STEP_MARK_LOST, i, at, at);
    if (is_equal || !char_is_han(query))
        return;
    if (marks > at && i > 0)
        align_step(a, STEP_MARK_ADDED, i, at, marks);
    if (text && char_is_han(text))
        align_step(a, STEP_WRONG, i, at, at + 1);
    if (debris > at)
        align_step(a, STEP_OPEN, i, at, debris);
    align_step(a, STEP_LOST, i, at, at);
    if (text && char_is_han(text) && i > 0)
        align_step(a, STEP_ADDED, i, at, at + 1);
}

/* The best alignment that begins at `begin`. */
static bool
align_from(comparison *c, uint32_t begin, yz_tier *ret_tier, double *ret_weight)
{
    aligner a = { .comparison = c };
    if (skeleton_inside_word(c->text, c->length, begin))
        return false;
    align(&a, 0, begin);
    *ret_tier = a.tier;
    *ret_weight = a.weight;
    return a.found;
}

/* ---- comparing with it ---------------------------------------------------- */

static void
assert_edits_make_weight(const misread_match *m)
{
    double weight = 1;
    for (size_t i = 0; i < m->edit_count; i++) {
        weight *= m->edits[i].weight;
        assert_in_range(m->edits[i].begin, m->begin, m->end);
        assert_in_range(m->edits[i].end, m->edits[i].begin, m->end);
    }
    assert_true(m->edit_count > 0 && fabs(weight - m->weight) < 1e-12);
}

/* All matches from left to right, then the best. @return how many there are */
static size_t
compare_with_aligner(comparison *c)
{
    evidence *e = &c->fixture->evidence;
    size_t count = 0;
    yz_tier best_tier = YZ_TIER_COUNT;
    double best_weight = 0;
    misread_match m = { 0 };
    bool found = misread_find(&c->query, e, c->text, c->length, 0, &m);
    for (uint32_t at = 0; at < c->length; at++) {
        yz_tier tier;
        double weight;
        if (!align_from(c, at, &tier, &weight)) {
            assert_false(found && m.begin == at);
            continue;
        }
        assert_true(found);
        assert_int_equal(m.begin, at);
        assert_int_equal(m.tier, tier);
        assert_true(fabs(m.weight - weight) < 1e-12);
        assert_edits_make_weight(&m);
        if (tier < best_tier || (tier == best_tier && weight > best_weight)) {
            best_tier = tier;
            best_weight = weight;
        }
        count++;
        found = misread_find(&c->query, e, c->text, c->length, at + 1, &m);
    }
    assert_false(found);
    assert_int_equal(misread_best(&c->query, e, c->text, c->length, &m),
                     count > 0);
    if (count) {
        assert_int_equal(m.tier, best_tier);
        assert_true(fabs(m.weight - best_weight) < 1e-12);
    }
    return count;
}

/* Whether the phrase is one that is compared within this reach. */
static bool
compile(comparison *c, misread_reach reach)
{
    yz_error err;
    pattern p;
    pattern_context *context = &c->fixture->index.context;
    const pattern_source source = { .units = c->phrase,
                                    .length = c->phrase_length,
                                    .omits = c->omits };
    require_ok(pattern_make(&source, context, &c->arena, &p, &err), &err);
    const yz_status status = misread_make(&p, reach, context->variants, NULL,
                                          &c->arena, &c->query, &err);
    if (status != YZ_DONE)
        require_ok(status, &err);
    return status == YZ_OK;
}

/* ---- random phrases and texts --------------------------------------------- */

/* Look-alikes (人入, 土士, 未末), a variant, and what OCR leaves. */
static const uint16_t HAN[] = { 0x4eba, 0x5165, 0x571f, 0x58eb, 0x672a,
                                0x672b, 0x56fd, 0x570b, 0x7532, 0x4e59 };
static const uint16_t OTHER[] = { 0xff0c, 0x3002, '-',    '~',   'a',
                                  '7',    0x00d7, 0x00b7, 0x2460 };

static uint16_t
random_unit(fixture *f, uint32_t han, uint32_t one_other_in)
{
    if (one_other_in && !random_below(&f->random, one_other_in))
        return OTHER[random_below(&f->random, ARRAY_LENGTH(OTHER))];
    return HAN[random_below(&f->random, han)];
}

/* Copy the phrase into the text with up to two misreadings. */
static void
plant(comparison *c, uint32_t at)
{
    fixture *f = c->fixture;
    static const uint16_t latex[] = { '\\', 'p', 'e', 'r', 'p' };
    const uint32_t first = random_below(&f->random, c->phrase_length);
    const uint32_t second = random_below(&f->random, c->phrase_length);
    for (uint32_t i = 0; i < c->phrase_length && at + 6 < c->length; i++) {
        const bool is_misread = i == first || (i == second && at % 2);
        const uint32_t how = is_misread ? random_below(&f->random, 5) : 5;
        if (how == 0)
            continue;
        c->text[at++] = how == 1 ? random_unit(f, 10, 3) : c->phrase[i];
        if (how == 2)
            c->text[at++] = random_unit(f, 10, 2);
        if (how == 3)
            c->text[at++] = OTHER[0];
        if (how == 4) {
            memcpy(c->text + at - 1, latex, sizeof(latex));
            at += 4;
        }
    }
}

static void
make_comparison(comparison *c, uint32_t least, uint32_t length, uint32_t han,
                uint32_t one_other_in)
{
    fixture *f = c->fixture;
    c->phrase_length = least + random_below(&f->random, QUERY_MAX - least);
    c->length = length;
    for (uint32_t i = 0; i < c->phrase_length; i++)
        c->phrase[i] = random_unit(f, han, one_other_in);
    for (uint32_t i = 0; i < length; i++)
        c->text[i] = random_unit(f, han, one_other_in);
}

/* ---- tests ---------------------------------------------------------------- */

static void
compare_at_random(fixture *f, misread_reach reach, uint32_t one_other_in)
{
    size_t matches = 0;
    for (int round = 0; round < 600; round++) {
        static comparison c;
        c = (comparison){ .fixture = f };
        const uint32_t length = 1 + random_below(&f->random, 50);
        make_comparison(&c, 2, length, 10, one_other_in);
        c.omits = round % 2;
        plant(&c, random_below(&f->random, length / 2 + 1));
        if (compile(&c, reach))
            matches += compare_with_aligner(&c);
        arena_dispose(&c.arena);
    }
    assert_in_range(matches, 20, 1000);
}

static void
matches_are_those_of_the_aligner(void **state)
{
    fixture *f = *state;
    static const misread_reach reaches[] = {
        REACH_MARKS, REACH_AUTO, REACH_ON, REACH_LOOSE, REACH_SHAPE, REACH_ANY
    };
    for (size_t i = 0; i < ARRAY_LENGTH(reaches); i++)
        compare_at_random(f, reaches[i], reaches[i] == REACH_MARKS ? 4 : 10);
}

/* In a large collection the pairs of characters are evidence, too. */
static void
matches_by_company_are_those_of_the_aligner(void **state)
{
    fixture *f = *state;
    f->evidence.large = true;
    compare_at_random(f, REACH_AUTO, 12);
    compare_at_random(f, REACH_LOOSE, 12);
    f->evidence.large = false;
}

static void
matches_in_long_texts_are_those_of_the_aligner(void **state)
{
    fixture *f = *state;
    static comparison c;
    size_t matches = 0;
    for (int round = 0; round < 8; round++) {
        c = (comparison){ .fixture = f };
        make_comparison(&c, 5, TEXT_MAX, 10, 10);
        for (int i = 0; i < 20; i++)
            plant(&c, random_below(&f->random, TEXT_MAX));
        if (compile(&c, round % 2 ? REACH_LOOSE : REACH_ANY))
            matches += compare_with_aligner(&c);
        arena_dispose(&c.arena);
    }
    assert_true(matches > 20);
}

/* Beginnings are searched in windows of 4,096 units. */
static void
matches_across_the_end_of_a_window_are_found(void **state)
{
    fixture *f = *state;
    for (uint32_t before = 0; before < QUERY_MAX; before++) {
        static comparison c;
        c = (comparison){ .fixture = f };
        make_comparison(&c, QUERY_MAX - 1, 4200, 6, 0);
        for (uint32_t i = 0; i < c.length; i++)
            c.text[i] = 0x4e59;
        memcpy(c.text + 4096 - before, c.phrase,
               c.phrase_length * sizeof(*c.text));
        c.text[4096 - before + random_below(&f->random, 4)] = 0x7532;
        assert_true(compile(&c, REACH_ANY));
        assert_true(compare_with_aligner(&c) > 0);
        arena_dispose(&c.arena);
    }
}

/* The least edit distance of the phrase to any part of the text (Sellers). */
static uint32_t
distance(const comparison *c)
{
    uint32_t column[QUERY_MAX + 1];
    uint32_t least = c->phrase_length;
    for (uint32_t i = 0; i <= c->phrase_length; i++)
        column[i] = i;
    for (uint32_t at = 0; at < c->length; at++) {
        uint32_t before = column[0];
        for (uint32_t i = 1; i <= c->phrase_length; i++) {
            const uint32_t old = column[i];
            const uint32_t same =
                before + !are_equal(c, c->phrase[i - 1], c->text[at]);
            const uint32_t skip =
                (old < column[i - 1] ? old : column[i - 1]) + 1;
            column[i] = same < skip ? same : skip;
            before = old;
        }
        if (column[c->phrase_length] < least)
            least = column[c->phrase_length];
    }
    return least;
}

/* A phrase of ideographs is matched one edit away; loosely, if long, two. */
static void
compare_with_distance(fixture *f, misread_reach reach, uint32_t least)
{
    size_t found[2] = { 0 };
    for (int round = 0; round < 3000; round++) {
        static comparison c;
        misread_match m;
        c = (comparison){ .fixture = f };
        make_comparison(&c, least, 1 + random_below(&f->random, 30), 3, 0);
        assert_true(compile(&c, reach));
        const bool two = reach == REACH_LOOSE && c.phrase_length >= 8;
        const uint32_t edits = distance(&c);
        const bool matches =
            misread_best(&c.query, &f->evidence, c.text, c.length, &m);
        if (edits)
            assert_int_equal(matches, edits <= (two ? 2 : 1));
        found[matches]++;
        arena_dispose(&c.arena);
    }
    assert_true(found[false] > 100 && found[true] > 100);
}

static void
edits_are_found_as_by_edit_distance(void **state)
{
    compare_with_distance(*state, REACH_ANY, 2);
    compare_with_distance(*state, REACH_LOOSE, 6);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_are_those_of_the_aligner),
        cmocka_unit_test(matches_by_company_are_those_of_the_aligner),
        cmocka_unit_test(matches_in_long_texts_are_those_of_the_aligner),
        cmocka_unit_test(matches_across_the_end_of_a_window_are_found),
        cmocka_unit_test(edits_are_found_as_by_edit_distance),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
