/* SPDX-License-Identifier: MIT */
/*
 * The weights and constants are those that were best on twelve test collections
 * (docs/ranking.md): words + 0.5 x bigrams + 0.25 x unigrams, k1 = 0.9 and
 * b = 0.4 for Han text; stems with 1.2 and 0.75 for Latin text; words of titles
 * with half the weight.
 */
#include "query/rank/terms.h"
#include "core/base/array.h"
#include "core/base/hash.h"
#include "core/base/number_map.h"
#include "core/text/charclass.h"
#include "query/rank/frequency.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double SPACE_WEIGHTS[RANK_SPACE_COUNT] = {
    [RANK_WORD] = 1.0,
    [RANK_PAIR] = 0.5,
    [RANK_HAN] = 0.25,
    [RANK_TITLE] = 0.5,
};
static const double HAN_K1 = 0.9;
static const double HAN_B = 0.4;
static const double LATIN_K1 = 1.2;
static const double LATIN_B = 0.75;

typedef struct collector {
    yz_snapshot *snapshot;
    cancellation *cancellation;
    arena *arena;
    yz_error *err;
    ARRAY_OF(rank_term) terms;
    number_map known; /* a term's number, from 1, by its hash */
} collector;

static int
name_compare(const void *x, const void *y)
{
    const rank_term *const *left = x;
    const rank_term *const *right = y;
    return str_compare((*left)->name, (*right)->name);
}

double
rank_word_idf(const rank_terms *terms, yz_str word)
{
    const rank_term wanted = { .name = word };
    const rank_term *key = &wanted;
    const rank_term *const *found =
        terms->word_count ? bsearch(&key, terms->words, terms->word_count,
                                    sizeof(*terms->words), name_compare)
                          : NULL;
    return found ? (*found)->idf : 0;
}

static uint64_t
term_hash(rank_space space, yz_str name)
{
    return hash_str(name) + space;
}

/* A term that occurs twice in the query counts twice. */
static bool
add_to_known(collector *c, rank_space space, yz_str name, double weight,
             bool certain)
{
    const uint32_t number = number_map_find(&c->known, term_hash(space, name));
    if (!number)
        return false;
    assert(c->terms.items && number <= c->terms.count);
    rank_term *known = &c->terms.items[number - 1];
    known->weight += weight;
    known->certain |= certain;
    return true;
}

static yz_status
add_term(collector *c, const rank_term *term)
{
    uint32_t *number =
        number_map_at(&c->known, term_hash(term->space, term->name));
    if (!number || !ARRAY_PUSH(&c->terms, *term))
        return error_nomem(c->err);
    *number = (uint32_t)c->terms.count;
    return YZ_OK;
}

/* All forms of one or two characters; `second` 0: one. */
static yz_status
gram_forms(collector *c, uint32_t first, uint32_t second, rank_term *term)
{
    const variant_table *variants = c->snapshot->index->variants;
    uint16_t firsts[VARIANT_CLASS_MAX];
    uint16_t seconds[VARIANT_CLASS_MAX] = { 0 };
    const size_t first_count = variant_class(variants, (uint16_t)first, firsts);
    const size_t second_count =
        second ? variant_class(variants, (uint16_t)second, seconds) : 1;
    gram_key *grams =
        arena_array(c->arena, first_count * second_count, sizeof(*grams));
    if (!grams)
        return error_nomem(c->err);
    for (size_t i = 0; i < first_count; i++)
        for (size_t j = 0; j < second_count; j++)
            grams[term->gram_count++] = gram_of(firsts[i], seconds[j]);
    term->grams = grams;
    return YZ_OK;
}

/*
 * Whether a word of the text is counted by the marks of its gram, as
 * indexer/write/analysis.c decides it.
 */
static bool
is_marked(const collector *c, const plan_leaf *leaf, const plan_word *word)
{
    const fold_table *fold = c->snapshot->index->fold;
    if (word->latin || word->end - word->begin > 2)
        return false;
    for (uint32_t i = word->begin; i < word->end; i++) {
        const uint16_t unit = leaf->skeleton.units[i];
        if (!(fold->entries[unit] & FOLD_GRAM) || (unit & 0xf800) == 0xd800)
            return false;
    }
    return true;
}

static yz_status
add_word(collector *c, const plan_leaf *leaf, const plan_word *word,
         rank_space space)
{
    const double weight = SPACE_WEIGHTS[space] * leaf->weight;
    if (add_to_known(c, space, word->term, weight, false))
        return YZ_OK;
    rank_term term = { .space = space,
                       .name = word->term,
                       .weight = weight,
                       .k1 = word->latin ? LATIN_K1 : HAN_K1,
                       .b = word->latin ? LATIN_B : HAN_B };
    const uint16_t *units = leaf->skeleton.units + word->begin;
    if (space == RANK_WORD && is_marked(c, leaf, word))
        TRY(gram_forms(c, units[0], word->end - word->begin == 2 ? units[1] : 0,
                       &term));
    return add_term(c, &term);
}

static yz_status
add_gram(collector *c, const plan_leaf *leaf, const uint16_t *units,
         uint32_t length)
{
    const rank_space space = length == 2 ? RANK_PAIR : RANK_HAN;
    const variant_table *variants = c->snapshot->index->variants;
    uint16_t folded[2] = { variant_fold(variants, units[0]),
                           length == 2 ? variant_fold(variants, units[1])
                                       : (uint16_t)0 };
    const yz_str name = skeleton_utf8(folded, length, c->arena);
    const double weight = SPACE_WEIGHTS[space] * leaf->weight;
    if (!name.data)
        return error_nomem(c->err);
    if (add_to_known(c, space, name, weight, leaf->required))
        return YZ_OK;
    rank_term term = { .space = space,
                       .name = name,
                       .weight = weight,
                       .k1 = HAN_K1,
                       .b = HAN_B,
                       .certain = leaf->required };
    TRY(gram_forms(c, units[0], length == 2 ? units[1] : 0, &term));
    return add_term(c, &term);
}

static yz_status
add_leaf(collector *c, const plan_leaf *leaf)
{
    const skeleton *sk = &leaf->skeleton;
    for (size_t i = 0; i < leaf->word_count; i++) {
        TRY(cancellation_poll(c->cancellation, c->err));
        TRY(add_word(c, leaf, &leaf->words[i], RANK_WORD));
        if (c->snapshot->lengths[LENGTH_TITLE]) /* else nothing has a title */
            TRY(add_word(c, leaf, &leaf->words[i], RANK_TITLE));
    }
    for (uint32_t i = 0; i < sk->length; i++) {
        TRY(cancellation_poll(c->cancellation, c->err));
        if (!char_is_han(sk->units[i]))
            continue;
        TRY(add_gram(c, leaf, sk->units + i, 1));
        if (i + 1 < sk->length && char_is_han(sk->units[i + 1]))
            TRY(add_gram(c, leaf, sk->units + i, 2));
    }
    return YZ_OK;
}

/* Order terms by space, so that the tables of score_hits() are reused. */
static void
order_terms(const rank_term *from, size_t count, rank_term *to)
{
    static const rank_space order[] = { RANK_PAIR, RANK_HAN, RANK_WORD,
                                        RANK_TITLE };
    for (size_t i = 0; i < ARRAY_LENGTH(order); i++)
        for (size_t j = 0; j < count; j++)
            if (from[j].space == order[i])
                *to++ = from[j];
}

static void
collector_dispose(collector *c)
{
    ARRAY_DISPOSE(&c->terms);
    number_map_dispose(&c->known);
}

/* The terms of the space RANK_WORD, by name. */
static yz_status
sort_words(rank_terms *terms, arena *a, yz_error *err)
{
    terms->words = arena_array(a, terms->count + 1, sizeof(*terms->words));
    if (!terms->words)
        return error_nomem(err);
    for (size_t i = 0; i < terms->count; i++)
        if (terms->items[i].space == RANK_WORD)
            terms->words[terms->word_count++] = &terms->items[i];
    if (terms->word_count)
        qsort(terms->words, terms->word_count, sizeof(*terms->words),
              name_compare);
    return YZ_OK;
}

static yz_status
hand_over(collector *c, rank_terms *ret_terms)
{
    rank_terms out = { .count = c->terms.count };
    TRY(rank_count_terms(c->terms.items, c->terms.count, c->snapshot,
                         c->cancellation, c->arena, c->err));
    out.items = arena_array(c->arena, out.count + 1, sizeof(*out.items));
    if (!out.items)
        return error_nomem(c->err);
    order_terms(c->terms.items, out.count, out.items);
    TRY(sort_words(&out, c->arena, c->err));
    *ret_terms = out;
    return YZ_OK;
}

/* Return what was collected, if all went well, and free the collector. */
static yz_status
collector_finish(collector *c, yz_status status, rank_terms *ret_terms)
{
    if (status == YZ_OK)
        status = hand_over(c, ret_terms);
    collector_dispose(c);
    return status;
}

static collector
collector_of(yz_snapshot *snapshot, cancellation *stop, arena *a, yz_error *err)
{
    return (collector){ .snapshot = snapshot,
                        .cancellation = stop,
                        .arena = a,
                        .err = err,
                        .terms.from = a->from,
                        .known.from = a->from };
}

yz_status
rank_terms_make(const plan *p, yz_snapshot *snapshot, cancellation *stop,
                arena *a, rank_terms *ret_terms, yz_error *err)
{
    collector c = collector_of(snapshot, stop, a, err);
    yz_status status = YZ_OK;
    for (size_t i = 0; i < p->leaf_count && status == YZ_OK; i++)
        if (!p->leaves[i]->negated)
            status = add_leaf(&c, p->leaves[i]);
    return collector_finish(&c, status, ret_terms);
}

yz_status
rank_synonym_terms_make(const plan *p, yz_snapshot *snapshot,
                        cancellation *stop, arena *a, rank_terms *ret_terms,
                        yz_error *err)
{
    collector c = collector_of(snapshot, stop, a, err);
    yz_status status = YZ_OK;
    for (size_t i = 0; i < p->leaf_count; i++)
        for (uint32_t j = 0; j < p->leaves[i]->synonym_word_count; j++)
            if (status == YZ_OK)
                status = add_leaf(&c, p->leaves[i]->synonym_words[j]);
    return collector_finish(&c, status, ret_terms);
}

static yz_status
collect_droppable(collector *c, const plan *p)
{
    for (size_t i = 0; i < p->leaf_count; i++)
        for (size_t j = 0; p->leaves[i]->drops && j < p->leaves[i]->word_count;
             j++)
            TRY(add_word(c, p->leaves[i], &p->leaves[i]->words[j], RANK_WORD));
    return YZ_OK;
}

yz_status
rank_weigh_words(const plan *p, yz_snapshot *snapshot, cancellation *stop,
                 arena *a, yz_error *err)
{
    collector c = collector_of(snapshot, stop, a, err);
    rank_terms terms;
    TRY(collector_finish(&c, collect_droppable(&c, p), &terms));
    for (size_t i = 0; i < p->leaf_count; i++) {
        plan_leaf *leaf = p->leaves[i];
        for (size_t j = 0; j < leaf->word_count; j++)
            leaf->words[j].weight =
                1 + (uint32_t)lround(
                        1000 * rank_word_idf(&terms, leaf->words[j].term));
    }
    return YZ_OK;
}

yz_status
rank_word_frequency(yz_snapshot *snapshot, const plan_leaf *leaf,
                    const plan_word *word, arena *a, uint64_t *ret_frequency,
                    yz_error *err)
{
    cancellation never = { 0 };
    collector c = collector_of(snapshot, &never, a, err);
    yz_status status = add_word(&c, leaf, word, RANK_WORD);
    if (status == YZ_OK)
        status = rank_count_terms(c.terms.items, c.terms.count, snapshot,
                                  &never, a, err);
    if (status == YZ_OK)
        *ret_frequency = c.terms.items[0].frequency;
    collector_dispose(&c);
    return status;
}
