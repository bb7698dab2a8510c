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
#include "query/rank/dropped_hits.h"
#include "query/rank/lift.h"

/** Which hits are dropped that may be on no page, and how that is known. */
typedef enum prune_order {
    /** No term has a lift: what may become too little scores too little. */
    PRUNE_BY_SCORE,
    /** By what they may become, as if all that are left were among the best:
     * right if the page proves it (dropped_hits.h). */
    PRUNE_HOPEFUL,
    /** By what they may become, once it is known which are among the best. */
    PRUNE_BEST_FIRST,
    /** Hits that do not reach a score that is known: those that are left, if
     * they are no more than `wanted`, may reach it. */
    PRUNE_TO_SCORE
} prune_order;

typedef struct pruning {
    const rank_terms *terms;
    yz_snapshot *snapshot;
    cancellation *cancellation;
    uint32_t tier; /**< that is pruned: better hits stay, worse ones go */
    size_t wanted; /**< k: how many hits of the tier may get a bonus */
    size_t shown;  /**< how many of them the page shows; not more */
    lifts lifts;   /**< what hits may gain later, by their terms */
    prune_order order;
    double score; /**< PRUNE_TO_SCORE */
    /** By segment: the hits, live or not, all exact, where the sets do not have
     * them; NULL: they do. */
    const posting_list *lists;
    arena *arena;
    yz_error *err;
} pruning;

/** What pruning leaves of the hits. */
typedef struct pruned {
    passage_set *hits; /**< by segment; the sets are replaced, not changed */
    double **most;     /**< by segment, then hit: what it may become */
    bool gave_up; /**< PRUNE_HOPEFUL: it takes too long; the hits are no use */
    /** PRUNE_BEST_FIRST: this many of the best were dropped. They rank above
     * what is left and may not be among the best. */
    size_t best_dropped;
    dropped_hits dropped; /**< PRUNE_HOPEFUL */
} pruned;

/** Prune the hits of all segments: `ret->hits` has them before and after. */
yz_status
max_score_prune(const pruning *p, pruned *ret);

#endif /* YZ_RANK_MAX_SCORE_H */
