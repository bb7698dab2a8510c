/* SPDX-License-Identifier: MIT */
/*
 * A tree as a query again, in one form: words for operators, brackets wherever
 * operators nest, quotation marks only where text could be read as anything
 * else. Parsed, it gives the same tree and no warning.
 */
#ifndef YZ_PARSE_PRINT_H
#define YZ_PARSE_PRINT_H

#include "core/base/buffer.h"
#include "query/parse/tree.h"

void
tree_print(const node *n, buffer *out);

#endif /* YZ_PARSE_PRINT_H */
