/* SPDX-License-Identifier: MIT */
/*
 * Max-score pruning of one segment: what its two ways share, over windows
 * (max_score.c) and over lists (prune_list.c).
 */
#ifndef YZ_RANK_SEGMENT_PRUNER_H
#define YZ_RANK_SEGMENT_PRUNER_H

#include "query/rank/max_score.h"
#include "query/rank/page_threshold.h"
#include "query/rank/score_list.h"
#include "query/rank/score_window.h"

/* A hit that may be among the best. */
typedef struct competitive_hit {
    uint32_t number; /**< among the hits of its segment */
    float upper_bound;
} competitive_hit;

typedef struct competitive_list {
    competitive_hit *items;
    uint32_t count;
} competitive_list;

/* Pruning one segment. */
typedef struct segment_pruner {
    const pruning *pruning;
    arena *arena; /**< of this segment alone */
    segment *segment;
    const passage_set *hits;
    const posting_list *list; /**< has the hits, or NULL */
    term_scorer *scorers;     /**< by falling upper bounds */
    size_t scorer_count;
    float certain[256]; /**< what all hits score, by length code */
    float error;        /**< of a sum, as a share of it */
    page_threshold *threshold;
    float least;            /**< what a posting must score, with the rest */
    page_threshold of_list; /**< of the segment's hits, where they are a list */
    score_window *window;
    uint32_t begin; /**< hits of the window */
    uint32_t end;
    competitive_list competitive;
} segment_pruner;

/* Hits with a loss by misreadings rank below these, whatever they score. */
static inline bool
segment_pruner_takes(const segment_pruner *sp, grade g)
{
    return g.tier == sp->pruning->tier && !g.loss;
}

/** Make room for `count` competitive hits. */
yz_status
segment_pruner_make_room(segment_pruner *sp, uint32_t count);

/** Prune `hits` as a list. */
yz_status
segment_pruner_prune_list(segment_pruner *sp);

/** Whether the posting list alone orders its passages, or next to alone. */
bool
segment_pruner_is_ordered(const segment_pruner *sp);

/** Prune the postings of `list`; numbers of competitive hits are passages. */
yz_status
segment_pruner_prune_postings(segment_pruner *sp);

#endif /* YZ_RANK_SEGMENT_PRUNER_H */
