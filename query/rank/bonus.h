/* SPDX-License-Identifier: MIT */
/*
 * The proximity bonus of the best hits: a little for every two words that are
 * adjacent in the query and in the passage, more for a whole run of the query.
 * For Han text only: no such bonus was found to help Latin text
 * (docs/ranking.md).
 */
#ifndef YZ_RANK_BONUS_H
#define YZ_RANK_BONUS_H

#include "query/rank/order.h"
#include "query/rank/terms.h"

/** How many of the best hits can get a bonus, or a second look (rescore.h). */
enum { REFINED_HITS = 200 };

typedef struct bonus_part {
    pattern pattern;
    double score;
    yz_str name;  /**< its characters, for explaining */
    bool run;     /**< a whole run, not two words */
    bool certain; /**< occurs in every exact and variant hit */
} bonus_part;

typedef struct bonus {
    bonus_part *parts;
    size_t count;
    double most;   /**< all of them: no hit gets more */
    bool constant; /**< every exact and variant hit gets all of them */
} bonus;

/** The bonuses that a query can give, in the arena. */
yz_status
bonus_make(const plan *p, const rank_terms *terms, pattern_context *context,
           cancellation *stop, arena *a, bonus *ret_bonus, yz_error *err);

/**
 * Add to the scores of hits what each earns. They may be of several segments.
 * @param a  for what is worked on
 */
yz_status
bonus_add(const bonus *b, pattern_context *context, ranked *hits, size_t count,
          cancellation *stop, arena *a, yz_error *err);

/** Whether a hit gets one of them. */
yz_status
bonus_part_earned(const bonus_part *part, pattern_context *context,
                  const ranked *of, bool *ret_earned, yz_error *err);

#endif /* YZ_RANK_BONUS_H */
