/* SPDX-License-Identifier: MIT */
/*
 * A copy costs what lives, and the next is due when the file has grown by a
 * third of that: so for each byte that is replaced a few are written, and the
 * file stays below one and a half of what lives (docs/durability.md).
 */
#include "indexer/write/reclaim.h"

#include "core/index/commits.h"

/* Bytes of a file for each three of what lives in it, from which it is due. */
enum { SIZE_DUE = 4, SIZE_LIVE = 3 };

/* Bytes beside the live ones that are not worth a copy. */
enum { SPARE_SIZE_MIN = 256 << 10 };

/* What a reader has held for this many seconds, it may hold for long. */
enum { READER_SECONDS_LONG = 60 };

/* Of the pages in use, the part that the live passages have, about. */
static uint64_t
live_size(const yz_snapshot *snapshot, uint64_t used)
{
    uint64_t deleted = 0;
    for (uint32_t i = 0; i < snapshot->segment_count; i++)
        deleted += snapshot->segments[i].info.deleted;
    if (!snapshot->passages)
        return 0;
    const double share = (double)deleted / (double)snapshot->passages;
    return used - (uint64_t)((double)used * share);
}

static yz_status
is_too_large(const yz_snapshot *snapshot, bool *ret_is, uint64_t *ret_used,
             yz_error *err)
{
    uint64_t free_size;
    const uint64_t size = store_txn_file_size(snapshot->txn);
    TRY(store_txn_free_size(snapshot->txn, &free_size, err));
    *ret_used = free_size < size ? size - free_size : 0;
    const uint64_t live = live_size(snapshot, *ret_used);
    *ret_is =
        size - live >= SPARE_SIZE_MIN && size / SIZE_DUE >= live / SIZE_LIVE;
    return YZ_OK;
}

static yz_status
is_held(const yz_snapshot *snapshot, bool *ret_is, yz_error *err)
{
    uint64_t seconds;
    const store_readers readers = store_txn_readers(snapshot->txn);
    TRY(commit_age(snapshot->txn, readers.oldest_txn, &seconds, err));
    *ret_is = seconds >= READER_SECONDS_LONG;
    return YZ_OK;
}

yz_status
reclaim_is_due(const yz_snapshot *snapshot, bool *ret_is_due, yz_error *err)
{
    bool due;
    bool held = false;
    uint64_t used;
    TRY(is_too_large(snapshot, &due, &used, err));
    if (due)
        TRY(is_held(snapshot, &held, err));
    /* The merge may need as much again in the old file. */
    *ret_is_due =
        due && !held && store_disk_has_space(snapshot->index->store, 2 * used);
    return YZ_OK;
}
