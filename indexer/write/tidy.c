/* SPDX-License-Identifier: MIT */
#include "indexer/write/tidy.h"

#include "indexer/write/merge.h"
#include "indexer/write/reclaim.h"

/* Bytes of segments, about. */
static uint64_t
size_of(const yz_snapshot *snapshot, const uint32_t *chosen, uint32_t count)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i < count; i++)
        for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
            size += (uint64_t)BLOB_CHUNK_SIZE *
                    snapshot->segments[chosen[i]].info.chunks[kind];
    return size;
}

static yz_status
merge_chosen(writer_view *v, const uint32_t *chosen, uint32_t count,
             yz_error *err)
{
    /* A merge that nobody asked for waits for nobody. */
    TRY(view_reserve(v, size_of(v->snapshot, chosen, count), false, err));
    TRY(merge_segments(v->snapshot, chosen, count, err));
    return view_renew(v, err);
}

/* Merge what there is of a scope to merge. YZ_DONE: nothing. */
static yz_status
merge_once(writer_view *v, merge_scope scope, yz_error *err)
{
    const yz_allocator *memory = v->index->memory;
    const size_t capacity = (size_t)v->snapshot->segment_count + 1;
    uint32_t *chosen = memory_zeroed(memory, capacity, sizeof(*chosen));
    if (!chosen)
        return error_nomem(err);
    const uint32_t count = merge_choose(v->snapshot, scope, chosen);
    const yz_status status =
        count ? merge_chosen(v, chosen, count, err) : YZ_DONE;
    memory_release(memory, chosen);
    return status;
}

/* Give back the space of dead passages and free pages, if it is much. */
static yz_status
reclaim(writer_view *v, yz_error *err)
{
    bool due;
    TRY(reclaim_is_due(v->snapshot, &due, err));
    if (!due)
        return YZ_DONE;
    const yz_status merged = merge_once(v, MERGE_DEAD, err);
    if (merged != YZ_OK && merged != YZ_DONE)
        return merged;
    TRY(store_compact(v->index->store, err));
    return view_renew(v, err);
}

yz_status
tidy(writer_view *v, yz_error *err)
{
    yz_error seen = { 0 };
    yz_status status;
    do
        status = merge_once(v, MERGE_TIERS, &seen);
    while (status == YZ_OK);
    if (status == YZ_DONE)
        status = reclaim(v, &seen);
    if (v->snapshot)
        return YZ_OK;
    if (err)
        *err = seen;
    return status;
}
