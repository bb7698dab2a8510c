/* SPDX-License-Identifier: MIT */
/*
 * A hit as JSON, for -o json and -o jsonl.
 */
#ifndef YZ_CLI_JSON_HIT_H
#define YZ_CLI_JSON_HIT_H

#include "core/base/json.h"
#include "query/cli/printer.h"

/** Write the members of a hit into the current object. */
void
json_hit(json *j, const arguments *args, const shown_hit *h);

#endif /* YZ_CLI_JSON_HIT_H */
