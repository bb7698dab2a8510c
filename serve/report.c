/* SPDX-License-Identifier: MIT */
/*
 * /api/report: the passages of a report in reading order, and in them the
 * matches of a query. Two searches give it: one of every passage of the report,
 * one of the query, both in the order of the source. The hits of the second are
 * a part of the first, so the two are walked side by side.
 */
#include "query/cli/json_hit.h"
#include "serve/routes.h"

#include <string.h>

enum { PASSAGES_MAX = 10000 };

/* The hits of one search. */
typedef struct walk {
    yz_query *query;
    yz_results *results;
    const yz_hit *hit; /* NULL: at the end */
} walk;

typedef struct report_request {
    const service *service;
    exchange *exchange;
    yz_str report;
    yz_str id; /* of the passage that was come for; empty: of none */
    walk all;
    walk marked; /* hits of the query */
    uint64_t passages;
    yz_error error;
} report_request;

/* ---- searches ------------------------------------------------------------ */

/* The name as a glob that means nothing else. */
static const char *
escaped_glob(arena *a, yz_str name)
{
    char *to = arena_alloc(a, 2 * name.size + 1);
    size_t size = 0;
    for (size_t i = 0; to && i < name.size; i++) {
        if (strchr("\\*?[", name.data[i]))
            to[size++] = '\\';
        to[size++] = name.data[i];
    }
    return to;
}

/* Go to the next hit that is of the report: a glob also takes others whose path
 * ends so. */
static yz_status
walk_on(report_request *r, walk *w)
{
    yz_status status;
    do
        status = yz_results_next(w->results, &w->hit, &r->error);
    while (status == YZ_OK && !str_equal(w->hit->passage->report, r->report));
    if (status == YZ_DONE)
        w->hit = NULL;
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
walk_begin(report_request *r, yz_snapshot *snapshot, yz_str query, walk *w)
{
    const serve_options *o = r->service->options;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.limit = PASSAGES_MAX;
    options.sort = YZ_SORT_SOURCE;
    options.timeout_ms = o->timeout_ms;
    options.memory_max = o->memory_max;
    options.report = escaped_glob(&r->exchange->arena, r->report);
    if (!options.report)
        return error_nomem(&r->error);
    TRY(yz_query_parse(query, NULL, &w->query, &r->error));
    TRY(yz_search(snapshot, w->query, &options, &w->results, &r->error));
    return walk_on(r, w);
}

static void
walk_end(walk *w)
{
    yz_results_close(w->results);
    yz_query_free(w->query);
}

/* A query that every passage answers. */
static yz_str
every_passage(void)
{
    return str_of("kind:paragraph OR kind:caption OR kind:heading OR "
                  "kind:headline OR kind:lede OR kind:byline OR kind:date OR "
                  "kind:credit OR kind:noise");
}

/* ---- the answer ---------------------------------------------------------- */

static bool
is_same(const yz_hit *x, const yz_hit *y)
{
    return x && y && str_equal(x->passage->id, y->passage->id);
}

/* Words that stand apart are marked only in the passage that was come for. */
static bool
is_shown(const report_request *r, const yz_hit *hit)
{
    return hit->tier < YZ_TIER_NEAR || str_equal(hit->passage->id, r->id);
}

static yz_status
write_matches(report_request *r, json *j)
{
    const yz_hit *hit = r->marked.hit;
    yz_results *results = r->marked.results;
    shown_hit h = { .hit = hit };
    yz_snippet_options whole = YZ_OPTIONS(yz_snippet_options);
    whole.full = 1;
    TRY(yz_results_matches(results, &h.matches, &h.match_count, &r->error));
    TRY(yz_results_snippets(results, &whole, &h.snippets, &h.snippet_count,
                            &r->error));
    json_text(j, "tier", str_of(yz_tier_name(hit->tier)));
    json_edits(j, hit);
    json_matches(j, &h);
    if (h.snippet_count)
        json_snippet(j, "marked", h.snippets);
    return YZ_OK;
}

static yz_status
write_passage(report_request *r, json *j)
{
    yz_status status = YZ_OK;
    const yz_hit *hit = r->all.hit;
    json_begin(j, NULL, '{');
    json_passage(j, hit->passage);
    json_text(j, "text", hit->passage->text);
    if (is_same(hit, r->marked.hit)) {
        if (is_shown(r, r->marked.hit))
            status = write_matches(r, j);
        if (status == YZ_OK)
            status = walk_on(r, &r->marked);
    }
    json_end(j, '}');
    r->passages++;
    return status;
}

static yz_status
write_report(report_request *r, FILE *to)
{
    json j = { .to = to };
    json_begin(&j, NULL, '{');
    json_number(&j, "schema", 1);
    json_text(&j, "report", r->report);
    json_begin(&j, "passages", '[');
    while (r->all.hit) {
        TRY(write_passage(r, &j));
        TRY(walk_on(r, &r->all));
    }
    json_end(&j, ']');
    json_end(&j, '}');
    putc('\n', to);
    return YZ_OK;
}

static yz_status
search_and_write(report_request *r, yz_snapshot *snapshot, FILE *to)
{
    const yz_str query = exchange_parameter(r->exchange, "q");
    TRY(walk_begin(r, snapshot, every_passage(), &r->all));
    if (query.size)
        TRY(walk_begin(r, snapshot, query, &r->marked));
    return write_report(r, to);
}

static void
answer_from(const service *s, exchange *e, yz_snapshot *snapshot)
{
    report_request r = { .service = s,
                         .exchange = e,
                         .report = exchange_parameter(e, "report"),
                         .id = exchange_parameter(e, "id") };
    FILE *to = exchange_begin(e);
    if (!to)
        return;
    const yz_status status = search_and_write(&r, snapshot, to);
    exchange_end(e, HTTP_OK, type_json);
    if (status != YZ_OK)
        exchange_fail_by(e, &r.error);
    else if (!r.passages)
        exchange_fail(e, HTTP_NOT_FOUND, "no report has this name");
    walk_end(&r.marked);
    walk_end(&r.all);
}

void
report_answer(const service *s, exchange *e)
{
    yz_error err;
    yz_snapshot *snapshot;
    served_index *index = routes_index(s, e);
    if (!index)
        return;
    if (!exchange_parameter(e, "report").size) {
        exchange_fail(e, HTTP_BAD_REQUEST, "the parameter \"report\" is "
                                           "missing");
        return;
    }
    if (served_index_borrow(index, &snapshot, &err) != YZ_OK) {
        exchange_fail_by(e, &err);
        return;
    }
    answer_from(s, e, snapshot);
    served_index_return(index, snapshot);
}
