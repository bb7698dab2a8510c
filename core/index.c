/* SPDX-License-Identifier: MIT */
/*
 * Opening an index: what the table `meta` says decides whether this release
 * can read it (docs/format.md, "Meta").
 */
#include "core/index.h"
#include "core/base/seal.h"

#include <stdlib.h>
#include <string.h>

static const char MAGIC[] = "yizhan";
static const char KEY_FORMAT[] = "format";
static const char KEY_MANIFEST[] = "manifest";
static const char KEY_PROFILE[] = "profile";
static const char KEY_VARIANTS[] = "variants";
static const char KEY_FOLD[] = "fold";

enum { READERS_MAX_DEFAULT = 1024 };
static const uint64_t MAP_SIZE_DEFAULT = 64ull << 30;

/* ---- what stands in `meta` ------------------------------------------------ */

yz_status
index_manifest(store_txn *txn, arena *a, manifest *ret_manifest, yz_error *err)
{
    bytes in;
    const yz_status status =
        store_get(txn, STORE_META, str_of(KEY_MANIFEST), &in, err);
    if (status == YZ_DONE)
        return error_corrupt(err, "it has no manifest");
    if (status != YZ_OK)
        return status;
    return manifest_decode(in, a, ret_manifest, err);
}

yz_status
index_put_manifest(store_txn *txn, const manifest *m, yz_error *err)
{
    buffer out = { 0 };
    manifest_encode(m, &out);
    const yz_status status =
        buffer_ok(&out) ? store_put(txn, STORE_META, str_of(KEY_MANIFEST),
                                    buffer_str(&out), err)
                        : error_nomem(err);
    buffer_dispose(&out);
    return status == YZ_OK ? commit_note(txn, err) : status;
}

static yz_status
put_buffer(store_txn *txn, const char *key, buffer *value, yz_error *err)
{
    const yz_status status =
        buffer_ok(value)
            ? store_put(txn, STORE_META, str_of(key), buffer_str(value), err)
            : error_nomem(err);
    value->size = 0;
    return status;
}

static yz_status
put_sealed(store_txn *txn, const char *key, buffer *value, yz_error *err)
{
    seal_put(value);
    return put_buffer(txn, key, value, err);
}

static yz_status
meta_write(store_txn *txn, const char *language, arena *a, buffer *value,
           yz_error *err)
{
    buffer_put_str(value, str_of(MAGIC));
    buffer_put_varint(value, YZ_FORMAT_VERSION);
    buffer_put_varint(value, YZ_FORMAT_VERSION);  /* oldest that can read it */
    TRY(put_buffer(txn, KEY_FORMAT, value, err)); /* never of another form */
    profile p;
    TRY(profile_current(language, a, &p, err));
    profile_encode(&p, value);
    TRY(put_sealed(txn, KEY_PROFILE, value, err));
    TRY(variant_table_dump(value, err));
    TRY(put_sealed(txn, KEY_VARIANTS, value, err));
    TRY(fold_table_dump(value, err));
    TRY(put_sealed(txn, KEY_FOLD, value, err));
    const manifest empty = { .next_segment = 1 };
    return index_put_manifest(txn, &empty, err);
}

static yz_status
meta_create(store *s, const char *language, yz_error *err)
{
    store_txn *txn;
    arena a = { 0 };
    buffer value = { 0 };
    TRY(store_write_begin(s, &txn, err));
    yz_status status = meta_write(txn, language, &a, &value, err);
    if (status == YZ_OK)
        status = store_commit(txn, err);
    else
        store_end(txn);
    buffer_dispose(&value);
    arena_dispose(&a);
    return status;
}

/* YZ_DONE: the directory holds no index yet. */
static yz_status
format_check(store_txn *txn, yz_error *err)
{
    bytes in;
    const yz_status status =
        store_get(txn, STORE_META, str_of(KEY_FORMAT), &in, err);
    if (status != YZ_OK)
        return status;
    const yz_str magic = bytes_take_str(&in);
    const uint64_t version = bytes_take_varint(&in);
    const uint64_t oldest_reader = bytes_take_varint(&in);
    if (in.bad || !str_equal(magic, str_of(MAGIC)))
        return error_corrupt(err, "it does not say that it is one");
    if (oldest_reader > YZ_FORMAT_VERSION)
        return error_set(err, YZ_E_FORMAT_NEW,
                         "the index has format %llu and this release reads up "
                         "to %d; use a newer release",
                         (unsigned long long)version, YZ_FORMAT_VERSION);
    if (version < YZ_FORMAT_OLDEST)
        return error_set(err, YZ_E_FORMAT_OLD,
                         "the index has format %llu and this release reads "
                         "from %d on; make it again with yz-index",
                         (unsigned long long)version, YZ_FORMAT_OLDEST);
    return YZ_OK;
}

static yz_status
meta_get(store_txn *txn, const char *key, bytes *ret_value, yz_error *err)
{
    const yz_status status =
        store_get(txn, STORE_META, str_of(key), ret_value, err);
    if (status == YZ_DONE)
        return error_corrupt(err, "its meta table is not whole");
    if (status == YZ_OK && !seal_take(ret_value))
        return error_corrupt(err, "a value of its meta table is not as it was "
                                  "written");
    return status;
}

/* The profile's strings must outlive the transaction they were read in. */
static yz_status
profile_load(yz_index *index, bytes in, yz_error *err)
{
    const yz_str copy = arena_str(
        &index->arena, (yz_str){ (const char *)in.at, bytes_left(&in) });
    if (!copy.data)
        return error_nomem(err);
    return profile_decode(bytes_of(copy.data, copy.size), &index->profile, err);
}

/* Words of another ICU or stemmer still rank, but not all are found. */
static yz_status
profile_compare(yz_index *index, yz_error *err)
{
    profile ours;
    const yz_str language = arena_str(&index->arena, index->profile.language);
    if (!language.data)
        return error_nomem(err);
    TRY(profile_current(language.data, &index->arena, &ours, err));
    index->words_are_stale = !profile_same_words(&index->profile, &ours);
    return YZ_OK;
}

static yz_status
meta_read(yz_index *index, store_txn *txn, yz_error *err)
{
    bytes in;
    const yz_status status = format_check(txn, err);
    if (status != YZ_OK)
        return status;
    TRY(meta_get(txn, KEY_PROFILE, &in, err));
    TRY(profile_load(index, in, err));
    TRY(profile_compare(index, err));
    TRY(meta_get(txn, KEY_VARIANTS, &in, err));
    TRY(variant_table_load(in, &index->variants, err));
    TRY(meta_get(txn, KEY_FOLD, &in, err));
    TRY(fold_table_load(in, &index->fold, err));
    index->packed_fold = packed_fold_new(index->fold);
    return index->packed_fold ? YZ_OK : error_nomem(err);
}

static yz_status
meta_load(yz_index *index, yz_error *err)
{
    store_txn *txn;
    TRY(store_read_begin(index->store, &txn, err));
    const yz_status status = meta_read(index, txn, err);
    store_end(txn);
    return status;
}

/* ---- open and close -------------------------------------------------------- */

static store_options
store_options_of(const yz_index_options *options)
{
    return (store_options){
        .create = (options->flags & YZ_INDEX_CREATE) != 0,
        .read_only = (options->flags & YZ_INDEX_READ_ONLY) != 0,
        .map_size = options->map_size ? options->map_size : MAP_SIZE_DEFAULT,
        .readers_max =
            options->readers_max ? options->readers_max : READERS_MAX_DEFAULT,
    };
}

/* A language asked for must be the index's own; its words depend on it. */
static yz_status
language_check(const yz_index *index, const profile *wanted, yz_error *err)
{
    const profile *own = &index->profile;
    if (!wanted->language.size || wanted->stems == own->stems ||
        str_equal(wanted->language, own->language))
        return YZ_OK;
    return error_set(err, YZ_E_INVALID,
                     "the index was made with the language \"%.*s\", which "
                     "cannot be changed; leave the language out, or make a "
                     "new index",
                     (int)own->language.size, own->language.data);
}

static yz_status
index_load(yz_index *index, const char *path, const yz_index_options *options,
           yz_error *err)
{
    const store_options how = store_options_of(options);
    index->path = arena_str(&index->arena, str_of(path));
    profile wanted = { 0 };
    if (!index->path.data)
        return error_nomem(err);
    if (options->language) /* a wrong one is refused before anything is made */
        TRY(profile_current(options->language, &index->arena, &wanted, err));
    TRY(store_open(path, &how, &index->store, err));
    yz_status status = meta_load(index, err);
    if (status == YZ_DONE && how.create) {
        const char *language = options->language ? options->language : "en";
        TRY(meta_create(index->store, language, err));
        status = meta_load(index, err);
    }
    if (status == YZ_DONE)
        return error_set(err, YZ_E_NOT_FOUND,
                         "there is no index at %s; make one with yz-index",
                         path);
    return status == YZ_OK ? language_check(index, &wanted, err) : status;
}

yz_status
yz_index_open(const char *path, const yz_index_options *options,
              yz_index **ret_index, yz_error *reterr)
{
    const yz_index_options defaults = YZ_OPTIONS(yz_index_options);
    if (!path || !*path || !ret_index)
        return error_set(reterr, YZ_E_INVALID, "an index needs a path");
    yz_index *index = calloc(1, sizeof(*index));
    if (!index)
        return error_nomem(reterr);
    index->users = 1;
    yz_status status = dictionary_new(&index->dictionary, reterr);
    if (status == YZ_OK)
        status = index_load(index, path, options ? options : &defaults, reterr);
    if (status != YZ_OK) {
        yz_index_close(index);
        return status;
    }
    *ret_index = index;
    return YZ_OK;
}

yz_index *
index_retain(yz_index *index)
{
    atomic_fetch_add(&index->users, 1);
    return index;
}

void
yz_index_close(yz_index *index)
{
    if (!index || atomic_fetch_sub(&index->users, 1) > 1)
        return;
    variant_table_free(index->variants);
    free(index->packed_fold);
    fold_table_free(index->fold);
    dictionary_free(index->dictionary);
    store_close(index->store);
    arena_dispose(&index->arena);
    free(index);
}
