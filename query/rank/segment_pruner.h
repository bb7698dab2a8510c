/* SPDX-License-Identifier: MIT */
/*
 * Max-score pruning of one segment: what its ways share, over lists of hits
 * (prune_list.c), by the postings of the terms (prune_by_terms.c), over windows
 * (prune_windows.c) and over one posting list (prune_postings.c).
 */
#ifndef YZ_RANK_SEGMENT_PRUNER_H
#define YZ_RANK_SEGMENT_PRUNER_H

#include "query/rank/max_score.h"
#include "query/rank/page_threshold.h"
#include "query/rank/score_list.h"

/* A hit that may be among the best. */
typedef struct competitive_hit {
    uint32_t passage;
    float sum;   /* upper bound of the score ... */
    float most;  /* ... and of what it may become */
    float score; /* lower bounds of the same */
    float least;
} competitive_hit;

typedef struct competitive_list {
    competitive_hit *items;
    uint32_t count;
} competitive_list;

/* What a hit must reach by its score, and by what it may become. */
typedef struct hit_limits {
    float sum;
    float most;
    float
        certain; /* PRUNE_BEST_FIRST: a score that says it is among the best */
} hit_limits;

/* Pruning one segment. */
typedef struct segment_pruner {
    const pruning *pruning;
    arena *arena; /**< of this segment alone */
    segment *segment;
    const passage_set *hits;
    const posting_list *list; /**< has the hits, or NULL */
    term_scorer *scorers;     /**< by falling upper bounds */
    size_t scorer_count;
    certain_terms certain; /**< what all hits have */
    float error;           /**< of a sum, as a share of it */
    page_threshold *threshold;
    dropped_hits *dropped;
    bool gave_up;  /**< PRUNE_HOPEFUL: too many hits may be competitive */
    bool is_alone; /**< no other segment has hits */
    float floor;   /**< as many hits as are shown become that, at least */
    competitive_list competitive;
} segment_pruner;

/* Hits with a loss by misreadings rank below these, whatever they score. */
static inline bool
segment_pruner_takes(const segment_pruner *sp, grade g)
{
    return g.tier == sp->pruning->tier && !g.loss;
}

/** Whether hits are so frequent that terms are added to all passages instead. */
static inline bool
segment_pruner_has_many(const segment_pruner *sp, uint64_t hits)
{
    enum { PASSAGES_A_HIT = 16 };
    return hits > sp->segment->info.passages / PASSAGES_A_HIT;
}

/** What the terms from `next` on give at most. */
hit_bounds
segment_pruner_rest(const segment_pruner *sp, size_t next);

/** What hits must reach by those of the segments before. */
hit_limits
segment_pruner_limits(const segment_pruner *sp);

/** Drop hits of a list that do not reach the limits if all else gives `rest`. */
void
segment_pruner_drop(segment_pruner *sp, score_list *l, uint32_t begin,
                    hit_limits limits, hit_bounds rest);

/**
 * The same, by those of a list, too.
 * @param whole  no others of the segment can still be among the best
 */
hit_limits
segment_pruner_limits_of(const segment_pruner *sp, const score_list *l,
                         bool whole);

/**
 * Add the terms from `next` on to a list, until so few hits are left that they
 * may as well be scored. They are competitive.
 */
yz_status
segment_pruner_add_terms(segment_pruner *sp, score_list *l, size_t next);

/** Prune `hits`, where they are not too many, as a list. */
yz_status
segment_pruner_prune_list(segment_pruner *sp);

/**
 * Prune `hits` by the postings of the terms: only those that have one of the
 * terms that matter most come into a list.
 * @param ret_done  false: they are too many to make a list of the others
 */
yz_status
segment_pruner_prune_by_terms(segment_pruner *sp, bool *ret_done);

/** Prune `hits`, a window after the other. */
yz_status
segment_pruner_prune_windows(segment_pruner *sp);

/** Whether the posting list alone orders its passages, or next to alone. */
bool
segment_pruner_is_ordered(const segment_pruner *sp);

/** Prune the postings of `list`. */
yz_status
segment_pruner_prune_postings(segment_pruner *sp);

#endif /* YZ_RANK_SEGMENT_PRUNER_H */
