/* SPDX-License-Identifier: MIT */
#include "tests/fuzz/sealed_index.h"
#include "tests/fuzz/fuzz.h"

#include "core/base/hash.h"
#include "core/base/seal.h"
#include "core/format/blob.h"

#include <string.h>

/* More sums than that are not made: a count may be of any size. */
enum { SUMS_MAX = 512, HASH_SIZE = 8 };

static bool
key_is(const sealed_value *v, const char *name)
{
    return v->table == STORE_META &&
           str_equal(buffer_str(&v->key), str_of(name));
}

/* ---- loading -------------------------------------------------------------- */

typedef struct loader {
    sealed_index *index;
    store_table table;
} loader;

static yz_status
load_value(void *context, yz_str key, bytes value)
{
    static const char *const unsealed[] = { "format", "commits" };
    const loader *l = context;
    sealed_value v = { .table = l->table, .sealed = l->table != STORE_BLOB };
    buffer_put_text(&v.key, key);
    for (size_t i = 0; i < ARRAY_LENGTH(unsealed); i++)
        v.sealed = v.sealed && !key_is(&v, unsealed[i]);
    FUZZ_REQUIRE(!v.sealed || seal_take(&value));
    if (key_is(&v, "manifest") ||
        (l->table == STORE_BLOB &&
         (uint8_t)key.data[3] == BLOB_KEY_KIND_SUMS)) {
        buffer_dispose(&v.key);
        return YZ_OK;
    }
    buffer_put(&v.data, value.at, bytes_left(&value));
    FUZZ_REQUIRE(buffer_ok(&v.key) && buffer_ok(&v.data) &&
                 ARRAY_PUSH(&l->index->values, v));
    return YZ_OK;
}

static void
load_manifest(store_txn *txn, sealed_index *index)
{
    bytes in;
    arena a = { 0 };
    manifest m;
    FUZZ_REQUIRE(store_get(txn, STORE_META, str_of("manifest"), &in, NULL) ==
                 YZ_OK);
    FUZZ_REQUIRE(manifest_decode(in, &a, &m, NULL) == YZ_OK);
    index->next_segment = m.next_segment;
    for (uint32_t i = 0; i < m.count; i++)
        FUZZ_REQUIRE(ARRAY_PUSH(&index->segments, m.segments[i]));
    arena_dispose(&a);
}

void
sealed_index_load(store_txn *txn, sealed_index *ret_index)
{
    *ret_index = (sealed_index){ 0 };
    load_manifest(txn, ret_index);
    for (int table = 0; table < STORE_TABLE_COUNT; table++) {
        loader l = { ret_index, (store_table)table };
        FUZZ_REQUIRE(store_scan(txn, l.table, (yz_str){ 0 }, load_value, &l,
                                NULL) == YZ_OK);
    }
}

void
sealed_index_copy(const sealed_index *from, sealed_index *ret_index)
{
    sealed_index copy = { .next_segment = from->next_segment };
    for (size_t i = 0; i < from->segments.count; i++)
        FUZZ_REQUIRE(ARRAY_PUSH(&copy.segments, from->segments.items[i]));
    for (size_t i = 0; i < from->values.count; i++) {
        const sealed_value *old = &from->values.items[i];
        sealed_value v = { .table = old->table, .sealed = old->sealed };
        buffer_put_text(&v.key, buffer_str(&old->key));
        buffer_put_text(&v.data, buffer_str(&old->data));
        FUZZ_REQUIRE(ARRAY_PUSH(&copy.values, v));
    }
    *ret_index = copy;
}

void
sealed_index_dispose(sealed_index *index)
{
    for (size_t i = 0; i < index->values.count; i++) {
        buffer_dispose(&index->values.items[i].key);
        buffer_dispose(&index->values.items[i].data);
    }
    ARRAY_DISPOSE(&index->values);
    ARRAY_DISPOSE(&index->segments);
}

/* ---- storing -------------------------------------------------------------- */

static void
put(store_txn *txn, store_table table, yz_str key, const buffer *value)
{
    FUZZ_REQUIRE(buffer_ok(value));
    FUZZ_REQUIRE(store_put(txn, table, key, buffer_str(value), NULL) == YZ_OK);
}

/* The folding table has a hash of its own within the seal. */
static void
store_value(store_txn *txn, const sealed_value *v)
{
    buffer out = { 0 };
    buffer_put_text(&out, buffer_str(&v->data));
    if (key_is(v, "fold") && out.size >= HASH_SIZE) {
        const uint64_t hash =
            hash_bytes(out.data + HASH_SIZE, out.size - HASH_SIZE);
        out.size = 0;
        buffer_put_u64(&out, hash);
        buffer_put(&out, v->data.data + HASH_SIZE, v->data.size - HASH_SIZE);
    }
    if (v->sealed)
        seal_put(&out);
    put(txn, v->table, buffer_str(&v->key), &out);
    buffer_dispose(&out);
}

static uint64_t
chunk_sum(store_txn *txn, uint64_t key)
{
    bytes chunk;
    const store_key at = store_key_of(key);
    return store_get(txn, STORE_BLOB, store_key_str(&at), &chunk, NULL) == YZ_OK
               ? hash_bytes(chunk.at, bytes_left(&chunk))
               : 0;
}

static void
store_sums(store_txn *txn, manifest_segment *s)
{
    buffer out = { 0 };
    uint32_t sums = 0;
    const uint64_t segment = (uint64_t)s->id << BLOB_KEY_SEGMENT_SHIFT;
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        for (uint32_t i = 0; i < s->chunks[kind] && sums < SUMS_MAX; i++) {
            const uint64_t key =
                segment | (uint64_t)kind << BLOB_KEY_KIND_SHIFT | i;
            buffer_put_u64(&out, chunk_sum(txn, key));
            sums++;
        }
    const store_key key = store_key_of(segment | (uint64_t)BLOB_KEY_KIND_SUMS
                                                     << BLOB_KEY_KIND_SHIFT);
    put(txn, STORE_BLOB, store_key_str(&key), &out);
    s->sum = hash_bytes(out.data, out.size);
    buffer_dispose(&out);
}

static void
store_manifest(store_txn *txn, sealed_index *index)
{
    buffer out = { 0 };
    for (size_t i = 0; i < index->segments.count; i++)
        store_sums(txn, &index->segments.items[i]);
    const manifest m = { index->next_segment, index->segments.items,
                         (uint32_t)index->segments.count };
    manifest_encode(&m, &out);
    put(txn, STORE_META, str_of("manifest"), &out);
    buffer_dispose(&out);
}

void
sealed_index_store(sealed_index *index, const char *path)
{
    store *into;
    store_txn *txn;
    const store_options options = { .create = true,
                                    .map_size = UINT64_C(1) << 30,
                                    .readers_max = 16 };
    FUZZ_REQUIRE(store_open(path, &options, &into, NULL) == YZ_OK);
    FUZZ_REQUIRE(store_lock_writer(into, NULL) == YZ_OK);
    FUZZ_REQUIRE(store_write_begin(into, &txn, NULL) == YZ_OK);
    for (size_t i = 0; i < index->values.count; i++)
        store_value(txn, &index->values.items[i]);
    store_manifest(txn, index);
    FUZZ_REQUIRE(store_commit(txn, NULL) == YZ_OK);
    store_unlock_writer(into);
    store_close(into);
}
