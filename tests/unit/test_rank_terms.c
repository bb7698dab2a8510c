/* SPDX-License-Identifier: MIT */
/*
 * Are the statistics of a query's terms those of the passages? Document
 * frequencies and idf on random indexes are compared with counts over the
 * texts, folded and segmented again. And does a passage get the bonuses that
 * docs/ranking.md promises, by a search through its text?
 */
#include "core/base/array.h"
#include "core/index/records.h"
#include "query/rank/bonus.h"
#include "query/rank/curve.h"
#include "query/rank/rescore.h"
#include "tests/unit/random.h"
#include "tests/unit/random_index.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PASSAGES = 400, CHARACTERS = 14, ROUNDS = 60, FORMS_MAX = 64 };

/* A text of the index, as it is folded and segmented. */
typedef struct read_text {
    skeleton skeleton;
    uint16_t *folded; /* with variants made equal */
    word_token *words;
    size_t word_count;
} read_text;

typedef struct read_passage {
    segment *segment;
    uint32_t number;
    read_text text;
    read_text title;
} read_passage;

typedef struct fixture {
    uint64_t random;
    random_index index;
    read_passage *passages; /* deleted ones among them */
    size_t count;
    arena arena;
    cancellation never;
} fixture;

/* ---- reading -------------------------------------------------------------- */

static read_text
read_text_of(fixture *f, yz_str text)
{
    yz_error err;
    read_text out;
    const pattern_context *c = &f->index.context;
    require_ok(
        skeleton_make(c->fold, text, false, &f->arena, &out.skeleton, &err),
        &err);
    const uint32_t length = out.skeleton.length;
    require_ok(analyzer_words(c->analyzer, out.skeleton.units, length,
                              &f->arena, &out.words, &out.word_count, &err),
               &err);
    out.folded = arena_array(&f->arena, (size_t)length + 1, sizeof(uint16_t));
    if (length)
        memcpy(out.folded, out.skeleton.units, length * sizeof(uint16_t));
    variant_fold_units(c->variants, out.folded, length);
    return out;
}

static read_passage
read_passage_of(fixture *f, segment *s, uint32_t number)
{
    yz_error err;
    record_head head;
    yz_str text;
    yz_str title;
    require_ok(segment_text(s, number, &f->arena, &text, &err), &err);
    require_ok(segment_record_peek(s, number, &head, &err), &err);
    require_ok(segment_string(s, head.strings.title, &title, &err), &err);
    return (read_passage){ s, number, read_text_of(f, text),
                           read_text_of(f, title) };
}

static int
setup(void **state)
{
    fixture *f = calloc(1, sizeof(*f));
    f->random = 20250801;
    random_index_open(&f->index, &f->random, PASSAGES, CHARACTERS);
    const yz_snapshot *snapshot = f->index.snapshot;
    f->passages =
        arena_array(&f->arena, snapshot->passages, sizeof(*f->passages));
    for (uint32_t i = 0; i < snapshot->segment_count; i++) {
        segment *s = &snapshot->segments[i];
        for (uint32_t j = 0; j < s->info.passages; j++)
            f->passages[f->count++] = read_passage_of(f, s, j);
    }
    *state = f;
    return f->count == snapshot->passages ? 0 : -1;
}

static int
teardown(void **state)
{
    fixture *f = *state;
    random_index_close(&f->index);
    arena_dispose(&f->arena);
    free(f);
    return 0;
}

/* ---- counting ------------------------------------------------------------- */

/* Different forms of a gram: each is one posting of a passage. */
typedef struct form_set {
    uint32_t items[FORMS_MAX];
    uint32_t count;
} form_set;

static void
form_add(form_set *set, const uint16_t *units, uint32_t length)
{
    const uint32_t form =
        length == 2 ? (uint32_t)units[0] << 16 | units[1] : units[0];
    for (uint32_t i = 0; i < set->count; i++)
        if (set->items[i] == form)
            return;
    assert_in_range(set->count, 0, FORMS_MAX - 1);
    set->items[set->count++] = form;
}

static bool
has_units(const uint16_t *units, uint32_t length, const uint16_t *wanted,
          uint32_t count)
{
    return count <= length && !memcmp(units, wanted, count * sizeof(*units));
}

/* Forms of the wanted gram that occur in a text. */
static uint32_t
count_grams(const read_text *t, const read_text *wanted)
{
    form_set forms = { .count = 0 };
    const uint32_t length = wanted->skeleton.length;
    for (uint32_t i = 0; i < t->skeleton.length; i++)
        if (has_units(t->folded + i, t->skeleton.length - i, wanted->folded,
                      length))
            form_add(&forms, t->skeleton.units + i, length);
    return forms.count;
}

/* Forms of the wanted short word that are words of the text. */
static uint32_t
count_short_words(const read_text *t, const read_text *wanted)
{
    form_set forms = { .count = 0 };
    const uint32_t length = wanted->skeleton.length;
    for (size_t i = 0; i < t->word_count; i++) {
        const word_token *w = &t->words[i];
        if (!w->latin && w->end - w->begin == length &&
            has_units(t->folded + w->begin, length, wanted->folded, length))
            form_add(&forms, t->skeleton.units + w->begin, length);
    }
    return forms.count;
}

static bool
has_word(const read_text *t, yz_str term)
{
    for (size_t i = 0; i < t->word_count; i++)
        if (str_equal(t->words[i].term, term))
            return true;
    return false;
}

static uint64_t
count_term(fixture *f, const rank_term *term)
{
    uint64_t count = 0;
    const read_text name = read_text_of(f, term->name);
    const bool is_short =
        (unsigned char)term->name.data[0] >= 0x80 && name.skeleton.length <= 2;
    for (size_t i = 0; i < f->count; i++) {
        const read_passage *p = &f->passages[i];
        if (term->space == RANK_TITLE)
            count += has_word(&p->title, term->name);
        else if (term->space != RANK_WORD)
            count += count_grams(&p->text, &name);
        else if (is_short)
            count += count_short_words(&p->text, &name);
        else
            count += has_word(&p->text, term->name);
    }
    return count;
}

/* ---- questions ------------------------------------------------------------ */

typedef struct question {
    random_plan plan;
    rank_terms terms;
    arena arena;
} question;

static void
question_make(fixture *f, uint32_t most, question *ret_question)
{
    yz_error err;
    char *text = random_index_text(&f->random, most);
    question q = { .terms = { 0 } };
    random_index_plan(&f->index, text, 0, &q.arena, &q.plan);
    require_ok(rank_terms_make(&q.plan.plan, f->index.snapshot, &f->never,
                               &q.arena, &q.terms, &err),
               &err);
    free(text);
    *ret_question = q;
}

static void
question_dispose(question *q)
{
    yz_query_free(q->plan.query);
    arena_dispose(&q->arena);
}

/* ---- tests ---------------------------------------------------------------- */

/* A word of a title is as rare as in the texts, if it is in any. */
static const rank_term *
term_of_idf(const rank_terms *terms, const rank_term *term)
{
    for (size_t i = 0; term->space == RANK_TITLE && i < terms->word_count; i++)
        if (str_equal(terms->words[i]->name, term->name) &&
            terms->words[i]->frequency)
            return terms->words[i];
    return term;
}

static void
frequencies_are_those_of_the_texts(void **state)
{
    fixture *f = *state;
    const double n = (double)f->index.snapshot->passages;
    size_t counted[RANK_SPACE_COUNT] = { 0 };
    for (int round = 0; round < ROUNDS; round++) {
        question q;
        question_make(f, 8, &q);
        for (size_t i = 0; i < q.terms.count; i++) {
            const rank_term *term = &q.terms.items[i];
            const uint64_t frequency = count_term(f, term);
            assert_int_equal(term->frequency, frequency);
            const rank_term *of = term_of_idf(&q.terms, term);
            const double df = fmin((double)of->frequency, n);
            const double idf = log(1 + (n - df + 0.5) / (df + 0.5));
            assert_true(fabs(term->idf - idf) < 1e-12);
            counted[term->space] += frequency > 0;
        }
        question_dispose(&q);
    }
    for (int space = 0; space < RANK_SPACE_COUNT; space++)
        assert_true(counted[space] > ROUNDS / 2);
}

static void
frequencies_of_words_are_those_of_terms(void **state)
{
    fixture *f = *state;
    for (int round = 0; round < ROUNDS; round++) {
        question q;
        question_make(f, 8, &q);
        for (size_t i = 0; i < q.plan.plan.leaf_count; i++) {
            const plan_leaf *leaf = q.plan.plan.leaves[i];
            for (size_t j = 0; j < leaf->word_count; j++) {
                yz_error err;
                uint64_t frequency;
                const rank_term term = { .space = RANK_WORD,
                                         .name = leaf->words[j].term };
                require_ok(rank_word_frequency(f->index.snapshot, leaf,
                                               &leaf->words[j], &q.arena,
                                               &frequency, &err),
                           &err);
                assert_int_equal(frequency, count_term(f, &term));
            }
        }
        question_dispose(&q);
    }
}

/* Whether the units [begin, end) of a leaf occur in a text, in any form. */
static bool
occurs(fixture *f, const plan_leaf *leaf, const read_text *t, uint32_t begin,
       uint32_t end)
{
    uint16_t wanted[CHARACTERS * 4];
    const uint32_t count = end - begin;
    memcpy(wanted, leaf->skeleton.units + begin, count * sizeof(*wanted));
    variant_fold_units(f->index.context.variants, wanted, count);
    for (uint32_t i = 0; i < t->skeleton.length; i++)
        if (has_units(t->folded + i, t->skeleton.length - i, wanted, count))
            return true;
    return false;
}

/* As docs/ranking.md has it, for a phrase of ideographs alone. */
static double
expected_bonus(fixture *f, const question *q, const plan_leaf *leaf,
               const read_text *t)
{
    double sum = 0;
    double score = 0;
    for (size_t i = 0; i < leaf->word_count; i++) {
        const plan_word *w = &leaf->words[i];
        const double idf = rank_word_idf(&q->terms, w->term);
        sum += idf;
        if (i > 0 && occurs(f, leaf, t, w[-1].begin, w->end))
            score += 0.1 * (rank_word_idf(&q->terms, w[-1].term) + idf);
    }
    if (occurs(f, leaf, t, 0, leaf->skeleton.length))
        score += 0.5 * sum;
    return score;
}

static bool
is_of_ideographs(const plan_leaf *leaf)
{
    uint32_t end = 0;
    for (size_t i = 0; i < leaf->word_count; i++) {
        if (leaf->words[i].latin || leaf->words[i].begin != end)
            return false;
        end = leaf->words[i].end;
    }
    return end == leaf->skeleton.length;
}

static void
bonuses_are_those_of_the_texts(void **state)
{
    fixture *f = *state;
    size_t earned = 0;
    for (int round = 0; round < ROUNDS * 3; round++) {
        question q;
        bonus b;
        yz_error err;
        question_make(f, 4, &q);
        const plan *p = &q.plan.plan;
        require_ok(bonus_make(p, &q.terms, &f->index.context, &f->never,
                              &q.arena, &b, &err),
                   &err);
        const bool fits = p->leaf_count == 1 && is_of_ideographs(p->leaves[0]);
        ranked *hits = arena_array(&q.arena, f->count, sizeof(*hits));
        for (size_t i = 0; i < f->count; i++)
            hits[i] = (ranked){ .segment = f->passages[i].segment,
                                .passage = f->passages[i].number,
                                .tier = YZ_TIER_SOME };
        require_ok(bonus_add(&b, &f->index.context, hits, f->count, &f->never,
                             &q.arena, &err),
                   &err);
        for (size_t i = 0; fits && i < f->count; i++) {
            const double expected =
                expected_bonus(f, &q, p->leaves[0], &f->passages[i].text);
            assert_true(fabs(hits[i].score - expected) < 1e-9);
            earned += expected > 0;
        }
        question_dispose(&q);
    }
    assert_true(earned > PASSAGES);
}

/* How often a text has a term's characters, in any of their forms. */
static double
times_in(const rank_term *term, const read_text *t)
{
    double times = 0;
    const skeleton *s = &t->skeleton;
    const bool pair = term->space == RANK_PAIR;
    for (uint32_t i = 0; i + pair < s->length; i++)
        for (size_t j = 0; j < term->gram_count; j++)
            times += term->grams[j] ==
                     gram_of(s->units[i], pair ? s->units[i + 1] : 0);
    return times;
}

/* As docs/ranking.md has it. */
static double
expected_gain(fixture *f, const rank_terms *terms, const read_passage *of)
{
    yz_error err;
    const uint8_t *code;
    uint32_t count;
    double gain = 0;
    require_ok(segment_lengths(of->segment, LENGTH_HAN, of->number, &code,
                               &count, &err),
               &err);
    const double share =
        length_of_code(*code) / curve_average(f->index.snapshot, LENGTH_HAN);
    for (size_t i = 0; i < terms->count; i++) {
        const rank_term *t = &terms->items[i];
        if (t->space != RANK_PAIR && t->space != RANK_HAN)
            continue;
        const bool pair = t->space == RANK_PAIR;
        const double times = times_in(t, &of->text);
        const double weight = t->weight * t->idf;
        const double k1 = pair ? 0.5 : 0.9;
        if (times > 0)
            gain += weight * (pair ? 0.88 : 2) * times /
                        (times + k1 * (0.7 + 0.3 * share)) -
                    weight / (1 + 0.9 * (0.6 + 0.4 * share));
    }
    return gain;
}

static void
second_looks_count_what_the_texts_have(void **state)
{
    fixture *f = *state;
    size_t gained = 0;
    for (int round = 0; round < ROUNDS; round++) {
        question q;
        rescoring r;
        yz_error err;
        question_make(f, 6, &q);
        require_ok(rescoring_make(&q.terms, f->index.snapshot, &f->never,
                                  &q.arena, &r, &err),
                   &err);
        for (size_t i = 0; i < f->count; i++) {
            const read_passage *of = &f->passages[i];
            const ranked h = { .segment = of->segment,
                               .passage = of->number,
                               .tier = YZ_TIER_SOME };
            double gain;
            require_ok(rescoring_gain(&r, &f->index.context, &h, &gain, &err),
                       &err);
            assert_true(fabs(gain - expected_gain(f, &q.terms, of)) < 1e-9);
            assert_true(gain >= 0 && gain <= r.most);
            gained += gain > 0;
        }
        question_dispose(&q);
    }
    assert_true(gained > PASSAGES);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frequencies_are_those_of_the_texts),
        cmocka_unit_test(frequencies_of_words_are_those_of_terms),
        cmocka_unit_test(bonuses_are_those_of_the_texts),
        cmocka_unit_test(second_looks_count_what_the_texts_have),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
