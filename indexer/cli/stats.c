/* SPDX-License-Identifier: MIT */
#include "core/base/json.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/look.h"

#include <inttypes.h>

enum { SCHEMA = 1 };

typedef struct figure {
    const char *name;
    uint64_t value;
} figure;

static void
print_json(const figure *figures, size_t count)
{
    json j = { .to = stdout, .compact = true };
    json_begin(&j, NULL, '{');
    json_number(&j, "schema", SCHEMA);
    for (size_t i = 0; i < count; i++)
        json_number(&j, figures[i].name, figures[i].value);
    json_end(&j, '}');
    putchar('\n');
}

static void
print_text(const figure *figures, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf("%-22s %" PRIu64 "\n", figures[i].name, figures[i].value);
}

static void
print(const arguments *a, const yz_stats *stats)
{
    const figure figures[] = {
        { "reports", stats->reports },
        { "passages", stats->passages },
        { "deleted", stats->deleted },
        { "segments", stats->segments },
        { "bytes", stats->bytes },
        { "free_bytes", stats->free_bytes },
        { "readers", stats->readers },
        { "oldest_reader_seconds", stats->oldest_reader_seconds },
        { "oldest_reader_process", stats->oldest_reader_process },
        { "format_version", stats->format_version },
        { "words_are_stale", stats->words_are_stale },
        { "duplicates", stats->duplicates },
    };
    (a->json ? print_json : print_text)(figures, ARRAY_LENGTH(figures));
}

exit_code
command_stats(const arguments *a)
{
    yz_error err;
    yz_stats stats;
    yz_snapshot *snapshot;
    exit_code code = look_into(a, &snapshot);
    if (code != EXIT_DONE)
        return code;
    if (yz_snapshot_stats(snapshot, &stats, &err) == YZ_OK)
        print(a, &stats);
    else
        code = message_index(a->index_path, &err);
    yz_snapshot_close(snapshot);
    return code;
}
