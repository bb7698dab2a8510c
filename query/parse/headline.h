/* SPDX-License-Identifier: MIT */
/*
 * Headlines in capitals: `TALKS BETWEEN EAST AND WEST GO ON`. AND is a word
 * there, which only its case would make an operator.
 */
#ifndef YZ_PARSE_HEADLINE_H
#define YZ_PARSE_HEADLINE_H

#include "query/parse/scanner.h"

/**
 * Whether a query is such a headline: five words of capitals or more, two of
 * them side by side without an operator, an operator's name among them, and
 * nothing that shows a writer of queries (quotation marks, brackets, fields).
 * `GDP OR CPI` is none.
 */
bool
headline_is(const scanner *s);

#endif /* YZ_PARSE_HEADLINE_H */
