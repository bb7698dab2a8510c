/* SPDX-License-Identifier: MIT */
/*
 * What only blanks part. All of it must be met, or where a blank means OR, any
 * of it; but what has a `+`, and where a blank means OR what has a `-`, is an
 * operand of an AND that was written.
 */
#ifndef YZ_PARSE_GROUP_H
#define YZ_PARSE_GROUP_H

#include "query/parse/node.h"

/** Begins with the arena and `any`, the rest zeros. */
typedef struct group {
    arena *arena;
    bool any;            /**< a blank means OR */
    bool required_first; /**< a required one was the first */
    node_list plain;
    node_list required;
} group;

/** Add a member; nothing if it is NULL. */
yz_status
group_add(group *g, node *n, bool plus, yz_error *err);

/** What the group comes to; NULL if it has no member. */
yz_status
group_end(group *g, node **ret_node, yz_error *err);

#endif /* YZ_PARSE_GROUP_H */
