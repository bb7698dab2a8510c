/* SPDX-License-Identifier: MIT */
#include "core/format/blob.h"
#include "core/base/hash.h"

static store_key
chunk_key(uint32_t segment, blob_kind kind, uint32_t chunk)
{
    return store_key_of((uint64_t)segment << BLOB_KEY_SEGMENT_SHIFT |
                        (uint64_t)kind << BLOB_KEY_KIND_SHIFT | chunk);
}

void
blob_writer_dispose(blob_writer *w)
{
    for (size_t i = 0; i < w->chunks.count; i++)
        buffer_dispose(&w->chunks.items[i]);
    ARRAY_DISPOSE(&w->chunks);
    ARRAY_DISPOSE(&w->sums);
    w->spilled = 0;
    w->failed = false;
}

static buffer *
chunk_new(blob_writer *w)
{
    if (!ARRAY_PUSH(&w->chunks, (buffer){ .from = w->chunks.from })) {
        w->failed = true;
        return NULL;
    }
    return &w->chunks.items[w->chunks.count - 1];
}

static buffer *
chunk_for(blob_writer *w, size_t size)
{
    if (w->failed)
        return NULL;
    if (w->chunks.count == 0)
        return chunk_new(w);
    buffer *last = &w->chunks.items[w->chunks.count - 1];
    return last->size + size > BLOB_CHUNK_SIZE ? chunk_new(w) : last;
}

blob_place
blob_append(blob_writer *w, const void *data, size_t size)
{
    buffer *chunk = chunk_for(w, size);
    if (!chunk)
        return 0;
    const blob_place place =
        (uint64_t)(w->chunks.count - 1) << 32 | chunk->size;
    buffer_put(chunk, data, size);
    if (!buffer_ok(chunk))
        w->failed = true;
    return place;
}

void
blob_append_chunk(blob_writer *w, yz_str chunk)
{
    buffer *made = w->failed ? NULL : chunk_new(w);
    if (!made)
        return;
    buffer_put_text(made, chunk);
    if (!buffer_ok(made))
        w->failed = true;
}

size_t
blob_writer_size(const blob_writer *w)
{
    size_t size = 0;
    for (size_t i = w->spilled; i < w->chunks.count; i++)
        size += w->chunks.items[i].size;
    return size;
}

static bool
sum_note(blob_writer *w, size_t chunk)
{
    const buffer *b = &w->chunks.items[chunk];
    const uint64_t sum = hash_bytes(b->data, b->size);
    if (chunk == w->sums.count)
        return ARRAY_PUSH(&w->sums, sum);
    w->sums.items[chunk] = sum;
    return true;
}

static yz_status
chunks_store(blob_writer *w, size_t end, store_txn *txn, uint32_t segment,
             blob_kind kind, yz_error *err)
{
    if (w->failed)
        return error_nomem(err);
    for (size_t i = w->spilled; i < end; i++) {
        const store_key key = chunk_key(segment, kind, (uint32_t)i);
        TRY(store_put(txn, STORE_BLOB, store_key_str(&key),
                      buffer_str(&w->chunks.items[i]), err));
        if (!sum_note(w, i))
            return error_nomem(err);
    }
    return YZ_OK;
}

yz_status
blob_writer_store(blob_writer *w, store_txn *txn, uint32_t segment,
                  blob_kind kind, yz_error *err)
{
    return chunks_store(w, w->chunks.count, txn, segment, kind, err);
}

yz_status
blob_writer_spill(blob_writer *w, store_txn *txn, uint32_t segment,
                  blob_kind kind, yz_error *err)
{
    if (w->chunks.count == 0)
        return YZ_OK;
    const size_t end = w->chunks.count - 1;
    TRY(chunks_store(w, end, txn, segment, kind, err));
    for (; w->spilled < end; w->spilled++)
        buffer_dispose(&w->chunks.items[w->spilled]);
    return YZ_OK;
}

/* ---- checksums ---------------------------------------------------------- */

static store_key
sums_key(uint32_t segment)
{
    return store_key_of((uint64_t)segment << BLOB_KEY_SEGMENT_SHIFT |
                        (uint64_t)BLOB_KEY_KIND_SUMS << BLOB_KEY_KIND_SHIFT);
}

yz_status
blob_sums_store(const blob_writer blobs[BLOB_KIND_COUNT], store_txn *txn,
                uint32_t segment, uint64_t *ret_sum, yz_error *err)
{
    buffer out = { .from = store_txn_memory(txn) };
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        for (size_t i = 0; i < blobs[kind].sums.count; i++)
            buffer_put_u64(&out, blobs[kind].sums.items[i]);
    const store_key key = sums_key(segment);
    const yz_status status =
        buffer_ok(&out) ? store_put(txn, STORE_BLOB, store_key_str(&key),
                                    buffer_str(&out), err)
                        : error_nomem(err);
    *ret_sum = hash_bytes(out.data, out.size);
    buffer_dispose(&out);
    return status;
}

static uint64_t
chunk_count(const manifest_segment *segment)
{
    uint64_t count = 0;
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        count += segment->chunks[kind];
    return count;
}

/* The checksums as they are stored, as many as there are chunks. */
static yz_status
sums_find(store_txn *txn, const manifest_segment *segment, bytes *ret_sums,
          yz_error *err)
{
    const store_key key = sums_key(segment->id);
    const yz_status status =
        store_get(txn, STORE_BLOB, store_key_str(&key), ret_sums, err);
    if (status == YZ_DONE)
        return error_corrupt(err, "a segment has no checksums");
    if (status != YZ_OK)
        return status;
    if (bytes_left(ret_sums) / sizeof(uint64_t) != chunk_count(segment) ||
        bytes_left(ret_sums) % sizeof(uint64_t))
        return error_corrupt(
            err,
            "the number of checksums in a segment is not that of its parts");
    return YZ_OK;
}

yz_status
blob_sums_check(store_txn *txn, const manifest_segment *segment, yz_error *err)
{
    bytes sums;
    return sums_find(txn, segment, &sums, err);
}

yz_status
blob_sums_load(store_txn *txn, const manifest_segment *segment, arena *a,
               const uint64_t **ret_sums, yz_error *err)
{
    bytes in;
    TRY(sums_find(txn, segment, &in, err));
    const size_t count = bytes_left(&in) / sizeof(uint64_t);
    if (hash_bytes(in.at, bytes_left(&in)) != segment->sum)
        return error_corrupt(
            err, "the checksums of a segment are not as they were written");
    uint64_t *sums = arena_array(a, count + 1, sizeof(*sums));
    if (!sums)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++)
        sums[i] = bytes_take_u64(&in);
    *ret_sums = sums;
    return YZ_OK;
}

/* ---- reading ------------------------------------------------------------ */

yz_status
blob_reader_open(store_txn *txn, const manifest_segment *segment,
                 blob_kind kind, arena *a, blob_reader *ret_reader,
                 yz_error *err)
{
    const uint32_t count = segment->chunks[kind];
    bytes *chunks = arena_array(a, (size_t)count + 1, sizeof(*chunks));
    if (!chunks)
        return error_nomem(err);
    *ret_reader = (blob_reader){ txn, segment->id, kind, count, chunks };
    return YZ_OK;
}

yz_status
blob_reader_of_writer(const blob_writer *w, store_txn *txn, uint32_t segment,
                      blob_kind kind, arena *a, blob_reader *ret_reader,
                      yz_error *err)
{
    const uint32_t count = (uint32_t)w->chunks.count;
    bytes *chunks = arena_array(a, (size_t)count + 1, sizeof(*chunks));
    if (w->failed || !chunks)
        return error_nomem(err);
    for (size_t i = w->spilled; i < count; i++)
        chunks[i] = bytes_of(w->chunks.items[i].data, w->chunks.items[i].size);
    *ret_reader = (blob_reader){ txn, segment, kind, count, chunks };
    return YZ_OK;
}

yz_status
blob_chunk(blob_reader *r, uint32_t chunk, bytes *ret_chunk, yz_error *err)
{
    if (chunk >= r->chunk_count)
        return error_corrupt(err, "a segment refers to data outside itself");
    if (!r->chunks[chunk].at) {
        const store_key key = chunk_key(r->segment, r->kind, chunk);
        const yz_status status = store_get(
            r->txn, STORE_BLOB, store_key_str(&key), &r->chunks[chunk], err);
        if (status == YZ_DONE)
            return error_corrupt(err, "a chunk of a segment is missing");
        if (status != YZ_OK)
            return status;
    }
    *ret_chunk = r->chunks[chunk];
    return YZ_OK;
}

yz_status
blob_rest(blob_reader *r, blob_place place, bytes *ret_bytes, yz_error *err)
{
    bytes chunk;
    TRY(blob_chunk(r, (uint32_t)(place >> 32), &chunk, err));
    if (!bytes_take(&chunk, (uint32_t)place))
        return error_corrupt(err, "a segment refers to data outside itself");
    *ret_bytes = chunk;
    return YZ_OK;
}

yz_status
blob_read(blob_reader *r, blob_place place, size_t size, bytes *ret_bytes,
          yz_error *err)
{
    bytes rest = { 0 };
    TRY(blob_rest(r, place, &rest, err));
    const uint8_t *at = bytes_take(&rest, size);
    if (!at)
        return error_corrupt(err, "a segment refers to data outside itself");
    *ret_bytes = bytes_of(at, size);
    return YZ_OK;
}

yz_status
blob_check_rows(blob_reader *r, uint32_t rows, uint32_t row_size,
                const char *what, yz_error *err)
{
    bytes last;
    const uint32_t a_chunk = BLOB_CHUNK_SIZE / row_size;
    const uint32_t full = rows / a_chunk;
    const uint32_t rest = rows % a_chunk;
    if (r->chunk_count != full + (rest != 0))
        return error_corrupt(err, what);
    if (rows == 0)
        return YZ_OK;
    TRY(blob_chunk(r, r->chunk_count - 1, &last, err));
    return bytes_left(&last) == (rest ? rest : a_chunk) * (size_t)row_size
               ? YZ_OK
               : error_corrupt(err, what);
}

yz_status
blob_delete_segment(store_txn *txn, const manifest_segment *segment,
                    yz_error *err)
{
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        for (uint32_t i = 0; i < segment->chunks[kind]; i++) {
            const store_key key = chunk_key(segment->id, (blob_kind)kind, i);
            TRY(store_delete(txn, STORE_BLOB, store_key_str(&key), err));
        }
    const store_key sums = sums_key(segment->id);
    return store_delete(txn, STORE_BLOB, store_key_str(&sums), err);
}
