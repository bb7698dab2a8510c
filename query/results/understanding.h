/* SPDX-License-Identifier: MIT */
/*
 * What a query means in one snapshot: its plan, which forms of its phrases
 * count, and, once something is found, what its words are worth.
 */
#ifndef YZ_RESULTS_UNDERSTANDING_H
#define YZ_RESULTS_UNDERSTANDING_H

#include "core/index/user_tables.h"
#include "query/match/fuzzy/lookalike.h"
#include "query/rank/bonus.h"
#include "query/rank/rescore.h"
#include "query/rank/terms.h"

typedef struct understanding {
    yz_snapshot *snapshot;
    yz_query *query; /**< as it was read in the snapshot */
    yz_query *asked; /**< as it was given */
    const user_tables *tables;
    pattern_context patterns;
    plan plan;
    bool strict; /**< exact forms alone count */
    misreads misreads;

    rank_terms terms;
    rank_terms synonym_terms; /**< for hits of the tier synonym, beside these */
    bonus bonus;
    rescoring rescoring; /**< of hits of near and worse tiers */
} understanding;

/** Begin one; the snapshot must outlive it, the query is held. */
void
understanding_init(understanding *u, yz_snapshot *snapshot,
                   const yz_query *query);

void
understanding_dispose(understanding *u);

/**
 * Make the plan, in the arena. Its root is NULL if nothing can be asked.
 * @param field_words  whether fields that nothing matches may be text
 */
yz_status
understanding_make(understanding *u, bool field_words, cancellation *stop,
                   arena *a, yz_error *err);

/**
 * Plan the query once more if it has phrases whose wildcards find nothing: as
 * marks. @param ret_read  whether it has
 */
yz_status
understanding_read_marks(understanding *u, cancellation *stop, arena *a,
                         bool *ret_read, yz_error *err);

/**
 * Say which forms of a phrase count.
 * @param follow  whether misread characters do where the query has no `~`
 */
void
understanding_accept(understanding *u, bool strict, misread_reach reach,
                     bool follow, yz_error *err);

/**
 * Make the terms and bonuses that hits are ranked by, in the arena.
 * @param relaxed  whether hits of the tier near or worse may be shown
 */
yz_status
understanding_weigh(understanding *u, bool relaxed, cancellation *stop,
                    arena *a, yz_error *err);

#endif /* YZ_RESULTS_UNDERSTANDING_H */
