/* SPDX-License-Identifier: MIT */
/*
 * The order of hits, and selection of the first of them. By score: better tiers
 * first, then higher scores, then newer dates, then ids. Or by date, exact and
 * variant hits together first, or by the position in the sources. Ties are always broken, so that pages are stable.
 */
#ifndef YZ_RANK_ORDER_H
#define YZ_RANK_ORDER_H

#include "core/base/cancellation.h"
#include "core/format/segment.h"

/** What ties are broken by, and what the other orders sort by. */
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
    segment *segment; /**< NULL: a position in the order, not a hit */
    uint32_t passage;
    uint32_t tier;
    uint32_t loss; /**< by misreadings, see query/match/exact/passage_set.h */
    bool refined;  /**< the score has bonuses and, if parts of the query alone
                        were found, the frequencies in the text */
    double score;
    double first;         /**< the score before all that it gained */
    double most;          /**< what the score may become */
    const order_key *key; /**< NULL: not read yet */
} ranked;

typedef struct order {
    yz_sort sort;
    bool reverse;               /**< in each group */
    cancellation *cancellation; /**< NULL: never */
    arena *arena;               /**< for keys */
    arena scratch;              /**< freed by the caller, arena_dispose() */
    yz_status status;           /**< the first error: comparing returns none */
    yz_error *err;
} order;

/** The key of a hit, read once. NULL on an error, which is in order.status. */
const order_key *
order_key_of(order *o, ranked *r);

/** < 0 if x comes before y. Two different hits are never equal. */
int
order_compare(order *o, ranked *x, ranked *y);

/**
 * Move the first `wanted` of `count` hits to the front, in order. The others
 * are left in any order.
 */
yz_status
order_select(order *o, ranked *hits, size_t count, size_t wanted);

#endif /* YZ_RANK_ORDER_H */
