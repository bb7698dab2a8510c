/* SPDX-License-Identifier: MIT */
/*
 * What every step of one search reads.
 */
#ifndef YZ_SEARCH_SEARCH_CONTEXT_H
#define YZ_SEARCH_SEARCH_CONTEXT_H

#include "query/search/request.h"

typedef enum supply_answer {
    SUPPLY_READY,   /**< what the stage looks through is there */
    SUPPLY_FETCHED, /**< it is now: begin again, to see it */
    SUPPLY_TOO_MUCH /**< it is too much for a stage that need not run */
} supply_answer;

/**
 * Who fetches the passages that a search looks through, where they are
 * elsewhere.
 */
typedef struct supply {
    /** Before a stage runs; `*ret_answer` says how to go on. */
    yz_status (*fetch)(struct supply *s, understanding *u, const request *r,
                       yz_tier worst, supply_answer *ret_answer, yz_error *err);
} supply;

typedef struct search_context {
    const request *request;
    understanding *understanding;
    cancellation *cancellation;
    arena *arena;   /**< for as long as the search */
    supply *supply; /**< NULL: all passages are in the snapshot */
    yz_error *err;
} search_context;

#endif /* YZ_SEARCH_SEARCH_CONTEXT_H */
