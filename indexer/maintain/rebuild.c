/* SPDX-License-Identifier: MIT */
/*
 * yz_index_repair(), yz_index_refresh_words() and yz_index_declare_fields(): a
 * new index beside the old one, which takes its place at once when it is whole.
 * Segments that are whole are copied as they are; of others every passage that
 * can be read is analysed again. If anything fails before the exchange, the old
 * index stays as it was.
 */
#include "core/base/abi.h"
#include "core/index/declared.h"
#include "core/index/metadata.h"
#include "core/index/remote.h"
#include "indexer/maintain/check_segment.h"
#include "indexer/maintain/check_whole.h"
#include "indexer/maintain/rebuild_folders.h"
#include "indexer/maintain/rebuild_segment.h"

#include <sys/stat.h>
#include <unistd.h>

/* ---- all of them -------------------------------------------------------- */

/* Of a part that changed and still decodes nobody knows what it was. */
static bool
changes_texts(const segment_check *c)
{
    return c->changed[BLOB_TEXT] || c->changed[BLOB_RECORD] ||
           c->changed[BLOB_STRING] || c->changed[BLOB_DIRECTORY];
}

/* Check each segment, unless it is known to be damaged. */
static yz_status
find_damage(rebuild *r)
{
    segment_check c = { .problems = r->found,
                        .snapshot = r->old.snapshot,
                        .arena.from = r->memory,
                        .names.from = r->memory,
                        .err = r->err };
    TRY(analysis_open(r->old.index, r->old_fields, &c.analysis, r->err));
    yz_status status = check_user_tables(&c);
    if (status == YZ_OK && r->old.has_catalogue)
        status = check_catalogue(&c);
    for (uint32_t i = 0; i < r->old.snapshot->segment_count && status == YZ_OK;
         i++) {
        const uint64_t before = r->found->count;
        c.segment = &r->old.snapshot->segments[i];
        if (!r->old.is_damaged[i])
            status = segment_check_run(&c);
        if (r->old.is_damaged[i] || changes_texts(&c))
            r->doubtful = true;
        r->old.is_damaged[i] =
            r->old.is_damaged[i] || r->found->count != before;
    }
    if (status == YZ_OK)
        check_names(&c);
    analysis_close(c.analysis);
    check_state_dispose(&c);
    return status;
}

static yz_status
take_segments(rebuild *r)
{
    yz_snapshot *from = r->old.snapshot;
    for (uint32_t i = 0; i < from->segment_count; i++)
        if (from->segments[i].info.id >= r->writer->view.next_segment)
            r->writer->view.next_segment = from->segments[i].info.id + 1;
    for (uint32_t i = 0; i < from->segment_count; i++) {
        segment *s = &from->segments[i];
        if (r->all || r->old.is_damaged[i])
            TRY(rebuild_anew(r, s));
        else
            TRY(rebuild_copy(r, &s->info));
    }
    return YZ_OK;
}

/* A source is read again when it is added, where something of one was lost or
 * may have changed. */
static yz_status
take_source(void *context, const source_entry *entry)
{
    rebuild *r = context;
    yz_writer *w = r->writer;
    source_entry kept = *entry;
    kept.name = arena_str(&w->pending.arena, entry->name);
    kept.path = arena_str(&w->pending.arena, entry->path);
    if (r->done.passages_lost || r->doubtful) {
        kept.content_hash = 0;
        kept.stamp = (file_stamp){ 0 };
    }
    if (!kept.name.data || !kept.path.data)
        return error_nomem(r->err);
    return pending_put_source(&w->pending, &kept, r->err);
}

/* Sources that gave something and of which the catalogue says nothing. */
static yz_status
enter_unknown(rebuild *r)
{
    yz_snapshot *from = r->old.snapshot;
    for (uint32_t i = 0; i < from->segment_count; i++) {
        segment *s = &from->segments[i];
        for (uint32_t j = 0; j < s->info.sources; j++) {
            source_run gave;
            yz_str name;
            if (source_runs_read(&s->blobs[BLOB_SOURCE], j, &gave, NULL) ==
                    YZ_OK &&
                segment_string(s, gave.name, &name, NULL) == YZ_OK)
                TRY(rebuild_enter_name(r, name));
        }
    }
    return YZ_OK;
}

static yz_status
take_everything(rebuild *r)
{
    TRY(take_segments(r));
    if (r->old.has_catalogue)
        TRY(catalog_each_whole_source(r->old.snapshot->txn, take_source, r,
                                      r->err));
    TRY(enter_unknown(r));
    return yz_writer_commit(r->writer, r->err);
}

/* ---- declared fields ----------------------------------------------------- */

/* Those of the old index, with the types and names of what is declared now. */
static yz_status
fields_of(rebuild *r, arena *a, declared_fields *ret_fields)
{
    declared_fields now = { 0 };
    const declared_fields *old = r->old_fields;
    yz_field *items = arena_array(a, FIELD_COUNT_MAX, sizeof(*items));
    if (!items)
        return error_nomem(r->err);
    if (r->declared)
        TRY(fields_parse(str_of(r->declared), a, &now, r->err));
    *ret_fields = (declared_fields){ .items = items };
    for (size_t i = 0; i < old->count; i++)
        items[ret_fields->count++] = old->items[i];
    for (size_t i = 0; i < now.count; i++) {
        const yz_field *same = fields_find(ret_fields, now.items[i].name);
        if (same)
            items[same - items].type = now.items[i].type;
        else if (ret_fields->count < FIELD_COUNT_MAX)
            items[ret_fields->count++] = now.items[i];
        else
            return error_set(r->err, YZ_E_INVALID,
                             "an index declares at most %d fields",
                             FIELD_COUNT_MAX);
    }
    return YZ_OK;
}

/* Whether the old index declares all of it already. */
static yz_status
find_change(rebuild *r, bool *ret_changes)
{
    arena a = { .from = r->memory };
    declared_fields fields = { 0 };
    const declared_fields *old = r->old_fields;
    const yz_status status = fields_of(r, &a, &fields);
    *ret_changes = fields.count != old->count;
    for (size_t i = 0; i < old->count && i < fields.count; i++)
        *ret_changes =
            *ret_changes || fields.items[i].type != old->items[i].type;
    arena_dispose(&a);
    return status;
}

/* ---- the new index ------------------------------------------------------ */

/* Segments that are copied need the tables that they were made with. */
static yz_status
copy_tables(rebuild *r, store_txn *into)
{
    store_txn *from = r->old.snapshot->txn;
    if (!r->all && !r->old.index->tables_are_lost)
        TRY(metadata_copy_tables(from, into, r->err));
    return user_tables_copy(from, into, r->err);
}

/* The fields of the new index, which is empty still. */
static yz_status
put_fields(rebuild *r, store_txn *into)
{
    arena a = { .from = r->memory };
    declared_fields fields;
    yz_status status = fields_of(r, &a, &fields);
    if (status == YZ_OK)
        status = declared_put(into, &fields, r->err);
    arena_dispose(&a);
    return status;
}

static yz_status
fresh_tables(rebuild *r)
{
    store_txn *into;
    TRY(store_write_begin(r->fresh->store, &into, r->err));
    yz_status status = copy_tables(r, into);
    if (status == YZ_OK)
        status = put_fields(r, into);
    if (status == YZ_OK)
        return store_commit(into, r->err);
    store_end(into);
    return status;
}

static yz_status
fresh_open(rebuild *r, const char *path)
{
    arena a = { .from = r->memory };
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    const yz_str language = arena_str(&a, r->old.index->profile.language);
    options.flags = YZ_INDEX_CREATE;
    options.language = language.data;
    options.allocator = r->memory;
    yz_status status = language.data
                           ? yz_index_open(path, &options, &r->fresh, r->err)
                           : error_nomem(r->err);
    arena_dispose(&a);
    TRY(status);
    TRY(fresh_tables(r));
    yz_index_close(r->fresh); /* its tables are read when it is opened */
    r->fresh = NULL;
    options.flags = 0;
    options.language = NULL;
    TRY(yz_index_open(path, &options, &r->fresh, r->err));
    return yz_writer_open(r->fresh, NULL, &r->writer, r->err);
}

/*
 * It goes on with the numbers of the old file's transactions, which may be
 * smaller than its own. Free pages are listed by such numbers, so it must have
 * none: the next writers would replace theirs by other lists.
 */
static yz_status
fresh_fill(rebuild *r, const char *path)
{
    yz_status status = fresh_open(r, path);
    if (status == YZ_OK)
        status = take_everything(r);
    if (status == YZ_OK)
        status = store_compact(r->fresh->store, r->err);
    yz_writer_close(r->writer);
    yz_index_close(r->fresh);
    return status;
}

/* ---- the exchange -------------------------------------------------------- */

static yz_status
rebuild_in(rebuild *r, const char *path, const rebuild_folders *f)
{
    TRY(old_index_open(r->memory, path, f->left.data, r->found, &r->old,
                       r->err));
    const uint64_t before = r->found->count;
    TRY(check_declared(r->old.snapshot, r->found, &r->old_fields, r->err));
    if (r->all && !r->declared && !r->old.index->words_are_stale)
        return YZ_OK;
    if (r->declared) {
        bool changes;
        TRY(find_change(r, &changes));
        if (!changes)
            return YZ_OK;
    }
    /* Terms of fields that are not known mean nothing. */
    r->all = r->all || r->found->count != before;
    TRY(find_damage(r));
    if (!r->all && !r->found->count)
        return YZ_OK;
    r->all = r->all || r->old.index->tables_are_lost;
    TRY(fresh_fill(r, f->fresh.data));
    return store_replace(path, f->data.data, r->err);
}

static yz_status
rebuild_locked(rebuild *r, const char *path, yz_repair *ret_repair)
{
    rebuild_folders f = { 0 };
    yz_status status = rebuild_folders_open(r->memory, path, &f, r->err);
    if (status == YZ_OK)
        status = rebuild_in(r, path, &f);
    old_index_close(&r->old);
    rebuild_folders_close(&f);
    if (status == YZ_OK) {
        r->done.problems = r->found->count;
        *ret_repair = r->done;
    }
    return status;
}

static yz_status
rebuild_index(rebuild *r, const char *path,
              const yz_maintenance_options *options, yz_repair *ret_repair)
{
    yz_error *err = r->err;
    TRY(abi_require(path, "path", err));
    yz_maintenance_options own = YZ_OPTIONS(yz_maintenance_options);
    TRY(abi_take_options(&own, options, err));
    TRY(memory_check(own.allocator, err));
    TRY(remote_refuses_address(path, "repairing", err));
    int lock;
    struct stat info;
    if (stat(path, &info) != 0)
        return error_set(err, YZ_E_NOT_FOUND, "there is no index at %s", path);
    TRY(store_lock_directory(path, &lock, err));
    r->memory = own.allocator;
    const yz_status status = rebuild_locked(r, path, ret_repair);
    close(lock);
    return status;
}

yz_status
yz_index_repair(const char *path, const yz_maintenance_options *options,
                yz_problem_fn see, void *context, yz_repair *ret_repair,
                yz_error *reterr)
{
    problems found = { .see = see, .context = context };
    rebuild r = { .found = &found, .err = reterr };
    return rebuild_index(&r, path, options, ret_repair);
}

yz_status
yz_index_refresh_words(const char *path, const yz_maintenance_options *options,
                       yz_repair *ret_repair, yz_error *reterr)
{
    problems found = { 0 };
    rebuild r = { .found = &found, .all = true, .err = reterr };
    return rebuild_index(&r, path, options, ret_repair);
}

/* Those of an engine's index stay as they were made: are they the same? */
static yz_status
compare_fields(const char *address, const char *fields, yz_error *err)
{
    yz_index *index;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.fields = fields;
    TRY(yz_index_open(address, &options, &index, err));
    yz_index_close(index);
    return YZ_OK;
}

yz_status
yz_index_declare_fields(const char *path, const yz_maintenance_options *options,
                        const char *fields, yz_repair *ret_repair,
                        yz_error *reterr)
{
    problems found = { 0 };
    rebuild r = {
        .found = &found, .declared = fields, .all = true, .err = reterr
    };
    TRY(abi_require(fields, "fields", reterr));
    if (path && remote_is_address(path))
        return compare_fields(path, fields, reterr);
    return rebuild_index(&r, path, options, ret_repair);
}
