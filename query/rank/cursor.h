/* SPDX-License-Identifier: MIT */
/*
 * A cursor: the position of a page's last hit in the order, so that the next
 * page begins after it, however many hits come before. It is text, in hex.
 */
#ifndef YZ_RANK_CURSOR_H
#define YZ_RANK_CURSOR_H

#include "query/rank/order.h"

typedef struct cursor {
    uint64_t query;  /**< hash of the query it belongs to */
    uint32_t tiers;  /**< that the first page tried */
    bool every_word; /**< one word was enough for `some` */
    yz_sort sort;
    uint64_t passed; /**< hits on the pages so far */
    ranked last;
    order_key key; /**< of `last` */
} cursor;

/** Encode a cursor, in the arena. data is NULL if out of memory. */
yz_str
cursor_encode(const cursor *c, arena *a);

/** YZ_E_INVALID if the text is not a cursor. Strings are in the arena. */
yz_status
cursor_decode(yz_str text, arena *a, cursor *ret_cursor, yz_error *err);

#endif /* YZ_RANK_CURSOR_H */
