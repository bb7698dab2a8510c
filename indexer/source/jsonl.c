/* SPDX-License-Identifier: MIT */
/*
 * The passages of a report may stand anywhere in the file, and the file may be
 * large. So a first walk only finds which ranges of its lines belong to which
 * report, and a second parses them, report by report, a part at a time. What
 * is held is one part, and some bytes a range and a report. The first walk
 * parses a line only if it may name a report.
 *
 * Reports are distinguished by the hash of their names, which are not kept: each
 * line is read a second time. Should two names have one hash, their passages
 * are given in the order of the file, each under its own name.
 */
#include "indexer/source/jsonl.h"
#include "indexer/source/flat_json.h"
#include "indexer/source/passage_json.h"

#include "core/base/hash.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum {
    /** A report of more lines, or bytes of lines, is given in parts. */
    PART_LINES = 4096,
    PART_SIZE = 1 << 20
};

/* Lines that follow one another and belong to one report. */
typedef struct line_range {
    uint64_t begin;
    uint64_t end;
    uint32_t line;   /**< number of its first line in the file, from 1 */
    uint32_t report; /**< number of the report, in order of first lines */
} line_range;

struct jsonl_reader {
    lines lines;
    jsonl_origin origin;
    number_map numbers; /**< of reports, from 1, by the hash of their names */
    uint32_t reports;
    ARRAY_OF(line_range) line_ranges; /**< by report, then in order */
    bool interleaved;                 /**< they are not in order yet */

    /* Where the second walk stands. */
    size_t next;    /**< the line range */
    uint32_t line;  /**< the number of the line in it that is read next */
    uint32_t given; /**< the report that was given last; 0: none */
};

/* ---- the first walk ---------------------------------------------------- */

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

static yz_status
report_number(jsonl_reader *r, yz_str name, uint32_t *ret_number, yz_error *err)
{
    uint32_t *number = number_map_at(&r->numbers, hash_str(name));
    if (!number)
        return error_nomem(err);
    if (!*number)
        *number = ++r->reports;
    *ret_number = *number;
    return YZ_OK;
}

/*
 * The report of a line. One that does not parse goes with the line before it,
 * to be complained of in order.
 */
static yz_status
report_of_line(jsonl_reader *r, const text_line *line, uint32_t *ret_number,
               yz_error *err)
{
    const size_t count = r->line_ranges.count;
    json_t *value = NULL;
    if (!line->too_long && !may_name_report(line->text))
        return report_number(r, r->origin.name, ret_number, err);
    if (!line->too_long)
        value = flat_json_read(line->text);
    if (!line->too_long && !value)
        value =
            json_loadb(line->text.data, line->text.size, JSON_ALLOW_NUL, NULL);
    if (!value && count) {
        *ret_number = r->line_ranges.items[count - 1].report;
        return YZ_OK;
    }
    const yz_str named = passage_json_report(value);
    const yz_status status =
        report_number(r, named.size ? named : r->origin.name, ret_number, err);
    json_decref(value);
    return status;
}

/* The line extends the latest range, or begins another. */
static yz_status
line_ranges_add(jsonl_reader *r, const text_line *line, uint32_t number,
                uint32_t report, yz_error *err)
{
    const size_t count = r->line_ranges.count;
    assert(!count || r->line_ranges.items);
    line_range *latest = count ? &r->line_ranges.items[count - 1] : NULL;
    if (latest && latest->report == report) {
        latest->end = line->end;
        return YZ_OK;
    }
    if (latest && latest->report > report)
        r->interleaved = true;
    const line_range added = { line->begin, line->end, number, report };
    return ARRAY_PUSH(&r->line_ranges, added) ? YZ_OK : error_nomem(err);
}

static yz_status
line_ranges_find(jsonl_reader *r, yz_error *err)
{
    text_line line;
    yz_status status;
    uint32_t number = 0;
    while ((status = lines_next(&r->lines, &line, err)) == YZ_OK) {
        uint32_t report = 0;
        number++;
        if (is_blank(line.text) && !line.too_long)
            continue;
        TRY(report_of_line(r, &line, &report, err));
        TRY(line_ranges_add(r, &line, number, report, err));
    }
    number_map_dispose(&r->numbers);
    return status == YZ_DONE ? YZ_OK : status;
}

static int
line_range_compare(const void *a, const void *b)
{
    const line_range *x = a;
    const line_range *y = b;
    if (x->report != y->report)
        return x->report < y->report ? -1 : 1;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

/* The second walk goes on with the next line range. */
static void
enter_range(jsonl_reader *r)
{
    if (r->next == r->line_ranges.count)
        return;
    const line_range *s = &r->line_ranges.items[r->next];
    r->line = s->line;
    lines_seek(&r->lines, s->begin);
}

yz_status
jsonl_open(const yz_allocator *memory, lines *text, const jsonl_origin *origin,
           jsonl_reader **ret_reader, yz_error *err)
{
    jsonl_reader *r = memory_zeroed(memory, 1, sizeof(*r));
    if (!r) {
        lines_dispose(text);
        return error_nomem(err);
    }
    r->lines = *text;
    r->origin = *origin;
    r->line_ranges.from = r->numbers.from = memory;
    const yz_status status = line_ranges_find(r, err);
    if (status != YZ_OK) {
        jsonl_close(r);
        return status;
    }
    if (r->interleaved)
        qsort(r->line_ranges.items, r->line_ranges.count,
              sizeof(*r->line_ranges.items), line_range_compare);
    enter_range(r);
    *ret_reader = r;
    return YZ_OK;
}

/* ---- passages ---------------------------------------------------------- */

/* A part of a report that is being read; it outlives the reader. */
typedef struct part {
    jsonl_reader *reader;
    yz_report *report;
    passage_origin origin;
    uint32_t number; /**< of the report */
    uint64_t offset; /**< of the line that is read */
    size_t lines;
    uint64_t size; /**< of its lines */
} part;

static void
tell(const part *p, yz_severity severity, yz_error *notice)
{
    const jsonl_origin *origin = &p->reader->origin;
    notice->line = p->origin.line;
    notice->offset = p->offset;
    if (origin->notice)
        origin->notice(origin->notice_context, severity, notice);
}

static void
tell_warning(void *context, yz_severity severity, const yz_error *notice)
{
    yz_error placed = *notice;
    tell(context, severity, &placed);
}

/* What is wrong with the line alone is reported, and the rest goes on. */
static yz_status
line_read(part *p, const text_line *line, yz_error *err)
{
    yz_error wrong;
    p->offset = line->begin;
    if (is_blank(line->text) && !line->too_long)
        return YZ_OK;
    const yz_status status =
        line->too_long
            ? error_set(&wrong, YZ_E_LIMIT,
                        "a line is longer than %zu bytes; split the passage, "
                        "or shorten its other members",
                        LINE_SIZE_MAX)
            : passage_json_read(line->text, &p->origin, p->report, &wrong);
    if (status == YZ_E_NOMEM)
        return error_nomem(err);
    if (status != YZ_OK)
        tell(p, YZ_REFUSAL, &wrong);
    return YZ_OK;
}

/* Read a line of the range that the walk has reached. */
static yz_status
part_step(part *p, yz_error *err)
{
    text_line line;
    jsonl_reader *r = p->reader;
    const yz_status status = lines_next(&r->lines, &line, err);
    if (status != YZ_OK)
        return status;
    p->origin.line = r->line++;
    p->lines++;
    p->size += line.end - line.begin;
    if (line.end >= r->line_ranges.items[r->next].end) {
        r->next++;
        enter_range(r);
    }
    return line_read(p, &line, err);
}

/* Read lines of one report; they may turn out to have no passage. */
static yz_status
part_read(part *p, yz_error *err)
{
    const jsonl_reader *r = p->reader;
    arena *a = &p->report->arena;
    p->number = r->line_ranges.items[r->next].report;
    p->origin = (passage_origin){ .report = arena_str(a, r->origin.name),
                                  .path = arena_str(a, r->origin.path),
                                  .notice = tell_warning,
                                  .notice_context = p };
    if (!p->origin.report.data || !p->origin.path.data)
        return error_nomem(err);
    while (r->next < r->line_ranges.count &&
           r->line_ranges.items[r->next].report == p->number &&
           p->lines < PART_LINES && p->size < PART_SIZE)
        TRY(part_step(p, err));
    return YZ_OK;
}

yz_status
jsonl_next(jsonl_reader *r, yz_report **ret_report, yz_error *err)
{
    while (r->next < r->line_ranges.count) {
        part p = { .reader = r, .report = report_new(r->line_ranges.from) };
        if (!p.report)
            return error_nomem(err);
        const yz_status status = part_read(&p, err);
        if (status == YZ_OK && p.report->passages.count) {
            p.report->continues = r->given == p.number;
            r->given = p.number;
            *ret_report = p.report;
            return YZ_OK;
        }
        yz_report_free(p.report);
        if (status != YZ_OK)
            return status;
    }
    if (r->given)
        return YZ_DONE;
    return error_set(err, YZ_E_SOURCE,
                     "no line is a passage; write one JSON object per line, "
                     "with a member \"text\"");
}

size_t
jsonl_size(const jsonl_reader *r)
{
    return r->lines.block.capacity +
           r->line_ranges.capacity * sizeof(*r->line_ranges.items);
}

void
jsonl_close(jsonl_reader *r)
{
    if (!r)
        return;
    lines_dispose(&r->lines);
    number_map_dispose(&r->numbers);
    ARRAY_DISPOSE(&r->line_ranges);
    memory_release(r->line_ranges.from, r);
}
