/* SPDX-License-Identifier: MIT */
/*
 * -o tsv: rank score tier id kind path line snippet, separated by tabs, one hit
 * per line, for cut, sort and awk.
 */
#include "core/base/display.h"
#include "query/cli/printer.h"

#include <inttypes.h>

/* Tabs and line ends within a field are escaped as in C. */
static void
put_field(FILE *to, yz_str text)
{
    size_t begin = 0;
    for (size_t at = 0; at <= text.size; at++) {
        const int c = at < text.size ? text.data[at] : '\0';
        if (at < text.size && c != '\t' && c != '\n' && c != '\r')
            continue;
        display_put(to, (yz_str){ text.data + begin, at - begin });
        if (at < text.size)
            fputs(c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\r", to);
        begin = at + 1;
    }
}

static void
put_fields(output *out, const yz_str *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            putc('\t', out->file);
        put_field(out->file, fields[i]);
    }
}

static void
print_hit(output *out, const answer *a, const shown_hit *h)
{
    const yz_passage *p = h->hit->passage;
    const yz_str fields[] = { str_of(yz_tier_name(h->hit->tier)), p->id,
                              str_of(yz_kind_name(p->kind)), p->path };
    (void)a;
    fprintf(out->file, "%" PRIu64 "\t%.6g\t", h->hit->rank, h->hit->score);
    put_fields(out, fields, ARRAY_LENGTH(fields));
    fprintf(out->file, "\t%u\t", hit_place_of(h).line);
    if (h->snippet_count)
        put_field(out->file, h->snippets[0].text);
    putc('\n', out->file);
}

static void
print_reports(output *out, const answer *a)
{
    const yz_facet_count *reports;
    const size_t count = answer_reports(a, &reports);
    for (size_t i = 0; i < count; i++) {
        fprintf(out->file, "%" PRIu64 "\t", reports[i].count);
        put_field(out->file, reports[i].path);
        putc('\n', out->file);
    }
}

const printer printer_tsv = {
    .name = "tsv",
    .hit = print_hit,
    .count = print_number,
    .reports = print_reports,
};
