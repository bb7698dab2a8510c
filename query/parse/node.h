/* SPDX-License-Identifier: MIT */
/*
 * Making the nodes of a tree. A NULL node stands for nothing: an operand that
 * is not there.
 */
#ifndef YZ_PARSE_NODE_H
#define YZ_PARSE_NODE_H

#include "query/parse/tree.h"

/** A growing list of nodes, in an arena. Begins as all zeros. */
typedef struct node_list {
    node **items;
    size_t count;
    size_t capacity;
} node_list;

/** Append `n`; nothing if it is NULL. */
yz_status
node_list_add(arena *a, node_list *list, node *n, yz_error *err);

/**
 * Append the children of `n` if it is of the type and, for NODE_AND, explicit:
 * operators that associate need no nesting. Otherwise `n` itself.
 */
yz_status
node_list_splice(arena *a, node_list *list, node *n, node_type type,
                 yz_error *err);

/** A node of the list as children; the only one itself; NULL of none. */
yz_status
node_join(arena *a, node_type type, const node_list *list, node **ret_node,
          yz_error *err);

/** Multiply the weights of all phrases below. */
void
node_scale(node *n, double weight);

#endif /* YZ_PARSE_NODE_H */
