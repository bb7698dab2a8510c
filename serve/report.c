/* SPDX-License-Identifier: MIT */
/*
 * /api/report: the passages of a report in its order, and what a query finds in
 * each. The query is searched first, in this report alone.
 */
#include "core/base/array.h"
#include "query/cli/json_hit.h"
#include "serve/routes.h"

#include <stdlib.h>
#include <string.h>

enum { FOUND_MAX = 10000 };

/* What the query finds in a passage, as the text of a JSON object. */
typedef struct finding {
    yz_str id;
    yz_str object;
} finding;

typedef struct report_request {
    const service *service;
    exchange *exchange;
    yz_str report;
    yz_str id; /* of the passage that was come for; empty: of none */
    ARRAY_OF(finding) findings; /* by id */
    uint64_t passages;
    yz_error error;
} report_request;

/* ---- what is found ------------------------------------------------------- */

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

static void
write_finding(FILE *to, const shown_hit *h)
{
    json j = { .to = to };
    json_begin(&j, NULL, '{');
    json_text(&j, "tier", str_of(yz_tier_name(h->hit->tier)));
    json_edits(&j, h->hit);
    json_matches(&j, h);
    json_snippet(&j, "snippet", h->snippets);
    json_end(&j, '}');
}

static yz_status
keep_finding(report_request *r, const shown_hit *h)
{
    char *text = NULL;
    size_t size = 0;
    arena *a = &r->exchange->arena;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        return error_nomem(&r->error);
    write_finding(to, h);
    const bool written = fclose(to) == 0;
    const finding f = { arena_str(a, h->hit->passage->id),
                        arena_str(a, (yz_str){ text, size }) };
    free(text);
    if (!written || !f.id.data || !f.object.data ||
        !ARRAY_PUSH(&r->findings, f))
        return error_nomem(&r->error);
    return YZ_OK;
}

/* A glob also takes reports whose path ends so. Words that stand apart are shown
 * in the passage that was come for, and nowhere else. */
static bool
is_shown(const report_request *r, const yz_hit *hit)
{
    return str_equal(hit->passage->report, r->report) &&
           (hit->tier < YZ_TIER_NEAR || str_equal(hit->passage->id, r->id));
}

static yz_status
keep_hits(report_request *r, yz_results *results)
{
    yz_status status;
    shown_hit h = { 0 };
    yz_snippet_options whole = YZ_OPTIONS(yz_snippet_options);
    whole.full = 1;
    while ((status = yz_results_next(results, &h.hit, &r->error)) == YZ_OK) {
        if (!is_shown(r, h.hit))
            continue;
        TRY(yz_results_matches(results, &h.matches, &h.match_count, &r->error));
        TRY(yz_results_snippets(results, &whole, &h.snippets, &h.snippet_count,
                                &r->error));
        if (h.snippet_count)
            TRY(keep_finding(r, &h));
    }
    return status == YZ_DONE ? YZ_OK : status;
}

static int
compare_ids(const void *x, const void *y)
{
    return str_compare(((const finding *)x)->id, ((const finding *)y)->id);
}

static yz_status
search(report_request *r, yz_snapshot *snapshot, yz_str text)
{
    const serve_options *o = r->service->options;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    yz_query *query = NULL;
    yz_results *results = NULL;
    options.limit = FOUND_MAX;
    options.timeout_ms = o->timeout_ms;
    options.memory_max = o->memory_max;
    options.report = escaped_glob(&r->exchange->arena, r->report);
    if (!options.report)
        return error_nomem(&r->error);
    yz_status status = yz_query_parse(text, NULL, &query, &r->error);
    if (status == YZ_OK)
        status = yz_search(snapshot, query, &options, &results, &r->error);
    if (status == YZ_OK)
        status = keep_hits(r, results);
    yz_results_close(results);
    yz_query_free(query);
    if (r->findings.count)
        qsort(r->findings.items, r->findings.count, sizeof(finding),
              compare_ids);
    return status;
}

/* ---- the answer ---------------------------------------------------------- */

static void
write_passage(report_request *r, json *j, const yz_passage *p)
{
    const finding wanted = { .id = p->id };
    const finding *found =
        r->findings.count
            ? bsearch(&wanted, r->findings.items, r->findings.count,
                      sizeof(finding), compare_ids)
            : NULL;
    json_begin(j, NULL, '{');
    json_passage(j, p);
    json_text(j, "text", p->text);
    if (found)
        json_raw(j, "found", found->object);
    json_end(j, '}');
    r->passages++;
}

static yz_status
write_passages(report_request *r, yz_snapshot *snapshot, json *j)
{
    yz_status status;
    yz_passages *passages;
    const yz_passage *passage;
    TRY(yz_passages_open_report(snapshot, r->report, &passages, &r->error));
    while ((status = yz_passages_next(passages, &passage, &r->error)) == YZ_OK)
        write_passage(r, j, passage);
    yz_passages_close(passages);
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
write_report(report_request *r, yz_snapshot *snapshot, FILE *to)
{
    json j = { .to = to };
    const yz_str query = exchange_parameter(r->exchange, "q");
    if (query.size)
        TRY(search(r, snapshot, query));
    json_begin(&j, NULL, '{');
    json_number(&j, "schema", 1);
    json_text(&j, "report", r->report);
    json_begin(&j, "passages", '[');
    TRY(write_passages(r, snapshot, &j));
    json_end(&j, ']');
    json_end(&j, '}');
    putc('\n', to);
    return YZ_OK;
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
    const yz_status status = write_report(&r, snapshot, to);
    exchange_end(e, HTTP_OK, type_json);
    if (status != YZ_OK)
        exchange_fail_by(e, &r.error);
    else if (!r.passages)
        exchange_fail(e, HTTP_NOT_FOUND, "no report has this name");
    ARRAY_DISPOSE(&r.findings);
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
        exchange_fail(e, HTTP_BAD_REQUEST,
                      "the parameter \"report\" is "
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
