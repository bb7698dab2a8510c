/* SPDX-License-Identifier: MIT */
/*
 * The old segments are read through a snapshot, so nobody waits meanwhile; the
 * new one is stored bit by bit, and seen when the last transaction, a short
 * one, replaces them in the manifest by it.
 *
 * What is not as it was written is not merged: it would get a checksum that
 * says it was.
 */
#include "indexer/write/merge.h"

#include "core/base/hash.h"
#include "core/index/metadata.h"
#include "indexer/write/assemble.h"
#include "indexer/write/commit.h"

#include <stdlib.h>

enum {
    MERGE_WIDTH = 8,
    TIER_FIRST = 1024, /**< passages of the lowest tier */
    DEAD_SHARE = 16,   /**< one passage in this many is a good part */
    /* A segment reaches over 4 GiB of text; chunks are 256 KiB. */
    CHUNKS_MAX = 12000
};

/* ---- choosing ----------------------------------------------------------- */

static uint32_t
tier_of(const segment *s)
{
    const uint32_t live = s->info.passages - s->info.deleted;
    uint32_t tier = 0;
    for (uint64_t size = TIER_FIRST; live > size; size *= MERGE_WIDTH)
        tier++;
    return tier;
}

/* A segment that is half dead is worth writing again by itself. */
static bool
is_half_dead(const segment *s)
{
    return s->info.passages > TIER_FIRST &&
           s->info.deleted > s->info.passages / 2;
}

static uint32_t
chunks_of(const segment *s)
{
    const uint32_t texts = s->info.chunks[BLOB_TEXT];
    const uint32_t records = s->info.chunks[BLOB_RECORD];
    const uint32_t boxes = s->info.chunks[BLOB_BOX];
    const uint32_t more = texts > records ? texts : records;
    return boxes > more ? boxes : more;
}

/* Those of a tier, as many as fit into one segment. */
static uint32_t
choose_tier(const yz_snapshot *snapshot, uint32_t tier, uint32_t *ret_chosen)
{
    uint32_t count = 0;
    uint32_t chunks = 0;
    for (uint32_t i = 0; i < snapshot->segment_count; i++) {
        const segment *s = &snapshot->segments[i];
        if (tier_of(s) != tier || chunks + chunks_of(s) > CHUNKS_MAX)
            continue;
        chunks += chunks_of(s);
        ret_chosen[count++] = i;
    }
    return count < MERGE_WIDTH ? 0 : count;
}

static uint32_t
choose_all(const yz_snapshot *snapshot, uint32_t *ret_chosen)
{
    uint32_t count = 0;
    uint32_t chunks = 0;
    bool deleted = false;
    for (uint32_t i = 0; i < snapshot->segment_count; i++) {
        const segment *s = &snapshot->segments[i];
        if (chunks + chunks_of(s) > CHUNKS_MAX)
            continue;
        chunks += chunks_of(s);
        deleted = deleted || s->info.deleted;
        ret_chosen[count++] = i;
    }
    return count > 1 || deleted ? count : 0;
}

static uint32_t
choose_dead(const yz_snapshot *snapshot, uint32_t *ret_chosen)
{
    uint32_t count = 0;
    uint32_t chunks = 0;
    for (uint32_t i = 0; i < snapshot->segment_count; i++) {
        const segment *s = &snapshot->segments[i];
        if (s->info.deleted <= s->info.passages / DEAD_SHARE ||
            chunks + chunks_of(s) > CHUNKS_MAX)
            continue;
        chunks += chunks_of(s);
        ret_chosen[count++] = i;
    }
    return count;
}

static uint32_t
choose_due(const yz_snapshot *snapshot, uint32_t *ret_chosen)
{
    for (uint32_t i = 0; i < snapshot->segment_count; i++) {
        const segment *s = &snapshot->segments[i];
        const uint32_t count = choose_tier(snapshot, tier_of(s), ret_chosen);
        if (count)
            return count;
        if (is_half_dead(s)) {
            *ret_chosen = i;
            return 1;
        }
    }
    return 0;
}

uint32_t
merge_choose(const yz_snapshot *snapshot, merge_scope scope,
             uint32_t *ret_chosen)
{
    switch (scope) {
    case MERGE_TIERS:
        return choose_due(snapshot, ret_chosen);
    case MERGE_DEAD:
        return choose_dead(snapshot, ret_chosen);
    case MERGE_ALL:
        break;
    }
    return choose_all(snapshot, ret_chosen);
}

/* ---- merging ------------------------------------------------------------ */

typedef struct merging {
    yz_snapshot *snapshot;
    arena arena;
    segment_part *parts;
    uint32_t count;
    term_table strings;
    ARRAY_OF(source_run) runs;
    yz_error *err;
} merging;

/* The numbers of a segment's strings in the new table. */
static yz_status
number_strings(merging *m, segment *s, const uint32_t **ret_numbers)
{
    uint32_t *numbers =
        arena_array(&m->arena, (size_t)s->info.strings + 1, sizeof(*numbers));
    if (!numbers)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < s->info.strings; i++) {
        yz_str text;
        TRY(segment_string(s, i, &text, m->err));
        if (!term_table_number(&m->strings, text, &numbers[i]))
            return error_nomem(m->err);
    }
    *ret_numbers = numbers;
    return YZ_OK;
}

/* New numbers of the passages that live; NULL if all do. */
static yz_status
number_passages(merging *m, const segment *s, uint32_t base,
                const uint32_t **ret_map)
{
    *ret_map = NULL;
    if (!s->info.deleted)
        return YZ_OK;
    uint32_t *map =
        arena_array(&m->arena, (size_t)s->info.passages + 1, sizeof(*map));
    if (!map)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < s->info.passages; i++)
        map[i] = segment_is_deleted(s, i) ? PASSAGE_DROPPED : base++;
    *ret_map = map;
    return YZ_OK;
}

/* What is left of a run, where its passages lie now. */
static void
shift_run(const segment_part *part, source_run *run)
{
    const segment *s = part->segment;
    uint32_t first = UINT32_MAX;
    uint32_t live = 0;
    for (uint32_t i = 0; i < run->count; i++) {
        const uint32_t passage = run->first + i;
        if (segment_is_deleted(s, passage))
            continue;
        if (!live++)
            first = part->map ? part->map[passage] : part->base + passage;
    }
    run->first = first;
    run->count = live;
}

static yz_status
take_runs(merging *m, const segment_part *part)
{
    segment *s = part->segment;
    uint32_t covered = 0;
    for (uint32_t i = 0; i < s->info.sources; i++) {
        source_run run;
        TRY(segment_source_run(s, i, &covered, &run, m->err));
        if (run.name >= s->info.strings)
            return error_corrupt(m->err, "a source has no name");
        run.name = part->strings[run.name];
        shift_run(part, &run);
        if (run.count && !ARRAY_PUSH(&m->runs, run))
            return error_nomem(m->err);
    }
    return YZ_OK;
}

static yz_status
prepare_parts(merging *m, const uint32_t *chosen)
{
    uint32_t base = 0;
    m->parts = arena_array(&m->arena, m->count, sizeof(*m->parts));
    if (!m->parts)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < m->count; i++) {
        segment_part *part = &m->parts[i];
        segment *s = &m->snapshot->segments[chosen[i]];
        *part = (segment_part){ .segment = s, .base = base };
        TRY(segment_verify(s, m->snapshot->txn, m->err));
        TRY(number_strings(m, s, &part->strings));
        TRY(number_passages(m, s, base, &part->map));
        TRY(take_runs(m, part));
        base += s->info.passages - s->info.deleted;
    }
    return YZ_OK;
}

/* The new segment takes the place of the old ones. */
static yz_status
replace(merging *m, segment_writer *w, manifest_segment *info)
{
    commit c;
    TRY(commit_begin(m->snapshot->index, 1, &c, m->err));
    yz_status status = segment_writer_store(w, c.txn, info, m->err);
    if (status == YZ_OK)
        status = commit_add_segment(&c, info);
    for (uint32_t i = 0; i < m->count; i++)
        commit_drop_merged(&c, m->parts[i].segment->info.id);
    if (status == YZ_OK)
        status = commit_write(&c);
    if (status == YZ_OK)
        return commit_finish(&c);
    commit_drop(&c);
    return status;
}

static yz_status
merge_into(merging *m, segment_writer *w)
{
    manifest_segment info;
    const ingredients from = { .parts = m->parts,
                               .part_count = m->count,
                               .strings = &m->strings,
                               .runs = m->runs.items,
                               .run_count = (uint32_t)m->runs.count };
    TRY(segment_assemble(&from, w, &info, m->err));
    return replace(m, w, &info);
}

yz_status
merge_segments(yz_snapshot *snapshot, const uint32_t *chosen, uint32_t count,
               yz_error *err)
{
    const yz_allocator *memory = snapshot->index->memory;
    merging m = { .snapshot = snapshot,
                  .arena.from = memory,
                  .count = count,
                  .strings = term_table_of(memory),
                  .runs.from = memory,
                  .err = err };
    segment_writer w = { 0 };
    manifest known;
    yz_status status = index_manifest(snapshot->txn, &m.arena, &known, err);
    if (status == YZ_OK)
        status = prepare_parts(&m, chosen);
    if (status == YZ_OK)
        status =
            segment_writer_open(&w, snapshot->index, known.next_segment, err);
    if (status == YZ_OK)
        status = merge_into(&m, &w);
    segment_writer_dispose(&w);
    term_table_dispose(&m.strings);
    ARRAY_DISPOSE(&m.runs);
    arena_dispose(&m.arena);
    return status;
}
