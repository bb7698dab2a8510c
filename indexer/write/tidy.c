/* SPDX-License-Identifier: MIT */
#include "indexer/write/tidy.h"

#include "indexer/write/merge.h"
#include "indexer/write/reclaim.h"

/* The snapshot after a step; without one the writer can only be closed. */
static yz_status
renew(yz_writer *w)
{
    const yz_status status = writer_renew(w, &w->failure);
    w->failed = status != YZ_OK;
    return status;
}

/* Bytes of segments, about. */
static uint64_t
size_of(const yz_writer *w, const uint32_t *chosen, uint32_t count)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i < count; i++)
        for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
            size += (uint64_t)BLOB_CHUNK_SIZE *
                    w->snapshot->segments[chosen[i]].info.chunks[kind];
    return size;
}

/* Merge what there is of a scope to merge. YZ_DONE: nothing. */
static yz_status
merge_once(yz_writer *w, merge_scope scope)
{
    const uint32_t room = w->snapshot->segment_count;
    uint32_t *chosen =
        arena_array(&w->arena, (size_t)room + 1, sizeof(*chosen));
    const uint32_t count =
        chosen ? merge_choose(w->snapshot, scope, chosen) : 0;
    if (!count)
        return YZ_DONE;
    TRY(writer_reserve_space(w, size_of(w, chosen, count), NULL));
    TRY(merge_segments(w->snapshot, chosen, count, NULL));
    return renew(w);
}

/* Take the room that dead passages and free pages have, if it is much. */
static yz_status
reclaim(yz_writer *w)
{
    bool due;
    TRY(reclaim_is_due(w->snapshot, &due, NULL));
    if (!due)
        return YZ_DONE;
    const yz_status merged = merge_once(w, MERGE_DEAD);
    if (merged != YZ_OK && merged != YZ_DONE)
        return merged;
    TRY(store_compact(w->index->store, NULL));
    return renew(w);
}

void
writer_tidy(yz_writer *w)
{
    yz_status status;
    do
        status = merge_once(w, MERGE_TIERS);
    while (status == YZ_OK);
    if (status == YZ_DONE)
        (void)reclaim(w);
}
