/* SPDX-License-Identifier: MIT */
/*
 * Documents, a page after another: each page begins behind the last document
 * of the one before. An answer of fewer shards than there are is an error.
 */
#include "engine/opensearch/connection.h"
#include "engine/opensearch/query.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE_SIZE = 1000 };

static const char SEARCH[] = "/_search?allow_partial_search_results=false";

struct engine_walk {
    engine *engine;
    json_t *which;
    bool in_reports; /* by report and place in it; else by key */
    uint64_t most;   /* UINT64_MAX: no matter how many */
    json_t *after;   /* NULL: the first page */
    bool ended;
};

static yz_str
str_json(const json_t *document, const char *name)
{
    const json_t *value = json_object_get(document, name);
    return (yz_str){ json_string_value(value), json_string_length(value) };
}

static uint64_t
number_json(const json_t *document, const char *name)
{
    return (uint64_t)json_integer_value(json_object_get(document, name));
}

static engine_document
read_hit(const json_t *hit)
{
    const json_t *d = json_object_get(hit, "_source");
    return (engine_document){
        .key = str_json(d, "key"),
        .report = str_json(d, "report"),
        .source = str_json(d, "source"),
        .kind = str_json(d, "kind"),
        .date = str_json(d, "date"),
        .record = str_json(d, "record"),
        .sequence = number_json(d, "sequence"),
        .lengths = { number_json(d, "length_words"),
                     number_json(d, "length_han"),
                     number_json(d, "length_title"),
                     number_json(d, "length_noise") },
        .noise = { number_json(d, "noise_marks"), number_json(d, "noise_han") },
    };
}

static json_t *
sort_json(const engine_walk *w)
{
    return w->in_reports ? json_pack("[{s:s},{s:s},{s:s}]", "report", "asc",
                                     "sequence", "asc", "key", "asc")
                         : json_pack("[{s:s}]", "key", "asc");
}

static json_t *
page_json(const engine_walk *w)
{
    json_t *body =
        json_pack("{s:i,s:b,s:O,s:o}", "size", PAGE_SIZE, "track_total_hits",
                  w->after == NULL, "query", w->which, "sort", sort_json(w));
    if (body && w->after)
        json_object_set(body, "search_after", w->after);
    return body;
}

static yz_status
check_total(const engine_walk *w, const json_t *hits, yz_error *err)
{
    const json_t *total = json_object_get(hits, "total");
    const uint64_t value = number_json(total, "value");
    if (w->after || value <= w->most)
        return YZ_OK;
    return error_set(err, YZ_E_LIMIT,
                     "%llu passages may match, and an index of OpenSearch is "
                     "asked for at most %llu at once; ask for more words, a "
                     "kind, or dates",
                     (unsigned long long)value, (unsigned long long)w->most);
}

static yz_status
see_page(engine_walk *w, const json_t *answer, engine_see see, void *context,
         yz_error *err)
{
    const json_t *hits = json_object_get(answer, "hits");
    const json_t *list = json_object_get(hits, "hits");
    const size_t count = json_array_size(list);
    TRY(is_whole(w->engine, answer, err));
    TRY(check_total(w, hits, err));
    w->ended = count < PAGE_SIZE;
    for (size_t i = 0; i < count; i++) {
        const engine_document found = read_hit(json_array_get(list, i));
        if (!found.key.data || !found.record.data)
            return error_answer(w->engine, err);
        TRY(see(context, &found, err));
    }
    if (!count)
        return YZ_OK;
    json_decref(w->after);
    w->after =
        json_incref(json_object_get(json_array_get(list, count - 1), "sort"));
    return YZ_OK;
}

yz_status
walk_next(engine_walk *w, engine_see see, void *context, yz_error *err)
{
    json_t *answer;
    if (w->ended)
        return YZ_DONE;
    json_t *body = page_json(w);
    if (!body)
        return error_nomem(err);
    TRY(ask(w->engine, "POST", SEARCH, body, &answer, err));
    const yz_status status = see_page(w, answer, see, context, err);
    json_decref(answer);
    return status;
}

void
walk_close(engine_walk *w)
{
    if (!w)
        return;
    json_decref(w->which);
    json_decref(w->after);
    memory_release(w->engine->memory, w);
}

static yz_status
walk_begin(engine *e, const engine_query *which, bool in_reports, uint64_t most,
           engine_walk **ret_walk, yz_error *err)
{
    engine_walk *w = memory_zeroed(e->memory, 1, sizeof(*w));
    if (!w)
        return error_nomem(err);
    *w = (engine_walk){ .engine = e,
                        .which = query_json(which),
                        .in_reports = in_reports,
                        .most = most };
    if (!w->which) {
        walk_close(w);
        return error_nomem(err);
    }
    *ret_walk = w;
    return YZ_OK;
}

yz_status
walk_open(engine *e, const engine_query *which, engine_walk **ret_walk,
          yz_error *err)
{
    return walk_begin(e, which, true, UINT64_MAX, ret_walk, err);
}

yz_status
find_documents(engine *e, const engine_query *which, uint64_t most,
               engine_see see, void *context, yz_error *err)
{
    engine_walk *w;
    yz_status status;
    TRY(walk_begin(e, which, false, most, &w, err));
    do
        status = walk_next(w, see, context, err);
    while (status == YZ_OK);
    walk_close(w);
    return status == YZ_DONE ? YZ_OK : status;
}

/* ---- counting ----------------------------------------------------------------- */

static yz_status
put_count(const engine_query *q, buffer *out, yz_error *err)
{
    json_t *body = json_pack("{s:i,s:b,s:o}", "size", 0, "track_total_hits", 1,
                             "query", query_json(q));
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    json_decref(body);
    if (!text)
        return error_nomem(err);
    buffer_put_text(out, str_of("{}\n"));
    buffer_put_text(out, str_of(text));
    buffer_put_u8(out, '\n');
    free(text);
    return buffer_ok(out) ? YZ_OK : error_nomem(err);
}

static yz_status
read_counts(engine *e, const json_t *answer, size_t count, uint64_t *ret_counts,
            yz_error *err)
{
    const json_t *list = json_object_get(answer, "responses");
    if (json_array_size(list) != count)
        return error_answer(e, err);
    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_array_get(list, i);
        const json_t *total =
            json_object_get(json_object_get(one, "hits"), "total");
        TRY(is_whole(e, one, err));
        ret_counts[i] = number_json(total, "value");
    }
    return YZ_OK;
}

static yz_status
ask_counts(engine *e, const buffer *body, size_t count, uint64_t *ret_counts,
           yz_error *err)
{
    char path[PATH_SIZE];
    http_answer answer;
    path_of(e, "/_msearch", path);
    const http_request request = { .method = "POST",
                                   .path = path,
                                   .body = (const char *)body->data,
                                   .body_size = body->size,
                                   .lines = true };
    TRY(http_ask(e->http, &request, &answer, err));
    const yz_status status =
        read_counts(e, answer.json, count, ret_counts, err);
    json_decref(answer.json);
    return status;
}

yz_status
count_documents(engine *e, const engine_query *queries, size_t count,
                uint64_t *ret_counts, yz_error *err)
{
    buffer body = { .from = e->memory };
    yz_status status = YZ_OK;
    for (size_t i = 0; status == YZ_OK && i < count; i++)
        status = put_count(&queries[i], &body, err);
    if (status == YZ_OK && count)
        status = ask_counts(e, &body, count, ret_counts, err);
    buffer_dispose(&body);
    return status;
}
