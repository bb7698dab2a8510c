/* SPDX-License-Identifier: MIT */
/*
 * All postings of a term in a segment, of whichever lists it has: a passage
 * once, with the term's frequency.
 */
#ifndef YZ_RANK_TERM_POSTINGS_H
#define YZ_RANK_TERM_POSTINGS_H

#include "query/rank/term_lists.h"

typedef struct term_postings {
    uint32_t *passages;    /**< rising */
    uint32_t *frequencies; /**< as term_count() has them, none 0; NULL: all 1 */
    uint32_t count;
} term_postings;

/** Decode them, in the arena. */
yz_status
term_postings_decode(const term_lists *lists, arena *a,
                     term_postings *ret_postings, yz_error *err);

#endif /* YZ_RANK_TERM_POSTINGS_H */
