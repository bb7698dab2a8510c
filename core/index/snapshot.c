/* SPDX-License-Identifier: MIT */
#include "core/index/snapshot.h"
#include "core/index/metadata.h"
#include "core/index/remote.h"

#include "core/base/abi.h"

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
snapshot_open_here(yz_index *index, yz_snapshot **ret_snapshot,
                   yz_error *reterr)
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

yz_status
yz_snapshot_open(yz_index *index, yz_snapshot **ret_snapshot, yz_error *reterr)
{
    yz_snapshot *snapshot;
    TRY(abi_require(index, "index", reterr));
    TRY(snapshot_open_here(index, &snapshot, reterr));
    const yz_status status =
        index->remote ? remote_take_totals(snapshot, reterr) : YZ_OK;
    if (status == YZ_OK)
        *ret_snapshot = snapshot;
    else
        yz_snapshot_close(snapshot);
    return status;
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
    TRY(abi_require(snapshot && *snapshot, "snapshot", reterr));
    yz_snapshot *old = *snapshot;
    TRY(store_check_process(old->index->store, reterr));
    /* Whether it changed elsewhere is not known. */
    const bool changed = old->index->remote || !store_txn_is_newest(old->txn);
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
