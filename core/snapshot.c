/* SPDX-License-Identifier: MIT */
/*
 * An index as it was at one moment: a reading transaction and the segments
 * its manifest names.
 */
#include "core/index.h"
#include "core/index/catalog.h"
#include "core/report/record.h"

#include <stdlib.h>

static yz_status
segments_open(yz_snapshot *snapshot, yz_error *err)
{
    manifest m;
    TRY(index_manifest(snapshot->txn, &snapshot->arena, &m, err));
    snapshot->segments =
        arena_array(&snapshot->arena, m.count + 1, sizeof(segment));
    if (!snapshot->segments)
        return error_nomem(err);
    snapshot->segment_count = m.count;
    for (uint32_t i = 0; i < m.count; i++) {
        TRY(segment_open(snapshot->txn, &m.segments[i],
                         snapshot->index->packed_fold, &snapshot->arena,
                         &snapshot->segments[i], err));
        snapshot->passages += m.segments[i].passages;
        for (int j = 0; j < LENGTH_SPACE_COUNT; j++)
            snapshot->lengths[j] += m.segments[i].lengths[j];
    }
    return YZ_OK;
}

yz_status
yz_snapshot_open(yz_index *index, yz_snapshot **ret_snapshot, yz_error *reterr)
{
    yz_snapshot *snapshot = calloc(1, sizeof(*snapshot));
    if (!snapshot)
        return error_nomem(reterr);
    snapshot->users = 1;
    snapshot->index = index_retain(index);
    yz_status status = store_read_begin(index->store, &snapshot->txn, reterr);
    if (status == YZ_OK)
        status = segments_open(snapshot, reterr);
    if (status != YZ_OK) {
        yz_snapshot_close(snapshot);
        return status;
    }
    *ret_snapshot = snapshot;
    return YZ_OK;
}

/* Nobody else has the old snapshot, so what it opened can go on. */
static void
analyzer_move(yz_snapshot *from, yz_snapshot *to)
{
    if (atomic_load(&from->users) > 1)
        return;
    to->analyzer = from->analyzer;
    from->analyzer = NULL;
}

yz_status
yz_snapshot_renew(yz_snapshot **snapshot, bool *ret_changed, yz_error *reterr)
{
    yz_snapshot *old = *snapshot;
    TRY(store_check_process(old->index->store, reterr));
    const bool changed = !store_txn_is_newest(old->txn);
    if (changed) {
        yz_snapshot *fresh;
        TRY(yz_snapshot_open(old->index, &fresh, reterr));
        analyzer_move(old, fresh);
        yz_snapshot_close(old);
        *snapshot = fresh;
    }
    if (ret_changed)
        *ret_changed = changed;
    return YZ_OK;
}

yz_snapshot *
snapshot_retain(yz_snapshot *snapshot)
{
    atomic_fetch_add(&snapshot->users, 1);
    return snapshot;
}

void
yz_snapshot_close(yz_snapshot *snapshot)
{
    if (!snapshot || atomic_fetch_sub(&snapshot->users, 1) > 1)
        return;
    analyzer_close(snapshot->analyzer);
    store_end(snapshot->txn);
    arena_dispose(&snapshot->scratch);
    arena_dispose(&snapshot->arena);
    yz_index_close(snapshot->index);
    free(snapshot);
}

yz_status
snapshot_analyzer(yz_snapshot *snapshot, analyzer **ret_analyzer, yz_error *err)
{
    if (!snapshot->analyzer) {
        const yz_index *index = snapshot->index;
        const yz_str language =
            arena_str(&snapshot->arena, index->profile.language);
        if (!language.data)
            return error_nomem(err);
        TRY(analyzer_open(language.data, index->variants, index->dictionary,
                          &snapshot->analyzer, err));
    }
    *ret_analyzer = snapshot->analyzer;
    return YZ_OK;
}

static yz_status
strings_resolve(segment *s, const record_strings *strings, yz_passage *passage,
                yz_error *err)
{
    TRY(segment_string(s, strings->report, &passage->report, err));
    TRY(segment_string(s, strings->section, &passage->section, err));
    TRY(segment_string(s, strings->title, &passage->title, err));
    TRY(segment_string(s, strings->path, &passage->path, err));
    return segment_string(s, strings->encoding, &passage->encoding, err);
}

yz_status
segment_passage(segment *s, uint32_t number, arena *a, yz_passage *ret_passage,
                yz_error *err)
{
    bytes record;
    record_strings strings;
    yz_passage passage = { 0 };
    TRY(segment_record(s, number, &record, err));
    TRY(record_decode(record, a, &passage, &strings, err));
    TRY(strings_resolve(s, &strings, &passage, err));
    TRY(segment_text(s, number, a, &passage.text, err));
    *ret_passage = passage;
    return YZ_OK;
}

/* ---- all passages ----------------------------------------------------------- */

struct yz_passages {
    yz_snapshot *snapshot;
    uint32_t segment;
    uint32_t passage;
    arena arena;
    yz_passage current;
};

yz_status
yz_passages_open(yz_snapshot *snapshot, yz_passages **ret_passages,
                 yz_error *reterr)
{
    TRY(store_check_process(snapshot->index->store, reterr));
    yz_passages *passages = calloc(1, sizeof(*passages));
    if (!passages)
        return error_nomem(reterr);
    passages->snapshot = snapshot_retain(snapshot);
    *ret_passages = passages;
    return YZ_OK;
}

yz_status
yz_passages_next(yz_passages *passages, const yz_passage **ret_passage,
                 yz_error *reterr)
{
    arena_clear(&passages->arena);
    for (; passages->segment < passages->snapshot->segment_count;
         passages->segment++, passages->passage = 0) {
        segment *s = &passages->snapshot->segments[passages->segment];
        while (passages->passage < s->info.passages) {
            const uint32_t number = passages->passage++;
            if (segment_is_deleted(s, number))
                continue;
            TRY(segment_passage(s, number, &passages->arena, &passages->current,
                                reterr));
            *ret_passage = &passages->current;
            return YZ_OK;
        }
    }
    return YZ_DONE;
}

void
yz_passages_close(yz_passages *passages)
{
    if (!passages)
        return;
    arena_dispose(&passages->arena);
    yz_snapshot_close(passages->snapshot);
    free(passages);
}

yz_status
yz_snapshot_stats(yz_snapshot *snapshot, yz_stats *ret_stats, yz_error *reterr)
{
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
    const store_readers readers = store_txn_readers(snapshot->txn);
    stats.readers = readers.count;
    stats.oldest_reader_process = (uint64_t)readers.oldest_process;
    TRY(commit_age(snapshot->txn, readers.oldest_txn,
                   &stats.oldest_reader_seconds, reterr));
    *ret_stats = stats;
    return YZ_OK;
}
