/* SPDX-License-Identifier: MIT */
/*
 * The index as a whole. Its mapping has no analyzer: terms come as they are,
 * so that no version of the engine, and no plug-in, decides what is found.
 */
#include "engine/opensearch/connection.h"

#include <string.h>

static const char *const LENGTHS[ENGINE_LENGTHS] = {
    "length_words", "length_han", "length_title", "length_noise"
};
enum { REPORTS_A_PAGE = 10000 };

/* Kept and given back, but neither searched nor sorted. */
static int
add_stored(json_t *properties, const char *name, const char *type)
{
    return json_object_set_new(
        properties, name,
        json_pack("{s:s,s:b,s:b}", "type", type, "index", 0, "doc_values", 0));
}

static int
add_field(json_t *properties, const char *name, const char *type)
{
    return json_object_set_new(properties, name,
                               json_pack("{s:s}", "type", type));
}

/* Not searched, but added up. */
static int
add_number(json_t *properties, const char *name)
{
    return json_object_set_new(
        properties, name, json_pack("{s:s,s:b}", "type", "long", "index", 0));
}

static json_t *
properties_json(void)
{
    json_t *p = json_object();
    int failed = json_object_set_new(
        p, "terms", json_pack("{s:s,s:b}", "type", "keyword", "doc_values", 0));
    failed |=
        add_field(p, "key", "keyword") | add_field(p, "report", "keyword") |
        add_field(p, "source", "keyword") | add_field(p, "kind", "keyword") |
        add_field(p, "sequence", "long") | add_field(p, "version", "long") |
        add_stored(p, "record", "keyword");
    failed |= json_object_set_new(
        p, "date",
        json_pack("{s:s,s:s}", "type", "date", "format", "yyyy-MM-dd"));
    for (int i = 0; i < ENGINE_LENGTHS; i++)
        failed |= add_number(p, LENGTHS[i]);
    failed |= add_number(p, "noise_marks") | add_number(p, "noise_han");
    if (!failed)
        return p;
    json_decref(p);
    return NULL;
}

yz_status
index_create(engine *e, yz_str description, yz_error *err)
{
    json_t *answer;
    json_t *body = json_pack(
        "{s:{s:{s:i,s:i}},s:{s:s,s:{s:s%},s:{s:[s]},s:o}}", "settings", "index",
        "number_of_shards", (int)e->to.shards, "number_of_replicas",
        (int)e->to.replicas, "mappings", "dynamic", "strict", "_meta", "yizhan",
        description.data, description.size, "_source", "excludes", "terms",
        "properties", properties_json());
    if (!body)
        return error_nomem(err);
    TRY(ask(e, "PUT", "?wait_for_active_shards=1", body, &answer, err));
    json_decref(answer);
    return YZ_OK;
}

yz_status
index_describe(engine *e, buffer *ret_description, yz_error *err)
{
    json_t *answer;
    const yz_status status = ask(e, "GET", "/_mapping", NULL, &answer, err);
    if (status == YZ_E_NOT_FOUND)
        return YZ_DONE;
    if (status != YZ_OK)
        return status;
    const json_t *own = json_object_iter_value(json_object_iter(answer));
    const json_t *mappings = json_object_get(own, "mappings");
    const json_t *meta = json_object_get(mappings, "_meta");
    const char *text = json_string_value(json_object_get(meta, "yizhan"));
    if (text)
        buffer_put_text(ret_description, str_of(text));
    json_decref(answer);
    if (!text)
        return error_set(err, YZ_E_INVALID,
                         "the index \"%s\" at %s was not made by yz-index; "
                         "name another",
                         e->to.index, e->to.hosts[0]);
    return buffer_ok(ret_description) ? YZ_OK : error_nomem(err);
}

yz_status
index_settle(engine *e, yz_error *err)
{
    json_t *answer;
    TRY(ask(e, "POST", "/_refresh", NULL, &answer, err));
    const yz_status status = is_whole(e, answer, err);
    json_decref(answer);
    return status;
}

/* ---- totals ----------------------------------------------------------------- */

static json_t *
sums_json(void)
{
    json_t *sums = json_object();
    for (int i = 0; i < ENGINE_LENGTHS; i++)
        if (json_object_set_new(
                sums, LENGTHS[i],
                json_pack("{s:{s:s}}", "sum", "field", LENGTHS[i]))) {
            json_decref(sums);
            return NULL;
        }
    return sums;
}

static yz_status
read_totals(const engine *e, const json_t *answer, engine_totals *to,
            yz_error *err)
{
    const json_t *hits = json_object_get(answer, "hits");
    const json_t *total = json_object_get(hits, "total");
    const json_t *sums = json_object_get(answer, "aggregations");
    TRY(is_whole(e, answer, err));
    if (!json_is_integer(json_object_get(total, "value")))
        return error_answer(e, err);
    to->documents =
        (uint64_t)json_integer_value(json_object_get(total, "value"));
    for (int i = 0; i < ENGINE_LENGTHS; i++) {
        const json_t *sum = json_object_get(sums, LENGTHS[i]);
        to->lengths[i] =
            (uint64_t)json_number_value(json_object_get(sum, "value"));
    }
    return YZ_OK;
}

static yz_status
read_size(engine *e, engine_totals *to, yz_error *err)
{
    json_t *answer;
    TRY(ask(e, "GET", "/_stats/store", NULL, &answer, err));
    const json_t *all = json_object_get(answer, "_all");
    const json_t *store =
        json_object_get(json_object_get(all, "primaries"), "store");
    to->bytes =
        (uint64_t)json_integer_value(json_object_get(store, "size_in_bytes"));
    json_decref(answer);
    return YZ_OK;
}

yz_status
index_totals(engine *e, engine_totals *ret_totals, yz_error *err)
{
    json_t *answer;
    engine_totals totals = { 0 };
    json_t *body = json_pack("{s:i,s:b,s:o}", "size", 0, "track_total_hits", 1,
                             "aggs", sums_json());
    if (!body)
        return error_nomem(err);
    TRY(ask(e, "POST", "/_search?allow_partial_search_results=false", body,
            &answer, err));
    const yz_status status = read_totals(e, answer, &totals, err);
    json_decref(answer);
    if (status == YZ_OK)
        TRY(read_size(e, &totals, err));
    if (status == YZ_OK)
        *ret_totals = totals;
    return status;
}

/* ---- reports ---------------------------------------------------------------- */

/* The names behind `after`, so many at most; exact, unlike a cardinality. */
static json_t *
reports_json(json_t *after)
{
    json_t *composite = json_pack("{s:i,s:[{s:{s:{s:s}}},{s:{s:{s:s,s:b}}}]}",
                                  "size", REPORTS_A_PAGE, "sources", "report",
                                  "terms", "field", "report", "source", "terms",
                                  "field", "source", "missing_bucket", 1);
    if (composite && after)
        json_object_set(composite, "after", after);
    return json_pack("{s:i,s:{s:{s:o,s:{s:{s:{s:s}},s:{s:{s:s}}}}}}", "size", 0,
                     "aggs", "reports", "composite", composite, "aggs", "marks",
                     "max", "field", "noise_marks", "han", "max", "field",
                     "noise_han");
}

static uint64_t
value_of(const json_t *bucket, const char *name)
{
    return (uint64_t)json_number_value(
        json_object_get(json_object_get(bucket, name), "value"));
}

static yz_status
see_buckets(const json_t *found, engine_report_see see, void *context,
            yz_error *err)
{
    const json_t *buckets = json_object_get(found, "buckets");
    for (size_t i = 0; i < json_array_size(buckets); i++) {
        const json_t *bucket = json_array_get(buckets, i);
        const json_t *name =
            json_object_get(json_object_get(bucket, "key"), "report");
        const uint64_t noise[] = { value_of(bucket, "marks"),
                                   value_of(bucket, "han") };
        TRY(see(context,
                (yz_str){ json_string_value(name), json_string_length(name) },
                noise, err));
    }
    return YZ_OK;
}

/* `*after`: NULL before the first page and behind the last one. */
static yz_status
see_reports(engine *e, json_t **after, engine_report_see see, void *context,
            yz_error *err)
{
    json_t *answer;
    json_t *body = reports_json(*after);
    if (!body)
        return error_nomem(err);
    TRY(ask(e, "POST", "/_search?allow_partial_search_results=false", body,
            &answer, err));
    const json_t *found =
        json_object_get(json_object_get(answer, "aggregations"), "reports");
    yz_status status = is_whole(e, answer, err);
    if (status == YZ_OK)
        status = see_buckets(found, see, context, err);
    json_decref(*after);
    *after = json_incref(json_object_get(found, "after_key"));
    json_decref(answer);
    return status;
}

yz_status
index_reports(engine *e, engine_report_see see, void *context, yz_error *err)
{
    json_t *after = NULL;
    yz_status status;
    do
        status = see_reports(e, &after, see, context, err);
    while (status == YZ_OK && after);
    json_decref(after);
    return status;
}
