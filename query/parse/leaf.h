/* SPDX-License-Identifier: MIT */
/*
 * The leaves of a tree, made from runs: phrases, fields, and the phrases of
 * `"a b"~5`.
 */
#ifndef YZ_PARSE_LEAF_H
#define YZ_PARSE_LEAF_H

#include "query/parse/lexer.h"
#include "query/parse/node.h"

typedef struct leaf_maker {
    arena *arena;
    notices *notices;
    size_t count; /**< of leaves so far */
} leaf_maker;

/** Count one more leaf, which begins at `at`. YZ_E_LIMIT: too many. */
yz_status
leaf_count(leaf_maker *m, size_t at);

/** A phrase, or a NODE_NEAR of several. */
yz_status
leaf_of_run(leaf_maker *m, const token *t, node **ret_node);

/**
 * A field with the run as its value. If the run is not a valid value, a phrase
 * of the name and the run, with a warning.
 * @param name  the field as typed, with its colon; empty inside brackets
 */
yz_status
leaf_of_field(leaf_maker *m, const named_field *field, yz_str name,
              const token *t, node **ret_node);

/** The whole text as one raw string. */
yz_status
leaf_of_text(leaf_maker *m, yz_str text, node **ret_node);

#endif /* YZ_PARSE_LEAF_H */
