/* SPDX-License-Identifier: MIT */
/*
 * The second look at the best hits that have only parts of the query: their
 * pairs and characters are counted in their texts, where the lists only say
 * that they occur (docs/ranking.md). It never lowers a score.
 */
#ifndef YZ_RANK_RESCORE_H
#define YZ_RANK_RESCORE_H

#include "query/rank/order.h"
#include "query/rank/score.h"

/** A form of a gram, and the number of its term. */
typedef struct rescored_gram {
    gram_key key;
    uint32_t term;
} rescored_gram;

typedef struct rescoring {
    const rank_terms *terms;
    yz_snapshot *snapshot;
    rescored_gram *grams; /**< by key */
    size_t gram_count;
    uint64_t *begins;    /**< a bit for each unit: some gram begins with it */
    uint32_t *counts;    /**< by term, of the passage that was read last */
    double average;      /**< length in characters */
    double most;         /**< no hit gains more */
    float least[2][256]; /**< of pairs and characters, by length code */
} rescoring;

/** Whether hits of the tier have only parts of the query. */
static inline bool
rescoring_concerns(uint32_t tier)
{
    return tier >= YZ_TIER_NEAR;
}

/** What a term adds to a hit's score after that, at most; 0: it is no gram. */
double
rescoring_most(const rank_term *term);

/**
 * The share of its weight that a term adds at least beside the first look's
 * score, once it occurs; by length code. NULL: it is no gram.
 */
const float *
rescoring_least(const rescoring *r, const rank_term *term);

/** Prepare it, in the arena. */
yz_status
rescoring_make(const rank_terms *terms, yz_snapshot *snapshot,
               cancellation *stop, arena *a, rescoring *ret_rescoring,
               yz_error *err);

/** What the frequencies of its pairs and characters add to a hit's score. */
yz_status
rescoring_gain(rescoring *r, pattern_context *context, const ranked *of,
               double *ret_gain, yz_error *err);

/**
 * What a term adds to a hit's score after that. The hit must be the one whose
 * gain was asked for last.
 */
yz_status
rescoring_part(const rescoring *r, size_t term, const ranked *of,
               score_part *ret_part, yz_error *err);

#endif /* YZ_RANK_RESCORE_H */
