/* SPDX-License-Identifier: MIT */
/*
 * Operands separated by spaces alone. A space means AND, or OR if the query has
 * the flag YZ_QUERY_ANY. An operand with `+` is required in both cases, and one
 * with `-` is excluded where a space means OR: they become operands of an AND
 * that counts as written out.
 */
#ifndef YZ_PARSE_GROUP_H
#define YZ_PARSE_GROUP_H

#include "query/parse/node.h"

/** The arena and `any` are set at first; the rest is zero. */
typedef struct group {
    arena *arena;
    bool any;            /**< a space means OR */
    bool required_first; /**< the first member is required */
    node_list plain;
    node_list required;
} group;

/** Add a member; nothing if it is NULL. */
yz_status
group_add(group *g, node *n, bool plus, yz_error *err);

/** The node of the whole group; NULL if it has no member. */
yz_status
group_end(group *g, node **ret_node, yz_error *err);

#endif /* YZ_PARSE_GROUP_H */
