/* SPDX-License-Identifier: MIT */
/*
 * --list: the reports of the index, by name: passages, the first date, the name
 * and, where it is another, the path.
 */
#include "core/base/array.h"
#include "core/base/display.h"
#include "core/base/json.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/look.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct listed {
    yz_str report;
    yz_str path;
    char date[11]; /* YYYY-MM-DD and a NUL; empty: none */
    uint64_t passages;
} listed;

typedef struct listing {
    arena arena;
    ARRAY_OF(listed) reports;
} listing;

/* ---- gathering ------------------------------------------------------------ */

static yz_status
count_passage(listing *l, const yz_passage *p, yz_error *err)
{
    listed *last =
        l->reports.count ? &l->reports.items[l->reports.count - 1] : NULL;
    if (!last || !str_equal(last->report, p->report)) {
        const listed next = { .report = arena_str(&l->arena, p->report),
                              .path = arena_str(&l->arena, p->path) };
        if (!next.report.data || !next.path.data ||
            !ARRAY_PUSH(&l->reports, next))
            return error_nomem(err);
        last = &l->reports.items[l->reports.count - 1];
    }
    last->passages++;
    if (!last->date[0] && p->date.size == sizeof(last->date) - 1)
        memcpy(last->date, p->date.data, p->date.size);
    return YZ_OK;
}

static yz_status
gather(listing *l, yz_snapshot *snapshot, yz_error *err)
{
    yz_passages *all;
    const yz_passage *passage;
    TRY(yz_passages_open(snapshot, &all, err));
    yz_status status;
    while ((status = yz_passages_next(all, &passage, err)) == YZ_OK) {
        status = count_passage(l, passage, err);
        if (status != YZ_OK)
            break;
    }
    yz_passages_close(all);
    return status == YZ_DONE ? YZ_OK : status;
}

static int
by_report(const void *a, const void *b)
{
    const listed *x = a;
    const listed *y = b;
    return str_compare(x->report, y->report);
}

/* Sort, and add up what was apart. */
static void
settle(listing *l)
{
    size_t count = 0;
    if (l->reports.count)
        qsort(l->reports.items, l->reports.count, sizeof(*l->reports.items),
              by_report);
    for (size_t i = 0; i < l->reports.count; i++) {
        const listed *next = &l->reports.items[i];
        listed *last = count ? &l->reports.items[count - 1] : NULL;
        if (!last || !str_equal(last->report, next->report)) {
            l->reports.items[count++] = *next;
            continue;
        }
        last->passages += next->passages;
        if (!last->date[0])
            memcpy(last->date, next->date, sizeof(last->date));
    }
    l->reports.count = count;
}

/* ---- printing ------------------------------------------------------------- */

static void
put_csv(yz_str text)
{
    putchar('"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            putchar('"');
        putchar(text.data[i]);
    }
    putchar('"');
}

static void
print_csv(const listing *l)
{
    fputs("report,path,date,passages\r\n", stdout);
    for (size_t i = 0; i < l->reports.count; i++) {
        const listed *r = &l->reports.items[i];
        put_csv(r->report);
        putchar(',');
        put_csv(r->path);
        printf(",%s,%" PRIu64 "\r\n", r->date, r->passages);
    }
}

static void
print_json(const listing *l)
{
    json j = { .to = stdout, .compact = true };
    json_begin(&j, NULL, '{');
    json_number(&j, "schema", 1);
    json_begin(&j, "reports", '[');
    for (size_t i = 0; i < l->reports.count; i++) {
        const listed *r = &l->reports.items[i];
        json_begin(&j, NULL, '{');
        json_text(&j, "report", r->report);
        json_text(&j, "path", r->path);
        json_text(&j, "date", str_of(r->date));
        json_number(&j, "passages", r->passages);
        json_end(&j, '}');
    }
    json_end(&j, ']');
    json_end(&j, '}');
    putchar('\n');
}

static void
print_text(const listing *l)
{
    for (size_t i = 0; i < l->reports.count; i++) {
        const listed *r = &l->reports.items[i];
        printf("%8" PRIu64 "  %-10s  ", r->passages, r->date);
        display_put(stdout, r->report);
        if (!str_equal(r->report, r->path) && r->path.size) {
            fputs("  ", stdout);
            display_put(stdout, r->path);
        }
        putchar('\n');
    }
}

exit_code
command_list(const arguments *a)
{
    yz_error err;
    yz_snapshot *snapshot;
    listing l = { 0 };
    exit_code code = look_into(a, &snapshot);
    if (code != EXIT_DONE)
        return code;
    if (gather(&l, snapshot, &err) == YZ_OK) {
        settle(&l);
        if (a->json)
            print_json(&l);
        else if (a->output && !strcmp(a->output, "csv"))
            print_csv(&l);
        else
            print_text(&l);
    } else {
        code = message_index(a->index_path, &err);
    }
    yz_snapshot_close(snapshot);
    ARRAY_DISPOSE(&l.reports);
    arena_dispose(&l.arena);
    return code;
}
