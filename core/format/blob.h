/* SPDX-License-Identifier: MIT */
/*
 * The large values of a segment: a blob is a row of chunks, each one value of
 * LMDB of at most BLOB_CHUNK_SIZE bytes, 64 pages less their header, so that
 * the pages of a deleted segment are found again easily. A record never
 * crosses chunks; one that is larger has a chunk of its own (docs/format.md,
 * "Segments").
 */
#ifndef YZ_FORMAT_BLOB_H
#define YZ_FORMAT_BLOB_H

#include "core/base/array.h"
#include "core/format/manifest.h"
#include "core/store/store.h"

enum { BLOB_CHUNK_SIZE = 64 * 4096 - 16 };

/** A chunk's key in the store: segment << 40 | kind << 32 | chunk. */
enum { BLOB_KEY_SEGMENT_SHIFT = 40, BLOB_KEY_KIND_SHIFT = 32 };

/** The kind of the one chunk that has the checksums of all others. */
enum { BLOB_KEY_KIND_SUMS = 0xff };

/** Where a record begins: chunk << 32 | offset. */
typedef uint64_t blob_place;

/** A blob being made. Begins as blob_writer_of(); failure is sticky. */
typedef struct blob_writer {
    ARRAY_OF(buffer) chunks;
    ARRAY_OF(uint64_t) sums; /**< hash_bytes() of each stored chunk */
    size_t spilled; /**< chunks that are stored already, and empty here */
    bool failed;
} blob_writer;

static inline blob_writer
blob_writer_of(const yz_allocator *memory)
{
    return (blob_writer){ .chunks.from = memory, .sums.from = memory };
}

void
blob_writer_dispose(blob_writer *w);

/** Append a record, whole in one chunk. */
blob_place
blob_append(blob_writer *w, const void *data, size_t size);

/** Append a chunk of its own. */
void
blob_append_chunk(blob_writer *w, yz_str chunk);

/** Bytes held in memory. */
size_t
blob_writer_size(const blob_writer *w);

/** Store what is left of the blob. */
yz_status
blob_writer_store(blob_writer *w, store_txn *txn, uint32_t segment,
                  blob_kind kind, yz_error *err);

/** Store all chunks that are complete, and give their memory back. */
yz_status
blob_writer_spill(blob_writer *w, store_txn *txn, uint32_t segment,
                  blob_kind kind, yz_error *err);

/**
 * Store the checksums of a segment's chunks, once they are stored.
 * @param blobs    one a kind
 * @param ret_sum  the checksum of the checksums
 */
yz_status
blob_sums_store(const blob_writer blobs[BLOB_KIND_COUNT], store_txn *txn,
                uint32_t segment, uint64_t *ret_sum, yz_error *err);

/**
 * Whether there are as many checksums as the manifest has chunks of a segment:
 * what is allocated for each chunk is bounded by this.
 * @return YZ_E_CORRUPT if not
 */
yz_status
blob_sums_check(store_txn *txn, const manifest_segment *segment, yz_error *err);

/**
 * The checksums of a segment's chunks, kind by kind, in the arena.
 * @return YZ_E_CORRUPT if they are not those that the manifest means
 */
yz_status
blob_sums_load(store_txn *txn, const manifest_segment *segment, arena *a,
               const uint64_t **ret_sums, yz_error *err);

/** A blob to read, its chunks fetched when first touched. */
typedef struct blob_reader {
    store_txn *txn;
    uint32_t segment;
    blob_kind kind;
    uint32_t chunk_count;
    bytes *chunks; /**< `at` is NULL: not fetched yet */
} blob_reader;

yz_status
blob_reader_open(store_txn *txn, const manifest_segment *segment,
                 blob_kind kind, arena *a, blob_reader *ret_reader,
                 yz_error *err);

/**
 * Read a blob that is being made, until it is appended to or stored.
 * @param txn  sees what was spilled so far
 */
yz_status
blob_reader_of_writer(const blob_writer *w, store_txn *txn, uint32_t segment,
                      blob_kind kind, arena *a, blob_reader *ret_reader,
                      yz_error *err);

yz_status
blob_chunk(blob_reader *r, uint32_t chunk, bytes *ret_chunk, yz_error *err);

/** All bytes from `place` on to the end of its chunk. */
yz_status
blob_rest(blob_reader *r, blob_place place, bytes *ret_bytes, yz_error *err);

/** `size` bytes from `place` on. */
yz_status
blob_read(blob_reader *r, blob_place place, size_t size, bytes *ret_bytes,
          yz_error *err);

/**
 * Whether a blob of rows, all of one size, has `rows` of them: as many chunks
 * as that takes, and the last of the right size. No page of it is read.
 */
yz_status
blob_check_rows(blob_reader *r, uint32_t rows, uint32_t row_size,
                const char *what, yz_error *err);

/** Delete all chunks of a segment. */
yz_status
blob_delete_segment(store_txn *txn, const manifest_segment *segment,
                    yz_error *err);

#endif /* YZ_FORMAT_BLOB_H */
