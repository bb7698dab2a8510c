/* SPDX-License-Identifier: MIT */
/*
 * A segment on its way into the store. Its blobs are filled in memory; when
 * much of them is complete, that part is stored at once, in a transaction of
 * its own. Nobody sees it: a segment is seen when the manifest names it.
 */
#ifndef YZ_WRITE_SEGMENT_WRITER_H
#define YZ_WRITE_SEGMENT_WRITER_H

#include "core/format/segment.h"
#include "core/index/index.h"

typedef struct segment_writer {
    const yz_index *index;
    uint32_t id;
    blob_writer blobs[BLOB_KIND_COUNT];
} segment_writer;

/**
 * Begin the segment of an id that no other has or had.
 * @return YZ_E_LIMIT if there is no such id any more
 */
yz_status
segment_writer_open(segment_writer *w, const yz_index *into, uint32_t id,
                    yz_error *err);

/** Free what it holds in memory; accepts an all-zero writer. */
void
segment_writer_dispose(segment_writer *w);

/** Store what is complete, if that is much. No transaction may be open. */
yz_status
segment_writer_relieve(segment_writer *w, yz_error *err);

/** Store what is left in a transaction, and tell the manifest's chunk counts. */
yz_status
segment_writer_store(segment_writer *w, store_txn *txn, manifest_segment *info,
                     yz_error *err);

/** The same in a transaction of its own. */
yz_status
segment_writer_finish(segment_writer *w, manifest_segment *info, yz_error *err);

#endif /* YZ_WRITE_SEGMENT_WRITER_H */
