/* SPDX-License-Identifier: MIT */
#include "indexer/cli/summary.h"
#include "core/base/json.h"
#include "core/base/translation.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SCHEMA = 1 };

static void
put_passages(uint64_t count)
{
    printf(translated(count == 1 ? N_(", %" PRIu64 " passage")
                                 : N_(", %" PRIu64 " passages")),
           count);
}

static void
print_text(const arguments *a, const summary *s)
{
    if (a->command == COMMAND_REMOVE || a->command == COMMAND_PRUNE) {
        printf(translated(s->removed == 1 ? N_("removed %" PRIu64 " report")
                                          : N_("removed %" PRIu64 " reports")),
               s->removed);
        put_passages(s->removed_passages);
        printf(translated(" in %.2f s\n"), s->seconds);
        return;
    }
    printf(translated(s->reports == 1 ? N_("indexed %" PRIu64 " report")
                                      : N_("indexed %" PRIu64 " reports")),
           s->reports);
    put_passages(s->passages);
    printf(translated(" (%" PRIu64 " unchanged, %" PRIu64 " replaced, %" PRIu64
                      " refused"),
           s->unchanged, s->replaced, s->refused);
    if (s->removed)
        printf(translated(N_(", %" PRIu64 " removed")), s->removed);
    if (s->duplicates)
        printf(translated(s->duplicates == 1 ? N_(", %" PRIu64 " duplicate")
                                             : N_(", %" PRIu64 " duplicates")),
               s->duplicates);
    if (s->skipped)
        printf(translated(N_(", %" PRIu64 " passed over")), s->skipped);
    printf(translated(") in %.2f s\n"), s->seconds);
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
