/* SPDX-License-Identifier: MIT */
/*
 * The grammar, from loose to tight:
 *
 *     query  = and { "OR" and }
 *     and    = group { "AND" group }
 *     group  = { [ "+" ] near }                       separated by spaces
 *     near   = unary { "NEAR/n" unary }
 *     unary  = [ "NOT" | "-" | "!" ] unary | primary
 *     primary = [ field ":" ] ( run | "(" query ")" [ "^n" ] )
 *
 * Whatever does not fit is repaired, with a warning.
 */
#ifndef YZ_PARSE_PARSER_H
#define YZ_PARSE_PARSER_H

#include "query/parse/notices.h"
#include "query/parse/tree.h"

/**
 * Parse valid UTF-8. The tree and the warnings are in the arena.
 * @param flags  yz_query_flags
 * @return YZ_E_SYNTAX if nothing is left to search for
 */
yz_status
parser_run(notices *n, uint32_t flags, node **ret_root);

#endif /* YZ_PARSE_PARSER_H */
