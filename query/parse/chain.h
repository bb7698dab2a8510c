/* SPDX-License-Identifier: MIT */
/*
 * A chain of NEARs, operand after operand. Operands joined by the same distance
 * become one node. Where the distance changes, the phrase between belongs to
 * two nodes.
 */
#ifndef YZ_PARSE_CHAIN_H
#define YZ_PARSE_CHAIN_H

#include "query/parse/leaf.h"

/** Begins as all zeros. */
typedef struct chain {
    leaf_maker *leaves;
    node_list done;     /**< nodes that are complete: all must match */
    node_list operands; /**< phrases of one distance, or one node of any type */
    uint32_t distance;
} chain;

/** The first operand; NULL if it is missing. */
yz_status
chain_begin(chain *c, leaf_maker *leaves, node *operand);

/** An operator and its right operand. */
yz_status
chain_link(chain *c, const token *near, node *right);

/** The node of the whole chain; NULL if it has no operand. */
yz_status
chain_end(chain *c, node **ret_node);

#endif /* YZ_PARSE_CHAIN_H */
