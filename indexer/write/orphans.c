/* SPDX-License-Identifier: MIT */
#include "indexer/write/orphans.h"

#include "core/index/metadata.h"

/* Chunks taken out in one transaction. */
enum { CHUNKS_AT_ONCE = 1024 };

/* Looks for a chunk of a segment that is not in the manifest. */
typedef struct orphan_search {
    manifest known;
    ARRAY_OF(uint64_t) chunks; /**< keys */
    uint64_t next;             /**< to look from */
    yz_error *err;
} orphan_search;

static bool
is_known(const manifest *m, uint32_t id)
{
    for (uint32_t i = 0; i < m->count; i++)
        if (m->segments[i].id == id)
            return true;
    return false;
}

/* Stops at a known segment, to go on behind it. */
static yz_status
visit_chunk(void *context, yz_str key, bytes value)
{
    orphan_search *s = context;
    if (!store_key_is_number(key))
        return YZ_OK;
    const uint64_t number = store_key_number(key);
    const uint32_t id = (uint32_t)(number >> BLOB_KEY_SEGMENT_SHIFT);
    (void)value;
    if (is_known(&s->known, id)) {
        s->next = (uint64_t)(id + 1) << BLOB_KEY_SEGMENT_SHIFT;
        return YZ_DONE;
    }
    s->next = number + 1;
    if (!ARRAY_PUSH(&s->chunks, number))
        return error_nomem(s->err);
    return s->chunks.count < CHUNKS_AT_ONCE ? YZ_OK : YZ_DONE;
}

/* Find some; `*ret_more` if the table goes on. */
static yz_status
search(store_txn *txn, orphan_search *s, bool *ret_more)
{
    const store_key from = store_key_of(s->next);
    const yz_status status = store_scan(txn, STORE_BLOB, store_key_str(&from),
                                        visit_chunk, s, s->err);
    *ret_more = status == YZ_DONE;
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
find_all(store_txn *txn, orphan_search *s, arena *a)
{
    bool more = true;
    TRY(index_manifest(txn, a, &s->known, s->err));
    while (more && s->chunks.count < CHUNKS_AT_ONCE)
        TRY(search(txn, s, &more));
    return YZ_OK;
}

static yz_status
delete_found(yz_index *index, const orphan_search *s, yz_error *err)
{
    store_txn *txn;
    TRY(store_write_begin(index->store, &txn, err));
    for (size_t i = 0; i < s->chunks.count; i++) {
        const store_key key = store_key_of(s->chunks.items[i]);
        const yz_status status =
            store_delete(txn, STORE_BLOB, store_key_str(&key), err);
        if (status == YZ_OK)
            continue;
        store_end(txn);
        return status;
    }
    return store_commit(txn, err);
}

static yz_status
remove_some(yz_index *index, uint64_t *ret_removed, yz_error *err)
{
    arena a = { .from = index->memory };
    orphan_search s = { .chunks.from = index->memory, .err = err };
    store_txn *txn;
    TRY(store_read_begin(index->store, &txn, err));
    yz_status status = find_all(txn, &s, &a);
    store_end(txn);
    if (status == YZ_OK && s.chunks.count)
        status = delete_found(index, &s, err);
    *ret_removed = s.chunks.count;
    ARRAY_DISPOSE(&s.chunks);
    arena_dispose(&a);
    return status;
}

yz_status
orphans_remove(yz_index *index, yz_error *err)
{
    uint64_t removed;
    do
        TRY(remove_some(index, &removed, err));
    while (removed == CHUNKS_AT_ONCE);
    return YZ_OK;
}
