/* SPDX-License-Identifier: MIT */
#include "indexer/cli/summary.h"
#include "core/base/json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SCHEMA = 1 };

static void
put_count(const char *before, uint64_t count, const char *what)
{
    printf("%s%" PRIu64 " %s%s", before, count, what, count == 1 ? "" : "s");
}

static void
print_text(const arguments *a, const summary *s)
{
    if (a->command == COMMAND_REMOVE || a->command == COMMAND_PRUNE) {
        put_count("removed ", s->removed, "report");
        put_count(", ", s->removed_passages, "passage");
        printf(" in %.2f s\n", s->seconds);
        return;
    }
    put_count("indexed ", s->reports, "report");
    put_count(", ", s->passages, "passage");
    printf(" (%" PRIu64 " unchanged, %" PRIu64 " replaced, %" PRIu64 " refused",
           s->unchanged, s->replaced, s->refused);
    if (s->removed)
        printf(", %" PRIu64 " removed", s->removed);
    if (s->duplicates)
        put_count(", ", s->duplicates, "duplicate");
    if (s->skipped)
        printf(", %" PRIu64 " passed over", s->skipped);
    printf(") in %.2f s\n", s->seconds);
}

static void
print_json(const summary *s)
{
    char seconds[32];
    json j = { .to = stdout, .compact = true };
    snprintf(seconds, sizeof(seconds), "%.2f", s->seconds);
    json_begin(&j, NULL, '{');
    json_number(&j, "schema", SCHEMA);
    json_number(&j, "reports", s->reports);
    json_number(&j, "passages", s->passages);
    json_number(&j, "unchanged", s->unchanged);
    json_number(&j, "replaced", s->replaced);
    json_number(&j, "kept", s->kept);
    json_number(&j, "duplicates", s->duplicates);
    json_number(&j, "removed", s->removed);
    json_number(&j, "removed_passages", s->removed_passages);
    json_number(&j, "refused", s->refused);
    json_number(&j, "skipped", s->skipped);
    json_number(&j, "bytes", s->bytes);
    json_raw(&j, "seconds", str_of(seconds));
    json_end(&j, '}');
    putchar('\n');
}

void
summary_print(const arguments *a, const summary *s)
{
    if (a->json)
        print_json(s);
    else if (!a->quiet)
        print_text(a, s);
}
