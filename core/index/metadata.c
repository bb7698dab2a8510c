/* SPDX-License-Identifier: MIT */
/*
 * The table `meta`: what decides whether this release can read an index, and
 * what its terms are made with (docs/format.md, "Meta").
 */
#include "core/index/metadata.h"
#include "core/base/seal.h"
#include "core/index/commits.h"
#include "core/index/declared.h"
#include "core/index/skeletons.h"

static const char MAGIC[] = "yizhan";
static const char KEY_FORMAT[] = "format";
static const char KEY_MANIFEST[] = "manifest";
static const char KEY_PROFILE[] = "profile";
static const char KEY_VARIANTS[] = "variants";
static const char KEY_FOLD[] = "fold";

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
    buffer out = { .from = store_txn_memory(txn) };
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
metadata_write(store_txn *txn, const char *language, arena *a, buffer *value,
               yz_error *err)
{
    buffer_put_str(value, str_of(MAGIC));
    buffer_put_varint(value, YZ_FORMAT_VERSION);
    buffer_put_varint(value, YZ_FORMAT_VERSION); /* oldest that can read it */
    buffer_put_varint(value, YZ_FORMAT_DRAFT);
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

yz_status
metadata_create(store *s, const char *language, const declared_fields *fields,
                yz_error *err)
{
    store_txn *txn;
    arena a = { .from = store_memory(s) };
    buffer value = { .from = store_memory(s) };
    TRY(store_write_begin(s, &txn, err));
    yz_status status = metadata_write(txn, language, &a, &value, err);
    if (status == YZ_OK)
        status = declared_put(txn, fields, err);
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
        return error_corrupt(err,
                             "its meta table does not say that it is an index");
    if (version == 1)
        return error_set(err, YZ_E_FORMAT_OLD,
                         "the index has format 1, which was never released; "
                         "dump it with the yz-index that wrote it and index "
                         "the dump");
    const uint64_t draft = bytes_take_varint(&in);
    if (in.bad)
        return error_corrupt(err,
                             "its meta table does not say which format it has");
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
    if (version == YZ_FORMAT_VERSION && draft != YZ_FORMAT_DRAFT)
        return error_set(
            err, draft > YZ_FORMAT_DRAFT ? YZ_E_FORMAT_NEW : YZ_E_FORMAT_OLD,
            "the index has draft %llu of format %llu and this "
            "release reads draft %d; dump it with the yz-index "
            "that wrote it and index the dump",
            (unsigned long long)draft, (unsigned long long)version,
            YZ_FORMAT_DRAFT);
    return YZ_OK;
}

static yz_status
metadata_get(store_txn *txn, const char *key, bytes *ret_value, yz_error *err)
{
    const yz_status status =
        store_get(txn, STORE_META, str_of(key), ret_value, err);
    if (status == YZ_DONE)
        return error_corrupt(err, "its meta table is incomplete");
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
    const yz_status status =
        profile_current(language.data, &index->arena, &ours, err);
    if (status == YZ_E_INVALID)
        return error_corrupt(err, "its words were stemmed in a language that "
                                  "has no stemmer here");
    TRY(status);
    index->words_are_stale = !profile_same_words(&index->profile, &ours);
    return YZ_OK;
}

static yz_status
tables_read(yz_index *index, store_txn *txn, yz_error *err)
{
    bytes in;
    TRY(metadata_get(txn, KEY_PROFILE, &in, err));
    TRY(profile_load(index, in, err));
    TRY(profile_compare(index, err));
    TRY(metadata_get(txn, KEY_VARIANTS, &in, err));
    TRY(variant_table_load(index->memory, in, &index->variants, err));
    TRY(metadata_get(txn, KEY_FOLD, &in, err));
    return fold_table_load(index->memory, in, &index->fold, err);
}

/* The language that the index says it has, if there is a stemmer for it. */
static yz_status
language_keep(yz_index *index, yz_error *err)
{
    profile ours;
    yz_status status = YZ_E_INVALID;
    const yz_str language = arena_str(&index->arena, index->profile.language);
    if (!language.data)
        return error_nomem(err);
    if (language.size)
        status = profile_current(language.data, &index->arena, &ours, err);
    return status == YZ_E_INVALID
               ? profile_current("en", &index->arena, &index->profile, err)
               : status;
}

/* The tables of today, for an index that has lost its own. */
static yz_status
tables_make(yz_index *index, yz_error *err)
{
    buffer made = { .from = index->memory };
    variant_table_free(index->variants);
    fold_table_free(index->fold);
    index->variants = NULL;
    index->fold = NULL;
    index->tables_are_lost = true;
    yz_status status = language_keep(index, err);
    if (status == YZ_OK)
        status = variant_table_dump(&made, err);
    if (status == YZ_OK)
        status =
            variant_table_load(index->memory, bytes_of(made.data, made.size),
                               &index->variants, err);
    made.size = 0;
    if (status == YZ_OK)
        status = fold_table_dump(&made, err);
    if (status == YZ_OK)
        status = fold_table_load(index->memory, bytes_of(made.data, made.size),
                                 &index->fold, err);
    buffer_dispose(&made);
    return status;
}

static yz_status
metadata_read(yz_index *index, bool damaged, store_txn *txn, yz_error *err)
{
    yz_status status = format_check(txn, err);
    if (status == YZ_OK)
        status = tables_read(index, txn, err);
    if (damaged && (status == YZ_E_CORRUPT || status == YZ_DONE))
        status = tables_make(index, err);
    if (status != YZ_OK)
        return status;
    index->packed_fold = packed_fold_new(index->memory, index->fold);
    return index->packed_fold ? YZ_OK : error_nomem(err);
}

yz_status
metadata_load(yz_index *index, bool damaged, yz_error *err)
{
    store_txn *txn;
    TRY(store_read_begin(index->store, &txn, err));
    const yz_status status = metadata_read(index, damaged, txn, err);
    store_end(txn);
    return status;
}

yz_status
metadata_copy_tables(store_txn *from, store_txn *to, yz_error *err)
{
    static const char *const keys[] = { KEY_PROFILE, KEY_VARIANTS, KEY_FOLD };
    for (size_t i = 0; i < ARRAY_LENGTH(keys); i++) {
        bytes in;
        const yz_status status =
            store_get(from, STORE_META, str_of(keys[i]), &in, err);
        if (status == YZ_DONE)
            return error_corrupt(err, "its meta table is incomplete");
        if (status != YZ_OK)
            return status;
        TRY(store_put(to, STORE_META, str_of(keys[i]),
                      (yz_str){ (const char *)in.at, bytes_left(&in) }, err));
    }
    return YZ_OK;
}
