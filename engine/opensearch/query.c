/* SPDX-License-Identifier: MIT */
#include "engine/opensearch/query.h"

static const char *const FIELDS[] = {
    [ENGINE_TERM] = "terms",    [ENGINE_KEY] = "key",
    [ENGINE_REPORT] = "report", [ENGINE_SOURCE] = "source",
    [ENGINE_KIND] = "kind",
};

json_t *
text_json(yz_str text)
{
    return json_stringn(text.data ? text.data : "", text.size);
}

static json_t *
has_json(const engine_query *q)
{
    json_t *values = json_array();
    for (size_t i = 0; i < q->value_count; i++)
        if (json_array_append_new(values, text_json(q->values[i]))) {
            json_decref(values);
            return NULL;
        }
    return json_pack("{s:{s:o}}", "terms", FIELDS[q->field], values);
}

static json_t *
begins_json(const engine_query *q)
{
    return json_pack("{s:{s:o}}", "prefix", FIELDS[q->field],
                     text_json(q->values[0]));
}

static json_t *
dates_json(const engine_query *q)
{
    json_t *range = json_object();
    if (q->values[0].size)
        json_object_set_new(range, "gte", text_json(q->values[0]));
    if (q->values[1].size)
        json_object_set_new(range, "lte", text_json(q->values[1]));
    return json_pack("{s:{s:o}}", "range", "date", range);
}

static json_t *
children_json(const engine_query *q)
{
    json_t *children = json_array();
    for (size_t i = 0; i < q->child_count; i++)
        if (json_array_append_new(children, query_json(q->children[i]))) {
            json_decref(children);
            return NULL;
        }
    return children;
}

static json_t *
either_json(const engine_query *q)
{
    if (!q->child_count)
        return json_pack("{s:{}}", "match_none");
    return json_pack("{s:{s:o,s:i}}", "bool", "should", children_json(q),
                     "minimum_should_match", 1);
}

json_t *
query_json(const engine_query *q)
{
    switch (q->operator) {
    case ENGINE_ALL:
        return json_pack("{s:{}}", "match_all");
    case ENGINE_HAS:
        return has_json(q);
    case ENGINE_BEGINS:
        return begins_json(q);
    case ENGINE_DATES:
        return dates_json(q);
    case ENGINE_OLDER:
        return json_pack("{s:{s:{s:I}}}", "range", "version", "lt",
                         (json_int_t)q->version);
    case ENGINE_AND:
        return json_pack("{s:{s:o}}", "bool", "filter", children_json(q));
    case ENGINE_OR:
        return either_json(q);
    }
    return NULL;
}
