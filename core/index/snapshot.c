/* SPDX-License-Identifier: MIT */
/*
 * An index as it was at one moment: a reading transaction and the segments
 * its manifest names.
 */
#include "core/format/catalog.h"
#include "core/index/index.h"
#include "core/index/passage_ranges.h"
#include "core/report/record.h"

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
    yz_snapshot *snapshot = memory_zeroed(index->memory, 1, sizeof(*snapshot));
    if (!snapshot)
        return error_nomem(reterr);
    snapshot->users = 1;
    snapshot->index = index_retain(index);
    snapshot->arena.from = snapshot->scratch.from = index->memory;
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
    yz_index *index = snapshot->index;
    memory_release(index->memory, snapshot);
    yz_index_close(index);
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
        TRY(analyzer_open(index->memory, language.data, index->variants,
                          index->dictionary, &snapshot->analyzer, err));
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
    uint32_t segment; /* the next one by number */
    uint32_t passage;
    passage_ranges passage_ranges; /* of the report that was looked at last */
    yz_str report;                 /* its name, on the mapped pages */
    passage_spot apart; /* in a report that stands in several stretches */
    arena arena;
    yz_passage current;
};

yz_status
yz_passages_open(yz_snapshot *snapshot, yz_passages **ret_passages,
                 yz_error *reterr)
{
    TRY(store_check_process(snapshot->index->store, reterr));
    const yz_allocator *memory = snapshot->index->memory;
    yz_passages *passages = memory_zeroed(memory, 1, sizeof(*passages));
    if (!passages)
        return error_nomem(reterr);
    passages->snapshot = snapshot_retain(snapshot);
    passages->passage_ranges = passage_ranges_of(memory);
    passages->arena.from = memory;
    *ret_passages = passages;
    return YZ_OK;
}

static yz_status
passages_read(yz_passages *all, segment *s, uint32_t number, yz_error *err)
{
    return segment_passage(s, number, &all->arena, &all->current, err);
}

/* The next passage by number; `*ret_spot` says where it stands. */
static yz_status
next_by_number(yz_passages *all, passage_spot *ret_spot, yz_error *err)
{
    for (; all->segment < all->snapshot->segment_count;
         all->segment++, all->passage = 0) {
        segment *s = &all->snapshot->segments[all->segment];
        while (all->passage < s->info.passages) {
            const uint32_t number = all->passage++;
            if (segment_is_deleted(s, number))
                continue;
            *ret_spot = (passage_spot){ s, number };
            return passages_read(all, s, number, err);
        }
    }
    return YZ_DONE;
}

/* The next passage of the report that stands apart. YZ_DONE: it is at an end */
static yz_status
next_apart(yz_passages *all, yz_error *err)
{
    if (!all->apart.segment)
        return YZ_DONE;
    const yz_status status =
        passage_ranges_step(&all->passage_ranges, 1, &all->apart, err);
    if (status == YZ_DONE)
        all->apart.segment = NULL;
    return status == YZ_OK
               ? passages_read(all, all->apart.segment, all->apart.passage, err)
               : status;
}

/*
 * Whether the passage that was read is the next one. One of a report that
 * stands apart is not: the report is given where its first stretch is met, and
 * passed over where the others are.
 */
static yz_status
settle(yz_passages *all, const passage_spot *spot, bool *ret_is_next,
       yz_error *err)
{
    passage_ranges *st = &all->passage_ranges;
    if (!str_equal(all->current.report, all->report)) {
        TRY(passage_ranges_find(st, all->snapshot, all->current.report, err));
        all->report = all->current.report;
    }
    const passage_range *in =
        st->list.count > 1
            ? passage_ranges_with(st, spot->segment, spot->passage)
            : NULL;
    *ret_is_next = !in || in == st->list.items;
    if (!in)
        return YZ_OK;
    all->passage = in->end;
    if (!*ret_is_next)
        return YZ_OK;
    TRY(passage_ranges_first(st, &all->apart, err));
    arena_clear(&all->arena);
    return passages_read(all, all->apart.segment, all->apart.passage, err);
}

yz_status
yz_passages_next(yz_passages *passages, const yz_passage **ret_passage,
                 yz_error *reterr)
{
    arena_clear(&passages->arena);
    yz_status status = next_apart(passages, reterr);
    for (bool found = false; status == YZ_DONE && !found;) {
        passage_spot spot;
        arena_clear(&passages->arena);
        status = next_by_number(passages, &spot, reterr);
        if (status != YZ_OK)
            return status;
        TRY(settle(passages, &spot, &found, reterr));
        status = found ? YZ_OK : YZ_DONE;
    }
    if (status == YZ_OK)
        *ret_passage = &passages->current;
    return status;
}

void
yz_passages_close(yz_passages *passages)
{
    if (!passages)
        return;
    passage_ranges_dispose(&passages->passage_ranges);
    arena_dispose(&passages->arena);
    yz_snapshot *snapshot = passages->snapshot;
    memory_release(passages->arena.from, passages);
    yz_snapshot_close(snapshot);
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
