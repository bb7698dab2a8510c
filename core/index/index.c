/* SPDX-License-Identifier: MIT */
/*
 * Opening an index: what the table `meta` says decides whether this release
 * can read it (docs/format.md, "Meta").
 */
#include "core/index/index.h"
#include "core/index/metadata.h"

#include "core/base/abi.h"
#include "core/index/declared.h"
#include "core/index/remote.h"

#include <string.h>

enum { READERS_MAX_DEFAULT = 1024 };

/* Addresses that are reserved at least: so many that an index hardly ever grows
 * beyond, so few that hundreds of indexes can be open. */
static const uint64_t MAP_SIZE_LEAST = UINT64_C(256) << 30;

/* ---- open and close -------------------------------------------------------- */

static uint64_t
map_size_of(const yz_index_options *options)
{
    const bool is_given = options->flags & (uint32_t)INDEX_SMALL_MAP ||
                          options->map_size > MAP_SIZE_LEAST;
    return is_given ? options->map_size : MAP_SIZE_LEAST;
}

static store_options
store_options_of(const yz_index *index, const yz_index_options *options)
{
    return (store_options){
        .create = (options->flags & YZ_INDEX_CREATE) != 0,
        .read_only = (options->flags & YZ_INDEX_READ_ONLY) != 0,
        .map_size = map_size_of(options),
        .readers_max =
            options->readers_max ? options->readers_max : READERS_MAX_DEFAULT,
        .memory = index->memory,
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
    return error_set(
        err, YZ_E_INVALID,
        "the index was made with the language \"%.*s\", which cannot be "
        "changed; do not give a language, or make a new index",
        (int)own->language.size, own->language.data);
}

/* Fields asked for must be declared, with the same types. */
static yz_status
fields_check(yz_index *index, const declared_fields *wanted, yz_error *err)
{
    store_txn *txn;
    declared_fields own;
    if (!wanted->count)
        return YZ_OK;
    TRY(store_read_begin(index->store, &txn, err));
    yz_status status = declared_load(txn, &index->arena, &own, err);
    store_end(txn);
    for (size_t i = 0; status == YZ_OK && i < wanted->count; i++) {
        const yz_field *field = fields_find(&own, wanted->items[i].name);
        if (!field || field->type != wanted->items[i].type)
            status = error_set(
                err, YZ_E_INVALID,
                "the index does not declare the field \"%.*s\" as %s; "
                "yz_index_declare_fields() does that",
                (int)wanted->items[i].name.size, wanted->items[i].name.data,
                yz_field_type_name(wanted->items[i].type));
    }
    return status;
}

static yz_status
index_load(yz_index *index, const char *path, const yz_index_options *options,
           yz_error *err)
{
    const store_options how = store_options_of(index, options);
    index->path = arena_str(&index->arena, str_of(path));
    const bool damaged = (options->flags & INDEX_DAMAGED) != 0;
    profile wanted = { 0 };
    declared_fields fields = { 0 };
    if (!index->path.data)
        return error_nomem(err);
    if (options->language) /* a wrong one is refused before anything is made */
        TRY(profile_current(options->language, &index->arena, &wanted, err));
    if (options->fields)
        TRY(fields_parse(str_of(options->fields), &index->arena, &fields, err));
    TRY(store_open(path, &how, &index->store, err));
    yz_status status = metadata_load(index, damaged, err);
    if (status == YZ_DONE && how.create) {
        const char *language = options->language ? options->language : "en";
        TRY(metadata_create(index->store, language, &fields, err));
        status = metadata_load(index, damaged, err);
    }
    if (status == YZ_DONE)
        return error_set(err, YZ_E_NOT_FOUND, "there is no index at %s", path);
    if (status != YZ_OK)
        return status;
    TRY(language_check(index, &wanted, err));
    return fields_check(index, &fields, err);
}

static yz_status
flags_check(uint32_t flags, yz_error *err)
{
    const uint32_t known = YZ_INDEX_CREATE | YZ_INDEX_READ_ONLY |
                           (uint32_t)INDEX_DAMAGED | (uint32_t)INDEX_SMALL_MAP;
    TRY(abi_check_flags(flags, known, err));
    if (flags & YZ_INDEX_CREATE && flags & YZ_INDEX_READ_ONLY)
        return error_set(
            err, YZ_E_INVALID,
            "an index that is opened read-only cannot be created; give "
            "YZ_INDEX_CREATE or YZ_INDEX_READ_ONLY, not both");
    return YZ_OK;
}

yz_status
yz_index_open(const char *path, const yz_index_options *options,
              yz_index **ret_index, yz_error *reterr)
{
    TRY(abi_require(path, "path", reterr));
    TRY(abi_require(ret_index, "ret_index parameter", reterr));
    yz_index_options own = YZ_OPTIONS(yz_index_options);
    TRY(abi_take_options(&own, options, reterr));
    TRY(memory_check(own.allocator, reterr));
    TRY(flags_check(own.flags, reterr));
    if (!*path)
        return error_set(reterr, YZ_E_INVALID,
                         "the index has no path; give one");
    if (remote_is_address(path))
        return remote_open(path, &own, ret_index, reterr);
    yz_index *index = memory_zeroed(own.allocator, 1, sizeof(*index));
    if (!index)
        return error_nomem(reterr);
    index->users = 1;
    index->memory = memory_keep(&index->allocator, own.allocator);
    index->arena.from = index->memory;
    yz_status status =
        dictionary_new(index->memory, &index->dictionary, reterr);
    if (status == YZ_OK)
        status = index_load(index, path, &own, reterr);
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
    memory_release(index->memory, index->packed_fold);
    fold_table_free(index->fold);
    dictionary_free(index->dictionary);
    store_close(index->store);
    remote_close(index->remote);
    arena_dispose(&index->arena);
    const yz_allocator copy = index->allocator;
    memory_release(index->memory ? &copy : NULL, index);
}
