/* SPDX-License-Identifier: MIT */
#include "core/index/statistics.h"
#include "core/index/commits.h"

#include "core/base/abi.h"
#include "core/base/array.h"
#include "core/base/hash.h"
#include "core/format/catalog.h"
#include "core/report/record.h"

#include <stdlib.h>

/* ---- how many reports ------------------------------------------------------ */

typedef ARRAY_OF(uint64_t) hash_list;

/* The hashes of the reports of a segment's live passages, each once. */
static yz_status
add_reports(segment *s, hash_list *list, yz_error *err)
{
    yz_status status = YZ_OK;
    uint8_t *seen = memory_zeroed(list->from, (size_t)s->info.strings + 1, 1);
    if (!seen)
        return error_nomem(err);
    for (uint32_t p = 0; status == YZ_OK && p < s->info.passages; p++) {
        bytes record;
        record_head head;
        yz_str name;
        if (segment_is_deleted(s, p))
            continue;
        status = segment_record(s, p, &record, err);
        if (status == YZ_OK)
            status = record_peek(record, &head, err);
        if (status == YZ_OK)
            status = segment_string(s, head.strings.report, &name, err);
        if (status != YZ_OK || seen[head.strings.report])
            continue;
        seen[head.strings.report] = 1;
        if (!ARRAY_PUSH(list, hash_str(name)))
            status = error_nomem(err);
    }
    memory_release(list->from, seen);
    return status;
}

static int
hash_compare(const void *a, const void *b)
{
    const uint64_t *x = a;
    const uint64_t *y = b;
    return (*x > *y) - (*x < *y);
}

/* How many different hashes there are; the list is sorted. */
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

yz_status
snapshot_count_reports(yz_snapshot *snapshot, uint64_t *ret_reports,
                       yz_error *err)
{
    hash_list list = { .from = snapshot->index->memory };
    yz_status status = YZ_OK;
    for (uint32_t i = 0; status == YZ_OK && i < snapshot->segment_count; i++)
        status = add_reports(&snapshot->segments[i], &list, err);
    const uint64_t reports = count_different(&list);
    ARRAY_DISPOSE(&list);
    if (status == YZ_OK)
        *ret_reports = reports;
    return status;
}

/* ---- how many sources are there twice -------------------------------------- */

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
    yz_stats stats = { .format_version = YZ_FORMAT_VERSION };
    TRY(snapshot_count_reports(snapshot, &stats.reports, reterr));
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
