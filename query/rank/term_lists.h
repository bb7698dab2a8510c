/* SPDX-License-Identifier: MIT */
/*
 * The posting lists that say where a term is in a segment.
 */
#ifndef YZ_RANK_TERM_LISTS_H
#define YZ_RANK_TERM_LISTS_H

#include "query/rank/terms.h"

enum {
    SEEK_COST = 16 /**< one seek in a list, in postings decoded */
};

/**
 * What a list tells of a term: whether it is there, how often, how often as a
 * word (each of which adds 1 to the frequency of a gram).
 */
typedef enum count_mode { COUNT_ONCE, COUNT_TIMES, COUNT_MARKS } count_mode;

/**
 * Several forms of a gram in one passage are that gram once, and how often a
 * passage has it is not asked: counting it once ranks better
 * (docs/ranking.md). Of marked forms, the first in order counts.
 */
typedef struct term_lists {
    posting_list *items;
    uint32_t count;
    count_mode mode;
} term_lists;

/** Open the lists of a term, in the arena; none where no passage has it. */
yz_status
term_lists_open(const rank_term *term, segment *s, arena *a,
                term_lists *ret_lists, yz_error *err);

/** How often a passage has the term by a posting; 0: not at all. */
static inline uint32_t
term_count(count_mode mode, uint32_t frequency)
{
    return mode == COUNT_ONCE ? 1 : frequency - (mode == COUNT_MARKS);
}

#endif /* YZ_RANK_TERM_LISTS_H */
