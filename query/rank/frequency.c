/* SPDX-License-Identifier: MIT */
#include "query/rank/frequency.h"

#include <math.h>

/* In Lucene's form: never negative. */
static double
idf_of(uint64_t frequency, uint64_t passages)
{
    const double df = (double)(frequency < passages ? frequency : passages);
    const double n = (double)passages;
    return log(1 + (n - df + 0.5) / (df + 0.5));
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

yz_status
rank_count_terms(rank_term *terms, size_t count, yz_snapshot *snapshot,
                 cancellation *stop, yz_error *err)
{
    TRY(find_grams(terms, count, snapshot, err));
    for (size_t i = 0; i < count; i++) {
        rank_term *term = &terms[i];
        TRY(cancellation_poll(stop, err));
        if (term->gram_count)
            TRY(gram_frequency(snapshot, term, &term->frequency, err));
        else
            TRY(field_frequency(
                snapshot, term->space == RANK_TITLE ? WORD_TITLE : WORD_TEXT,
                term->name, &term->frequency, err));
        term->idf = idf_of_term(term, i ? term - 1 : NULL, snapshot->passages);
    }
    return YZ_OK;
}
