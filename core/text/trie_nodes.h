/* SPDX-License-Identifier: MIT */
/*
 * The nodes of a trie one by one, as they are read from ICU's compact form: a
 * step on the way to a double array.
 */
#ifndef YZ_TEXT_TRIE_NODES_H
#define YZ_TEXT_TRIE_NODES_H

#include "core/base/array.h"

/** In preorder: the first child of a node, if it has any, is the next one. */
typedef struct trie_node {
    uint32_t sibling;    /**< the next child of its parent; 0: none */
    uint32_t last_child; /**< 0: none */
    uint16_t unit;
    uint16_t child_count;
    uint16_t cost; /**< 0: no word ends here */
} trie_node;

/** The first is the root. */
typedef ARRAY_OF(trie_node) trie_nodes;

/**
 * Append the nodes of a UCharsTrie, which is trusted to be one, its values 1
 * to 255. false: out of memory, or a value is another.
 */
bool
trie_nodes_read(trie_nodes *nodes, const uint16_t *units);

#endif /* YZ_TEXT_TRIE_NODES_H */
