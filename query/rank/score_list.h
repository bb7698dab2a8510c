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
    uint32_t *numbers;  /**< by hit: what the caller calls it */
    float *sums;        /**< by hit: its score so far */
    bool *counted;      /**< by hit: a list before had the term */
    uint32_t count;
    uint32_t capacity;
} score_list;

/** An empty list with the capacity for `capacity` hits, in the arena. `sums` is NULL: no memory. */
score_list
score_list_make(segment *s, uint32_t capacity, arena *a);

/** Make room for `more` hits behind those that are there. false: no memory. */
bool
score_list_reserve(score_list *l, uint32_t more, arena *a);

/** Append a hit, behind all others. */
static inline void
score_list_push(score_list *l, uint32_t passage, uint32_t number)
{
    l->passages[l->count] = passage;
    l->numbers[l->count++] = number;
}

/** Let each hit start with `certain[code]`, by its Han length. */
yz_status
score_list_start(score_list *l, const float certain[256], yz_error *err);

/**
 * The same for hits from `begin` on, with what a term adds (NULL: none) whose
 * frequencies they have for numbers until then.
 */
yz_status
score_list_begin(score_list *l, uint32_t begin, const float certain[256],
                 const term_scorer *term, yz_error *err);

/** Add a term's scores to the hits that have it. */
yz_status
score_list_add(score_list *l, const term_scorer *s, yz_error *err);

/** Drop hits from `begin` on whose sums are below `least`. */
void
score_list_drop_from(score_list *l, uint32_t begin, float least);

/** Drop the hits whose sums are below `least`. */
void
score_list_drop(score_list *l, float least);

#endif /* YZ_RANK_SCORE_LIST_H */
