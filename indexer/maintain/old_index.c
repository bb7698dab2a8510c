/* SPDX-License-Identifier: MIT */
#include "indexer/maintain/old_index.h"

#include "core/base/hash.h"
#include "core/index/metadata.h"

#include <string.h>

/* ---- a manifest out of what is there ------------------------------------ */

/* Bytes of an entry, of which each passage or source has one. */
enum { ID_SIZE = 8, STRING_SIZE = 4, RUN_SIZE = 20 };

/* Chunks that may be missing before one: what is allocated is bounded so. */
enum { GAP_MAX = 64 };

typedef struct inference {
    uint32_t only; /* the segment to look at; 0: all */
    manifest_segment *segments;
    uint32_t count;
    uint32_t capacity;
    yz_error *err;
    arena *arena;
} inference;

static manifest_segment *
segment_of(inference *in, uint32_t id)
{
    if (in->count && in->segments[in->count - 1].id == id)
        return &in->segments[in->count - 1];
    if (in->count == in->capacity) {
        const uint32_t capacity = in->capacity * 2 + 16;
        manifest_segment *more =
            arena_array(in->arena, capacity, sizeof(*more));
        if (!more)
            return NULL;
        if (in->count)
            memcpy(more, in->segments, in->count * sizeof(*more));
        in->segments = more;
        in->capacity = capacity;
    }
    in->segments[in->count] = (manifest_segment){ .id = id };
    return &in->segments[in->count++];
}

static yz_status
see_chunk(void *context, yz_str key, bytes value)
{
    inference *in = context;
    if (!store_key_is_number(key))
        return YZ_OK;
    const uint64_t number = store_key_number(key);
    const uint32_t kind = number >> BLOB_KEY_KIND_SHIFT & 0xff;
    const uint32_t chunk = (uint32_t)number;
    const size_t size = bytes_left(&value);
    const uint32_t id = (uint32_t)(number >> BLOB_KEY_SEGMENT_SHIFT);
    if (in->only && id != in->only)
        return YZ_DONE;
    manifest_segment *s = segment_of(in, id);
    if (!s)
        return error_nomem(in->err);
    if (kind == BLOB_KEY_KIND_SUMS)
        s->sum = hash_bytes(value.at, size);
    if (kind >= BLOB_KIND_COUNT || chunk - s->chunks[kind] > GAP_MAX)
        return YZ_OK;
    s->chunks[kind] = chunk + 1;
    s->passages += kind == BLOB_ID ? (uint32_t)(size / ID_SIZE) : 0;
    s->strings += kind == BLOB_STRING ? (uint32_t)(size / STRING_SIZE) : 0;
    s->sources += kind == BLOB_SOURCE ? (uint32_t)(size / RUN_SIZE) : 0;
    return YZ_OK;
}

/* What is there of one segment; nothing may be. */
static yz_status
segment_infer(store_txn *txn, uint32_t id, arena *a,
              manifest_segment *ret_segment, yz_error *err)
{
    inference in = { .only = id, .err = err, .arena = a };
    const store_key first =
        store_key_of((uint64_t)id << BLOB_KEY_SEGMENT_SHIFT);
    const yz_status status =
        store_scan(txn, STORE_BLOB, store_key_str(&first), see_chunk, &in, err);
    if (status != YZ_OK && status != YZ_DONE)
        return status;
    *ret_segment = in.count ? in.segments[0] : (manifest_segment){ .id = id };
    return YZ_OK;
}

static yz_status
manifest_infer(store_txn *txn, arena *a, manifest *ret_manifest, yz_error *err)
{
    inference in = { .err = err, .arena = a };
    TRY(store_scan(txn, STORE_BLOB, (yz_str){ 0 }, see_chunk, &in, err));
    const uint32_t last = in.count ? in.segments[in.count - 1].id : 0;
    *ret_manifest = (manifest){ last + 1, in.segments, in.count };
    return YZ_OK;
}

/*
 * How frequent strings are in a segment of which the manifest tells nothing:
 * as the rarest that is listed.
 */
static void
frequent_infer(segment *s)
{
    frequent_cursor c;
    uint32_t least = UINT32_MAX;
    if (frequent_cursor_open(&s->blobs[BLOB_FREQUENT], &c, NULL) != YZ_OK)
        return;
    while (frequent_cursor_next(&c, NULL) == YZ_OK)
        least = c.entry.count < least ? c.entry.count : least;
    s->info.frequent = least < UINT32_MAX ? least : 0;
}

static yz_status
open_inferred(yz_snapshot *s, const manifest_segment *info,
              segment *ret_segment, yz_error *err)
{
    TRY(segment_open_unchecked(s->txn, info, s->index->packed_fold, &s->arena,
                               ret_segment, err));
    frequent_infer(ret_segment);
    return YZ_OK;
}

/* ---- the snapshot ------------------------------------------------------- */

/* `*ret_counted`: it cannot be read, and is made of what is there. */
static yz_status
read_manifest(old_index *old, problems *found, manifest *ret_manifest,
              bool *ret_counted, yz_error *err)
{
    yz_error seen;
    yz_snapshot *s = old->snapshot;
    const yz_status status =
        index_manifest(s->txn, &s->arena, ret_manifest, &seen);
    *ret_counted = status != YZ_OK;
    if (status == YZ_OK)
        return YZ_OK;
    old->is_broken = true;
    TRY(problem_of(found, "manifest", status, &seen));
    return manifest_infer(s->txn, &s->arena, ret_manifest, err);
}

/* Where the counts of the manifest are not those of a segment, count again. */
static yz_status
open_counted(yz_snapshot *s, uint32_t id, segment *ret_segment, yz_error *err)
{
    manifest_segment counted;
    TRY(segment_infer(s->txn, id, &s->arena, &counted, err));
    return open_inferred(s, &counted, ret_segment, err);
}

/*
 * A segment as the manifest describes it, as far as that is true. Where what
 * was deleted is not known, nothing is: of each passage the latest will stay.
 */
static yz_status
open_described(old_index *old, problems *found, const manifest_segment *info,
               uint32_t number, yz_error *err)
{
    yz_error seen;
    yz_snapshot *s = old->snapshot;
    segment *into = &s->segments[number];
    const packed_fold *fold = old->index->packed_fold;
    yz_status status = segment_open(s->txn, info, fold, &s->arena, into, &seen);
    if (status == YZ_OK)
        return YZ_OK;
    old->is_damaged[number] = true;
    if (segment_open_whole(s->txn, info, fold, &s->arena, into, NULL) ==
        YZ_OK) {
        into->info.deleted = 0;
        return problem_of(found, "tombstones", status, &seen);
    }
    TRY(problem_of(found, "manifest", status, &seen));
    return open_counted(s, info->id, into, err);
}

static yz_status
open_segments(old_index *old, problems *found, yz_error *err)
{
    manifest m;
    bool counted;
    yz_snapshot *s = old->snapshot;
    TRY(read_manifest(old, found, &m, &counted, err));
    s->segments =
        arena_array(&s->arena, (size_t)m.count + 1, sizeof(*s->segments));
    old->is_damaged = arena_array(&s->arena, (size_t)m.count + 1, 1);
    if (!s->segments || !old->is_damaged)
        return error_nomem(err);
    s->segment_count = m.count;
    for (uint32_t i = 0; i < m.count; i++) {
        old->is_damaged[i] = old->is_broken;
        if (counted)
            TRY(open_inferred(s, &m.segments[i], &s->segments[i], err));
        else
            TRY(open_described(old, found, &m.segments[i], i, err));
    }
    return YZ_OK;
}

static yz_status
snapshot_open_damaged(old_index *old, problems *found, yz_error *err)
{
    yz_snapshot *s = memory_zeroed(old->index->memory, 1, sizeof(*s));
    if (!s)
        return error_nomem(err);
    s->users = 1;
    s->index = index_retain(old->index);
    s->arena.from = s->scratch.from = old->index->memory;
    old->snapshot = s;
    TRY(store_read_begin(old->index->store, &s->txn, err));
    return open_segments(old, found, err);
}

/* ---- the index ---------------------------------------------------------- */

static yz_status
open_damaged(const yz_allocator *memory, const char *path, yz_index **ret_index,
             yz_error *err)
{
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = INDEX_DAMAGED | YZ_INDEX_READ_ONLY;
    options.allocator = memory;
    return yz_index_open(path, &options, ret_index, err);
}

static yz_status
salvage(const yz_allocator *memory, const char *path, const char *beside,
        yz_error *err)
{
    store *into;
    const store_options options = { .create = true,
                                    .map_size = UINT64_C(1) << 40,
                                    .readers_max = 16,
                                    .memory = memory };
    TRY(store_open(beside, &options, &into, err));
    const yz_status status = store_salvage(path, into, err);
    store_close(into);
    return status;
}

yz_status
old_index_open(const yz_allocator *memory, const char *path, const char *beside,
               problems *found, old_index *ret_old, yz_error *err)
{
    yz_error seen;
    old_index *old = ret_old;
    *old = (old_index){ 0 };
    yz_status status = open_damaged(memory, path, &old->index, &seen);
    if (status == YZ_E_CORRUPT) {
        old->is_broken = true;
        TRY(problem_of(found, "pages", status, &seen));
        TRY(salvage(memory, path, beside, err));
        TRY(open_damaged(memory, beside, &old->index, err));
    } else if (status != YZ_OK) {
        if (err)
            *err = seen;
        return status;
    }
    const yz_status pages = store_check(old->index->store, &seen);
    old->has_catalogue = pages == YZ_OK;
    old->is_broken = old->is_broken || pages != YZ_OK;
    status = problem_of(found, "pages", pages, &seen);
    if (status == YZ_OK && old->index->tables_are_lost) {
        old->is_broken = true;
        problem(
            found, "manifest",
            "the tables used to make its terms are not as they were written");
    }
    return status == YZ_OK ? snapshot_open_damaged(old, found, err) : status;
}

void
old_index_close(old_index *old)
{
    yz_snapshot_close(old->snapshot);
    yz_index_close(old->index);
}
