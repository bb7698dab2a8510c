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

/** Parts of it: the passage, what differs from the query, and its matches. */
void
json_passage(json *j, const yz_passage *p);
void
json_edits(json *j, const yz_hit *hit);
void
json_matches(json *j, const shown_hit *h);
void
json_snippet(json *j, const char *key, const yz_snippet *snippet);

#endif /* YZ_CLI_JSON_HIT_H */
