/* SPDX-License-Identifier: MIT */
#include "indexer/write/commit.h"

#include "core/base/bit_set.h"
#include "core/base/hash.h"
#include "core/format/id_table.h"
#include "core/format/source_runs.h"
#include "core/format/tombstones.h"
#include "core/index/metadata.h"
#include "core/index/passage_lookup.h"

#include <string.h>

/* ---- begin -------------------------------------------------------------- */

static yz_status
add_opened(commit *c, const manifest_segment *info)
{
    commit_segment *added = &c->segments[c->count];
    *added = (commit_segment){ 0 };
    TRY(segment_open(c->txn, info, c->fold, &c->arena, &added->segment,
                     c->err));
    c->count++;
    return YZ_OK;
}

static yz_status
open_known(commit *c, uint32_t fresh)
{
    manifest m;
    TRY(index_manifest(c->txn, &c->arena, &m, c->err));
    c->next_segment = m.next_segment;
    c->capacity = m.count + fresh;
    c->segments =
        arena_array(&c->arena, (size_t)c->capacity + 1, sizeof(*c->segments));
    if (!c->segments)
        return error_nomem(c->err);
    for (uint32_t i = 0; i < m.count; i++)
        TRY(add_opened(c, &m.segments[i]));
    c->known = c->count;
    return YZ_OK;
}

yz_status
commit_begin(yz_index *index, uint32_t fresh, commit *ret_commit, yz_error *err)
{
    commit c = { .fold = index->packed_fold,
                 .arena.from = index->memory,
                 .err = err };
    TRY(store_write_begin(index->store, &c.txn, err));
    const yz_status status = open_known(&c, fresh);
    if (status != YZ_OK) {
        commit_drop(&c);
        return status;
    }
    *ret_commit = c;
    return YZ_OK;
}

void
commit_drop(commit *c)
{
    store_end(c->txn);
    c->txn = NULL;
    arena_dispose(&c->arena);
}

yz_status
commit_add_segment(commit *c, const manifest_segment *info)
{
    if (c->count == c->capacity)
        return error_set(c->err, YZ_E_INVALID, "more segments than announced");
    for (uint32_t i = 0; i < c->count; i++)
        if (c->segments[i].segment.info.id == info->id)
            return error_corrupt(c->err, "two segments have the same number");
    TRY(add_opened(c, info));
    if (info->id >= c->next_segment)
        c->next_segment = info->id + 1;
    return YZ_OK;
}

/* ---- marking ------------------------------------------------------------ */

static bool
is_deleted(const commit_segment *s, uint32_t passage)
{
    return s->deleted ? byte_bits_test(s->deleted, passage)
                      : segment_is_deleted(&s->segment, passage);
}

static yz_status
mark(commit *c, commit_segment *s, uint32_t passage)
{
    if (is_deleted(s, passage))
        return YZ_OK;
    if (!s->deleted) {
        const size_t size = tombstones_size(s->segment.info.passages);
        s->deleted = arena_alloc(&c->arena, size);
        if (!s->deleted)
            return error_nomem(c->err);
        if (s->segment.deleted)
            memcpy(s->deleted, s->segment.deleted, size);
    }
    byte_bits_set(s->deleted, passage);
    s->newly++;
    return YZ_OK;
}

yz_status
commit_delete(commit *c, passage_place place)
{
    for (uint32_t i = 0; i < c->count; i++) {
        commit_segment *s = &c->segments[i];
        if (s->segment.info.id == place.segment &&
            place.passage < s->segment.info.passages)
            return mark(c, s, place.passage);
    }
    return YZ_OK;
}

yz_status
commit_delete_source(commit *c, yz_str name)
{
    for (uint32_t i = 0; i < c->known; i++) {
        commit_segment *s = &c->segments[i];
        source_finder finder;
        source_run run;
        yz_status status;
        TRY(segment_find_source(&s->segment, name, &finder, c->err));
        while ((status = source_finder_next(&finder, &run, c->err)) == YZ_OK)
            for (uint32_t p = 0; p < run.count; p++)
                TRY(mark(c, s, run.first + p));
        if (status != YZ_DONE)
            return status;
    }
    return YZ_OK;
}

/* ---- what is replaced --------------------------------------------------- */

/* A table of ids, walked in the order of hashes. */
typedef struct id_walk {
    commit_segment *from;
    uint32_t at;
    uint32_t count;
    id_entry entry;
} id_walk;

static yz_status
id_walk_to(commit *c, id_walk *w, uint32_t at)
{
    w->at = at;
    if (at >= w->count)
        return YZ_DONE;
    TRY(id_table_entry(&w->from->segment.blobs[BLOB_ID], at, &w->entry,
                       c->err));
    if (id_entry_passage(w->entry) >= w->from->segment.info.passages)
        return error_corrupt(c->err, "an id refers to no passage");
    return YZ_OK;
}

static yz_status
id_walk_open(commit *c, commit_segment *from, id_walk *ret_walk)
{
    *ret_walk = (id_walk){ .from = from, .count = from->segment.info.passages };
    return id_walk_to(c, ret_walk, 0);
}

/*
 * Go on to a hash or behind it. A few steps first: where two tables are of
 * like size, the next is near.
 */
static yz_status
id_walk_seek(commit *c, id_walk *w, uint32_t hash)
{
    enum { STEPS = 8 };
    uint32_t at;
    for (int i = 0; i < STEPS; i++) {
        if (id_entry_hash(w->entry) >= hash)
            return YZ_OK;
        TRY(id_walk_to(c, w, w->at + 1));
    }
    TRY(id_table_seek(&w->from->segment.blobs[BLOB_ID], w->count, hash, &at,
                      c->err));
    return id_walk_to(c, w, at);
}

/* Delete the older of two passages whose hashes are one, if they are the same. */
static yz_status
mark_replaced(commit *c, commit_segment *older, uint32_t passage,
              const commit_segment *newer, uint32_t by)
{
    bool same;
    if (is_deleted(older, passage) || is_deleted(newer, by))
        return YZ_OK;
    TRY(segment_same_names(&older->segment, passage, (segment *)&newer->segment,
                           by, &same, c->err));
    return same ? mark(c, older, passage) : YZ_OK;
}

/* Entries of `older` that have the hash at which `newer` stands. */
static yz_status
mark_equal(commit *c, const id_walk *older, const id_walk *newer)
{
    id_walk w = *older;
    yz_status status = YZ_OK;
    while (status == YZ_OK &&
           id_entry_hash(w.entry) == id_entry_hash(newer->entry)) {
        TRY(mark_replaced(c, w.from, id_entry_passage(w.entry), newer->from,
                          id_entry_passage(newer->entry)));
        status = id_walk_to(c, &w, w.at + 1);
    }
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
mark_between(commit *c, commit_segment *older, commit_segment *newer)
{
    id_walk old;
    id_walk new;
    yz_status status = id_walk_open(c, older, &old);
    if (status == YZ_OK)
        status = id_walk_open(c, newer, &new);
    while (status == YZ_OK) {
        status = id_walk_seek(c, &old, id_entry_hash(new.entry));
        if (status != YZ_OK)
            break;
        TRY(mark_equal(c, &old, &new));
        status = id_walk_to(c, &new, new.at + 1);
        if (status == YZ_OK &&
            id_entry_hash(new.entry) < id_entry_hash(old.entry))
            status = id_walk_seek(c, &new, id_entry_hash(old.entry));
    }
    return status == YZ_DONE ? YZ_OK : status;
}

/* Within a segment the later passage is the newer one. */
static yz_status
mark_within(commit *c, commit_segment *s)
{
    id_walk later;
    yz_status status = id_walk_open(c, s, &later);
    while (status == YZ_OK) {
        id_walk earlier = later;
        status = id_walk_to(c, &later, later.at + 1);
        if (status != YZ_OK ||
            id_entry_hash(earlier.entry) != id_entry_hash(later.entry))
            continue;
        /* Equal hashes stand together; nearly always there are but two. */
        id_walk next = later;
        yz_status more = YZ_OK;
        while (more == YZ_OK &&
               id_entry_hash(next.entry) == id_entry_hash(earlier.entry)) {
            TRY(mark_replaced(c, s, id_entry_passage(earlier.entry), s,
                              id_entry_passage(next.entry)));
            more = id_walk_to(c, &next, next.at + 1);
        }
        if (more != YZ_OK && more != YZ_DONE)
            return more;
    }
    return status == YZ_DONE ? YZ_OK : status;
}

yz_status
commit_delete_replaced(commit *c)
{
    for (uint32_t newer = c->known; newer < c->count; newer++) {
        TRY(mark_within(c, &c->segments[newer]));
        for (uint32_t older = 0; older < newer; older++)
            TRY(mark_between(c, &c->segments[older], &c->segments[newer]));
    }
    return YZ_OK;
}

void
commit_drop_merged(commit *c, uint32_t id)
{
    for (uint32_t i = 0; i < c->known; i++)
        if (c->segments[i].segment.info.id == id)
            c->segments[i].merged = true;
}

/* ---- writing ------------------------------------------------------------ */

static yz_status
drop_segment(commit *c, const manifest_segment *info)
{
    TRY(blob_delete_segment(c->txn, info, c->err));
    return tombstones_delete_segment(c->txn, info->id, info->passages, c->err);
}

static yz_status
write_segment(commit *c, commit_segment *s, manifest *m)
{
    manifest_segment *info = &s->segment.info;
    info->deleted += s->newly;
    if (s->merged || info->deleted == info->passages)
        return drop_segment(c, info);
    if (s->newly)
        TRY(tombstones_store(c->txn, info->id, info->passages, s->deleted,
                             c->err));
    m->segments[m->count++] = *info;
    return YZ_OK;
}

yz_status
commit_write(commit *c)
{
    manifest m = { .next_segment = c->next_segment };
    m.segments =
        arena_array(&c->arena, (size_t)c->count + 1, sizeof(*m.segments));
    if (!m.segments)
        return error_nomem(c->err);
    for (uint32_t i = 0; i < c->count; i++)
        TRY(write_segment(c, &c->segments[i], &m));
    return index_put_manifest(c->txn, &m, c->err);
}

yz_status
commit_finish(commit *c)
{
    const yz_status status = store_commit(c->txn, c->err);
    c->txn = NULL;
    commit_drop(c);
    return status;
}
