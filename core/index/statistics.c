/* SPDX-License-Identifier: MIT */
#include "core/index/statistics.h"
#include "core/index/commits.h"
#include "core/index/remote.h"
#include "core/index/report_noise.h"

#include "core/base/abi.h"
#include "core/base/array.h"
#include "core/base/hash.h"
#include "core/format/catalog.h"
#include "core/index/records.h"

#include <stdlib.h>

/* ---- how many reports ------------------------------------------------------ */

typedef struct report_row {
    uint64_t name; /* its hash */
    noise_sum noise;
} report_row;

typedef ARRAY_OF(report_row) report_rows;

static yz_status
add_noise(segment *s, uint32_t passage, noise_sum *to, yz_error *err)
{
    noise_sum noise;
    TRY(passage_noise(s, passage, &noise, err));
    to->marks += noise.marks;
    to->characters += noise.characters;
    return YZ_OK;
}

/* `row_of` has, by the number of the name, the row of a report and one more. */
static yz_status
add_passage(segment *s, uint32_t passage, size_t *row_of, report_rows *rows,
            yz_error *err)
{
    record_head head;
    yz_str name;
    TRY(segment_record_peek(s, passage, &head, err));
    TRY(segment_string(s, head.strings.report, &name, err));
    size_t *row = &row_of[head.strings.report];
    if (!*row) {
        if (!ARRAY_PUSH(rows, ((report_row){ .name = hash_str(name) })))
            return error_nomem(err);
        *row = rows->count;
    }
    return add_noise(s, passage, &rows->items[*row - 1].noise, err);
}

/* The reports of a segment's live passages, each once. */
static yz_status
add_reports(segment *s, report_rows *rows, yz_error *err)
{
    yz_status status = YZ_OK;
    size_t *row_of =
        memory_zeroed(rows->from, (size_t)s->info.strings + 1, sizeof(*row_of));
    if (!row_of)
        return error_nomem(err);
    for (uint32_t p = 0; status == YZ_OK && p < s->info.passages; p++)
        if (!segment_is_deleted(s, p))
            status = add_passage(s, p, row_of, rows, err);
    memory_release(rows->from, row_of);
    return status;
}

static int
row_compare(const void *a, const void *b)
{
    const report_row *x = a;
    const report_row *y = b;
    return (x->name > y->name) - (x->name < y->name);
}

/* A report in several segments has as many rows. */
static report_counts
count_rows(report_rows *rows)
{
    report_counts counts = { 0 };
    if (rows->count)
        qsort(rows->items, rows->count, sizeof(*rows->items), row_compare);
    for (size_t i = 0, next; i < rows->count; i = next) {
        noise_sum noise = { 0 };
        for (next = i; next < rows->count &&
                       rows->items[next].name == rows->items[i].name;
             next++) {
            noise.marks += rows->items[next].noise.marks;
            noise.characters += rows->items[next].noise.characters;
        }
        counts.reports++;
        counts.noisy += noise_is_high(noise);
        counts.noise.marks += noise.marks;
        counts.noise.characters += noise.characters;
    }
    return counts;
}

yz_status
snapshot_count_reports(yz_snapshot *snapshot, report_counts *ret_counts,
                       yz_error *err)
{
    report_rows rows = { .from = snapshot->index->memory };
    yz_status status = YZ_OK;
    for (uint32_t i = 0; status == YZ_OK && i < snapshot->segment_count; i++)
        status = add_reports(&snapshot->segments[i], &rows, err);
    if (status == YZ_OK)
        *ret_counts = count_rows(&rows);
    ARRAY_DISPOSE(&rows);
    return status;
}

/* ---- how many sources are there twice -------------------------------------- */

typedef ARRAY_OF(uint64_t) hash_list;

static int
hash_compare(const void *a, const void *b)
{
    const uint64_t *x = a;
    const uint64_t *y = b;
    return (*x > *y) - (*x < *y);
}

/* How many different hashes there are. */
static uint64_t
count_different(const hash_list *list)
{
    uint64_t count = 0;
    if (list->count)
        qsort(list->items, list->count, sizeof(*list->items), hash_compare);
    for (size_t i = 0; i < list->count; i++)
        count += i == 0 || list->items[i] != list->items[i - 1];
    return count;
}

typedef struct content_walk {
    hash_list list;
    yz_error *err;
} content_walk;

static yz_status
add_content(void *context, const source_entry *entry)
{
    content_walk *walk = context;
    return ARRAY_PUSH(&walk->list, entry->content_hash)
               ? YZ_OK
               : error_nomem(walk->err);
}

yz_status
snapshot_count_duplicates(yz_snapshot *snapshot, uint64_t *ret_duplicates,
                          yz_error *err)
{
    content_walk walk = { .list.from = snapshot->index->memory, .err = err };
    const yz_status status =
        catalog_each_whole_source(snapshot->txn, add_content, &walk, err);
    const uint64_t different = count_different(&walk.list);
    const uint64_t sources = walk.list.count;
    ARRAY_DISPOSE(&walk.list);
    if (status == YZ_OK)
        *ret_duplicates = sources - different;
    return status;
}

/* ---- all of it ------------------------------------------------------------- */

yz_status
yz_snapshot_stats(yz_snapshot *snapshot, yz_stats *ret_stats, yz_error *reterr)
{
    TRY(abi_require(snapshot, "snapshot", reterr));
    if (snapshot->index->remote)
        return remote_stats(snapshot, ret_stats, reterr);
    yz_stats stats = { .format_version = YZ_FORMAT_VERSION };
    report_counts counts;
    TRY(snapshot_count_reports(snapshot, &counts, reterr));
    stats.reports = counts.reports;
    stats.noisy_reports = counts.noisy;
    stats.noise = counts.noise.marks;
    for (uint32_t i = 0; i < snapshot->segment_count; i++) {
        const manifest_segment *info = &snapshot->segments[i].info;
        stats.passages += info->passages - info->deleted;
        stats.deleted += info->deleted;
    }
    stats.segments = snapshot->segment_count;
    stats.words_are_stale = snapshot->index->words_are_stale;
    stats.bytes = store_txn_file_size(snapshot->txn);
    TRY(store_txn_free_size(snapshot->txn, &stats.free_bytes, reterr));
    /* After that: its pages, a writer's, are checked now. */
    TRY(snapshot_count_duplicates(snapshot, &stats.duplicates, reterr));
    const store_readers readers = store_txn_readers(snapshot->txn);
    stats.readers = readers.count;
    stats.oldest_reader_process = (uint64_t)readers.oldest_process;
    TRY(commit_age(snapshot->txn, readers.oldest_txn,
                   &stats.oldest_reader_seconds, reterr));
    *ret_stats = stats;
    return YZ_OK;
}
