/* SPDX-License-Identifier: MIT */
/*
 * The weights and constants are those that measured best on twelve test
 * collections (docs/ranking.md): words + 0.5 x pairs + 0.25 x characters, k1
 * 0.9 and b 0.4 for Han text; stems at 1.2 and 0.75 for Latin text; a title
 * counts half.
 */
#include "query/rank/terms.h"
#include "core/base/array.h"
#include "core/text/charclass.h"

#include <math.h>
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
    arena *arena;
    yz_error *err;
    ARRAY_OF(rank_term) terms;
} collector;

double
rank_idf(uint64_t frequency, uint64_t passages)
{
    const double df = (double)(frequency < passages ? frequency : passages);
    const double n = (double)passages;
    return log(1 + (n - df + 0.5) / (df + 0.5));
}

double
rank_word_idf(const rank_terms *terms, yz_str word)
{
    for (size_t i = 0; i < terms->count; i++)
        if (terms->items[i].space == RANK_WORD &&
            str_equal(terms->items[i].name, word))
            return terms->items[i].idf;
    return 0;
}

static yz_status
field_frequency(yz_snapshot *snapshot, char field, yz_str word,
                uint64_t *ret_frequency, yz_error *err)
{
    *ret_frequency = 0;
    for (uint32_t i = 0; i < snapshot->segment_count; i++) {
        list_place where;
        const yz_status found =
            segment_word(&snapshot->segments[i], field, word, &where, err);
        if (found == YZ_DONE)
            continue;
        if (found != YZ_OK)
            return found;
        *ret_frequency += where.count;
    }
    return YZ_OK;
}

static yz_status
gram_frequency(yz_snapshot *snapshot, const rank_term *term,
               uint64_t *ret_frequency, yz_error *err)
{
    *ret_frequency = 0;
    for (uint32_t i = 0; i < snapshot->segment_count; i++)
        for (size_t j = 0; j < term->gram_count; j++) {
            list_place where;
            const yz_status found = segment_gram(&snapshot->segments[i],
                                                 term->grams[j], &where, err);
            if (found == YZ_DONE)
                continue;
            if (found != YZ_OK)
                return found;
            *ret_frequency +=
                term->space == RANK_WORD ? where.marked : where.count;
        }
    return YZ_OK;
}

/* A term that the query has twice counts twice. */
static bool
add_to_known(collector *c, rank_space space, yz_str name, double weight,
             bool certain)
{
    for (size_t i = 0; i < c->terms.count; i++) {
        rank_term *known = &c->terms.items[i];
        if (known->space != space || !str_equal(known->name, name))
            continue;
        known->weight += weight;
        known->certain |= certain;
        return true;
    }
    return false;
}

static yz_status
add_term(collector *c, const rank_term *term)
{
    return ARRAY_PUSH(&c->terms, *term) ? YZ_OK : error_nomem(c->err);
}

/* The grams of all terms, as many as are looked up at a time. */
static yz_status
find_grams(const collector *c)
{
    gram_key keys[GRAMS_AT_ONCE];
    size_t count = 0;
    for (size_t i = 0; i < c->terms.count; i++) {
        const rank_term *term = &c->terms.items[i];
        for (size_t j = 0; j < term->gram_count && count < GRAMS_AT_ONCE; j++)
            keys[count++] = term->grams[j];
    }
    for (uint32_t i = 0; i < c->snapshot->segment_count; i++)
        TRY(segment_find_grams(&c->snapshot->segments[i], keys, count, c->err));
    return YZ_OK;
}

/* In how many passages each term is. */
static yz_status
count_terms(collector *c)
{
    TRY(find_grams(c));
    for (size_t i = 0; i < c->terms.count; i++) {
        rank_term *term = &c->terms.items[i];
        if (term->gram_count)
            TRY(gram_frequency(c->snapshot, term, &term->frequency, c->err));
        else
            TRY(field_frequency(
                c->snapshot, term->space == RANK_TITLE ? WORD_TITLE : WORD_TEXT,
                term->name, &term->frequency, c->err));
        term->idf = rank_idf(term->frequency, c->snapshot->passages);
    }
    return YZ_OK;
}

/* All forms of one or two characters; `second` 0: one. */
static yz_status
gram_forms(collector *c, uint32_t first, uint32_t second, rank_term *term)
{
    const variant_table *variants = c->snapshot->index->variants;
    uint16_t firsts[VARIANT_FORMS_MAX];
    uint16_t seconds[VARIANT_FORMS_MAX] = { 0 };
    const size_t first_count = variant_forms(variants, (uint16_t)first, firsts);
    const size_t second_count =
        second ? variant_forms(variants, (uint16_t)second, seconds) : 1;
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
 * indexer/build/analysis.c decides it.
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
        TRY(add_word(c, leaf, &leaf->words[i], RANK_WORD));
        TRY(add_word(c, leaf, &leaf->words[i], RANK_TITLE));
    }
    for (uint32_t i = 0; i < sk->length; i++) {
        if (!char_is_han(sk->units[i]))
            continue;
        TRY(add_gram(c, leaf, sk->units + i, 1));
        if (i + 1 < sk->length && char_is_han(sk->units[i + 1]))
            TRY(add_gram(c, leaf, sk->units + i, 2));
    }
    return YZ_OK;
}

/* Terms of one space and kind one behind the other, for the scorer's tables. */
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

/* Hand over what was collected, if all went well, and forget it. */
static yz_status
collector_finish(collector *c, yz_status status, rank_terms *ret_terms)
{
    if (status == YZ_OK)
        status = count_terms(c);
    rank_terms out = { arena_array(c->arena, c->terms.count + 1,
                                   sizeof(rank_term)),
                       c->terms.count };
    if (status == YZ_OK && !out.items)
        status = error_nomem(c->err);
    if (status == YZ_OK)
        order_terms(c->terms.items, c->terms.count, out.items);
    ARRAY_DISPOSE(&c->terms);
    if (status == YZ_OK)
        *ret_terms = out;
    return status;
}

yz_status
rank_terms_make(const plan *p, yz_snapshot *snapshot, arena *a,
                rank_terms *ret_terms, yz_error *err)
{
    collector c = {
        .snapshot = snapshot, .arena = a, .terms.from = a->from, .err = err
    };
    yz_status status = YZ_OK;
    for (size_t i = 0; i < p->leaf_count && status == YZ_OK; i++)
        if (!p->leaves[i]->negated)
            status = add_leaf(&c, p->leaves[i]);
    return collector_finish(&c, status, ret_terms);
}

yz_status
rank_synonym_terms_make(const plan *p, yz_snapshot *snapshot, arena *a,
                        rank_terms *ret_terms, yz_error *err)
{
    collector c = {
        .snapshot = snapshot, .arena = a, .terms.from = a->from, .err = err
    };
    yz_status status = YZ_OK;
    for (size_t i = 0; i < p->leaf_count; i++)
        for (uint32_t j = 0; j < p->leaves[i]->other_count; j++)
            if (status == YZ_OK)
                status = add_leaf(&c, p->leaves[i]->others[j]);
    return collector_finish(&c, status, ret_terms);
}

yz_status
rank_word_frequency(yz_snapshot *snapshot, const plan_leaf *leaf,
                    const plan_word *word, arena *a, uint64_t *ret_frequency,
                    yz_error *err)
{
    collector c = {
        .snapshot = snapshot, .arena = a, .terms.from = a->from, .err = err
    };
    yz_status status = add_word(&c, leaf, word, RANK_WORD);
    if (status == YZ_OK)
        status = count_terms(&c);
    if (status == YZ_OK)
        *ret_frequency = c.terms.items[0].frequency;
    ARRAY_DISPOSE(&c.terms);
    return status;
}
