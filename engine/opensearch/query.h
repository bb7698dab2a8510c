/* SPDX-License-Identifier: MIT */
/*
 * What documents are chosen by, in OpenSearch's query language.
 */
#ifndef YZ_OPENSEARCH_QUERY_H
#define YZ_OPENSEARCH_QUERY_H

#include "core/engine/engine.h"

#include <jansson.h>

/** A query that scores nothing. NULL: out of memory. */
json_t *
query_json(const engine_query *q);

/** A string of JSON. NULL: out of memory, or it is not UTF-8. */
json_t *
text_json(yz_str text);

#endif /* YZ_OPENSEARCH_QUERY_H */
