/* SPDX-License-Identifier: MIT */
/*
 * Prints a tree as a query in its canonical form: words for operators, brackets
 * wherever operators nest, quotation marks only around text that would mean
 * something else without them. Parsed, it gives the same tree and no warning.
 */
#ifndef YZ_PARSE_PRINT_H
#define YZ_PARSE_PRINT_H

#include "core/base/buffer.h"
#include "query/parse/tree.h"

void
tree_print(const node *n, buffer *out);

#endif /* YZ_PARSE_PRINT_H */
