/* SPDX-License-Identifier: MIT */
/*
 * A chain of NEARs, operand after operand. Neighbours of one distance are one
 * node; where the distance changes, a phrase belongs to two.
 */
#ifndef YZ_PARSE_CHAIN_H
#define YZ_PARSE_CHAIN_H

#include "query/parse/leaf.h"

/** Begins as all zeros. */
typedef struct chain {
    leaf_maker *leaves;
    node_list done;     /**< all of these must be met */
    node_list operands; /**< phrases of one distance; or one of any type */
    uint32_t distance;
} chain;

/** The first operand; NULL: there is none yet. */
yz_status
chain_begin(chain *c, leaf_maker *leaves, node *operand);

/** The operator, and the operand on its right. */
yz_status
chain_link(chain *c, const token *near, node *right);

/** What the chain comes to; NULL if it has no operand. */
yz_status
chain_end(chain *c, node **ret_node);

#endif /* YZ_PARSE_CHAIN_H */
