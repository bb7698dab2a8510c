/* SPDX-License-Identifier: MIT */
/*
 * Looking after an index: --check, --compact.
 */
#include "core/base/display.h"
#include "core/base/json.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/summary.h"

#include <inttypes.h>

enum { SCHEMA = 1 };

/* ---- check -------------------------------------------------------------- */

/* Problems are printed as they are found. */
typedef struct check_printer {
    const arguments *arguments;
    json json;
    bool begun; /* the object of --json */
} check_printer;

static void
begin_json(check_printer *p)
{
    if (p->begun)
        return;
    p->begun = true;
    json_begin(&p->json, NULL, '{');
    json_number(&p->json, "schema", SCHEMA);
    json_begin(&p->json, "problems", '[');
}

static void
see_problem(void *context, const yz_problem *found)
{
    check_printer *p = context;
    if (!p->arguments->json) {
        message("%.*s: %.*s", (int)found->damaged.size, found->damaged.data,
                (int)found->message.size, found->message.data);
        return;
    }
    begin_json(p);
    json_begin(&p->json, NULL, '{');
    json_text(&p->json, "damaged", found->damaged);
    json_text(&p->json, "message", found->message);
    if (found->segment)
        json_number(&p->json, "segment", found->segment);
    json_end(&p->json, '}');
}

static void
print_check(check_printer *p, const yz_check *check)
{
    json *j = &p->json;
    if (p->arguments->json) {
        begin_json(p);
        json_end(j, ']');
        json_bool(j, "ok", check->problems == 0);
        json_number(j, "count", check->problems);
        json_number(j, "segments", check->segments);
        json_number(j, "passages", check->passages);
        json_number(j, "bytes", check->bytes);
        json_end(j, '}');
        putchar('\n');
    } else if (check->problems) {
        message("the index is damaged: %" PRIu64 " problems; make it whole "
                "with --repair",
                check->problems);
    } else if (!p->arguments->quiet) {
        printf("checked %" PRIu64 " segment%s, %" PRIu64 " passage%s, %" PRIu64
               " bytes: all is well\n",
               check->segments, check->segments == 1 ? "" : "s",
               check->passages, check->passages == 1 ? "" : "s", check->bytes);
    }
}

exit_code
command_check(const arguments *a)
{
    yz_error err;
    yz_check check;
    check_printer p = { .arguments = a,
                        .json = { .to = stdout, .compact = true } };
    if (yz_index_check(a->index_path, NULL, see_problem, &p, &check, &err) !=
        YZ_OK)
        return message_index(a->index_path, &err);
    print_check(&p, &check);
    return check.problems ? EXIT_INDEX : EXIT_DONE;
}

/* ---- repair ------------------------------------------------------------- */

/* What was lost is named with the problems; it is in no index any more. */
static exit_code
print_repair(const arguments *a, check_printer *p, const yz_repair *done)
{
    json *j = &p->json;
    if (a->json) {
        begin_json(p);
        json_end(j, ']');
        json_number(j, "segments_kept", done->segments_kept);
        json_number(j, "segments_rebuilt", done->segments_rebuilt);
        json_number(j, "passages_rebuilt", done->passages_rebuilt);
        json_number(j, "passages_lost", done->passages_lost);
        json_end(j, '}');
        putchar('\n');
    } else if (!a->quiet) {
        printf("rebuilt %" PRIu64 " segments with %" PRIu64
               " passages, kept %" PRIu64 ", lost %" PRIu64 " passages\n",
               done->segments_rebuilt, done->passages_rebuilt,
               done->segments_kept, done->passages_lost);
    }
    return done->passages_lost ? EXIT_REFUSED : EXIT_DONE;
}

exit_code
command_repair(const arguments *a)
{
    yz_error err;
    yz_repair done;
    check_printer p = { .arguments = a,
                        .json = { .to = stdout, .compact = true } };
    if (yz_index_repair(a->index_path, NULL, see_problem, &p, &done, &err) !=
        YZ_OK)
        return message_index(a->index_path, &err);
    return print_repair(a, &p, &done);
}

exit_code
command_refresh_words(const arguments *a)
{
    yz_error err;
    yz_repair done;
    check_printer p = { .arguments = a,
                        .json = { .to = stdout, .compact = true } };
    if (yz_index_refresh_words(a->index_path, NULL, &done, &err) != YZ_OK)
        return message_index(a->index_path, &err);
    return print_repair(a, &p, &done);
}

/* ---- compact ------------------------------------------------------------ */

static void
print_compaction(const arguments *a, const yz_compaction *done)
{
    if (a->json) {
        json j = { .to = stdout, .compact = true };
        json_begin(&j, NULL, '{');
        json_number(&j, "schema", SCHEMA);
        json_number(&j, "bytes_before", done->bytes_before);
        json_number(&j, "bytes_after", done->bytes_after);
        json_end(&j, '}');
        putchar('\n');
    } else if (!a->quiet) {
        printf("compacted %" PRIu64 " bytes to %" PRIu64 "\n",
               done->bytes_before, done->bytes_after);
    }
}

exit_code
command_compact(const arguments *a)
{
    yz_error err;
    yz_index *index;
    yz_compaction done;
    yz_status status = yz_index_open(a->index_path, NULL, &index, &err);
    if (status == YZ_OK) {
        status = yz_index_compact(index, &done, &err);
        yz_index_close(index);
    }
    if (status != YZ_OK)
        return message_index(a->index_path, &err);
    print_compaction(a, &done);
    return EXIT_DONE;
}
