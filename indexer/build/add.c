/* SPDX-License-Identifier: MIT */
/*
 * Adding sources to the writer: is the file the one that was read last time?
 * If not, what it gives now takes the place of what it gave before.
 */
#include "core/base/hash.h"
#include "core/report/report.h"
#include "indexer/build/writer.h"
#include "indexer/source/name.h"

#include <string.h>
#include <time.h>

/* In the place of the time of reading: a part of the source was refused. */
enum { PARTLY_REFUSED = 0 };

static int64_t
now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The source as it will be after the commit. YZ_DONE: it is not known. */
static yz_status
source_known(yz_writer *w, yz_str name, source_entry *ret_entry, yz_error *err)
{
    for (size_t i = w->sources.count; i-- > 0;)
        if (str_equal(w->sources.items[i].name, name)) {
            *ret_entry = w->sources.items[i];
            return YZ_OK;
        }
    for (size_t i = 0; i < w->gone.count; i++)
        if (str_equal(w->gone.items[i], name))
            return YZ_DONE;
    return catalog_find_source(w->snapshot->txn, name, &w->arena, ret_entry,
                               err);
}

/*
 * A file that changed within the tick of its last reading is not trusted, nor
 * one of which a part was refused: that must be told again.
 */
static bool
stamp_trusted(const source_entry *known, const file_stamp *stamp)
{
    return known->stamp.size == stamp->size &&
           known->stamp.modified_ns == stamp->modified_ns &&
           known->stamp.inode == stamp->inode &&
           stamp->modified_ns < known->read_ns;
}

/* Sees what a source leaves out on its way to the caller. */
typedef struct refusals {
    yz_notice_fn notice;
    void *notice_context;
    bool any;
} refusals;

static void
refusals_see(void *context, yz_severity severity, const yz_error *notice)
{
    refusals *r = context;
    r->any |= severity == YZ_REFUSAL;
    if (r->notice)
        r->notice(r->notice_context, severity, notice);
}

static yz_status
source_open(const void *data, size_t size, const char *path,
            const yz_source_options *given, refusals *r, yz_source **ret_source,
            yz_error *err)
{
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    if (given)
        options = *given;
    *r = (refusals){ options.notice, options.notice_context, false };
    options.notice = refusals_see;
    options.notice_context = r;
    return yz_source_open_memory(data, size, path, &options, ret_source, err);
}

static yz_status
builder_take(yz_writer *w, const yz_report *report, yz_error *err)
{
    for (size_t i = 0; i < report->passages.count; i++) {
        const yz_passage *p = &report->passages.items[i];
        const entered_id id = { arena_str(&w->arena, p->report),
                                arena_str(&w->arena, p->id) };
        if (!id.report.data || !id.id.data)
            return error_nomem(err);
        TRY(segment_builder_add(&w->builder, p, err));
        if (!ARRAY_PUSH(&w->entered, id))
            return error_nomem(err);
    }
    return YZ_OK;
}

/*
 * Reports are read before any is taken, so that a source that is refused half
 * way leaves nothing behind.
 */
typedef struct report_list {
    ARRAY_OF(yz_report *) reports;
    uint64_t passages;
} report_list;

static void
reports_dispose(report_list *list)
{
    for (size_t i = 0; i < list->reports.count; i++)
        yz_report_free(list->reports.items[i]);
    ARRAY_DISPOSE(&list->reports);
}

static yz_status
reports_read(yz_source *source, report_list *list, yz_error *err)
{
    for (;;) {
        yz_report *report;
        const yz_status status = yz_source_next(source, &report, err);
        if (status == YZ_DONE)
            return YZ_OK;
        if (status != YZ_OK)
            return status;
        if (!ARRAY_PUSH(&list->reports, report)) {
            yz_report_free(report);
            return error_nomem(err);
        }
        list->passages += report->passages.count;
    }
}

static yz_status
reports_take(yz_writer *w, const report_list *list, source_entry *entry,
             yz_error *err)
{
    entry->reports = (uint32_t)list->reports.count;
    entry->run = (passage_run){ w->segment_id, w->builder.passages,
                                (uint32_t)list->passages };
    for (size_t i = 0; i < list->reports.count; i++)
        TRY(builder_take(w, list->reports.items[i], err));
    return YZ_OK;
}

/* Put the source's reports in the place of those it gave before. */
static yz_status
source_take(yz_writer *w, const void *data, size_t size, const char *path,
            const yz_source_options *options, source_entry *entry,
            yz_added *added, yz_error *err)
{
    yz_source *source;
    refusals refused;
    report_list list = { 0 };
    TRY(source_open(data, size, path, options, &refused, &source, err));
    yz_status status = reports_read(source, &list, err);
    if (refused.any)
        entry->read_ns = PARTLY_REFUSED;
    if (status == YZ_OK)
        status = reports_take(w, &list, entry, err);
    if (status == YZ_OK && added->outcome == YZ_REPLACED &&
        !ARRAY_PUSH(&w->gone, entry->name))
        status = error_nomem(err);
    if (status == YZ_OK && !ARRAY_PUSH(&w->sources, *entry))
        status = error_nomem(err);
    added->reports = (uint32_t)list.reports.count;
    added->passages = list.passages;
    reports_dispose(&list);
    yz_source_close(source);
    return status;
}

static yz_added
added_unchanged(const source_entry *known)
{
    return (yz_added){ .outcome = YZ_UNCHANGED,
                       .reports = known->reports,
                       .passages = known->run.count,
                       .bytes = known->stamp.size };
}

/* A read file whose bytes are the old ones: only its stamp may be new. */
static yz_status
source_touch(yz_writer *w, const source_entry *known, const file_stamp *stamp,
             yz_error *err)
{
    source_entry entry = *known;
    if (!stamp || !memcmp(stamp, &known->stamp, sizeof(*stamp)) ||
        known->read_ns == PARTLY_REFUSED)
        return YZ_OK;
    entry.stamp = *stamp;
    entry.read_ns = now_ns();
    return ARRAY_PUSH(&w->sources, entry) ? YZ_OK : error_nomem(err);
}

/* Read an unchanged source again, only to say what is refused of it. */
static yz_status
tell_refusals(const void *data, size_t size, const char *path,
              const yz_source_options *options, yz_error *err)
{
    yz_source *source;
    yz_report *report;
    refusals refused;
    yz_status status;
    TRY(source_open(data, size, path, options, &refused, &source, err));
    while ((status = yz_source_next(source, &report, err)) == YZ_OK)
        yz_report_free(report);
    yz_source_close(source);
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
add_bytes(yz_writer *w, const void *data, size_t size, const char *path,
          yz_str name, const file_stamp *stamp,
          const yz_source_options *options, yz_added *ret_added, yz_error *err)
{
    source_entry known;
    const uint64_t hash = hash_bytes(data, size);
    const yz_status found = source_known(w, name, &known, err);
    if (found != YZ_OK && found != YZ_DONE)
        return found;
    if (found == YZ_OK && known.content_hash == hash &&
        !(w->flags & YZ_WRITER_FORCE)) {
        if (known.read_ns == PARTLY_REFUSED)
            TRY(tell_refusals(data, size, path, options, err));
        *ret_added = added_unchanged(&known);
        return source_touch(w, &known, stamp, err);
    }
    if (found == YZ_OK && known.run.segment == w->segment_id && known.run.count)
        TRY(yz_writer_commit(w, err)); /* the file changed under our hands */
    source_entry entry = { .name = name,
                           .path = arena_str(&w->arena, str_of(path)),
                           .content_hash = hash,
                           .read_ns = now_ns() };
    if (!entry.path.data)
        return error_nomem(err);
    if (stamp)
        entry.stamp = *stamp;
    entry.stamp.size = size;
    yz_added added = { .outcome = found == YZ_OK ? YZ_REPLACED : YZ_ADDED,
                       .bytes = size };
    TRY(source_take(w, data, size, path, options, &entry, &added, err));
    *ret_added = added;
    if (segment_builder_size(&w->builder) > w->memory_max)
        return yz_writer_commit(w, err);
    return YZ_OK;
}

yz_status
yz_writer_add_file(yz_writer *w, const char *path,
                   const yz_source_options *options, yz_added *ret_added,
                   yz_error *reterr)
{
    yz_str name;
    file_stamp stamp;
    source_entry known;
    TRY(source_name(path, options ? options->root : NULL, &w->arena, &name,
                    reterr));
    TRY(file_stamp_of(path, &stamp, reterr));
    if (!(w->flags & YZ_WRITER_FORCE)) {
        const yz_status found = source_known(w, name, &known, reterr);
        if (found == YZ_OK && stamp_trusted(&known, &stamp)) {
            *ret_added = added_unchanged(&known);
            return YZ_OK;
        }
        if (found != YZ_OK && found != YZ_DONE)
            return found;
    }
    buffer data = { 0 };
    yz_status status =
        file_read(path, YZ_SOURCE_SIZE_MAX, &data, &stamp, reterr);
    if (status == YZ_OK)
        status = add_bytes(w, data.data, data.size, path, name, &stamp, options,
                           ret_added, reterr);
    buffer_dispose(&data);
    return status;
}

yz_status
yz_writer_add_memory(yz_writer *w, const void *data, size_t size,
                     const char *name, const yz_source_options *options,
                     yz_added *ret_added, yz_error *reterr)
{
    const yz_str key = arena_str(&w->arena, str_of(name));
    if (!key.data)
        return error_nomem(reterr);
    return add_bytes(w, data, size, name, key, NULL, options, ret_added,
                     reterr);
}
