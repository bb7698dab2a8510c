/* SPDX-License-Identifier: MIT */
/*
 * Term by term: a list that is not much longer than the hits is decoded whole,
 * in others the hits are looked for. Terms are taken in one order, so that
 * equal passages get equal sums to the last bit.
 */
#include "query/rank/score.h"

#include <stdlib.h>
#include <string.h>

static const length_space SPACE_LENGTHS[RANK_SPACE_COUNT] = {
    [RANK_WORD] = LENGTH_WORDS,
    [RANK_PAIR] = LENGTH_HAN,
    [RANK_HAN] = LENGTH_HAN,
    [RANK_TITLE] = LENGTH_TITLE,
};

/* What one more posting of a list costs, when all are decoded, against seeking
 * one passage. */
enum { POSTINGS_A_SEEK = 16 };

/* Everything that scoring the hits of one segment works on. */
typedef struct scorer {
    const rank_term *term;
    const yz_snapshot *snapshot;
    segment *segment;
    const hit_set *hits;
    double *scores;
    double norms[256]; /* k1 * (1 - b + b * length / average), by length code */
    uint8_t *codes;    /* by hit, in the space of the term */
    bool *counted;     /* by hit: another form of the term was there */
    uint32_t *passages;
    uint32_t *frequencies;
    arena arena;
    yz_error *err;
} scorer;

/* ---- lengths ------------------------------------------------------------ */

static double
average_length(const yz_snapshot *snapshot, length_space space)
{
    if (!snapshot->passages)
        return 0;
    return (double)snapshot->lengths[space] / (double)snapshot->passages;
}

static double
norm_of(const rank_term *term, double average, uint32_t length)
{
    const double relative = average > 0 ? length / average : 1;
    return term->k1 * (1 - term->b + term->b * relative);
}

static void
make_norms(scorer *sc)
{
    const double average =
        average_length(sc->snapshot, SPACE_LENGTHS[sc->term->space]);
    for (uint32_t code = 0; code < 256; code++)
        sc->norms[code] =
            norm_of(sc->term, average, length_of_code((uint8_t)code));
}

/* The length codes of the hits; they lie in runs of many passages. */
static yz_status
read_codes(scorer *sc)
{
    const length_space space = SPACE_LENGTHS[sc->term->space];
    const uint8_t *run = NULL;
    uint32_t first = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < sc->hits->count; i++) {
        const uint32_t passage = sc->hits->hits[i].passage;
        if (passage - first >= count) {
            first = passage;
            TRY(segment_lengths(sc->segment, space, first, &run, &count,
                                sc->err));
        }
        sc->codes[i] = run[passage - first];
    }
    return YZ_OK;
}

static inline double
gain(const scorer *sc, uint32_t i, uint32_t frequency)
{
    const double tf = frequency;
    return sc->term->weight * sc->term->idf * tf /
           (tf + sc->norms[sc->codes[i]]);
}

/* ---- lists -------------------------------------------------------------- */

/* What a list tells of a term: whether it is there, how often, how often as a
 * word (each of which adds 1 to the frequency of a gram). */
typedef enum count_mode { COUNT_ONCE, COUNT_TIMES, COUNT_MARKS } count_mode;

static inline void
count_hit(scorer *sc, uint32_t i, uint32_t frequency)
{
    if (sc->counted[i] || !frequency)
        return;
    sc->counted[i] = true;
    sc->scores[i] += gain(sc, i, frequency);
}

/* Decode the whole list; hits and postings rise side by side. */
static yz_status
add_whole(scorer *sc, const posting_list *list, count_mode mode)
{
    uint32_t i = 0;
    sc->passages = arena_room(&sc->arena, list->count, sizeof(uint32_t));
    sc->frequencies = arena_room(&sc->arena, list->count, sizeof(uint32_t));
    if (!sc->passages || !sc->frequencies)
        return error_nomem(sc->err);
    TRY(postings_decode(list, sc->passages,
                        mode == COUNT_ONCE ? NULL : sc->frequencies, sc->err));
    for (uint32_t p = 0; p < list->count && i < sc->hits->count; p++) {
        const uint32_t passage = sc->passages[p];
        while (i < sc->hits->count && sc->hits->hits[i].passage < passage)
            i++;
        if (i < sc->hits->count && sc->hits->hits[i].passage == passage)
            count_hit(sc, i,
                      mode == COUNT_ONCE
                          ? 1
                          : sc->frequencies[p] - (mode == COUNT_MARKS));
    }
    return YZ_OK;
}

/* Look for each hit in the list. */
static yz_status
add_sparse(scorer *sc, const posting_list *list, count_mode mode)
{
    posting_cursor cursor;
    TRY(posting_cursor_open(list, &cursor, sc->err));
    for (uint32_t i = 0; i < sc->hits->count; i++) {
        const uint32_t passage = sc->hits->hits[i].passage;
        uint32_t frequency = 1;
        if (sc->counted[i])
            continue;
        TRY(posting_cursor_seek(&cursor, passage, sc->err));
        if (cursor.passage == POSTINGS_END)
            return YZ_OK;
        if (cursor.passage != passage)
            continue;
        if (mode != COUNT_ONCE)
            TRY(posting_cursor_frequency(&cursor, &frequency, sc->err));
        count_hit(sc, i, frequency - (mode == COUNT_MARKS));
    }
    return YZ_OK;
}

static yz_status
add_list(scorer *sc, const posting_list *list, count_mode mode)
{
    arena_clear(&sc->arena);
    if (list->count / POSTINGS_A_SEEK > sc->hits->count)
        return add_sparse(sc, list, mode);
    return add_whole(sc, list, mode);
}

static yz_status
add_word(scorer *sc)
{
    list_place where;
    posting_list list;
    const char field = sc->term->space == RANK_TITLE ? WORD_TITLE : WORD_TEXT;
    const yz_status found =
        segment_word(sc->segment, field, sc->term->name, &where, sc->err);
    if (found != YZ_OK)
        return found == YZ_DONE ? YZ_OK : found;
    TRY(segment_word_list(sc->segment, &where, &list, sc->err));
    return add_list(sc, &list, COUNT_TIMES);
}

/*
 * Several forms of a gram in one passage are that gram once, and how often a
 * passage has it is not asked: counting it once ranks better (docs/ranking.md).
 */
static yz_status
add_grams(scorer *sc)
{
    for (size_t i = 0; i < sc->term->gram_count; i++) {
        list_place where;
        posting_list list;
        const yz_status found =
            segment_gram(sc->segment, sc->term->grams[i], &where, sc->err);
        if (found == YZ_DONE)
            continue;
        if (found != YZ_OK)
            return found;
        TRY(segment_gram_list(sc->segment, &where, &list, sc->err));
        TRY(add_list(sc, &list,
                     sc->term->space == RANK_WORD ? COUNT_MARKS : COUNT_ONCE));
    }
    return YZ_OK;
}

/*
 * Where a phrase that must stand there stands, all its grams do: no list has
 * to be read for such hits. @return how many others there are
 */
static uint32_t
add_certain(scorer *sc)
{
    uint32_t others = 0;
    for (uint32_t i = 0; i < sc->hits->count; i++) {
        if (sc->hits->hits[i].tier <= YZ_TIER_VARIANT)
            count_hit(sc, i, 1);
        else
            others++;
    }
    return others;
}

static yz_status
add_term(scorer *sc, const rank_term *before)
{
    const rank_term *term = sc->term;
    memset(sc->counted, 0, sc->hits->count * sizeof(*sc->counted));
    const bool same_space =
        before && SPACE_LENGTHS[before->space] == SPACE_LENGTHS[term->space];
    if (!same_space)
        TRY(read_codes(sc));
    if (!same_space || before->k1 != term->k1 || before->b != term->b)
        make_norms(sc);
    if (!term->gram_count)
        return add_word(sc);
    if (term->certain && !add_certain(sc))
        return YZ_OK;
    return add_grams(sc);
}

yz_status
score_hits(const rank_terms *terms, yz_snapshot *snapshot, segment *s,
           const hit_set *hits, double *ret_scores, yz_error *err)
{
    scorer sc = { .snapshot = snapshot,
                  .segment = s,
                  .hits = hits,
                  .scores = ret_scores,
                  .err = err };
    if (!hits->count)
        return YZ_OK;
    sc.codes = malloc(hits->count);
    sc.counted = malloc(hits->count * sizeof(*sc.counted));
    yz_status status = sc.codes && sc.counted ? YZ_OK : error_nomem(err);
    for (size_t t = 0; t < terms->count && status == YZ_OK; t++) {
        sc.term = &terms->items[t];
        status = add_term(&sc, t ? &terms->items[t - 1] : NULL);
    }
    free(sc.codes);
    free(sc.counted);
    arena_dispose(&sc.arena);
    return status;
}

/* ---- taken apart -------------------------------------------------------- */

/* What a list tells of the passage, if it has it. */
static yz_status
frequency_in(const posting_list *list, count_mode mode, uint32_t passage,
             uint32_t *ret_frequency, yz_error *err)
{
    posting_cursor cursor;
    uint32_t frequency = 1;
    TRY(posting_cursor_open(list, &cursor, err));
    TRY(posting_cursor_seek(&cursor, passage, err));
    if (cursor.passage != passage)
        return YZ_OK;
    if (mode != COUNT_ONCE)
        TRY(posting_cursor_frequency(&cursor, &frequency, err));
    if (!*ret_frequency)
        *ret_frequency = frequency - (mode == COUNT_MARKS);
    return YZ_OK;
}

static yz_status
word_frequency(const rank_term *term, segment *s, uint32_t passage,
               uint32_t *ret_frequency, yz_error *err)
{
    list_place where;
    posting_list list;
    const char field = term->space == RANK_TITLE ? WORD_TITLE : WORD_TEXT;
    const yz_status found = segment_word(s, field, term->name, &where, err);
    if (found != YZ_OK)
        return found == YZ_DONE ? YZ_OK : found;
    TRY(segment_word_list(s, &where, &list, err));
    return frequency_in(&list, COUNT_TIMES, passage, ret_frequency, err);
}

static yz_status
gram_frequency(const rank_term *term, segment *s, uint32_t passage,
               uint32_t *ret_frequency, yz_error *err)
{
    for (size_t i = 0; i < term->gram_count; i++) {
        list_place where;
        posting_list list;
        const yz_status found = segment_gram(s, term->grams[i], &where, err);
        if (found == YZ_DONE)
            continue;
        if (found != YZ_OK)
            return found;
        TRY(segment_gram_list(s, &where, &list, err));
        TRY(frequency_in(&list,
                         term->space == RANK_WORD ? COUNT_MARKS : COUNT_ONCE,
                         passage, ret_frequency, err));
    }
    return YZ_OK;
}

yz_status
score_term(const rank_term *term, yz_snapshot *snapshot, segment *s,
           uint32_t passage, score_part *ret_part, yz_error *err)
{
    const uint8_t *code;
    uint32_t count;
    score_part part = { 0 };
    const length_space space = SPACE_LENGTHS[term->space];
    TRY(segment_lengths(s, space, passage, &code, &count, err));
    part.length = length_of_code(*code);
    TRY(term->gram_count
            ? gram_frequency(term, s, passage, &part.frequency, err)
            : word_frequency(term, s, passage, &part.frequency, err));
    const double tf = part.frequency;
    if (part.frequency)
        part.score =
            term->weight * term->idf * tf /
            (tf + norm_of(term, average_length(snapshot, space), part.length));
    *ret_part = part;
    return YZ_OK;
}
