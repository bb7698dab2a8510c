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

/* Bytes of each part, of all segments. */
typedef struct part_sizes {
    uint64_t bytes[YZ_PART_COUNT];
} part_sizes;

static yz_status
sum_parts(yz_snapshot *snapshot, part_sizes *ret_parts, yz_error *err)
{
    yz_status status;
    yz_segment s;
    part_sizes sum = { 0 };
    for (size_t i = 0;
         (status = yz_inspect_segment(snapshot, i, &s, err)) == YZ_OK; i++)
        for (int part = 0; part < YZ_PART_COUNT; part++)
            sum.bytes[part] += s.bytes[part];
    *ret_parts = sum;
    return status == YZ_DONE ? YZ_OK : status;
}

static void
print_json(yz_snapshot *snapshot, const figure *figures, size_t count,
           const part_sizes *parts)
{
    yz_field field;
    json j = { .to = stdout, .compact = true };
    json_begin(&j, NULL, '{');
    json_number(&j, "schema", SCHEMA);
    for (size_t i = 0; i < count; i++)
        json_number(&j, figures[i].name, figures[i].value);
    json_begin(&j, "parts", '{');
    for (int part = 0; part < YZ_PART_COUNT; part++)
        json_number(&j, yz_part_name((yz_part)part), parts->bytes[part]);
    json_end(&j, '}');
    json_begin(&j, "fields", '[');
    for (size_t i = 0; yz_snapshot_field(snapshot, i, &field, NULL) == YZ_OK;
         i++) {
        json_begin(&j, NULL, '{');
        json_text(&j, "name", field.name);
        json_text(&j, "type", str_of(yz_field_type_name(field.type)));
        json_end(&j, '}');
    }
    json_end(&j, ']');
    json_end(&j, '}');
    putchar('\n');
}

static void
print_text(yz_snapshot *snapshot, const figure *figures, size_t count)
{
    yz_field field;
    for (size_t i = 0; i < count; i++)
        printf("%-22s %" PRIu64 "\n", figures[i].name, figures[i].value);
    for (size_t i = 0; yz_snapshot_field(snapshot, i, &field, NULL) == YZ_OK;
         i++)
        printf("%-22s %.*s:%s\n", i ? "" : "fields", (int)field.name.size,
               field.name.data, yz_field_type_name(field.type));
}

static void
print(const arguments *a, yz_snapshot *snapshot, const yz_stats *stats,
      const part_sizes *parts)
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
        { "noisy_reports", stats->noisy_reports },
        { "noise", stats->noise },
    };
    if (a->json)
        print_json(snapshot, figures, ARRAY_LENGTH(figures), parts);
    else
        print_text(snapshot, figures, ARRAY_LENGTH(figures));
}

exit_code
command_stats(const arguments *a)
{
    yz_error err;
    yz_stats stats;
    part_sizes parts;
    yz_snapshot *snapshot;
    exit_code code = look_into(a, &snapshot);
    if (code != EXIT_DONE)
        return code;
    if (yz_snapshot_stats(snapshot, &stats, &err) == YZ_OK &&
        sum_parts(snapshot, &parts, &err) == YZ_OK)
        print(a, snapshot, &stats, &parts);
    else
        code = message_index(a->index_path, &err);
    yz_snapshot_close(snapshot);
    return code;
}
