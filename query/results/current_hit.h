/* SPDX-License-Identifier: MIT */
/*
 * The hit that yz_results_next() gave last, and what was found out about it.
 */
#ifndef YZ_RESULTS_CURRENT_HIT_H
#define YZ_RESULTS_CURRENT_HIT_H

#include "core/base/arena.h"
#include "core/index/passage_ranges.h"

typedef struct current_hit {
    size_t next; /**< on the page: the one after it; 0: there is none yet */
    arena arena; /**< until the next hit */
    yz_hit hit;
    yz_passage passage;
    yz_match *matches;
    size_t match_count;
    bool matches_found;
    passage_ranges passage_ranges; /**< of its report, once they are found */
    bool ranges_found;
    arena neighbour_arena;
    yz_passage neighbour;
} current_hit;

void
current_hit_init(current_hit *c, const yz_allocator *memory);

void
current_hit_dispose(current_hit *c);

#endif /* YZ_RESULTS_CURRENT_HIT_H */
