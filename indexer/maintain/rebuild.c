/* SPDX-License-Identifier: MIT */
/*
 * yz_index_repair() and yz_index_refresh_words(): a new index beside the old
 * one, which takes its place at once when it is whole. Segments that are whole
 * are copied as they are; of others every passage that can be read is analysed
 * again. Whatever goes wrong before the exchange leaves the old index.
 */
#include "core/base/abi.h"
#include "core/index/metadata.h"
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
    TRY(analysis_open(r->old.index, &c.analysis, r->err));
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

static yz_status
fresh_tables(rebuild *r)
{
    store_txn *into;
    TRY(store_write_begin(r->fresh->store, &into, r->err));
    const yz_status status = copy_tables(r, into);
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
    if (r->all && !r->old.index->words_are_stale)
        return YZ_OK;
    TRY(find_damage(r));
    if (!r->all && !r->found->count)
        return YZ_OK;
    r->all = r->all || r->old.index->tables_are_lost;
    TRY(fresh_fill(r, f->fresh.data));
    return store_replace(path, f->data.data, r->err);
}

static yz_status
rebuild_locked(const yz_allocator *memory, const char *path, bool all,
               problems *found, yz_repair *ret_repair, yz_error *err)
{
    rebuild_folders f = { 0 };
    rebuild r = { .memory = memory, .found = found, .all = all, .err = err };
    yz_status status = rebuild_folders_open(memory, path, &f, err);
    if (status == YZ_OK)
        status = rebuild_in(&r, path, &f);
    old_index_close(&r.old);
    rebuild_folders_close(&f);
    if (status == YZ_OK) {
        r.done.problems = found->count;
        *ret_repair = r.done;
    }
    return status;
}

static yz_status
rebuild_index(const char *path, const yz_maintenance_options *options, bool all,
              problems *found, yz_repair *ret_repair, yz_error *err)
{
    TRY(abi_require(path, "path", err));
    yz_maintenance_options own = YZ_OPTIONS(yz_maintenance_options);
    TRY(abi_take_options(&own, options, err));
    TRY(memory_check(own.allocator, err));
    int lock;
    struct stat info;
    if (stat(path, &info) != 0)
        return error_set(err, YZ_E_NOT_FOUND, "there is no index at %s", path);
    TRY(store_lock_directory(path, &lock, err));
    const yz_status status =
        rebuild_locked(own.allocator, path, all, found, ret_repair, err);
    close(lock);
    return status;
}

yz_status
yz_index_repair(const char *path, const yz_maintenance_options *options,
                yz_problem_fn see, void *context, yz_repair *ret_repair,
                yz_error *reterr)
{
    problems found = { .see = see, .context = context };
    return rebuild_index(path, options, false, &found, ret_repair, reterr);
}

yz_status
yz_index_refresh_words(const char *path, const yz_maintenance_options *options,
                       yz_repair *ret_repair, yz_error *reterr)
{
    problems found = { 0 };
    return rebuild_index(path, options, true, &found, ret_repair, reterr);
}
