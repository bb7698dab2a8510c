/* SPDX-License-Identifier: MIT */
/*
 * A report is printed passage by passage in its order: headlines and headings
 * stand out, captions are set off, what is no text of the page is dimmed. Where
 * --highlight gives a query, its matches are found first, and kept by id.
 */
#include "query/cli/page.h"

#include "core/base/arena.h"
#include "core/base/array.h"
#include "core/base/display.h"
#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The matches in one passage. */
typedef struct marked {
    yz_str id;
    const yz_span *spans;
    size_t count;
} marked;

typedef struct page {
    const arguments *arguments;
    yz_snapshot *snapshot;
    output *out;
    bool is_html;
    yz_str report;
    yz_str id; /* of the passage that was asked for; empty: none */
    arena arena;
    ARRAY_OF(marked) marks;
    size_t shown; /* passages */
    yz_error error;
} page;

/* ---- which report -------------------------------------------------------- */

static bool
has_report(page *p, yz_str name)
{
    yz_passages *all;
    const yz_passage *first;
    if (yz_passages_open_report(p->snapshot, name, &all, &p->error) != YZ_OK)
        return false;
    const yz_status status = yz_passages_next(all, &first, &p->error);
    yz_passages_close(all);
    return status == YZ_OK;
}

/* The first report of a source with this path, in the arena. */
static yz_str
report_of_path(page *p, yz_str path)
{
    yz_passages *all;
    const yz_passage *passage;
    yz_str found = { 0 };
    if (yz_passages_open(p->snapshot, &all, &p->error) != YZ_OK)
        return found;
    while (!found.data && yz_passages_next(all, &passage, &p->error) == YZ_OK)
        if (str_equal(passage->path, path))
            found = arena_str(&p->arena, passage->report);
    yz_passages_close(all);
    return found;
}

/* Its name; data is NULL if there is no such report. */
static yz_str
report_named(page *p, yz_str name)
{
    return has_report(p, name) ? name : report_of_path(p, name);
}

/* REPORT, or REPORT#ID, of which both may have a #. */
static yz_status
find_report(page *p, yz_str what)
{
    p->report = report_named(p, what);
    if (p->report.data)
        return YZ_OK;
    for (size_t i = what.data ? what.size : 0; i-- > 0;) {
        const yz_str name = { what.data, i };
        if (what.data[i] != '#')
            continue;
        p->report = report_named(p, name);
        if (!p->report.data)
            continue;
        p->id = (yz_str){ what.data + i + 1, what.size - i - 1 };
        return YZ_OK;
    }
    p->error = (yz_error){ .status = YZ_E_NOT_FOUND };
    return YZ_DONE;
}

/* ---- marks ---------------------------------------------------------------- */

static yz_status
keep_marks(page *p, const yz_passage *passage, const yz_match *matches,
           size_t count)
{
    yz_span *spans = arena_array(&p->arena, count + 1, sizeof(*spans));
    const marked m = { .id = arena_str(&p->arena, passage->id),
                       .spans = spans,
                       .count = count };
    if (!spans || !m.id.data || !ARRAY_PUSH(&p->marks, m))
        return YZ_E_NOMEM;
    for (size_t i = 0; i < count; i++)
        spans[i] = matches[i].text;
    return YZ_OK;
}

static yz_status
walk_hits(page *p, yz_results *results)
{
    yz_status status;
    const yz_hit *hit;
    while ((status = yz_results_next(results, &hit, &p->error)) == YZ_OK) {
        const yz_match *matches;
        size_t count;
        if (!str_equal(hit->passage->report, p->report))
            continue;
        TRY(yz_results_matches(results, &matches, &count, &p->error));
        TRY(keep_marks(p, hit->passage, matches, count));
    }
    return status == YZ_DONE ? YZ_OK : status;
}

/* A name as a pattern that it alone meets. */
static const char *
pattern_of(page *p)
{
    buffer pattern = { 0 };
    for (size_t i = 0; i < p->report.size; i++) {
        if (strchr("*?[\\", p->report.data[i]))
            buffer_put_u8(&pattern, '\\');
        buffer_put_u8(&pattern, (uint8_t)p->report.data[i]);
    }
    const yz_str kept = arena_str(&p->arena, buffer_str(&pattern));
    buffer_dispose(&pattern);
    return kept.data;
}

static yz_status
find_marks(page *p)
{
    yz_query *query = NULL;
    yz_results *results = NULL;
    yz_search_options options = p->arguments->search;
    const char *asked = p->arguments->highlight;
    if (!asked)
        return YZ_OK;
    options.limit = UINT64_MAX;
    options.sort = YZ_SORT_SOURCE;
    if (!options.tiers) /* the whole query, even if misread */
        options.tiers = YZ_TIER_BIT(YZ_TIER_NEAR) - 1;
    options.report = pattern_of(p);
    yz_status status =
        yz_query_parse(str_of(asked), &p->arguments->parse, &query, &p->error);
    if (status == YZ_OK)
        status = yz_search(p->snapshot, query, &options, &results, &p->error);
    if (status == YZ_OK)
        status = walk_hits(p, results);
    yz_results_close(results);
    yz_query_free(query);
    return status;
}

static const marked *
marks_of(const page *p, yz_str id)
{
    for (size_t i = 0; i < p->marks.count; i++)
        if (str_equal(p->marks.items[i].id, id))
            return &p->marks.items[i];
    return NULL;
}

/* ---- text ----------------------------------------------------------------- */

/* As it may be shown, with markup as text. */
static void
put_html(FILE *to, yz_str text)
{
    for (size_t at = 0; at < text.size;) {
        char bytes[4];
        const uint32_t c = display_next(text, &at);
        if (c == '&')
            fputs("&amp;", to);
        else if (c == '<')
            fputs("&lt;", to);
        else if (c == '>')
            fputs("&gt;", to);
        else if (c == '"')
            fputs("&quot;", to);
        else
            fwrite(bytes, 1, utf8_put(bytes, c), to);
    }
}

static void
put_part(const page *p, yz_str text, bool is_match)
{
    FILE *to = p->out->file;
    const char *begin = p->is_html ? "<mark>" : "\033[1;31m";
    const char *end = p->is_html ? "</mark>" : "\033[0m";
    const bool marks = is_match && (p->is_html || p->out->color);
    if (marks)
        fputs(begin, to);
    if (p->is_html)
        put_html(to, text);
    else
        display_put(to, text);
    if (marks)
        fputs(end, to);
}

/* Without colours, marks are brackets: here nothing else shows them. */
static void
put_text(const page *p, const yz_passage *passage)
{
    const marked *m = marks_of(p, passage->id);
    const yz_str text = passage->text;
    const bool brackets = !p->is_html && !p->out->color;
    size_t at = 0;
    for (size_t i = 0; m && i < m->count; i++) {
        const yz_span span = m->spans[i];
        if (span.begin < at)
            continue;
        put_part(p, (yz_str){ text.data + at, span.begin - at }, false);
        if (brackets)
            fputs("【", p->out->file);
        put_part(p, (yz_str){ text.data + span.begin, span.end - span.begin },
                 true);
        if (brackets)
            fputs("】", p->out->file);
        at = span.end;
    }
    put_part(p, (yz_str){ text.data + at, text.size - at }, false);
}

/* ---- passages -------------------------------------------------------------- */

static const char *
element_of(yz_kind kind)
{
    switch (kind) {
    case YZ_KIND_HEADLINE:
        return "h1";
    case YZ_KIND_HEADING:
        return "h2";
    case YZ_KIND_CAPTION:
        return "figcaption";
    default:
        return "p";
    }
}

static void
put_passage_html(const page *p, const yz_passage *passage, bool is_asked)
{
    FILE *to = p->out->file;
    const char *element = element_of(passage->kind);
    fprintf(to, "<%s id=\"", element);
    put_html(to, passage->id);
    fprintf(to, "\" class=\"%s%s\">", yz_kind_name(passage->kind),
            is_asked ? " asked" : "");
    put_text(p, passage);
    fprintf(to, "</%s>\n", element);
}

/* Colour and indentation by kind. */
static void
put_passage_text(const page *p, const yz_passage *passage, bool is_asked)
{
    FILE *to = p->out->file;
    const yz_kind kind = passage->kind;
    const bool is_title = kind == YZ_KIND_HEADLINE || kind == YZ_KIND_HEADING;
    const bool is_quiet = kind >= YZ_KIND_BYLINE;
    const bool colored =
        p->out->color && (is_title || is_quiet) && !marks_of(p, passage->id);
    if (p->shown)
        putc('\n', to);
    if (is_asked)
        fputs("> ", to);
    if (kind == YZ_KIND_CAPTION)
        fputs("    ", to);
    if (kind == YZ_KIND_HEADING && !p->out->color)
        fputs("## ", to);
    if (kind == YZ_KIND_HEADLINE && !p->out->color)
        fputs("# ", to);
    if (colored)
        fputs(is_title ? "\033[1m" : "\033[2m", to);
    put_text(p, passage);
    fputs(colored ? "\033[0m\n" : "\n", to);
}

static void
put_head(const page *p)
{
    if (!p->is_html)
        return;
    fputs("<!DOCTYPE html>\n<html lang=\"zh\">\n<head>\n"
          "<meta charset=\"utf-8\">\n<title>",
          p->out->file);
    put_html(p->out->file, p->report);
    fputs("</title>\n<style>\n"
          "body { max-width: 42em; margin: 2em auto; padding: 0 1em; "
          "line-height: 1.7; font-family: sans-serif; }\n"
          "figcaption { margin: 1em 2em; font-size: .9em; }\n"
          ".byline, .date, .credit, .noise { color: #777; }\n"
          ".asked { border-left: 4px solid #c00; padding-left: .6em; }\n"
          "</style>\n</head>\n<body>\n",
          p->out->file);
}

static yz_status
put_passages(page *p)
{
    yz_status status;
    yz_passages *all;
    const yz_passage *passage;
    TRY(yz_passages_open_report(p->snapshot, p->report, &all, &p->error));
    put_head(p);
    while ((status = yz_passages_next(all, &passage, &p->error)) == YZ_OK) {
        const bool is_asked = p->id.size && str_equal(passage->id, p->id);
        if (p->is_html)
            put_passage_html(p, passage, is_asked);
        else
            put_passage_text(p, passage, is_asked);
        p->shown++;
        if (!output_goes_on(p->out))
            break;
    }
    if (p->is_html)
        fputs("</body>\n</html>\n", p->out->file);
    yz_passages_close(all);
    return status == YZ_DONE ? YZ_OK : status;
}

exit_code
page_show(const arguments *a, yz_snapshot *snapshot, output *out)
{
    page p = { .arguments = a,
               .snapshot = snapshot,
               .out = out,
               .is_html = !strcmp(a->format, "html") };
    yz_status status = find_report(&p, str_of(a->page));
    if (status == YZ_OK)
        status = find_marks(&p);
    if (status == YZ_OK)
        status = put_passages(&p);
    ARRAY_DISPOSE(&p.marks);
    arena_dispose(&p.arena);
    if (status == YZ_OK)
        return EXIT_FOUND;
    if (status != YZ_DONE) {
        message_error("", &p.error);
        return exit_code_of(status);
    }
    message(
        "the index has no report %s; yz-query -l lists the reports of hits, "
        "yz-index --list all",
        a->page);
    return EXIT_NOTHING;
}
