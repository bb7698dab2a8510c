/* SPDX-License-Identifier: MIT */
/*
 * A query once more, in which some of its operators are text: 来源： and 标题： are
 * also what pages print, and a question may have a `?` inside.
 */
#ifndef YZ_PARSE_REREADING_H
#define YZ_PARSE_REREADING_H

#include "query/parse/tree.h"

/**
 * Make the query with these fields as phrases, as they were typed, and a
 * warning for each. It keeps what it is made of; free it like any query.
 */
yz_status
query_with_fields_as_text(const yz_query *query, const node *const *fields,
                          size_t count, yz_query **ret_query, yz_error *err);

/** Whether it is a phrase with wildcards. */
bool
node_has_wildcards(const node *n);

/**
 * Make the query with the `?` that was typed for each wildcard of these
 * phrases, and a warning for each. It keeps what it is made of; free it like
 * any query.
 */
yz_status
query_with_marks_as_text(const yz_query *query, const node *const *phrases,
                         size_t count, yz_query **ret_query, yz_error *err);

#endif /* YZ_PARSE_REREADING_H */
