/* SPDX-License-Identifier: MIT */
#include "query/rank/frequency.h"

#include "core/index/engine_terms.h"
#include "core/index/remote.h"

#include <math.h>

/* In Lucene's form: never negative. */
static double
idf_of(uint64_t frequency, uint64_t passages)
{
    const double df = (double)(frequency < passages ? frequency : passages);
    const double n = (double)passages;
    return log(1 + (n - df + 0.5) / (df + 0.5));
}

/* Find a list and keep where it is; its count is 0 if there is none. */
static yz_status
found_place(yz_status found, const list_place *where, list_place *ret_place)
{
    *ret_place = found == YZ_OK ? *where : (list_place){ 0 };
    return found == YZ_DONE ? YZ_OK : found;
}

static yz_status
word_places(segment *s, const rank_term *term, list_place *ret_places,
            yz_error *err)
{
    list_place where;
    const char field = term->space == RANK_TITLE ? WORD_TITLE : WORD_TEXT;
    return found_place(segment_word(s, field, term->name, &where, err), &where,
                       ret_places);
}

static yz_status
gram_places(segment *s, const rank_term *term, list_place *ret_places,
            yz_error *err)
{
    list_place where;
    for (size_t i = 0; i < term->gram_count; i++)
        TRY(found_place(segment_gram(s, term->grams[i], &where, err), &where,
                        &ret_places[i]));
    return YZ_OK;
}

/* Where the lists of a term are in each segment, and what they add up to. */
static yz_status
find_places(rank_term *term, yz_snapshot *snapshot, arena *a, yz_error *err)
{
    const size_t count = rank_term_lists(term);
    list_place *places =
        arena_array(a, snapshot->segment_count * count + 1, sizeof(*places));
    if (!places)
        return error_nomem(err);
    term->frequency = 0;
    for (uint32_t i = 0; i < snapshot->segment_count; i++) {
        list_place *own = places + i * count;
        segment *s = &snapshot->segments[i];
        TRY(term->gram_count ? gram_places(s, term, own, err)
                             : word_places(s, term, own, err));
        for (size_t j = 0; j < count; j++)
            term->frequency += term->gram_count && term->space == RANK_WORD
                                   ? own[j].marked
                                   : own[j].count;
    }
    term->segments = snapshot->segments;
    term->places = places;
    return YZ_OK;
}

/* Look the grams of all terms up at once, as far as a batch goes. */
static yz_status
find_grams(const rank_term *terms, size_t term_count, yz_snapshot *snapshot,
           yz_error *err)
{
    gram_key keys[GRAMS_AT_ONCE];
    size_t count = 0;
    for (size_t i = 0; i < term_count; i++) {
        const rank_term *term = &terms[i];
        for (size_t j = 0; j < term->gram_count && count < GRAMS_AT_ONCE; j++)
            keys[count++] = term->grams[j];
    }
    for (uint32_t i = 0; i < snapshot->segment_count; i++)
        TRY(segment_find_grams(&snapshot->segments[i], keys, count, err));
    return YZ_OK;
}

/*
 * A word is as rare in a title as it is in the texts: one idf for all fields
 * (Robertson, Zaragoza and Taylor 2004). It comes right before its title.
 */
static double
idf_of_term(const rank_term *term, const rank_term *before, uint64_t passages)
{
    if (term->space == RANK_TITLE && before && before->space == RANK_WORD &&
        before->frequency && str_equal(before->name, term->name))
        return before->idf;
    return idf_of(term->frequency, passages);
}

/* ---- of an index elsewhere -------------------------------------------------- */

/* The terms of all lists, one after another. */
typedef struct remote_terms {
    buffer text;
    size_t *ends;
    uint64_t *counts;
    yz_str *names;
    size_t count;
} remote_terms;

static void
name_lists(const rank_term *term, remote_terms *to)
{
    const char field = term->space == RANK_TITLE ? WORD_TITLE : WORD_TEXT;
    if (!term->gram_count) {
        engine_term_of_word(field, term->name, &to->text);
        to->ends[to->count++] = to->text.size;
    }
    for (size_t i = 0; i < term->gram_count; i++) {
        engine_term_of_gram(term->grams[i], term->space == RANK_WORD,
                            &to->text);
        to->ends[to->count++] = to->text.size;
    }
}

static yz_status
name_terms(const rank_term *terms, size_t count, arena *a, remote_terms *to,
           yz_error *err)
{
    size_t lists = 0;
    for (size_t i = 0; i < count; i++)
        lists += rank_term_lists(&terms[i]);
    to->ends = arena_array(a, lists + 1, sizeof(*to->ends));
    to->counts = arena_array(a, lists + 1, sizeof(*to->counts));
    to->names = arena_array(a, lists + 1, sizeof(*to->names));
    if (!to->ends || !to->counts || !to->names)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++)
        name_lists(&terms[i], to);
    if (!buffer_ok(&to->text))
        return error_nomem(err);
    const yz_str all = buffer_str(&to->text);
    for (size_t i = 0, from = 0; i < lists; from = to->ends[i++])
        to->names[i] = (yz_str){ all.data + from, to->ends[i] - from };
    return YZ_OK;
}

/* All terms at once, since each question to an engine takes a while. */
static yz_status
count_elsewhere(rank_term *terms, size_t count, yz_snapshot *snapshot, arena *a,
                yz_error *err)
{
    remote_terms all = { .text.from = a->from };
    yz_status status = name_terms(terms, count, a, &all, err);
    if (status == YZ_OK)
        status = remote_count_terms(snapshot->index->remote, all.names,
                                    all.count, all.counts, err);
    buffer_dispose(&all.text);
    for (size_t i = 0, at = 0; status == YZ_OK && i < count; i++) {
        terms[i].frequency = 0;
        for (size_t j = 0; j < rank_term_lists(&terms[i]); j++)
            terms[i].frequency += all.counts[at++];
    }
    return status;
}

/* ---- idf -------------------------------------------------------------------- */

yz_status
rank_count_terms(rank_term *terms, size_t count, yz_snapshot *snapshot,
                 cancellation *stop, arena *a, yz_error *err)
{
    TRY(find_grams(terms, count, snapshot, err));
    for (size_t i = 0; i < count; i++) {
        rank_term *term = &terms[i];
        TRY(cancellation_poll(stop, err));
        TRY(find_places(term, snapshot, a, err));
    }
    if (snapshot->index->remote)
        TRY(count_elsewhere(terms, count, snapshot, a, err));
    for (size_t i = 0; i < count; i++) {
        rank_term *term = &terms[i];
        term->idf = idf_of_term(term, i ? term - 1 : NULL, snapshot->passages);
    }
    return YZ_OK;
}
