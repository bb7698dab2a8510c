/* SPDX-License-Identifier: MIT */
#include "query/rank/rescore.h"

#include "core/format/lengths.h"
#include "query/rank/curve.h"

#include <stdlib.h>

/*
 * The weight of a term in the second look, as a multiple of that in the first,
 * and BM25's constants. A frequency of 1 never adds less than it did in the
 * first look, at any length: what was among the best stays there.
 */
typedef struct second_look {
    double weight;
    double k1;
    double b;
} second_look;

static const second_look PAIRS = { 0.88, 0.5, 0.3 };
static const second_look CHARACTERS = { 2, 0.9, 0.3 };

enum { UNITS = 1 << 16 };

static const second_look *
look_of(const rank_term *term)
{
    if (term->space == RANK_PAIR)
        return &PAIRS;
    return term->space == RANK_HAN ? &CHARACTERS : NULL;
}

double
rescoring_most(const rank_term *term)
{
    const second_look *look = look_of(term);
    return look ? look->weight * term->weight * term->idf : 0;
}

const float *
rescoring_least(const rescoring *r, const rank_term *term)
{
    const second_look *look = look_of(term);
    return look ? r->least[look == &CHARACTERS] : NULL;
}

static int
compare_grams(const void *x, const void *y)
{
    const rescored_gram *left = x;
    const rescored_gram *right = y;
    return (left->key > right->key) - (left->key < right->key);
}

static size_t
count_grams(const rank_terms *terms)
{
    size_t count = 0;
    for (size_t i = 0; i < terms->count; i++)
        if (look_of(&terms->items[i]))
            count += terms->items[i].gram_count;
    return count;
}

static void
add_grams(rescoring *r, uint32_t number)
{
    const rank_term *term = &r->terms->items[number];
    const second_look *look = look_of(term);
    if (!look)
        return;
    r->most += rescoring_most(term);
    for (size_t i = 0; i < term->gram_count; i++) {
        const uint32_t first = gram_first(term->grams[i]);
        r->grams[r->gram_count++] = (rescored_gram){ term->grams[i], number };
        r->begins[first / 64] |= UINT64_C(1) << first % 64;
    }
}

/* What a frequency adds, in the first look where `look` is NULL. */
static double
gain_of(const rescoring *r, const rank_term *term, const second_look *look,
        uint32_t frequency, uint32_t length)
{
    rank_term t = *term;
    if (look) {
        t.k1 = look->k1;
        t.b = look->b;
        t.weight *= look->weight;
    }
    const double tf = frequency;
    return t.weight * t.idf * tf / (tf + curve_norm(&t, r->average, length));
}

/* What one occurrence adds in the second look beside the first. */
static void
make_least(rescoring *r, const rank_term *term)
{
    const second_look *look = look_of(term);
    float *least = r->least[look == &CHARACTERS];
    const rank_term unit = { .space = term->space,
                             .weight = 1,
                             .idf = 1,
                             .k1 = term->k1,
                             .b = term->b };
    for (uint32_t code = 0; code < 256; code++) {
        const uint32_t length = length_of_code((uint8_t)code);
        const double more = gain_of(r, &unit, look, 1, length) -
                            gain_of(r, &unit, NULL, 1, length);
        least[code] = more > 0 ? (float)more : 0;
    }
}

/* By the first term of each kind: all have the same constants. */
static void
make_leasts(rescoring *r)
{
    bool made[2] = { false };
    for (size_t i = 0; i < r->terms->count; i++) {
        const second_look *look = look_of(&r->terms->items[i]);
        if (!look || made[look == &CHARACTERS])
            continue;
        made[look == &CHARACTERS] = true;
        make_least(r, &r->terms->items[i]);
    }
}

yz_status
rescoring_make(const rank_terms *terms, yz_snapshot *snapshot,
               cancellation *stop, arena *a, rescoring *ret_rescoring,
               yz_error *err)
{
    rescoring r = { .terms = terms,
                    .snapshot = snapshot,
                    .average = curve_average(snapshot, LENGTH_HAN) };
    r.grams = arena_array(a, count_grams(terms) + 1, sizeof(*r.grams));
    r.counts = arena_array(a, terms->count + 1, sizeof(*r.counts));
    r.begins = arena_array(a, UNITS / 64, sizeof(*r.begins));
    if (!r.grams || !r.counts || !r.begins)
        return error_nomem(err);
    for (size_t i = 0; i < terms->count; i++) {
        TRY(cancellation_poll(stop, err));
        add_grams(&r, (uint32_t)i);
    }
    make_leasts(&r);
    if (r.gram_count)
        qsort(r.grams, r.gram_count, sizeof(*r.grams), compare_grams);
    *ret_rescoring = r;
    return YZ_OK;
}

static void
count_gram(rescoring *r, gram_key key)
{
    const rescored_gram wanted = { key, 0 };
    const rescored_gram *found = bsearch(&wanted, r->grams, r->gram_count,
                                         sizeof(*r->grams), compare_grams);
    if (found)
        r->counts[found->term]++;
}

/* Read the passage's text once, and count all grams of the query in it. */
static yz_status
count_grams_in(rescoring *r, pattern_context *context, const ranked *of,
               yz_error *err)
{
    const uint16_t *units;
    uint32_t length;
    TRY(segment_skeleton(of->segment, of->passage, &context->skeletons, &units,
                         &length, err));
    for (size_t i = 0; i < r->terms->count; i++)
        r->counts[i] = 0;
    for (uint32_t i = 0; i < length; i++) {
        const uint16_t unit = units[i];
        if (!(r->begins[unit / 64] >> unit % 64 & 1))
            continue;
        count_gram(r, gram_of(unit, 0));
        if (i + 1 < length)
            count_gram(r, gram_of(unit, units[i + 1]));
    }
    return YZ_OK;
}

static yz_status
length_of_hit(const ranked *of, uint32_t *ret_length, yz_error *err)
{
    const uint8_t *code;
    uint32_t count;
    TRY(segment_lengths(of->segment, LENGTH_HAN, of->passage, &code, &count,
                        err));
    *ret_length = length_of_code(*code);
    return YZ_OK;
}

yz_status
rescoring_gain(rescoring *r, pattern_context *context, const ranked *of,
               double *ret_gain, yz_error *err)
{
    uint32_t length;
    *ret_gain = 0;
    if (!r->gram_count)
        return YZ_OK;
    TRY(length_of_hit(of, &length, err));
    TRY(count_grams_in(r, context, of, err));
    for (size_t i = 0; i < r->terms->count; i++) {
        const rank_term *term = &r->terms->items[i];
        if (r->counts[i])
            *ret_gain += gain_of(r, term, look_of(term), r->counts[i], length) -
                         gain_of(r, term, NULL, 1, length);
    }
    return YZ_OK;
}

yz_status
rescoring_part(const rescoring *r, size_t term, const ranked *of,
               score_part *ret_part, yz_error *err)
{
    const rank_term *t = &r->terms->items[term];
    const second_look *look = look_of(t);
    if (!look || !r->gram_count)
        return score_term(t, r->snapshot, of->segment, of->passage, ret_part,
                          err);
    score_part part = { .frequency = r->counts[term],
                        .weight = t->weight * look->weight };
    TRY(length_of_hit(of, &part.length, err));
    if (part.frequency)
        part.score = gain_of(r, t, look, part.frequency, part.length);
    *ret_part = part;
    return YZ_OK;
}
