/* SPDX-License-Identifier: MIT */
/*
 * Partial scores of a list of hits, a term at a time. Of a term's lists only
 * the blocks that can hold a hit are read; what is added costs as many postings
 * as the shorter way takes, and hits that are out of the race are dropped
 * before the next term.
 */
#ifndef YZ_RANK_SCORE_LIST_H
#define YZ_RANK_SCORE_LIST_H

#include "query/rank/term_scorer.h"

typedef struct score_list {
    segment *segment;
    uint32_t *passages; /**< rising */
    hit_bounds *bounds; /**< by hit: its score so far */
    bool *counted;      /**< by hit: a list before had the term */
    uint32_t count;
    uint32_t capacity;
} score_list;

/** Codes of lengths, which are read in runs. Begins as all zeros. */
typedef struct code_run {
    const uint8_t *codes;
    uint32_t first;
    uint32_t count;
} code_run;

/** The code of a passage's length; passages rise. */
static inline yz_status
code_run_at(code_run *run, segment *s, length_space space, uint32_t passage,
            uint8_t *ret_code, yz_error *err)
{
    if (passage - run->first >= run->count) {
        run->first = passage;
        TRY(segment_lengths(s, space, passage, &run->codes, &run->count, err));
    }
    *ret_code = run->codes[passage - run->first];
    return YZ_OK;
}

/** Terms that every hit has: all are grams, so they share one curve. */
typedef struct certain_terms {
    const curve_table *curve; /**< NULL: there are none */
    float weight;             /**< of all scores */
    float lift_weight;        /**< of those that are not in lift_most */
    float lift_least;
    float lift_most;
} certain_terms;

/** A term that every hit has, another one. */
void
certain_terms_add(certain_terms *c, const term_scorer *s);

/** What a hit of a Han length gets by them. */
static inline hit_bounds
certain_terms_bounds(const certain_terms *c, uint8_t code)
{
    const float once = c->curve ? c->curve->once[code] : 0;
    return (hit_bounds){ c->weight * once, c->weight * once + c->lift_least,
                         c->lift_weight * once + c->lift_most };
}

/** An empty list with the capacity for `capacity` hits, in the arena. `bounds` is NULL: no memory. */
score_list
score_list_make(segment *s, uint32_t capacity, arena *a);

/** Make room for `more` hits behind those that are there. false: no memory. */
bool
score_list_reserve(score_list *l, uint32_t more, arena *a);

/** Append a hit, behind all others. */
static inline void
score_list_push(score_list *l, uint32_t passage)
{
    l->passages[l->count++] = passage;
}

/**
 * Let hits from `begin` on start with what they get for certain and, unless
 * `frequencies` is NULL, by a term that they have so often.
 */
yz_status
score_list_start(score_list *l, uint32_t begin, const certain_terms *certain,
                 const term_scorer *term, const uint32_t *frequencies,
                 yz_error *err);

/** Add a term's scores to the hits that have it. */
yz_status
score_list_add(score_list *l, const term_scorer *s, yz_error *err);

/**
 * The same, and let in those that have the term and are among `unseen`, a bit
 * a passage, out of which they are taken. They begin with what is certain.
 */
yz_status
score_list_merge(score_list *l, const term_scorer *s,
                 const certain_terms *certain, uint64_t *unseen, arena *a,
                 yz_error *err);

/** Let all in that are unseen, as they begin. */
yz_status
score_list_complete(score_list *l, const certain_terms *certain,
                    uint64_t *unseen, arena *a, yz_error *err);

/** What the k best of a list reach; 0 where there are not as many. */
typedef struct reached {
    float sum;   /**< k hits have this sum */
    float least; /**< and others, or the same, this `least` */
} reached;

/** A little below the exact values. */
reached
score_list_reached(const score_list *l, size_t sums, size_t leasts);

#endif /* YZ_RANK_SCORE_LIST_H */
