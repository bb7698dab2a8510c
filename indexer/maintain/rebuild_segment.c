/* SPDX-License-Identifier: MIT */
#include "indexer/maintain/rebuild_segment.h"

#include "core/base/hash.h"
#include "core/index/passages.h"
#include "core/report/report.h"
#include "indexer/maintain/places.h"

/* Passages that are given to the writer at a time. */
enum { PASSAGES_AT_ONCE = 4096 };

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

yz_status
rebuild_copy(rebuild *r, const manifest_segment *info)
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

/* ---- a segment that is made again ---------------------------------------- */

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
yz_status
rebuild_enter_name(rebuild *r, yz_str name)
{
    yz_writer *w = r->writer;
    if (!name.size || pending_entered(&w->pending, name))
        return YZ_OK;
    const yz_str copy = arena_str(&w->pending.arena, name);
    const source_entry entry = { .name = copy, .path = copy };
    return copy.data ? pending_put_source(&w->pending, &entry, r->err)
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
    yz_status begun = rebuild_enter_name(r, name);
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

/* A passage whose boxes are damaged is worth keeping without them. */
static yz_status
take_boxes(rebuild *r, segment *s, uint32_t number,
           const record_strings *strings, yz_report *report, yz_passage *read)
{
    yz_error seen;
    const yz_status status =
        segment_passage_boxes(s, strings, &report->arena, read, &seen);
    if (status == YZ_E_CORRUPT) {
        problem(r->found, "boxes",
                "the boxes of passage %u of segment %u cannot be read and are "
                "lost",
                number, s->info.id);
        return YZ_OK;
    }
    if (status != YZ_OK && r->err)
        *r->err = seen;
    return status;
}

/* Take a passage if it can be read; it is lost if not. */
static yz_status
take_passage(rebuild *r, segment *s, uint32_t number, yz_report *report)
{
    yz_error seen;
    yz_passage read;
    record_strings strings;
    const yz_status status =
        segment_passage_only(s, number, &report->arena, &read, &strings, &seen);
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
    TRY(take_boxes(r, s, number, &strings, report, &read));
    const yz_status places = places_check(&read, &seen);
    if (places == YZ_E_CORRUPT)
        places_forget(&read);
    yz_passage *taken = places == YZ_E_NOMEM ? NULL : report_add(report);
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

yz_status
rebuild_anew(rebuild *r, segment *s)
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
