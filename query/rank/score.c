/* SPDX-License-Identifier: MIT */
/*
 * Term by term: every list is read once and added to the passages that are
 * hits. Terms are taken in the order of the query, so that equal passages get
 * equal sums to the last bit.
 */
#include "query/rank/score.h"

#include <stdlib.h>

static const length_space SPACE_LENGTHS[RANK_SPACE_COUNT] = {
    [RANK_WORD] = LENGTH_WORDS,
    [RANK_PAIR] = LENGTH_HAN,
    [RANK_HAN] = LENGTH_HAN,
    [RANK_TITLE] = LENGTH_TITLE,
};

/* A term's postings in one segment, of all its forms, merged. */
typedef struct term_postings {
    posting *items;
    uint32_t count;
} term_postings;

static int
posting_compare(const void *a, const void *b)
{
    const posting *x = a;
    const posting *y = b;
    return (x->passage > y->passage) - (x->passage < y->passage);
}

/* Several forms of one character in one passage are that character once. */
static void
postings_merge(term_postings *list)
{
    uint32_t count = 0;
    qsort(list->items, list->count, sizeof(posting), posting_compare);
    for (uint32_t i = 0; i < list->count; i++) {
        const posting *last = count ? &list->items[count - 1] : NULL;
        if (!last || last->passage != list->items[i].passage)
            list->items[count++] = list->items[i];
    }
    list->count = count;
}

/*
 * Append the passages of an open list of grams, for which there is room. How
 * often a passage has a gram is not asked: counting it once ranks better
 * (docs/ranking.md).
 */
static yz_status
append_passages(const posting_list *from, arena *a, term_postings *list,
                yz_error *err)
{
    uint32_t *passages = arena_array(a, from->count, sizeof(*passages));
    if (!passages)
        return error_nomem(err);
    TRY(postings_decode(from, passages, NULL, err));
    for (uint32_t i = 0; i < from->count; i++)
        list->items[list->count++] = (posting){ passages[i], 1 };
    return YZ_OK;
}

static yz_status
append_postings(const posting_list *from, arena *a, term_postings *list,
                yz_error *err)
{
    uint32_t *passages = arena_array(a, from->count, sizeof(*passages));
    uint32_t *frequencies = arena_array(a, from->count, sizeof(*frequencies));
    if (!passages || !frequencies)
        return error_nomem(err);
    TRY(postings_decode(from, passages, frequencies, err));
    for (uint32_t i = 0; i < from->count; i++)
        list->items[list->count++] = (posting){ passages[i], frequencies[i] };
    return YZ_OK;
}

static yz_status
word_postings(const rank_term *term, segment *s, arena *a,
              term_postings *ret_list, yz_error *err)
{
    list_place where;
    const char field = term->space == RANK_TITLE ? WORD_TITLE : WORD_TEXT;
    const yz_status found = segment_word(s, field, term->name, &where, err);
    *ret_list = (term_postings){ 0 };
    if (found != YZ_OK)
        return found == YZ_DONE ? YZ_OK : found;
    ret_list->items = arena_array(a, where.count, sizeof(posting));
    if (!ret_list->items)
        return error_nomem(err);
    posting_list list;
    TRY(segment_word_list(s, &where, &list, err));
    return append_postings(&list, a, ret_list, err);
}

static yz_status
gram_postings(const rank_term *term, segment *s, arena *a,
              term_postings *ret_list, yz_error *err)
{
    list_place *places = arena_array(a, term->gram_count, sizeof(*places));
    size_t forms = 0;
    size_t total = 0;
    if (!places)
        return error_nomem(err);
    for (size_t i = 0; i < term->gram_count; i++) {
        const yz_status found =
            segment_gram(s, term->grams[i], &places[forms], err);
        if (found == YZ_DONE)
            continue;
        if (found != YZ_OK)
            return found;
        total += places[forms++].count;
    }
    *ret_list =
        (term_postings){ arena_array(a, total + 1, sizeof(posting)), 0 };
    if (!ret_list->items)
        return error_nomem(err);
    for (size_t i = 0; i < forms; i++) {
        posting_list list;
        TRY(segment_gram_list(s, &places[i], &list, err));
        TRY(append_passages(&list, a, ret_list, err));
    }
    if (forms > 1)
        postings_merge(ret_list);
    return YZ_OK;
}

static yz_status
postings_of(const rank_term *term, segment *s, arena *a,
            term_postings *ret_list, yz_error *err)
{
    if (term->space == RANK_PAIR || term->space == RANK_HAN)
        return gram_postings(term, s, a, ret_list, err);
    return word_postings(term, s, a, ret_list, err);
}

static double
bm25(const rank_term *term, const yz_snapshot *snapshot, uint32_t frequency,
     uint32_t length)
{
    const double sum = (double)snapshot->lengths[SPACE_LENGTHS[term->space]];
    const double average =
        snapshot->passages ? sum / (double)snapshot->passages : 0;
    const double relative = average > 0 ? length / average : 1;
    const double tf = frequency;
    return term->weight * term->idf * tf /
           (tf + term->k1 * (1 - term->b + term->b * relative));
}

static yz_status
length_of(const rank_term *term, segment *s, uint32_t passage,
          uint32_t *ret_length, yz_error *err)
{
    const uint8_t *codes;
    uint32_t count;
    TRY(segment_lengths(s, SPACE_LENGTHS[term->space], passage, &codes, &count,
                        err));
    *ret_length = length_of_code(codes[0]);
    return YZ_OK;
}

/* Add what one term gives; hits and postings rise side by side. */
static yz_status
add_term(const rank_term *term, const yz_snapshot *snapshot, segment *s,
         const hit_set *hits, const term_postings *list, double *scores,
         yz_error *err)
{
    uint32_t i = 0;
    for (uint32_t p = 0; p < list->count; p++) {
        uint32_t length;
        const posting *found = &list->items[p];
        while (i < hits->count && hits->hits[i].passage < found->passage)
            i++;
        if (i == hits->count)
            return YZ_OK;
        if (hits->hits[i].passage != found->passage)
            continue;
        TRY(length_of(term, s, found->passage, &length, err));
        scores[i] += bm25(term, snapshot, found->frequency, length);
    }
    return YZ_OK;
}

yz_status
score_hits(const rank_terms *terms, yz_snapshot *snapshot, segment *s,
           const hit_set *hits, double *ret_scores, yz_error *err)
{
    arena scratch = { 0 };
    yz_status status = YZ_OK;
    for (size_t t = 0; t < terms->count && status == YZ_OK; t++) {
        term_postings list;
        arena_clear(&scratch);
        status = postings_of(&terms->items[t], s, &scratch, &list, err);
        if (status == YZ_OK)
            status = add_term(&terms->items[t], snapshot, s, hits, &list,
                              ret_scores, err);
    }
    arena_dispose(&scratch);
    return status;
}

yz_status
score_term(const rank_term *term, yz_snapshot *snapshot, segment *s,
           uint32_t passage, arena *a, score_part *ret_part, yz_error *err)
{
    term_postings list;
    *ret_part = (score_part){ 0 };
    TRY(postings_of(term, s, a, &list, err));
    TRY(length_of(term, s, passage, &ret_part->length, err));
    for (uint32_t i = 0; i < list.count; i++)
        if (list.items[i].passage == passage)
            ret_part->frequency = list.items[i].frequency;
    if (ret_part->frequency)
        ret_part->score =
            bm25(term, snapshot, ret_part->frequency, ret_part->length);
    return YZ_OK;
}
