/* SPDX-License-Identifier: MIT */
/*
 * -o text: for a reader at a terminal.
 *
 *     2. [near] 谱写新华 › 维护职工权益 · 2025-01-04 · caption
 *        corpus/pages/page.txt:121
 *        福建省工会户外劳动者驿站…
 *
 * Colours are those of grep and git: matches stand out, the rest is dimmed.
 * Without colours there are no marks instead, so that copied text is that of
 * the page. Lines are not wrapped; terminals do that.
 */
#include "core/base/display.h"
#include "core/base/translation.h"
#include "query/cli/hyperlink.h"
#include "query/cli/printer.h"

#include <inttypes.h>
#include <string.h>

static const char INDENT[] = "   ";
static const char MATCH[] = "1;31";
static const char TITLE[] = "1";
static const char TIER[] = "33";
static const char PATH[] = "35";
static const char LINE[] = "32";
static const char QUIET[] = "2";

/* @param color  NULL: the default */
static void
put_colored(const output *out, const char *color, yz_str text)
{
    const bool colored = out->color && color;
    if (colored)
        fprintf(out->file, "\033[%sm", color);
    display_put(out->file, text);
    if (colored)
        fputs("\033[0m", out->file);
}

/* ---- a hit --------------------------------------------------------------- */

/* A fact about a passage, separated from the one before. */
static void
put_fact(const output *out, const char *color, const char *mark, yz_str fact,
         bool *follows)
{
    if (!fact.size)
        return;
    if (*follows)
        fputs(mark, out->file);
    put_colored(out, color, fact);
    *follows = true;
}

static void
put_facts(const output *out, const yz_passage *p)
{
    bool follows = false;
    put_fact(out, TITLE, "", p->title, &follows);
    put_fact(out, NULL, " › ", p->section, &follows);
    put_fact(out, QUIET, " · ", p->date, &follows);
    put_fact(out, QUIET, " · ", str_of(yz_kind_name(p->kind)), &follows);
    putc('\n', out->file);
}

/* `path:line`, which editors and terminals can open; a link to the file. */
static void
put_place(const output *out, const shown_hit *h)
{
    const hit_place place = hit_place_of(h);
    char line[16];
    fputs(INDENT, out->file);
    const bool linked =
        out->hyperlinks && hyperlink_begin(out->file, h->hit->passage);
    put_colored(out, PATH, h->path);
    if (place.line) {
        snprintf(line, sizeof(line), "%u", place.line);
        putc(':', out->file);
        put_colored(out, LINE, str_of(line));
    }
    if (linked)
        hyperlink_end(out->file);
    putc('\n', out->file);
}

static void
put_snippet(const output *out, const yz_snippet *snippet)
{
    snippet_segment s = { 0 };
    fputs(INDENT, out->file);
    while (snippet_segment_next(snippet, &s))
        if (s.match)
            put_colored(out, MATCH, s.text);
        else
            display_put(out->file, s.text);
    putc('\n', out->file);
}

/* A passage around the hit, cut to the length of an extract. */
static void
put_neighbour(const output *out, const neighbour *n)
{
    enum { WIDTH_DEFAULT = 120 };
    const yz_snippet_options *o = &out->arguments->snippet;
    const yz_str whole = n->passage.text;
    const size_t width = o->width ? o->width : WIDTH_DEFAULT;
    const yz_str head = o->full ? whole : display_head(whole, width);
    char mark[16];
    snprintf(mark, sizeof(mark), "%+d ", (int)n->distance);
    fputs(INDENT, out->file);
    put_colored(out, LINE, str_of(mark));
    put_colored(out, QUIET, head);
    fputs(head.size < whole.size ? "…\n" : "\n", out->file);
}

static void
put_neighbours(const output *out, const shown_hit *h, bool after)
{
    for (size_t i = 0; i < h->neighbour_count; i++)
        if ((h->neighbours[i].distance > 0) == after)
            put_neighbour(out, &h->neighbours[i]);
}

/* `人→入`: the character read, that of the query; `托儿所=幼儿园`: a synonym. */
static void
put_edit(const output *out, const yz_edit *edit)
{
    put_colored(out, TIER, edit->text);
    put_colored(out, TIER, str_of(edit->type == YZ_EDIT_SYNONYM ? "=" : "→"));
    put_colored(out, TIER, edit->query);
    putc(' ', out->file);
}

static void
put_rank(const output *out, const yz_hit *hit)
{
    char mark[32];
    snprintf(mark, sizeof(mark), "%" PRIu64 ".", hit->rank);
    put_colored(out, QUIET, str_of(mark));
    putc(' ', out->file);
    if (hit->tier == YZ_TIER_EXACT)
        return;
    snprintf(mark, sizeof(mark), "[%s]", yz_tier_name(hit->tier));
    put_colored(out, TIER, str_of(mark));
    putc(' ', out->file);
    for (size_t i = 0; i < hit->edit_count; i++)
        put_edit(out, &hit->edits[i]);
}

static void
put_divide(const output *out, const answer *a, const shown_hit *h)
{
    const char *line = answer_divide(a, h);
    if (!line)
        return;
    put_colored(out, QUIET, str_of(translated(line)));
    fputs("\n\n", out->file);
}

static void
print_hit(output *out, const answer *a, const shown_hit *h)
{
    if (a->shown)
        putc('\n', out->file);
    put_divide(out, a, h);
    put_rank(out, h->hit);
    put_facts(out, h->hit->passage);
    put_place(out, h);
    put_neighbours(out, h, false);
    for (size_t i = 0; i < h->snippet_count; i++)
        put_snippet(out, &h->snippets[i]);
    put_neighbours(out, h, true);
    display_put_lines(out->file, h->crops, INDENT);
    display_put_lines(out->file, h->explanation, INDENT);
}

/* ---- an answer ----------------------------------------------------------- */

/* In a batch, each answer begins with its query. */
static void
begin_answer(output *out, const answer *a)
{
    if (!out->arguments->batch)
        return;
    if (a->index)
        putc('\n', out->file);
    fputs("> ", out->file);
    put_colored(out, TITLE, a->query);
    putc('\n', out->file);
}

static size_t
facet_value_width(const yz_facet_count *v)
{
    const yz_str value =
        v->value.size ? v->value : str_of(translated("(none)"));
    size_t width = 0;
    for (size_t at = 0; at < value.size;)
        width += display_width(display_next(value, &at));
    return width;
}

/* Columns of the longest value. */
static size_t
facet_width(const shown_facet *f)
{
    size_t width = 0;
    for (size_t i = 0; i < f->count; i++) {
        const size_t own = facet_value_width(&f->values[i]);
        width = own > width ? own : width;
    }
    return width;
}

/* A bar of eighths of a character; the longest has 40. */
static void
put_bar(FILE *to, uint64_t count, uint64_t most)
{
    static const char *const parts[] = {
        "", "▏", "▎", "▍", "▌", "▋", "▊", "▉"
    };
    enum { LENGTH = 40, PARTS = 8 };
    const uint64_t length =
        most ? (uint64_t)((double)count / (double)most * LENGTH * PARTS + 0.5)
             : 0;
    for (uint64_t i = 0; i < length / PARTS; i++)
        fputs("█", to);
    fputs(count && !length ? parts[1] : parts[length % PARTS], to);
}

static uint64_t
most_of(const shown_facet *f)
{
    uint64_t most = 0;
    for (size_t i = 0; i < f->count; i++)
        most = f->values[i].count > most ? f->values[i].count : most;
    return most;
}

/* `1999  12 ████` */
static void
plot_facet(const output *out, const shown_facet *f)
{
    const uint64_t most = most_of(f);
    const size_t widest = facet_width(f);
    put_colored(out, TITLE, f->name);
    putc('\n', out->file);
    for (size_t i = 0; i < f->count; i++) {
        const yz_str value = f->values[i].value;
        fprintf(out->file, "%8" PRIu64 "  ", f->values[i].count);
        display_put(out->file,
                    value.size ? value : str_of(translated("(none)")));
        fprintf(out->file, "%*s",
                (int)(widest - facet_value_width(&f->values[i])) + 1, "");
        put_bar(out->file, f->values[i].count, most);
        putc('\n', out->file);
    }
}

static void
put_facet(const output *out, const shown_facet *f)
{
    if (!f->count)
        return;
    if (out->arguments->plot) {
        plot_facet(out, f);
        return;
    }
    put_colored(out, TITLE, f->name);
    putc('\n', out->file);
    for (size_t i = 0; i < f->count; i++) {
        const yz_str value = f->values[i].value;
        fprintf(out->file, "%8" PRIu64 "  ", f->values[i].count);
        display_put(out->file,
                    value.size ? value : str_of(translated("(none)")));
        putc('\n', out->file);
    }
}

static void
put_facets(const output *out, const answer *a)
{
    shown_facet f;
    for (size_t i = 0; answer_facet(out, a, i, &f); i++)
        put_facet(out, &f);
}

/* `1 exact`, `9 of 61 looser`; nothing where there are none. */
static void
put_share(const output *out, uint64_t shown, uint64_t all, const char *what,
          bool *follows)
{
    if (!all)
        return;
    fputs(*follows ? translated(", ") : "\n", out->file);
    if (shown < all)
        fprintf(out->file, translated("%" PRIu64 " of %" PRIu64 " %s"), shown,
                all, what);
    else
        fprintf(out->file, "%" PRIu64 " %s", shown, what);
    *follows = true;
}

/* How many hits of each kind there are, and the option for the next page. */
static void
put_rest(const output *out, const answer *a)
{
    uint64_t shown = 0;
    uint64_t looser = 0;
    bool follows = false;
    if (!yz_results_cursor(a->results).size || out->arguments->quiet)
        return;
    for (int tier = 0; tier < YZ_TIER_COUNT; tier++) {
        uint64_t count = 0;
        yz_results_tier_count(a->results, (yz_tier)tier, &count);
        if (!tier_is_looser((yz_tier)tier)) {
            put_share(out, a->shown_in[tier], count,
                      yz_tier_name((yz_tier)tier), &follows);
            continue;
        }
        looser += count;
        shown += a->shown_in[tier];
    }
    put_share(out, shown, looser, translated("looser"), &follows);
    fprintf(out->file, translated("; next page: --offset=%" PRIu64 "\n"),
            a->last_rank);
}

static void
end_answer(output *out, const answer *a)
{
    if (a->error || !a->results)
        return;
    if (arguments_has_facets(out->arguments) && a->shown)
        putc('\n', out->file);
    put_facets(out, a);
    put_rest(out, a);
}

static void
print_count(output *out, const answer *a)
{
    print_number(out, a);
    put_facets(out, a);
}

static void
print_reports(output *out, const answer *a)
{
    const yz_facet_count *reports;
    const size_t count = answer_reports(a, &reports);
    begin_answer(out, a);
    for (size_t i = 0; i < count; i++) {
        if (out->arguments->nul) { /* for xargs -0 */
            fwrite(reports[i].path.data, 1, reports[i].path.size, out->file);
            putc('\0', out->file);
            continue;
        }
        fprintf(out->file, "%" PRIu64 "\t", reports[i].count);
        put_colored(out, PATH, reports[i].path);
        putc('\n', out->file);
    }
}

/* `12  340  87.5  学校`: beside it, in all, how much they are bound. */
static void
print_collocates(output *out, const answer *a, const yz_collocates *words)
{
    begin_answer(out, a);
    for (size_t i = 0; i < yz_collocates_count(words); i++) {
        const yz_collocate w = yz_collocates_at(words, i);
        fprintf(out->file, "%8" PRIu64 " %10" PRIu64 " %10.2f  ", w.together,
                w.total, w.score);
        put_colored(out, MATCH, w.text);
        putc('\n', out->file);
    }
}

static void
print_understanding(output *out, const answer *a, yz_str lines)
{
    begin_answer(out, a);
    display_put_lines(out->file, lines, "");
}

const printer printer_text = {
    .name = "text",
    .has_facets = true,
    .has_details = true,
    .begin = begin_answer,
    .hit = print_hit,
    .end = end_answer,
    .count = print_count,
    .reports = print_reports,
    .collocates = print_collocates,
    .understanding = print_understanding,
};
