/* SPDX-License-Identifier: MIT */
/*
 * /api/search: the parameters are the long options of yz-query by their names,
 * `q` is the query, and the answer is what yz-query prints.
 */
#include "query/cli/answer.h"
#include "query/cli/rules.h"
#include "serve/routes.h"

#include <string.h>
#include <time.h>

enum { HITS_MAX = 10000 };

/* Options that a request may set: those of the search and of what is shown. */
static const char *const allowed[] = {
    "limit",    "offset",  "after",   "count",  "reports", "sort",
    "kind",     "report",  "section", "since",  "until",   "facet",
    "ocr",      "literal", "any",     "strict", "tiers",   "width",
    "snippets", "full",    "explain", "output", "timeout", "explain-query",
};

/* Formats, and what they are called in HTTP. */
static const struct {
    const char *format;
    const char *type;
    const char *suffix; /* of the file it is saved as; NULL: it is shown */
} formats[] = {
    { "json", type_json, NULL },
    { "jsonl", "application/x-ndjson; charset=utf-8", "jsonl" },
    { "csv", "text/csv; charset=utf-8", "csv" },
    { "tsv", "text/tab-separated-values; charset=utf-8", "tsv" },
};

/* ---- parameters ---------------------------------------------------------- */

static const option_rule *
find_rule(yz_str name)
{
    bool is_allowed = false;
    for (size_t i = 0; i < ARRAY_LENGTH(allowed); i++)
        is_allowed |= str_equal(name, str_of(allowed[i]));
    for (size_t i = 0; is_allowed && i < query_rules.count; i++) {
        const option_rule *rule = &query_rules.rules[i];
        if (rule->name && str_equal(name, str_of(rule->name)))
            return rule;
    }
    return NULL;
}

/* Options without a value are on with `1` or nothing, and off with `0`. */
static yz_status
take_flag(const option_rule *rule, yz_str value, void *place, yz_error *err)
{
    if (str_equal(value, str_of("0")))
        return YZ_OK;
    if (value.size && !str_equal(value, str_of("1")))
        return option_bad_value(rule, value.data, "0 or 1", err);
    return rule->take(rule, NULL, place, err);
}

static yz_status
take_parameter(arguments *a, const parameter *p, yz_error *err)
{
    if (str_equal(p->name, str_of("q"))) {
        buffer_put_text(&a->query, p->value);
        return YZ_OK;
    }
    if (str_equal(p->name, str_of("index")) ||
        str_equal(p->name, str_of("token")))
        return YZ_OK;
    const option_rule *rule = find_rule(p->name);
    if (!rule)
        return error_set(err, YZ_E_INVALID, "unknown parameter \"%.100s\"",
                         p->name.data);
    if (strlen(p->value.data) != p->value.size)
        return error_set(err, YZ_E_INVALID, "%s: a zero byte in the value",
                         rule->name);
    void *place = (char *)a + rule->place;
    if (!rule->has_value)
        return take_flag(rule, p->value, place, err);
    if (!p->value.size) /* a field of a form left empty */
        return YZ_OK;
    return rule->take(rule, p->value.data, place, err);
}

/* No request gets more than the server gives. */
static yz_status
bound(arguments *a, const serve_options *o, yz_error *err)
{
    if (a->search.limit > HITS_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "limit: at most %d hits at once; go on with \"after\"",
                         HITS_MAX);
    if (!a->search.timeout_ms || a->search.timeout_ms > o->timeout_ms)
        a->search.timeout_ms = o->timeout_ms;
    a->search.memory_max = o->memory_max;
    return YZ_OK;
}

static yz_status
read_parameters(const service *s, const exchange *e, arguments *a,
                yz_error *err)
{
    arguments_init(a);
    a->format = "json";
    for (size_t i = 0; i < e->parameter_count; i++)
        TRY(take_parameter(a, &e->parameters[i], err));
    if (!buffer_ok(&a->query))
        return error_nomem(err);
    TRY(bound(a, s->options, err));
    return arguments_settle(a, err);
}

/* ---- the answer ---------------------------------------------------------- */

static uint64_t
now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* A search that was read. */
typedef struct search_request {
    const service *service;
    exchange *exchange;
    const printer *printer;
    const char *type; /* of the answer */
    arguments arguments;
} search_request;

static void
ask(search_request *r, yz_snapshot *snapshot, FILE *to)
{
    const arguments *a = &r->arguments;
    session one = { .arguments = a,
                    .printer = r->printer,
                    .snapshot = snapshot,
                    .is_served = true,
                    .out = { .file = to, .arguments = a } };
    const uint64_t began = now_us();
    answer_query(&one, buffer_str(&a->query), 0);
    answer_close(&one);
    metrics_count_search(r->service->metrics, now_us() - began);
    arena_dispose(&one.arena);
    exchange_end(r->exchange, exchange_status_of(one.last), r->type);
}

static void
settle_and_ask(void *context, yz_snapshot *snapshot)
{
    yz_error err;
    search_request *r = context;
    if (arguments_settle_fields(&r->arguments, snapshot, &err) != YZ_OK) {
        exchange_fail_by(r->exchange, &err);
        return;
    }
    FILE *to = exchange_begin(r->exchange);
    if (to)
        ask(r, snapshot, to);
}

/* The format, and that it can show what is asked for. */
static yz_status
settle_format(search_request *r, yz_error *err)
{
    const arguments *a = &r->arguments;
    for (size_t i = 0; i < ARRAY_LENGTH(formats); i++) {
        if (strcmp(a->format, formats[i].format) != 0)
            continue;
        r->printer = printer_find(a->format);
        r->type = formats[i].type;
        TRY(printer_check(r->printer, a, err));
        if (formats[i].suffix)
            exchange_put_header(r->exchange, "Content-Disposition",
                                "attachment; filename=\"hits.%s\"",
                                formats[i].suffix);
        return YZ_OK;
    }
    return error_set(err, YZ_E_INVALID,
                     "output: \"%.40s\" is not json, jsonl, csv or tsv",
                     a->format);
}

void
search_answer(const service *s, exchange *e)
{
    yz_error err;
    search_request r = { .service = s, .exchange = e };
    served_index *index = routes_index(s, e);
    if (!index)
        return;
    if (read_parameters(s, e, &r.arguments, &err) == YZ_OK &&
        settle_format(&r, &err) == YZ_OK)
        routes_answer_from(index, e, settle_and_ask, &r);
    else
        exchange_fail_by(e, &err);
    arguments_dispose(&r.arguments);
}
