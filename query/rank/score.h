/* SPDX-License-Identifier: MIT */
/*
 * BM25 over the terms of a query (Robertson & Zaragoza 2009, "The
 * Probabilistic Relevance Framework"), in Lucene's form without the factor
 * (k1 + 1): weight x idf x tf / (tf + k1 x (1 - b + b x length / average)).
 */
#ifndef YZ_RANK_SCORE_H
#define YZ_RANK_SCORE_H

#include "query/match/exact/passage_set.h"
#include "query/rank/terms.h"

/**
 * The scores of a segment's hits, a list: `ret_scores[i]` is that of the i-th,
 * 0 if the passage has no term.
 */
yz_status
score_hits(const rank_terms *terms, yz_snapshot *snapshot, segment *s,
           const passage_set *hits, cancellation *stop, double *ret_scores,
           yz_error *err);

/** The part of a passage's score that one term adds. */
typedef struct score_part {
    uint32_t frequency; /**< in the passage; 0: it does not occur */
    uint32_t length;    /**< of the passage in the term's space */
    double weight;      /**< of the term */
    double score;
} score_part;

/** One part of the same sum, computed slowly, for explanations. */
yz_status
score_term(const rank_term *term, yz_snapshot *snapshot, segment *s,
           uint32_t passage, score_part *ret_part, yz_error *err);

#endif /* YZ_RANK_SCORE_H */
