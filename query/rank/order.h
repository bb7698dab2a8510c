/* SPDX-License-Identifier: MIT */
/*
 * The order of hits, and the first of them. Better tiers first, then higher
 * scores, then newer, then by id; or by date; or as they stand in the sources.
 * Ties are always broken, so that pages are stable.
 */
#ifndef YZ_RANK_ORDER_H
#define YZ_RANK_ORDER_H

#include "core/base/cancellation.h"
#include "core/format/segment.h"

/** What breaks ties and what other orders sort by. */
typedef struct order_key {
    uint32_t date; /**< YYYYMMDD; 0: none */
    uint32_t line;
    uint64_t byte;
    yz_str path;
    yz_str report;
    yz_str id;
} order_key;

/** A hit of the whole search. */
typedef struct ranked {
    segment *segment; /**< NULL: a place in the order that is no hit */
    uint32_t passage;
    uint32_t tier;
    uint32_t loss; /**< by misreadings, see query/match/exact/passage_set.h */
    double score;
    const order_key *key; /**< NULL: not looked up yet */
} ranked;

typedef struct order {
    yz_sort sort;
    cancellation *cancellation; /**< NULL: nothing stops it */
    arena *arena;               /**< for keys */
    arena scratch;              /**< free with arena_dispose() */
    yz_status status; /**< the first error, since comparing gives none */
    yz_error *err;
} order;

/** The key of a hit, looked up once. NULL when order.status tells why. */
const order_key *
order_key_of(order *o, ranked *r);

/** Below 0: x comes before y. Two different hits are never equal. */
int
order_compare(order *o, ranked *x, ranked *y);

/**
 * Bring the first `wanted` of `count` hits to the front, in order. The rest is
 * left in any order.
 */
yz_status
order_select(order *o, ranked *hits, size_t count, size_t wanted);

#endif /* YZ_RANK_ORDER_H */
