/* SPDX-License-Identifier: MIT */
/*
 * -o json: one object per query, on one line. -o jsonl: one object per hit. The
 * members are those of docs/contract.md, in its order.
 */
#include "query/cli/json_hit.h"

enum { SCHEMA = 1 };

/* ---- an answer ----------------------------------------------------------- */

static void
put_counts(json *j, const yz_results *results)
{
    json_number(j, "count", results ? yz_results_count(results) : 0);
    json_begin(j, "counts", '{');
    for (int tier = 0; results && tier < YZ_TIER_COUNT; tier++) {
        uint64_t count;
        if (yz_results_tier_count(results, (yz_tier)tier, &count))
            json_number(j, yz_tier_name((yz_tier)tier), count);
    }
    json_end(j, '}');
    json_number(j, "took_us", results ? yz_results_took_us(results) : 0);
}

static void
put_warnings(json *j, const yz_query *query)
{
    const size_t count = query ? yz_query_warning_count(query) : 0;
    json_begin(j, "warnings", '[');
    for (size_t i = 0; i < count; i++) {
        const yz_warning w = yz_query_warning(query, i);
        json_begin(j, NULL, '{');
        json_text(j, "message", w.message);
        json_number(j, "column", w.column);
        json_pair(j, "bytes", w.span.begin, w.span.end);
        json_end(j, '}');
    }
    json_end(j, ']');
}

static void
put_facet(json *j, const shown_facet *f)
{
    json_begin_named(j, f->name, '[');
    for (size_t i = 0; i < f->count; i++) {
        json_begin(j, NULL, '{');
        json_text(j, "value", f->values[i].value);
        if (f->has_paths)
            json_text(j, "path", f->values[i].path);
        json_number(j, "count", f->values[i].count);
        json_end(j, '}');
    }
    json_end(j, ']');
}

static void
put_facets(json *j, const output *out, const answer *a)
{
    shown_facet f;
    if (!arguments_has_facets(out->arguments) || !a->results)
        return;
    json_begin(j, "facets", '{');
    for (size_t i = 0; answer_facet(out, a, i, &f); i++)
        put_facet(j, &f);
    json_end(j, '}');
}

static void
put_head(json *j, const answer *a)
{
    json_begin(j, NULL, '{');
    json_number(j, "schema", SCHEMA);
    json_text(j, "query", a->query);
    json_number(j, "query_index", a->index);
}

static void
put_meant(json *j, const yz_suggestions *meant)
{
    json_begin(j, "suggestions", '[');
    for (size_t i = 0; i < yz_suggestions_count(meant); i++) {
        const yz_suggestion s = yz_suggestions_at(meant, i);
        json_begin(j, NULL, '{');
        json_text(j, "query", s.text);
        json_number(j, "passages", s.passages);
        json_end(j, '}');
    }
    json_end(j, ']');
}

static void
put_tail(json *j, const output *out, const answer *a)
{
    put_facets(j, out, a);
    if (a->why.size)
        json_lines(j, "why", a->why);
    if (a->corrections && yz_suggestions_count(a->corrections))
        put_meant(j, a->corrections);
    if (a->error)
        json_text(j, "error", str_of(a->error->message));
    json_end(j, '}');
    putc('\n', j->to);
}

static void
begin_answer(output *out, const answer *a)
{
    json j = { .to = out->file };
    put_head(&j, a);
    put_counts(&j, a->results);
    put_warnings(&j, a->parsed);
    json_begin(&j, "hits", '[');
}

static void
print_member(output *out, const answer *a, const shown_hit *h)
{
    json j = { .to = out->file, .follows = a->shown > 0 };
    json_begin(&j, NULL, '{');
    json_hit(&j, out->arguments, h);
    json_end(&j, '}');
}

static void
end_answer(output *out, const answer *a)
{
    json j = { .to = out->file };
    json_end(&j, ']');
    const yz_str next =
        a->results && !a->error ? yz_results_cursor(a->results) : (yz_str){ 0 };
    if (next.size)
        json_text(&j, "next", next);
    else
        json_nothing(&j, "next");
    put_tail(&j, out, a);
}

static void
print_count(output *out, const answer *a)
{
    json j = { .to = out->file };
    put_head(&j, a);
    put_counts(&j, a->results);
    if (out->arguments->counted == COUNT_MATCHES)
        json_number(&j, "matches", a->counted);
    if (out->arguments->counted == COUNT_REPORTS)
        json_number(&j, "reports", a->counted);
    put_warnings(&j, a->parsed);
    put_tail(&j, out, a);
}

static void
put_report(json *j, const yz_facet_count *report)
{
    json_text(j, "report", report->value);
    json_text(j, "path", report->path);
    json_number(j, "count", report->count);
    json_end(j, '}');
}

static void
print_reports(output *out, const answer *a)
{
    json j = { .to = out->file };
    const yz_facet_count *reports;
    const size_t count = answer_reports(a, &reports);
    put_head(&j, a);
    put_counts(&j, a->results);
    put_warnings(&j, a->parsed);
    json_begin(&j, "reports", '[');
    for (size_t i = 0; i < count; i++) {
        json_begin(&j, NULL, '{');
        put_report(&j, &reports[i]);
    }
    json_end(&j, ']');
    put_tail(&j, out, a);
}

static void
print_collocates(output *out, const answer *a, const yz_collocates *words)
{
    json j = { .to = out->file };
    put_head(&j, a);
    put_warnings(&j, a->parsed);
    json_begin(&j, "collocates", '[');
    for (size_t i = 0; i < yz_collocates_count(words); i++) {
        const yz_collocate w = yz_collocates_at(words, i);
        json_begin(&j, NULL, '{');
        json_text(&j, "word", w.text);
        json_number(&j, "together", w.together);
        json_number(&j, "total", w.total);
        json_decimal(&j, "log_likelihood", w.score);
        json_end(&j, '}');
    }
    json_end(&j, ']');
    put_tail(&j, out, a);
}

static void
print_understanding(output *out, const answer *a, yz_str lines)
{
    json j = { .to = out->file };
    put_head(&j, a);
    put_warnings(&j, a->parsed);
    json_lines(&j, "understood", lines);
    put_tail(&j, out, a);
}

const printer printer_json = {
    .name = "json",
    .has_warnings = true,
    .has_facets = true,
    .has_details = true,
    .begin = begin_answer,
    .hit = print_member,
    .end = end_answer,
    .count = print_count,
    .reports = print_reports,
    .collocates = print_collocates,
    .understanding = print_understanding,
};

/* ---- one object per hit -------------------------------------------------- */

static json
begin_line(output *out, const answer *a)
{
    json j = { .to = out->file };
    json_begin(&j, NULL, '{');
    json_number(&j, "schema", SCHEMA);
    json_number(&j, "query_index", a->index);
    return j;
}

static void
print_line(output *out, const answer *a, const shown_hit *h)
{
    json j = begin_line(out, a);
    json_hit(&j, out->arguments, h);
    json_end(&j, '}');
    putc('\n', out->file);
}

/* A query without hits has no line, but a query with an error has one. */
static void
end_lines(output *out, const answer *a)
{
    if (!a->error)
        return;
    json j = begin_line(out, a);
    json_text(&j, "error", str_of(a->error->message));
    json_end(&j, '}');
    putc('\n', out->file);
}

static void
print_report_lines(output *out, const answer *a)
{
    const yz_facet_count *reports;
    const size_t count = answer_reports(a, &reports);
    for (size_t i = 0; i < count; i++) {
        json j = begin_line(out, a);
        put_report(&j, &reports[i]);
        putc('\n', out->file);
    }
    end_lines(out, a);
}

const printer printer_jsonl = {
    .name = "jsonl",
    .has_details = true,
    .hit = print_line,
    .end = end_lines,
    .count = print_count,
    .reports = print_report_lines,
    .collocates = print_collocates,
    .understanding = print_understanding,
};
