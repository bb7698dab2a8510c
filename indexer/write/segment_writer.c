/* SPDX-License-Identifier: MIT */
#include "indexer/write/segment_writer.h"

/* Bytes that wait in memory until it is worth a transaction to store them. */
enum { HELD_MAX = 8 << 20 };

yz_status
segment_writer_open(segment_writer *w, const yz_index *into, uint32_t id,
                    yz_error *err)
{
    if (id > MANIFEST_SEGMENT_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "the index has used all %d segment numbers; make it "
                         "again with yz-index",
                         MANIFEST_SEGMENT_MAX);
    *w = (segment_writer){ .index = into, .id = id };
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        w->blobs[kind] = blob_writer_of(into->memory);
    return YZ_OK;
}

void
segment_writer_dispose(segment_writer *w)
{
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        blob_writer_dispose(&w->blobs[kind]);
}

static yz_status
store_complete(segment_writer *w, store_txn *txn, yz_error *err)
{
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        TRY(blob_writer_spill(&w->blobs[kind], txn, w->id, (blob_kind)kind,
                              err));
    return YZ_OK;
}

yz_status
segment_writer_relieve(segment_writer *w, yz_error *err)
{
    size_t held = 0;
    store_txn *txn;
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        held += blob_writer_size(&w->blobs[kind]);
    if (held < HELD_MAX)
        return YZ_OK;
    TRY(store_write_begin(w->index->store, &txn, err));
    const yz_status status = store_complete(w, txn, err);
    if (status == YZ_OK)
        return store_commit(txn, err);
    store_end(txn);
    return status;
}

yz_status
segment_writer_store(segment_writer *w, store_txn *txn, manifest_segment *info,
                     yz_error *err)
{
    info->id = w->id;
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++) {
        TRY(blob_writer_store(&w->blobs[kind], txn, w->id, (blob_kind)kind,
                              err));
        info->chunks[kind] = (uint32_t)w->blobs[kind].chunks.count;
    }
    return blob_sums_store(w->blobs, txn, w->id, &info->sum, err);
}

yz_status
segment_writer_finish(segment_writer *w, manifest_segment *info, yz_error *err)
{
    store_txn *txn;
    TRY(store_write_begin(w->index->store, &txn, err));
    const yz_status status = segment_writer_store(w, txn, info, err);
    if (status == YZ_OK)
        return store_commit(txn, err);
    store_end(txn);
    return status;
}
