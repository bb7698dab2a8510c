/* SPDX-License-Identifier: MIT */
/*
 * /api/report: the passages of a report in its order, and what a query finds in
 * each. The query is searched first, in this report alone.
 */
#include "core/base/array.h"
#include "query/cli/json_hit.h"
#include "serve/report_search.h"

#include <stdlib.h>

/* What the query finds in a passage, as the text of a JSON object. */
typedef struct finding {
    yz_str id;
    yz_str object;
} finding;

typedef struct report_request {
    const service *service;
    exchange *exchange;
    yz_str report;
    ARRAY_OF(finding) findings; /* by id */
    uint64_t passages;
    yz_error error;
} report_request;

/* ---- what is found ------------------------------------------------------- */

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
keep_finding(void *context, const shown_hit *h, yz_error *err)
{
    report_request *r = context;
    char *text = NULL;
    size_t size = 0;
    arena *a = &r->exchange->arena;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        return error_nomem(err);
    write_finding(to, h);
    const bool written = fclose(to) == 0;
    const finding f = { arena_str(a, h->hit->passage->id),
                        arena_str(a, (yz_str){ text, size }) };
    free(text);
    if (!written || !f.id.data || !f.object.data ||
        !ARRAY_PUSH(&r->findings, f))
        return error_nomem(err);
    return YZ_OK;
}

static int
compare_ids(const void *x, const void *y)
{
    return str_compare(((const finding *)x)->id, ((const finding *)y)->id);
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
    const report_query asked = { r->report,
                                 exchange_parameter(r->exchange, "q"),
                                 exchange_parameter(r->exchange, "id") };
    TRY(report_search(r->service, r->exchange, snapshot, &asked, keep_finding,
                      r, &r->error));
    if (r->findings.count)
        qsort(r->findings.items, r->findings.count, sizeof(finding),
              compare_ids);
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
answer_from(void *context, yz_snapshot *snapshot)
{
    report_request *r = context;
    exchange *e = r->exchange;
    FILE *to = exchange_begin(e);
    if (!to)
        return;
    const yz_status status = write_report(r, snapshot, to);
    exchange_end(e, HTTP_OK, type_json);
    if (status != YZ_OK)
        exchange_fail_by(e, &r->error);
    else if (!r->passages)
        exchange_fail(e, HTTP_NOT_FOUND, "no report has this name");
    ARRAY_DISPOSE(&r->findings);
}

void
report_answer(const service *s, exchange *e)
{
    report_request r = { .service = s,
                         .exchange = e,
                         .report = exchange_parameter(e, "report") };
    served_index *index = routes_index(s, e);
    if (index && !r.report.size)
        exchange_fail(e, HTTP_BAD_REQUEST,
                      "the parameter \"report\" is missing");
    else if (index)
        routes_answer_from(index, e, answer_from, &r);
}
