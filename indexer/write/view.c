/* SPDX-License-Identifier: MIT */
#include "indexer/write/view.h"

#include "core/index/metadata.h"

/* For catalogue, manifest and tombstones, and what a commit copies of trees. */
static const uint64_t SIZE_OF_THE_REST = 16 << 20;

static yz_status
read_next_segment(writer_view *v, yz_error *err)
{
    manifest m;
    arena scratch = { .from = v->index->memory };
    const yz_status status =
        index_manifest(v->snapshot->txn, &scratch, &m, err);
    if (status == YZ_OK)
        v->next_segment = m.next_segment;
    arena_dispose(&scratch);
    return status;
}

yz_status
view_renew(writer_view *v, yz_error *err)
{
    yz_snapshot_close(v->snapshot);
    v->snapshot = NULL;
    TRY(yz_snapshot_open(v->index, &v->snapshot, err));
    return read_next_segment(v, err);
}

yz_status
view_reserve(writer_view *v, uint64_t size, bool waits, yz_error *err)
{
    store *s = v->index->store;
    const uint64_t needed = 2 * size + SIZE_OF_THE_REST;
    if (store_has_capacity(s, needed))
        return YZ_OK;
    yz_snapshot_close(v->snapshot);
    v->snapshot = NULL;
    const yz_status status = store_grow(s, needed, waits, err);
    const yz_status opened =
        yz_snapshot_open(v->index, &v->snapshot, status ? NULL : err);
    return status ? status : opened;
}
