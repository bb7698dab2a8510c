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

static void
ask(const service *s, exchange *e, const arguments *a, const printer *p,
    yz_snapshot *snapshot, const char *type)
{
    FILE *to = exchange_begin(e);
    if (!to)
        return;
    session one = { .arguments = a,
                    .printer = p,
                    .snapshot = snapshot,
                    .is_served = true,
                    .out = { .file = to, .arguments = a } };
    const uint64_t began = now_us();
    answer_query(&one, buffer_str(&a->query), 0);
    answer_close(&one);
    metrics_count_search(s->metrics, now_us() - began);
    arena_dispose(&one.arena);
    exchange_end(e, exchange_status_of(one.last), type);
}

static void
borrow_and_ask(const service *s, exchange *e, const arguments *a,
               const printer *p, const char *type)
{
    yz_error err;
    yz_snapshot *snapshot;
    served_index *index = routes_index(s, e);
    if (!index)
        return;
    if (served_index_borrow(index, &snapshot, &err) != YZ_OK) {
        exchange_fail_by(e, &err);
        return;
    }
    ask(s, e, a, p, snapshot, type);
    served_index_return(index, snapshot);
}

static void
answer_in_format(const service *s, exchange *e, const arguments *a)
{
    const printer *p = printer_find(a->format);
    for (size_t i = 0; p && i < ARRAY_LENGTH(formats); i++) {
        if (strcmp(a->format, formats[i].format) != 0)
            continue;
        if (formats[i].suffix)
            exchange_put_header(e, "Content-Disposition",
                                "attachment; filename=\"hits.%s\"",
                                formats[i].suffix);
        borrow_and_ask(s, e, a, p, formats[i].type);
        return;
    }
    exchange_fail(e, HTTP_BAD_REQUEST,
                  "output: \"%.40s\" is not json, jsonl, "
                  "csv or tsv",
                  a->format);
}

void
search_answer(const service *s, exchange *e)
{
    arguments a;
    yz_error err;
    if (read_parameters(s, e, &a, &err) == YZ_OK)
        answer_in_format(s, e, &a);
    else
        exchange_fail_by(e, &err);
    arguments_dispose(&a);
}
