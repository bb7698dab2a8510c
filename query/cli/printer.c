/* SPDX-License-Identifier: MIT */
#include "query/cli/printer.h"
#include "core/base/translation.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

static const printer *const printers[] = {
    &printer_text, &printer_json, &printer_jsonl, &printer_tsv,
    &printer_csv,  &printer_html, &printer_kwic,  &printer_vimgrep,
};

const printer *
printer_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(printers); i++)
        if (!strcmp(printers[i]->name, name))
            return printers[i];
    return NULL;
}

yz_status
printer_check(const printer *p, const arguments *a, yz_error *err)
{
    const char *what = NULL;
    if (!p)
        return error_set(
            err, YZ_E_INVALID,
            "--output: unknown format \"%.100s\"; see yz-query --help",
            a->format);
    if (a->show == SHOW_COUNT && !p->count)
        what = "--count";
    else if (a->show == SHOW_REPORTS && !p->reports)
        what = "--reports";
    else if (a->show == SHOW_UNDERSTANDING && !p->understanding)
        what = "--explain-query";
    else if (a->show == SHOW_COLLOCATES && !p->collocates)
        what = "--collocates";
    else if (arguments_has_facets(a) && !p->has_facets)
        what = "--facet";
    else if (a->explain && !p->has_details)
        what = "--explain";
    else if (a->context && !p->has_details)
        what = "-C";
    if (!what)
        return YZ_OK;
    return error_set(err, YZ_E_INVALID,
                     "-o %s cannot show the results of %s; use -o text or json",
                     p->name, what);
}

bool
output_goes_on(output *out)
{
    if (!out->os_error && ferror(out->file))
        out->os_error = errno ? errno : EIO;
    return !out->os_error;
}

void
output_no_memory(output *out)
{
    out->os_error = ENOMEM;
}

size_t
answer_reports(const answer *a, const yz_facet_count **ret_reports)
{
    if (!a->results)
        return 0;
    return yz_results_facet(a->results, YZ_FACET_REPORT, ret_reports);
}

/* The i-th of names that commas separate. */
static bool
nth_name(yz_str names, size_t i, yz_str *ret_name)
{
    while (names.size) {
        const char *comma = memchr(names.data, ',', names.size);
        const size_t size = comma ? (size_t)(comma - names.data) : names.size;
        const size_t step = size + (comma != NULL);
        *ret_name = (yz_str){ names.data, size };
        if (i-- == 0)
            return true;
        names = (yz_str){ names.data + step, names.size - step };
    }
    return false;
}

bool
answer_facet(const output *out, const answer *a, size_t i,
             shown_facet *ret_facet)
{
    const arguments *args = out->arguments;
    shown_facet f = { 0 };
    if (!a->results)
        return false;
    for (int facet = 0; facet < YZ_FACET_COUNT; facet++) {
        if (!(args->facets & YZ_FACET_BIT(facet)) || i-- > 0)
            continue;
        f.name = str_of(yz_facet_name((yz_facet)facet));
        f.has_paths = facet == YZ_FACET_REPORT;
        f.count = yz_results_facet(a->results, (yz_facet)facet, &f.values);
        *ret_facet = f;
        return true;
    }
    if (!nth_name(args->search.facet_members, i, &f.name))
        return false;
    f.count = yz_results_facet_member(a->results, i, &f.values);
    *ret_facet = f;
    return true;
}

bool
tier_is_looser(yz_tier tier)
{
    return tier == YZ_TIER_NEAR || tier == YZ_TIER_WORDS ||
           tier == YZ_TIER_SOME;
}

const char *
answer_divide(const answer *a, const shown_hit *h)
{
    if (!tier_is_looser(h->hit->tier))
        return NULL;
    for (int tier = 0; tier < YZ_TIER_COUNT; tier++)
        if (tier_is_looser((yz_tier)tier) && a->shown_in[tier])
            return NULL;
    return N_("Words of the query, but not as typed: near each other, all of "
              "them, or some.");
}

void
print_number(output *out, const answer *a)
{
    fprintf(out->file, "%" PRIu64 "\n", a->counted);
}

hit_place
hit_place_of(const shown_hit *h)
{
    const yz_passage *passage = h->hit->passage;
    if (h->match_count && h->matches[0].line)
        return (hit_place){ h->matches[0].line, h->matches[0].column };
    if (passage->block_count)
        return (hit_place){ passage->blocks[0].line_first, 1 };
    return (hit_place){ 0 };
}

bool
snippet_segment_next(const yz_snippet *snippet, snippet_segment *s)
{
    size_t end = snippet->text.size;
    if (s->begin >= end)
        return false;
    s->match = false;
    if (s->highlight < snippet->highlight_count) {
        const yz_span next = snippet->highlights[s->highlight];
        s->match = next.begin <= s->begin;
        end = s->match ? next.end : next.begin;
        s->highlight += s->match;
    }
    s->text = (yz_str){ snippet->text.data + s->begin, end - s->begin };
    s->begin = end;
    return true;
}
