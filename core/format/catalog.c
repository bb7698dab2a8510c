/* SPDX-License-Identifier: MIT */
/*
 * A value is a list of entries, each: varint size, then that many bytes, of
 * which the first are the name (varint size, bytes) and the rest what is
 * known of it. Nearly all lists have one entry. A checksum ends the list.
 */
#include "core/format/catalog.h"
#include "core/base/hash.h"
#include "core/base/seal.h"

/* ---- lists of named entries ---------------------------------------------- */

/* The next entry of a list: its name and what follows. */
static bool
entry_next(bytes *list, yz_str *ret_name, bytes *ret_rest)
{
    if (!bytes_left(list) || list->bad)
        return false;
    const yz_str entry = bytes_take_str(list);
    *ret_rest = bytes_of(entry.data, entry.size);
    *ret_name = bytes_take_str(ret_rest);
    if (ret_rest->bad)
        list->bad = true;
    return !list->bad;
}

static yz_status
list_get(store_txn *txn, store_table table, uint64_t hash, bytes *ret_list,
         yz_error *err)
{
    const store_key key = store_key_of(hash);
    const yz_status status =
        store_get(txn, table, store_key_str(&key), ret_list, err);
    if (status == YZ_DONE)
        *ret_list = (bytes){ 0 };
    else if (status == YZ_OK && !seal_take(ret_list))
        return error_corrupt(err, "an entry of the catalogue is not as it was "
                                  "written");
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
entry_find(store_txn *txn, store_table table, uint64_t hash, yz_str name,
           bytes *ret_rest, yz_error *err)
{
    bytes list;
    yz_str found;
    TRY(list_get(txn, table, hash, &list, err));
    while (entry_next(&list, &found, ret_rest))
        if (str_equal(found, name))
            return YZ_OK;
    return list.bad ? error_corrupt(err, "the catalogue cannot be decoded")
                    : YZ_DONE;
}

static void
entry_put(buffer *out, yz_str name, yz_str rest)
{
    buffer entry = { .from = out->from };
    buffer_put_str(&entry, name);
    buffer_put_text(&entry, rest);
    if (!buffer_ok(&entry))
        out->failed = true;
    buffer_put_str(out, buffer_str(&entry));
    buffer_dispose(&entry);
}

/* Write the list again without `name`, and with it if `rest` is given. */
static yz_status
entry_replace(store_txn *txn, store_table table, uint64_t hash, yz_str name,
              const buffer *rest, yz_error *err)
{
    bytes list;
    bytes old;
    yz_str found;
    buffer out = { .from = store_txn_memory(txn) };
    TRY(list_get(txn, table, hash, &list, err));
    while (entry_next(&list, &found, &old))
        if (!str_equal(found, name))
            entry_put(&out, found,
                      (yz_str){ (const char *)old.at, bytes_left(&old) });
    if (rest)
        entry_put(&out, name, buffer_str(rest));
    if (out.size)
        seal_put(&out);
    const store_key key = store_key_of(hash);
    yz_status status;
    if (list.bad)
        status = error_corrupt(err, "the catalogue cannot be decoded");
    else if (!buffer_ok(&out) || (rest && !buffer_ok(rest)))
        status = error_nomem(err);
    else if (out.size == 0)
        status = store_delete(txn, table, store_key_str(&key), err);
    else
        status =
            store_put(txn, table, store_key_str(&key), buffer_str(&out), err);
    buffer_dispose(&out);
    return status;
}

/* ---- sources ---------------------------------------------------------------- */

static void
source_encode(const source_entry *entry, buffer *out)
{
    buffer_put_str(out, entry->path);
    buffer_put_u64(out, entry->stamp.size);
    buffer_put_u64(out, (uint64_t)entry->stamp.modified_ns);
    buffer_put_u64(out, entry->stamp.inode);
    buffer_put_u64(out, entry->content_hash);
    buffer_put_u64(out, (uint64_t)entry->read_ns);
    buffer_put_varint(out, entry->reports);
    buffer_put_varint(out, entry->passages);
}

static bool
source_decode(bytes in, source_entry *entry)
{
    entry->path = bytes_take_str(&in);
    entry->stamp.size = bytes_take_u64(&in);
    entry->stamp.modified_ns = (int64_t)bytes_take_u64(&in);
    entry->stamp.inode = bytes_take_u64(&in);
    entry->content_hash = bytes_take_u64(&in);
    entry->read_ns = (int64_t)bytes_take_u64(&in);
    entry->reports = bytes_take_varint32(&in);
    entry->passages = bytes_take_varint(&in);
    return !in.bad;
}

yz_status
catalog_find_source(store_txn *txn, yz_str name, arena *a,
                    source_entry *ret_entry, yz_error *err)
{
    bytes rest;
    source_entry entry = { 0 };
    const yz_status status =
        entry_find(txn, STORE_SOURCES, hash_str(name), name, &rest, err);
    if (status != YZ_OK)
        return status;
    if (!source_decode(rest, &entry))
        return error_corrupt(err, "the catalogue cannot be decoded");
    entry.name = arena_str(a, name);
    entry.path = arena_str(a, entry.path);
    if (!entry.name.data || !entry.path.data)
        return error_nomem(err);
    *ret_entry = entry;
    return YZ_OK;
}

yz_status
catalog_find_content(store_txn *txn, uint64_t name_hash, uint64_t content_hash,
                     arena *a, source_entry *ret_entry, yz_error *err)
{
    bytes list;
    bytes rest;
    source_entry entry;
    TRY(list_get(txn, STORE_SOURCES, name_hash, &list, err));
    while (entry_next(&list, &entry.name, &rest)) {
        if (!source_decode(rest, &entry))
            return error_corrupt(err, "the catalogue cannot be decoded");
        if (entry.content_hash != content_hash)
            continue;
        entry.name = arena_str(a, entry.name);
        entry.path = arena_str(a, entry.path);
        if (!entry.name.data || !entry.path.data)
            return error_nomem(err);
        *ret_entry = entry;
        return YZ_OK;
    }
    return YZ_DONE;
}

yz_str
source_entry_path(const source_entry *entry, arena *a)
{
    const bool absolute = entry->name.size && entry->name.data[0] == '/';
    return arena_str(a, absolute ? entry->name : entry->path);
}

yz_status
catalog_put_source(store_txn *txn, const source_entry *entry, yz_error *err)
{
    buffer rest = { .from = store_txn_memory(txn) };
    source_encode(entry, &rest);
    const yz_status status = entry_replace(
        txn, STORE_SOURCES, hash_str(entry->name), entry->name, &rest, err);
    buffer_dispose(&rest);
    return status;
}

yz_status
catalog_remove_source(store_txn *txn, yz_str name, yz_error *err)
{
    return entry_replace(txn, STORE_SOURCES, hash_str(name), name, NULL, err);
}

typedef struct source_walk {
    catalog_source_fn visit;
    void *context;
    yz_error *err;
} source_walk;

static yz_status
visit_source_list(void *context, yz_str key, bytes value)
{
    const source_walk *walk = context;
    source_entry entry = { 0 };
    bytes rest;
    (void)key;
    if (!seal_take(&value))
        return error_corrupt(walk->err, "an entry of the catalogue is not as "
                                        "it was written");
    while (entry_next(&value, &entry.name, &rest)) {
        if (!source_decode(rest, &entry))
            return error_corrupt(walk->err, "the catalogue cannot be decoded");
        TRY(walk->visit(walk->context, &entry));
    }
    return value.bad
               ? error_corrupt(walk->err, "the catalogue cannot be decoded")
               : YZ_OK;
}

yz_status
catalog_each_source(store_txn *txn, catalog_source_fn visit, void *context,
                    yz_error *err)
{
    source_walk walk = { visit, context, err };
    return store_scan(txn, STORE_SOURCES, (yz_str){ 0 }, visit_source_list,
                      &walk, err);
}

static yz_status
visit_whole_list(void *context, yz_str key, bytes value)
{
    source_walk *walk = context;
    yz_error *err = walk->err;
    yz_error seen;
    walk->err = &seen;
    const yz_status status = visit_source_list(context, key, value);
    walk->err = err;
    if (status == YZ_E_CORRUPT)
        return YZ_OK;
    if (status != YZ_OK && err)
        *err = seen;
    return status;
}

yz_status
catalog_each_whole_source(store_txn *txn, catalog_source_fn visit,
                          void *context, yz_error *err)
{
    source_walk walk = { visit, context, err };
    return store_scan(txn, STORE_SOURCES, (yz_str){ 0 }, visit_whole_list,
                      &walk, err);
}
