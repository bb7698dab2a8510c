/* SPDX-License-Identifier: MIT */
/*
 * yz_index_repair() and yz_index_refresh_words(): a new index beside the old
 * one, which takes its place at once when it is whole. Segments that are whole
 * are copied as they are; of others every passage that can be read is analysed
 * anew. Whatever goes wrong before the exchange leaves the old index.
 */
#include "core/base/abi.h"
#include "core/base/hash.h"
#include "core/index/metadata.h"
#include "core/index/passages.h"
#include "core/report/report.h"
#include "indexer/maintain/check_segment.h"
#include "indexer/maintain/old_index.h"
#include "indexer/write/writer.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Passages that are given to the writer at a time. */
enum { PASSAGES_AT_ONCE = 4096 };

typedef struct rebuild {
    const yz_allocator *memory;
    old_index old;
    yz_index *fresh;
    yz_writer *writer;
    problems *found;
    bool all;      /* no segment is copied */
    bool doubtful; /* a text may not be the one that was written */
    yz_repair done;
    yz_error *err;
} rebuild;

/* ---- a segment that is whole -------------------------------------------- */

typedef struct copying {
    store_txn *into;
    store_table table;
    uint32_t segment;
    yz_error *err;
} copying;

static yz_status
copy_entry(void *context, yz_str key, bytes value)
{
    const copying *c = context;
    if (!store_key_is_number(key))
        return YZ_OK;
    if (store_key_number(key) >> BLOB_KEY_SEGMENT_SHIFT != c->segment)
        return YZ_DONE;
    return store_put(c->into, c->table, key,
                     (yz_str){ (const char *)value.at, bytes_left(&value) },
                     c->err);
}

static yz_status
copy_table(rebuild *r, store_txn *into, store_table table, uint32_t id)
{
    copying c = { into, table, id, r->err };
    const store_key first =
        store_key_of((uint64_t)id << BLOB_KEY_SEGMENT_SHIFT);
    const yz_status status =
        store_scan(r->old.snapshot->txn, table, store_key_str(&first),
                   copy_entry, &c, r->err);
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
copy_segment(rebuild *r, const manifest_segment *info)
{
    store_txn *into;
    TRY(store_write_begin(r->fresh->store, &into, r->err));
    yz_status status = copy_table(r, into, STORE_BLOB, info->id);
    if (status == YZ_OK)
        status = copy_table(r, into, STORE_TOMBSTONES, info->id);
    if (status != YZ_OK) {
        store_end(into);
        return status;
    }
    TRY(store_commit(into, r->err));
    r->done.segments_kept++;
    return ARRAY_PUSH(&r->writer->stored, *info) ? YZ_OK : error_nomem(r->err);
}

/* ---- a segment that is made anew ---------------------------------------- */

/* Which source gave each passage, as far as that can be read. */
static void
read_sources(segment *s, yz_str *names)
{
    uint32_t covered = 0;
    for (uint32_t i = 0; i < s->info.sources; i++) {
        source_run gave;
        yz_str name;
        if (segment_source_run(s, i, &covered, &gave, NULL) != YZ_OK ||
            segment_string(s, gave.name, &name, NULL) != YZ_OK ||
            hash_str(name) != gave.hash)
            continue;
        for (uint32_t p = 0; p < gave.count; p++)
            names[gave.first + p] = name;
    }
}

/* The catalogue knows every source that gave something and has a name. */
static yz_status
enter_name(rebuild *r, yz_str name)
{
    yz_writer *w = r->writer;
    uint32_t number;
    if (!name.size || term_table_find(&w->source_names, name, &number))
        return YZ_OK;
    const yz_str copy = arena_str(&w->arena, name);
    const source_entry entry = { .name = copy, .path = copy };
    return copy.data ? writer_put_source(w, &entry, r->err)
                     : error_nomem(r->err);
}

static yz_status
give_report(rebuild *r, yz_str name, yz_report *report)
{
    yz_writer *w = r->writer;
    if (!report->passages.count) {
        yz_report_free(report);
        return YZ_OK;
    }
    yz_status begun = enter_name(r, name);
    if (begun == YZ_OK)
        begun = run_begin_source(&w->run, name, r->err);
    if (begun != YZ_OK) {
        yz_report_free(report);
        return begun;
    }
    TRY(run_take(&w->run, report, w->workers, r->err));
    return run_size(&w->run) > w->memory_max ? writer_store_run(w, r->err)
                                             : YZ_OK;
}

/* Take a passage if it can be read; it is lost if not. */
static yz_status
take_passage(rebuild *r, segment *s, uint32_t number, yz_report *report)
{
    yz_error seen;
    yz_passage read;
    const yz_status status =
        segment_passage(s, number, &report->arena, &read, &seen);
    if (status == YZ_E_CORRUPT) {
        r->done.passages_lost++;
        problem(r->found, "text",
                "passage %u of segment %u cannot be read and is lost", number,
                s->info.id);
        return YZ_OK;
    }
    if (status != YZ_OK) {
        if (r->err)
            *r->err = seen;
        return status;
    }
    yz_passage *taken = report_add(report);
    if (!taken)
        return error_nomem(r->err);
    *taken = read;
    r->done.passages_rebuilt++;
    return YZ_OK;
}

/* The passages from `first` on that one source gave. */
static yz_status
take_group(rebuild *r, segment *s, const yz_str *names, uint32_t first,
           uint32_t *ret_next)
{
    yz_report *report = report_new(r->memory);
    yz_status status = report ? YZ_OK : error_nomem(r->err);
    uint32_t i = first;
    for (; i < s->info.passages && i - first < PASSAGES_AT_ONCE &&
           str_equal(names[i], names[first]) && status == YZ_OK;
         i++)
        if (!segment_is_deleted(s, i))
            status = take_passage(r, s, i, report);
    *ret_next = i;
    if (status != YZ_OK) {
        yz_report_free(report);
        return status;
    }
    const yz_str name = names[first].size || !report->passages.count
                            ? names[first]
                            : report->passages.items[0].path;
    return give_report(r, name, report);
}

static yz_status
rebuild_segment(rebuild *r, segment *s)
{
    yz_str *names =
        memory_zeroed(r->memory, (size_t)s->info.passages + 1, sizeof(*names));
    if (!names)
        return error_nomem(r->err);
    read_sources(s, names);
    yz_status status = YZ_OK;
    for (uint32_t i = 0; i < s->info.passages && status == YZ_OK;)
        status = take_group(r, s, names, i, &i);
    if (status == YZ_OK)
        status = writer_store_run(r->writer, r->err);
    r->done.segments_rebuilt++;
    memory_release(r->memory, names);
    return status;
}

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
    analysis_close(c.analysis);
    segment_check_dispose(&c);
    return status;
}

static yz_status
take_segments(rebuild *r)
{
    yz_snapshot *from = r->old.snapshot;
    for (uint32_t i = 0; i < from->segment_count; i++)
        if (from->segments[i].info.id >= r->writer->next_segment)
            r->writer->next_segment = from->segments[i].info.id + 1;
    for (uint32_t i = 0; i < from->segment_count; i++) {
        segment *s = &from->segments[i];
        if (r->all || r->old.is_damaged[i])
            TRY(rebuild_segment(r, s));
        else
            TRY(copy_segment(r, &s->info));
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
    kept.name = arena_str(&w->arena, entry->name);
    kept.path = arena_str(&w->arena, entry->path);
    if (r->done.passages_lost || r->doubtful) {
        kept.content_hash = 0;
        kept.stamp = (file_stamp){ 0 };
    }
    if (!kept.name.data || !kept.path.data)
        return error_nomem(r->err);
    return writer_put_source(w, &kept, r->err);
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
                TRY(enter_name(r, name));
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
 * none: the next writers would put other lists in the place of theirs.
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

/* ---- files -------------------------------------------------------------- */

static void
folder_remove(const yz_allocator *memory, const char *path)
{
    static const char *const files[] = { "data.mdb", "lock.mdb", "writer.lock",
                                         "data.mdb.new", "data.mdb.old" };
    arena a = { .from = memory };
    unlink(path); /* a link: what lies where it leads is not ours */
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
        const yz_str file = arena_printf(&a, "%s/%s", path, files[i]);
        if (file.data)
            unlink(file.data);
    }
    rmdir(path);
    arena_dispose(&a);
}

/* The names of what is made beside the index. */
typedef struct folders {
    arena arena;
    yz_str left; /**< what is left of broken pages */
    yz_str fresh;
    yz_str data; /**< the new data file */
} folders;

static yz_status
folders_name(const yz_allocator *memory, const char *path, folders *f,
             yz_error *err)
{
    *f = (folders){ .arena.from = memory };
    f->left = arena_printf(&f->arena, "%s/salvage.new", path);
    f->fresh = arena_printf(&f->arena, "%s/repair.new", path);
    f->data = arena_printf(&f->arena, "%s/repair.new/data.mdb", path);
    if (!f->left.data || !f->fresh.data || !f->data.data)
        return error_nomem(err);
    folder_remove(memory, f->left.data); /* of a run that was killed */
    folder_remove(memory, f->fresh.data);
    return YZ_OK;
}

static yz_status
rebuild_in(rebuild *r, const char *path, const folders *f)
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
    folders f;
    rebuild r = { .memory = memory, .found = found, .all = all, .err = err };
    yz_status status = folders_name(memory, path, &f, err);
    if (status == YZ_OK)
        status = rebuild_in(&r, path, &f);
    old_index_close(&r.old);
    if (f.fresh.data && f.left.data) {
        folder_remove(memory, f.left.data);
        folder_remove(memory, f.fresh.data);
    }
    arena_dispose(&f.arena);
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
