/* SPDX-License-Identifier: MIT */
/*
 * The options of yz-index, as a table for core/base/option.h.
 */
#ifndef YZ_CLI_RULES_H
#define YZ_CLI_RULES_H

#include "core/base/option.h"

/** Its places lie in a struct arguments. */
extern const option_table index_rules;

#endif /* YZ_CLI_RULES_H */
