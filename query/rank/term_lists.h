/* SPDX-License-Identifier: MIT */
/*
 * The posting lists of a term in a segment.
 */
#ifndef YZ_RANK_TERM_LISTS_H
#define YZ_RANK_TERM_LISTS_H

#include "query/rank/terms.h"

enum {
    SEEK_COST = 16 /**< one seek in a list, in postings decoded */
};

/**
 * What the frequencies of a list mean: nothing, how often the term occurs, or
 * how often the gram is a word, plus 1.
 */
typedef enum count_mode { COUNT_ONCE, COUNT_TIMES, COUNT_MARKS } count_mode;

/**
 * A gram counts once per passage, however often and in whatever forms it
 * occurs: this ranks better (docs/ranking.md). If several forms are words, the
 * first form counts.
 */
typedef struct term_lists {
    posting_list *items;
    uint32_t count;
    count_mode mode;
} term_lists;

/** Open the lists of a term, in the arena; none if no passage has it. */
yz_status
term_lists_open(const rank_term *term, segment *s, arena *a,
                term_lists *ret_lists, yz_error *err);

/** The term's frequency by that of a posting; 0: it does not occur. */
static inline uint32_t
term_count(count_mode mode, uint32_t frequency)
{
    return mode == COUNT_ONCE ? 1 : frequency - (mode == COUNT_MARKS);
}

#endif /* YZ_RANK_TERM_LISTS_H */
