/* SPDX-License-Identifier: MIT */
/*
 * yz_index_compact(): one segment out of all, without what was deleted, and
 * then a file without the pages that this leaves free.
 */
#include "core/base/abi.h"
#include "core/index/remote.h"
#include "indexer/write/merge.h"
#include "indexer/write/orphans.h"
#include "indexer/write/writer.h"

/* All segments into one, or, where they are too large, as few as may be. */
static yz_status
merge_all(yz_index *index, yz_error *err)
{
    uint32_t count;
    do {
        yz_snapshot *snapshot;
        TRY(yz_snapshot_open(index, &snapshot, err));
        uint32_t *chosen =
            arena_array(&snapshot->arena, (size_t)snapshot->segment_count + 1,
                        sizeof(*chosen));
        yz_status status = chosen ? YZ_OK : error_nomem(err);
        count = chosen ? merge_choose(snapshot, MERGE_ALL, chosen) : 0;
        if (count)
            status = merge_segments(snapshot, chosen, count, err);
        yz_snapshot_close(snapshot);
        TRY(status);
    } while (count);
    return YZ_OK;
}

static yz_status
file_size(yz_index *index, uint64_t *ret_size, yz_error *err)
{
    yz_snapshot *snapshot;
    TRY(yz_snapshot_open(index, &snapshot, err));
    *ret_size = store_txn_file_size(snapshot->txn);
    yz_snapshot_close(snapshot);
    return YZ_OK;
}

static yz_status
compact(yz_index *index, yz_compaction *ret_compaction, yz_error *err)
{
    yz_compaction done = { 0 };
    TRY(file_size(index, &done.bytes_before, err));
    TRY(orphans_remove(index, err));
    TRY(merge_all(index, err));
    TRY(store_compact(index->store, err));
    TRY(file_size(index, &done.bytes_after, err));
    *ret_compaction = done;
    return YZ_OK;
}

yz_status
yz_index_compact(yz_index *index, yz_compaction *ret_compaction,
                 yz_error *reterr)
{
    TRY(abi_require(index, "index", reterr));
    TRY(remote_refuses(index, "compacting", reterr));
    TRY(store_lock_writer(index->store, reterr));
    const yz_status status = compact(index, ret_compaction, reterr);
    store_unlock_writer(index->store);
    return status;
}
