/* SPDX-License-Identifier: MIT */
/*
 * Making the nodes of a tree. A NULL node is a missing operand.
 */
#ifndef YZ_PARSE_NODE_H
#define YZ_PARSE_NODE_H

#include "query/parse/tree.h"

/** A growing list of nodes, in an arena. All zeros at first. */
typedef struct node_list {
    node **items;
    size_t count;
    size_t capacity;
} node_list;

/** Append `n`; nothing if it is NULL. */
yz_status
node_list_add(arena *a, node_list *list, node *n, yz_error *err);

/**
 * Append the children of `n` if it has the type and, for NODE_AND, is explicit:
 * associative operators are not nested. Otherwise append `n` itself.
 */
yz_status
node_list_splice(arena *a, node_list *list, node *n, node_type type,
                 yz_error *err);

/** A node with the list as children; its only item if it has one; or NULL. */
yz_status
node_join(arena *a, node_type type, const node_list *list, node **ret_node,
          yz_error *err);

/** Multiply the weights of all phrases below the node. */
void
node_scale(node *n, double weight);

#endif /* YZ_PARSE_NODE_H */
