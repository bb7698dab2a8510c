/* SPDX-License-Identifier: MIT */
/*
 * Max-score pruning: which of very many hits can be among the k best of their
 * tier. It computes scores that are a little inexact, but fast, and keeps
 * every hit that may be competitive within their error, ties included. What is
 * left out cannot be on the page; score.c scores the rest as usual.
 */
#ifndef YZ_RANK_MAX_SCORE_H
#define YZ_RANK_MAX_SCORE_H

#include "query/match/exact/passage_set.h"
#include "query/rank/terms.h"

typedef struct pruning {
    const rank_terms *terms;
    yz_snapshot *snapshot;
    cancellation *cancellation;
    uint32_t tier; /**< that is pruned: better hits stay, worse ones go */
    size_t wanted; /**< k: how many hits of the tier may get a bonus */
    size_t shown;  /**< how many of them the page shows; not more */
    double bonus;  /**< no hit gets more */
    /** By segment: the hits, live or not, all exact, where the sets do not have
     * them; NULL: they do. */
    const posting_list *lists;
    arena *arena;
    yz_error *err;
} pruning;

/**
 * Prune the hits of all segments, `hits` by number of segment. The sets are
 * replaced, not changed.
 */
yz_status
max_score_prune(const pruning *p, passage_set *hits);

#endif /* YZ_RANK_MAX_SCORE_H */
