/* SPDX-License-Identifier: MIT */
/*
 * What every step of one search reads.
 */
#ifndef YZ_SEARCH_SEARCH_CONTEXT_H
#define YZ_SEARCH_SEARCH_CONTEXT_H

#include "query/search/request.h"

typedef struct search_context {
    const request *request;
    understanding *understanding;
    cancellation *cancellation;
    arena *arena; /**< for as long as the search */
    yz_error *err;
} search_context;

#endif /* YZ_SEARCH_SEARCH_CONTEXT_H */
