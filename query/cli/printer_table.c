/* SPDX-License-Identifier: MIT */
/*
 * -o csv and -o tsv: a hit a row, the columns that --fields names.
 *
 * CSV is that of RFC 4180, byte for byte what the index has; TSV is for cut,
 * sort and awk: tabs and line ends in a cell are escaped as in C. On a terminal
 * neither lets a control through. With --spreadsheet no cell of text is a
 * formula: an apostrophe comes first, and before a query a space, which means
 * nothing in it.
 */
#include "core/base/display.h"
#include "query/cli/printer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A row while it is written. */
typedef struct row {
    const output *out;
    bool is_csv;
    bool follows; /* a cell is there already */
} row;

static const column columns_of_hit[] = {
    { .name = COLUMN_RANK }, { .name = COLUMN_SCORE },
    { .name = COLUMN_TIER }, { .name = COLUMN_ID },
    { .name = COLUMN_KIND }, { .name = COLUMN_PATH },
    { .name = COLUMN_LINE }, { .name = COLUMN_SNIPPET },
};

/* ---- cells --------------------------------------------------------------- */

/* Tabs and line ends are escaped as in C. */
static void
put_escaped(FILE *to, yz_str text)
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

static bool
needs_quotes(yz_str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (strchr(",\"\r\n", text.data[i]) && text.data[i])
            return true;
    return text.size &&
           (text.data[0] == ' ' || text.data[text.size - 1] == ' ');
}

/* As it is; what a terminal shows is another matter. */
static void
put_raw(FILE *to, yz_str text, bool terminal)
{
    if (terminal)
        display_put(to, text);
    else if (text.size)
        fwrite(text.data, 1, text.size, to);
}

static void
put_quoted(FILE *to, yz_str text, bool terminal)
{
    putc('"', to);
    while (text.size) {
        const char *mark = memchr(text.data, '"', text.size);
        const size_t size = mark ? (size_t)(mark - text.data) : text.size;
        const size_t step = size + (mark != NULL);
        put_raw(to, (yz_str){ text.data, size }, terminal);
        if (mark)
            fputs("\"\"", to);
        text = (yz_str){ text.data + step, text.size - step };
    }
    putc('"', to);
}

static bool
has_only(yz_str text, const char *signs)
{
    for (size_t i = 0; i < text.size; i++)
        if (!text.data[i] || !strchr(signs, text.data[i]))
            return false;
    return true;
}

/* Text that is a number as a whole does no harm. */
static bool
is_number(yz_str text)
{
    char copy[64];
    char *end;
    if (!text.size || text.size >= sizeof(copy) ||
        !has_only(text, "+-.0123456789eE"))
        return false;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    (void)strtod(copy, &end);
    return !*end;
}

/* What a spreadsheet would read as a formula. */
static bool
is_formula(yz_str text)
{
    return text.size && text.data[0] && strchr("=+-@\t\r", text.data[0]) &&
           !is_number(text);
}

static void
put_cell(row *r, yz_str text, cell_type type)
{
    FILE *to = r->out->file;
    const bool guarded = r->out->arguments->spreadsheet &&
                         type != CELL_NUMBER && is_formula(text);
    const char *guard = !guarded ? "" : type == CELL_QUERY ? " " : "'";
    const bool terminal = r->out->terminal;
    if (r->follows)
        putc(r->is_csv ? ',' : '\t', to);
    r->follows = true;
    if (!r->is_csv) {
        fputs(guard, to);
        put_escaped(to, text);
        return;
    }
    if (!*guard && !needs_quotes(text)) {
        put_raw(to, text, terminal);
        return;
    }
    buffer whole = { 0 };
    buffer_put_text(&whole, str_of(guard));
    buffer_put_text(&whole, text);
    put_quoted(to, buffer_str(&whole), terminal);
    buffer_dispose(&whole);
}

static void
put_number(row *r, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof(text), "%" PRIu64, number);
    put_cell(r, str_of(text), CELL_NUMBER);
}

static void
end_row(const row *r)
{
    fputs(r->is_csv ? "\r\n" : "\n", r->out->file);
}

/* ---- rows ---------------------------------------------------------------- */

/* In a batch each row says which query it belongs to; TSV where it is asked. */
static bool
has_query(const row *r)
{
    const arguments *args = r->out->arguments;
    return args->batch && !args->columns.count &&
           (r->is_csv || args->window || arguments_has_facets(args));
}

static row
row_of(const output *out)
{
    return (row){ .out = out,
                  .is_csv = !strcmp(out->arguments->format, printer_csv.name) };
}

static row
begin_row(const output *out, const answer *a)
{
    row r = row_of(out);
    if (has_query(&r))
        put_cell(&r, a->query, CELL_QUERY);
    return r;
}

static const column *
columns_of(const output *out, size_t *ret_count)
{
    const column_list *asked = &out->arguments->columns;
    *ret_count = asked->count ? asked->count : ARRAY_LENGTH(columns_of_hit);
    return asked->count ? asked->items : columns_of_hit;
}

static void
put_columns(row *r, const answer *a, const shown_hit *h)
{
    size_t count;
    const column *columns = columns_of(r->out, &count);
    for (size_t i = 0; i < count; i++) {
        cell value = { 0 };
        column_value(&columns[i], a, h, &value);
        put_cell(r, value.text, value.type);
        free(value.owned);
    }
}

static void
put_titles(row *r)
{
    char title[256];
    size_t count;
    const column *columns = columns_of(r->out, &count);
    for (size_t i = 0; i < count; i++) {
        column_title(&columns[i], title, sizeof(title));
        put_cell(r, str_of(title), CELL_TEXT);
    }
}

static void
put_header(output *out, const answer *first)
{
    static const char *const of_facets[] = { "facet", "value", "count", NULL };
    static const char *const of_reports[] = { "count", "path", NULL };
    static const char *const of_count[] = { "count", NULL };
    static const char *const of_words[] = { "word", "together", "total",
                                            "log_likelihood", NULL };
    const arguments *args = out->arguments;
    row r = row_of(out);
    const char *const *names = args->show == SHOW_COUNT        ? of_count
                               : args->show == SHOW_REPORTS    ? of_reports
                               : args->show == SHOW_COLLOCATES ? of_words
                               : args->show == SHOW_FACETS     ? of_facets
                                                               : NULL;
    (void)first;
    if (args->spreadsheet)
        fputs("\xef\xbb\xbf", out->file);
    if (!args->header)
        return;
    if (has_query(&r))
        put_cell(&r, str_of("query"), CELL_TEXT);
    if (!names)
        put_titles(&r);
    for (size_t i = 0; names && names[i]; i++)
        put_cell(&r, str_of(names[i]), CELL_TEXT);
    end_row(&r);
}

static void
put_hit(output *out, const answer *a, const shown_hit *h)
{
    row r = begin_row(out, a);
    put_columns(&r, a, h);
    end_row(&r);
}

static void
put_facets(output *out, const answer *a)
{
    shown_facet f;
    if (out->arguments->show != SHOW_FACETS)
        return;
    for (size_t i = 0; answer_facet(out, a, i, &f); i++)
        for (size_t j = 0; j < f.count; j++) {
            row r = begin_row(out, a);
            put_cell(&r, f.name, CELL_TEXT);
            put_cell(&r, f.values[j].value, CELL_TEXT);
            put_number(&r, f.values[j].count);
            end_row(&r);
        }
}

static void
put_count(output *out, const answer *a)
{
    row r = begin_row(out, a);
    put_number(&r, a->counted);
    end_row(&r);
}

static void
put_reports(output *out, const answer *a)
{
    const yz_facet_count *reports;
    const size_t count = answer_reports(a, &reports);
    for (size_t i = 0; i < count; i++) {
        row r = begin_row(out, a);
        if (out->arguments->nul) { /* for xargs -0 */
            fwrite(reports[i].path.data, 1, reports[i].path.size, out->file);
            putc('\0', out->file);
            continue;
        }
        put_number(&r, reports[i].count);
        put_cell(&r, reports[i].path, CELL_TEXT);
        end_row(&r);
    }
}

static void
put_collocates(output *out, const answer *a, const yz_collocates *words)
{
    char score[32];
    for (size_t i = 0; i < yz_collocates_count(words); i++) {
        const yz_collocate w = yz_collocates_at(words, i);
        row r = begin_row(out, a);
        put_cell(&r, w.text, CELL_TEXT);
        put_number(&r, w.together);
        put_number(&r, w.total);
        snprintf(score, sizeof(score), "%.6g", w.score);
        put_cell(&r, str_of(score), CELL_NUMBER);
        end_row(&r);
    }
}

/* ---- the two ------------------------------------------------------------- */

const printer printer_csv = {
    .name = "csv",
    .has_facets = true,
    .has_columns = true,
    .open = put_header,
    .hit = put_hit,
    .end = put_facets,
    .count = put_count,
    .reports = put_reports,
    .collocates = put_collocates,
};

const printer printer_tsv = {
    .name = "tsv",
    .has_facets = true,
    .has_columns = true,
    .open = put_header,
    .hit = put_hit,
    .end = put_facets,
    .count = put_count,
    .reports = put_reports,
    .collocates = put_collocates,
};
