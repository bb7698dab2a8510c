/* SPDX-License-Identifier: MIT */
/*
 * Passages by report and id: the id table of each segment proposes, the
 * record decides.
 */
#include "core/index/index.h"

#include "core/base/array.h"
#include "core/base/hash.h"
#include "core/format/catalog.h"
#include "core/format/id_table.h"
#include "core/report/record.h"

#include <stdlib.h>

/* Whether a passage has these names. */
static yz_status
has_names(segment *s, uint32_t passage, yz_str report, yz_str id, bool *ret_has,
          yz_error *err)
{
    bytes record;
    yz_str found;
    record_head head;
    TRY(segment_record(s, passage, &record, err));
    TRY(record_peek(record, &head, err));
    *ret_has = str_equal(head.id, id);
    if (!*ret_has)
        return YZ_OK;
    TRY(segment_string(s, head.strings.report, &found, err));
    *ret_has = str_equal(found, report);
    return YZ_OK;
}

yz_status
segment_find_id(segment *s, yz_str report, yz_str id, uint32_t *ret_passage,
                yz_error *err)
{
    const uint32_t count = s->info.passages;
    const uint32_t hash = id_hash(report, id);
    blob_reader *table = &s->blobs[BLOB_ID];
    uint32_t at;
    TRY(id_table_seek(table, count, hash, &at, err));
    for (; at < count; at++) {
        id_entry entry;
        bool has;
        TRY(id_table_entry(table, at, &entry, err));
        const uint32_t passage = id_entry_passage(entry);
        if (id_entry_hash(entry) != hash)
            return YZ_DONE;
        if (passage >= count)
            return error_corrupt(err, "an id names a passage that is not "
                                      "there");
        if (segment_is_deleted(s, passage))
            continue;
        TRY(has_names(s, passage, report, id, &has, err));
        if (!has)
            continue;
        *ret_passage = passage;
        return YZ_OK;
    }
    return YZ_DONE;
}

yz_status
snapshot_find_id(yz_snapshot *snapshot, yz_str report, yz_str id,
                 passage_place *ret_place, yz_error *err)
{
    for (uint32_t i = snapshot->segment_count; i-- > 0;) {
        segment *s = &snapshot->segments[i];
        uint32_t passage;
        const yz_status found = segment_find_id(s, report, id, &passage, err);
        if (found == YZ_DONE)
            continue;
        if (found == YZ_OK)
            *ret_place = (passage_place){ s->info.id, passage };
        return found;
    }
    return YZ_DONE;
}

yz_status
segment_same_names(segment *x, uint32_t passage, segment *y, uint32_t other,
                   bool *ret_same, yz_error *err)
{
    bytes record;
    record_head head;
    yz_str report;
    TRY(segment_record(x, passage, &record, err));
    TRY(record_peek(record, &head, err));
    TRY(segment_string(x, head.strings.report, &report, err));
    return has_names(y, other, report, head.id, ret_same, err);
}

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
