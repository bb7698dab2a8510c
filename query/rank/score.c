/* SPDX-License-Identifier: MIT */
/*
 * Scores are computed a term at a time: a list that is not much longer than the
 * list of hits is decoded as a whole, in longer ones each hit is sought. Terms
 * are always added in the same order, so that equal passages get sums that are
 * equal to the last bit.
 */
#include "query/rank/score.h"
#include "query/rank/curve.h"
#include "query/rank/term_lists.h"

#include <stdlib.h>
#include <string.h>

/* Scoring the hits of one segment. */
typedef struct scorer {
    const rank_term *term;
    const yz_snapshot *snapshot;
    segment *segment;
    const passage_set *hits;
    cancellation *cancellation;
    double *scores;
    double norms[256]; /* k1 * (1 - b + b * length / average), by length code;
                          those of the hits' codes at least */
    uint8_t *codes;    /* by hit, in the space of the term */
    bool *counted;     /* by hit: the term was added, by another form */
    uint32_t *passages;
    uint32_t *frequencies;
    arena arena;
    yz_error *err;
} scorer;

/* ---- lengths ------------------------------------------------------------- */

/* The length codes of the hits; they are stored in long runs. */
static yz_status
read_codes(scorer *sc)
{
    const length_space space = curve_space(sc->term);
    const uint8_t *run = NULL;
    uint32_t first = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < sc->hits->count; i++) {
        const uint32_t passage = sc->hits->passages[i];
        if (passage - first >= count) {
            first = passage;
            TRY(segment_lengths(sc->segment, space, first, &run, &count,
                                sc->err));
        }
        sc->codes[i] = run[passage - first];
    }
    return YZ_OK;
}

/* All 256 norms are computed only if there are as many hits. */
static void
make_norms(scorer *sc)
{
    const rank_term *term = sc->term;
    if (sc->hits->count >= ARRAY_LENGTH(sc->norms)) {
        curve_norms(term, sc->snapshot, sc->norms);
        return;
    }
    const double average = curve_average(sc->snapshot, curve_space(term));
    for (uint32_t i = 0; i < sc->hits->count; i++)
        sc->norms[sc->codes[i]] =
            curve_norm(term, average, length_of_code(sc->codes[i]));
}

static inline double
gain(const scorer *sc, uint32_t i, uint32_t frequency)
{
    const double tf = frequency;
    return sc->term->weight * sc->term->idf * tf /
           (tf + sc->norms[sc->codes[i]]);
}

/* ---- lists --------------------------------------------------------------- */

static inline void
count_hit(scorer *sc, uint32_t i, uint32_t frequency)
{
    if (sc->counted[i] || !frequency)
        return;
    sc->counted[i] = true;
    sc->scores[i] += gain(sc, i, frequency);
}

/* Decode the whole list and merge it with the hits. */
static yz_status
add_whole(scorer *sc, const posting_list *list, count_mode mode)
{
    uint32_t i = 0;
    sc->passages =
        arena_uninitialized(&sc->arena, list->count, sizeof(uint32_t));
    sc->frequencies =
        arena_uninitialized(&sc->arena, list->count, sizeof(uint32_t));
    if (!sc->passages || !sc->frequencies)
        return error_nomem(sc->err);
    TRY(postings_decode(list, sc->passages,
                        mode == COUNT_ONCE ? NULL : sc->frequencies, sc->err));
    for (uint32_t p = 0; p < list->count && i < sc->hits->count; p++) {
        const uint32_t passage = sc->passages[p];
        while (i < sc->hits->count && sc->hits->passages[i] < passage)
            i++;
        if (i < sc->hits->count && sc->hits->passages[i] == passage)
            count_hit(sc, i, term_count(mode, sc->frequencies[p]));
    }
    return YZ_OK;
}

/* Seek each hit in the list. */
static yz_status
add_sparse(scorer *sc, const posting_list *list, count_mode mode)
{
    posting_cursor cursor;
    TRY(posting_cursor_open(list, &cursor, sc->err));
    for (uint32_t i = 0; i < sc->hits->count; i++) {
        const uint32_t passage = sc->hits->passages[i];
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
        count_hit(sc, i, term_count(mode, frequency));
    }
    return YZ_OK;
}

static yz_status
add_lists(scorer *sc)
{
    term_lists lists;
    arena_clear(&sc->arena);
    TRY(term_lists_open(sc->term, sc->segment, &sc->arena, &lists, sc->err));
    for (uint32_t i = 0; i < lists.count; i++) {
        const posting_list *list = &lists.items[i];
        if (list->count / SEEK_COST > sc->hits->count)
            TRY(add_sparse(sc, list, lists.mode));
        else
            TRY(add_whole(sc, list, lists.mode));
    }
    return YZ_OK;
}

/*
 * Exact and variant hits have all grams of a required phrase: no list is read
 * for them. @return how many other hits there are
 */
static uint32_t
add_certain(scorer *sc)
{
    uint32_t others = 0;
    for (uint32_t i = 0; i < sc->hits->count; i++) {
        if (passage_set_grade(sc->hits, i).tier <= YZ_TIER_VARIANT)
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
    TRY(cancellation_poll(sc->cancellation, sc->err));
    memset(sc->counted, 0, sc->hits->count * sizeof(*sc->counted));
    if (!before || curve_space(before) != curve_space(term))
        TRY(read_codes(sc));
    if (!before || !curve_same(before, term))
        make_norms(sc);
    if (term->certain && !add_certain(sc))
        return YZ_OK;
    return add_lists(sc);
}

/* NOLINTBEGIN(readability-non-const-parameter): written through the scorer. */
yz_status
score_hits(const rank_terms *terms, yz_snapshot *snapshot, segment *s,
           const passage_set *hits, cancellation *stop, double *ret_scores,
           yz_error *err)
/* NOLINTEND(readability-non-const-parameter) */
{
    const yz_allocator *memory = snapshot->index->memory;
    scorer sc = { .snapshot = snapshot,
                  .segment = s,
                  .hits = hits,
                  .cancellation = stop,
                  .scores = ret_scores,
                  .arena.from = memory,
                  .err = err };
    if (!hits->count)
        return YZ_OK;
    sc.codes = memory_allocate(memory, hits->count);
    sc.counted = memory_allocate(memory, hits->count * sizeof(*sc.counted));
    yz_status status = sc.codes && sc.counted ? YZ_OK : error_nomem(err);
    for (size_t t = 0; t < terms->count && status == YZ_OK; t++) {
        sc.term = &terms->items[t];
        status = add_term(&sc, t ? &terms->items[t - 1] : NULL);
    }
    memory_release(memory, sc.codes);
    memory_release(memory, sc.counted);
    arena_dispose(&sc.arena);
    return status;
}

/* ---- one passage --------------------------------------------------------- */

/* How often the passage has the term, by the first list that has it. */
static yz_status
frequency_in(const term_lists *lists, uint32_t passage, uint32_t *ret_frequency,
             yz_error *err)
{
    *ret_frequency = 0;
    for (uint32_t i = 0; i < lists->count && !*ret_frequency; i++) {
        posting_cursor cursor;
        uint32_t frequency;
        TRY(posting_cursor_open(&lists->items[i], &cursor, err));
        TRY(posting_cursor_seek(&cursor, passage, err));
        if (cursor.passage != passage)
            continue;
        TRY(posting_cursor_frequency(&cursor, &frequency, err));
        *ret_frequency = term_count(lists->mode, frequency);
    }
    return YZ_OK;
}

static yz_status
term_frequency(const rank_term *term, const yz_allocator *memory, segment *s,
               uint32_t passage, uint32_t *ret_frequency, yz_error *err)
{
    arena a = { .from = memory };
    term_lists lists;
    yz_status status = term_lists_open(term, s, &a, &lists, err);
    if (status == YZ_OK)
        status = frequency_in(&lists, passage, ret_frequency, err);
    arena_dispose(&a);
    return status;
}

yz_status
score_term(const rank_term *term, yz_snapshot *snapshot, segment *s,
           uint32_t passage, score_part *ret_part, yz_error *err)
{
    const uint8_t *code;
    uint32_t count;
    score_part part = { .weight = term->weight };
    const length_space space = curve_space(term);
    TRY(segment_lengths(s, space, passage, &code, &count, err));
    part.length = length_of_code(*code);
    TRY(term_frequency(term, snapshot->index->memory, s, passage,
                       &part.frequency, err));
    const double tf = part.frequency;
    if (part.frequency)
        part.score = term->weight * term->idf * tf /
                     (tf + curve_norm(term, curve_average(snapshot, space),
                                      part.length));
    *ret_part = part;
    return YZ_OK;
}
