/* SPDX-License-Identifier: MIT */
/*
 * The passages of a report may stand anywhere in the file, and the file may be
 * large. So a first walk only sorts the lines by report, and a report's lines
 * are parsed when it is asked for: what is held is the file, sixteen bytes a
 * line, and one report. The first walk parses a line only if it may name a
 * report.
 */
#include "indexer/source/jsonl.h"
#include "indexer/source/passage_json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

typedef struct line_place {
    uint64_t begin;
    uint32_t line;   /**< its number in the file, from 1 */
    uint32_t report; /**< number of the report, in order of first lines */
} line_place;

struct jsonl_reader {
    yz_str text;
    jsonl_origin origin;
    json_t *numbers; /**< of report names */
    arena arena;     /**< names */
    ARRAY_OF(yz_str) names;
    ARRAY_OF(line_place) lines; /**< by report, then in order */
    size_t next;                /**< the line read next */
    bool gave;                  /**< a report */
};

/* ---- lines ------------------------------------------------------------- */

static yz_str
line_at(yz_str text, uint64_t begin)
{
    const char *at = text.data + begin;
    const size_t left = text.size - (size_t)begin;
    const char *end = memchr(at, '\n', left);
    return (yz_str){ at, end ? (size_t)(end - at) : left };
}

static bool
is_blank(yz_str line)
{
    for (size_t i = 0; i < line.size; i++)
        if (!strchr(" \t\r", line.data[i]) || !line.data[i])
            return false;
    return true;
}

/* A member's name may be written with escapes, such as "\u0072eport". */
static bool
may_name_report(yz_str line)
{
    return str_contains(line, str_of("\"report\"")) ||
           str_contains(line, str_of("\\u00"));
}

/* ---- reports ----------------------------------------------------------- */

static yz_status
report_number(jsonl_reader *r, yz_str name, uint32_t *ret_number, yz_error *err)
{
    const json_t *known = json_object_getn(r->numbers, name.data, name.size);
    if (known) {
        *ret_number = (uint32_t)json_integer_value(known);
        return YZ_OK;
    }
    const uint32_t number = (uint32_t)r->names.count;
    const yz_str kept = arena_str(&r->arena, name);
    if (!kept.data || !ARRAY_PUSH(&r->names, kept) ||
        json_object_setn_new_nocheck(r->numbers, name.data, name.size,
                                     json_integer(number)) != 0)
        return error_nomem(err);
    *ret_number = number;
    return YZ_OK;
}

/*
 * The report of a line. One that does not parse goes with the line before it,
 * to be complained of in order.
 */
static yz_status
report_of_line(jsonl_reader *r, yz_str line, uint32_t *ret_number,
               yz_error *err)
{
    if (!may_name_report(line))
        return report_number(r, r->origin.name, ret_number, err);
    json_t *value = json_loadb(line.data, line.size, JSON_ALLOW_NUL, NULL);
    if (!value && r->lines.count) {
        *ret_number = r->lines.items[r->lines.count - 1].report;
        return YZ_OK;
    }
    const yz_str named = passage_json_report(value);
    const yz_status status =
        report_number(r, named.size ? named : r->origin.name, ret_number, err);
    json_decref(value);
    return status;
}

static yz_status
lines_find(jsonl_reader *r, yz_error *err)
{
    uint32_t number = 0;
    for (size_t at = 0; at < r->text.size;) {
        const yz_str line = line_at(r->text, at);
        line_place place = { at, ++number, 0 };
        at += line.size + 1;
        if (is_blank(line))
            continue;
        TRY(report_of_line(r, line, &place.report, err));
        if (!ARRAY_PUSH(&r->lines, place))
            return error_nomem(err);
    }
    return YZ_OK;
}

static int
line_place_compare(const void *a, const void *b)
{
    const line_place *x = a;
    const line_place *y = b;
    if (x->report != y->report)
        return x->report < y->report ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

yz_status
jsonl_open(yz_str text, const jsonl_origin *origin, jsonl_reader **ret_reader,
           yz_error *err)
{
    jsonl_reader *r = calloc(1, sizeof(*r));
    if (!r)
        return error_nomem(err);
    r->text = text;
    r->origin = *origin;
    r->numbers = json_object();
    const yz_status status = r->numbers ? lines_find(r, err) : error_nomem(err);
    if (status != YZ_OK) {
        jsonl_close(r);
        return status;
    }
    if (r->names.count > 1)
        qsort(r->lines.items, r->lines.count, sizeof(*r->lines.items),
              line_place_compare);
    *ret_reader = r;
    return YZ_OK;
}

/* ---- passages ---------------------------------------------------------- */

static void
tell(const jsonl_reader *r, yz_severity severity, yz_error *notice,
     const line_place *place)
{
    notice->line = place->line;
    notice->offset = place->begin;
    if (r->origin.notice)
        r->origin.notice(r->origin.notice_context, severity, notice);
}

typedef struct line_notices {
    const jsonl_reader *reader;
    const line_place *place;
} line_notices;

static void
tell_warning(void *context, yz_severity severity, const yz_error *notice)
{
    const line_notices *n = context;
    yz_error placed = *notice;
    tell(n->reader, severity, &placed, n->place);
}

/* What is wrong with the line alone is told, and the rest goes on. */
static yz_status
line_read(jsonl_reader *r, const line_place *place, const jsonl_origin *kept,
          yz_report *report, yz_error *err)
{
    line_notices notices = { r, place };
    const passage_origin origin = { .report = kept->name,
                                    .path = kept->path,
                                    .line = place->line,
                                    .notice = tell_warning,
                                    .notice_context = &notices };
    yz_error wrong;
    const yz_status status = passage_json_read(line_at(r->text, place->begin),
                                               &origin, report, &wrong);
    if (status == YZ_E_NOMEM)
        return error_nomem(err);
    if (status != YZ_OK)
        tell(r, YZ_REFUSAL, &wrong, place);
    return YZ_OK;
}

/*
 * Read the lines of one report; it may turn out to have no passage. It outlives
 * the reader, so it keeps names of its own.
 */
static yz_status
report_read(jsonl_reader *r, yz_report *report, yz_error *err)
{
    const uint32_t number = r->lines.items[r->next].report;
    const jsonl_origin kept = {
        .name = arena_str(&report->arena, r->names.items[number]),
        .path = arena_str(&report->arena, r->origin.path)
    };
    if (!kept.name.data || !kept.path.data)
        return error_nomem(err);
    while (r->next < r->lines.count && r->lines.items[r->next].report == number)
        TRY(line_read(r, &r->lines.items[r->next++], &kept, report, err));
    return YZ_OK;
}

yz_status
jsonl_next(jsonl_reader *r, yz_report **ret_report, yz_error *err)
{
    while (r->next < r->lines.count) {
        yz_report *report = report_new();
        if (!report)
            return error_nomem(err);
        const yz_status status = report_read(r, report, err);
        if (status == YZ_OK && report->passages.count) {
            r->gave = true;
            *ret_report = report;
            return YZ_OK;
        }
        yz_report_free(report);
        if (status != YZ_OK)
            return status;
    }
    if (r->gave)
        return YZ_DONE;
    return error_set(err, YZ_E_SOURCE,
                     "no line of it is a passage; write one JSON object a "
                     "line, with a member \"text\"");
}

void
jsonl_close(jsonl_reader *r)
{
    if (!r)
        return;
    json_decref(r->numbers);
    ARRAY_DISPOSE(&r->names);
    ARRAY_DISPOSE(&r->lines);
    arena_dispose(&r->arena);
    free(r);
}
