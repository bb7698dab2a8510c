/* SPDX-License-Identifier: MIT */
/*
 * The options of yz-query, as a table for core/base/option.h.
 */
#ifndef YZ_CLI_RULES_H
#define YZ_CLI_RULES_H

#include "core/base/option.h"

/** Its targets are members of `arguments`. */
extern const option_table query_rules;

#endif /* YZ_CLI_RULES_H */
