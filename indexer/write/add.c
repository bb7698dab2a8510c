/* SPDX-License-Identifier: MIT */
/*
 * Adding sources to the writer: is the file the one that was read last time?
 * If not, what it gives now takes the place of what it gave before.
 */
#include "core/base/abi.h"
#include "core/report/report.h"
#include "indexer/source/name.h"
#include "indexer/source/source.h"
#include "indexer/write/keep.h"
#include "indexer/write/writer.h"

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

/* Whether the source comes with this commit; and how. */
static bool
is_pending(const yz_writer *w, yz_str name, source_entry *ret_entry)
{
    uint32_t number;
    if (!term_table_find(&w->source_names, name, &number))
        return false;
    *ret_entry = w->sources.items[number];
    return true;
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
source_open(source_bytes *b, const char *path, const yz_source_options *given,
            refusals *r, yz_source **ret_source, yz_error *err)
{
    yz_source_options options = *given;
    *r = (refusals){ options.notice, options.notice_context, false };
    options.notice = refusals_see;
    options.notice_context = r;
    return source_open_bytes(b, path, &options, ret_source, err);
}

/* A source that is being read into the run. */
typedef struct taking {
    yz_writer *writer;
    yz_source *source;
    yz_str name;
    keep *keep; /* what it gave before and stays; NULL: it is new */
    yz_added *added;
    bool begun; /* its name is with the run */
    yz_error *err;
} taking;

/* Other sources may have given, or give, passages of that report, too. */
static yz_status
note_foreign(const taking *t, yz_str report)
{
    uint32_t number;
    if (str_equal(report, t->name) ||
        term_table_number(&t->writer->foreign, report, &number))
        return YZ_OK;
    return error_nomem(t->err);
}

/* Give the run what does not stay where it is. */
static yz_status
report_take(taking *t, yz_report *report /* takes */, bool whole)
{
    yz_writer *w = t->writer;
    uint64_t kept = 0;
    const yz_str name = report->passages.items[0].report;
    t->added->reports += !report->continues;
    t->added->passages += report->passages.count;
    yz_status status = YZ_OK;
    if (t->keep)
        status = keep_passages(t->keep, report, whole, &kept, t->err);
    t->added->kept += kept;
    if (status == YZ_OK)
        status = note_foreign(t, name);
    if (status == YZ_OK && !t->begun && report->passages.count)
        status = run_begin_source(&w->run, t->name, t->err);
    if (status != YZ_OK || !report->passages.count) {
        yz_report_free(report);
        return status;
    }
    TRY(run_take(&w->run, report, w->workers, t->err));
    t->begun = !writer_is_full(w, source_size(t->source));
    return t->begun ? YZ_OK : writer_store_run(w, t->err);
}

/*
 * Read reports, or parts of them, and give them to the run. Once one is given
 * there is no way back: what fails then has lost something. A run that is full
 * becomes a segment, and the source goes on in the next. Whether a report is
 * whole is known when the next one is read.
 */
static yz_status
reports_take(taking *t)
{
    yz_report *report;
    yz_report *next = NULL;
    yz_status status = yz_source_next(t->source, &report, t->err);
    while (status == YZ_OK) {
        const yz_status more = yz_source_next(t->source, &next, t->err);
        const bool goes_on = more == YZ_OK && next->continues;
        if (more != YZ_OK && more != YZ_DONE) {
            yz_report_free(report);
            return more;
        }
        status = report_take(t, report, !report->continues && !goes_on);
        report = next;
        if (status == YZ_OK)
            status = more;
        else if (more == YZ_OK)
            yz_report_free(next);
    }
    return status == YZ_DONE ? YZ_OK : status;
}

/* Let the source's reports take the place of those it gave before. */
static yz_status
reports_replace(taking *t)
{
    keep kept = { 0 };
    TRY(keep_open(t->writer, t->name, &kept, t->err));
    t->keep = &kept;
    yz_status status = reports_take(t);
    if (status == YZ_OK)
        status = keep_drop_others(&kept, t->err);
    keep_dispose(&kept);
    return status;
}

static yz_status
source_take(yz_writer *w, source_bytes *b, const char *path,
            const yz_source_options *options, source_entry *entry,
            yz_added *added, yz_error *err)
{
    yz_source *source;
    refusals refused;
    TRY(source_open(b, path, options, &refused, &source, err));
    taking t = { .writer = w,
                 .source = source,
                 .name = entry->name,
                 .added = added,
                 .err = err };
    yz_status status =
        added->outcome == YZ_REPLACED ? reports_replace(&t) : reports_take(&t);
    if (refused.any)
        entry->read_ns = PARTLY_REFUSED;
    entry->reports = added->reports;
    entry->passages = added->passages;
    yz_source_close(source);
    if (status == YZ_OK)
        status = writer_put_source(w, entry, err);
    if (status == YZ_OK)
        status = contents_note(w, entry, err);
    w->failed = w->failed || (status != YZ_OK && added->reports);
    return status;
}

static yz_added
added_unchanged(const source_entry *known)
{
    return (yz_added){ .outcome = YZ_UNCHANGED,
                       .reports = known->reports,
                       .passages = known->passages,
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
    return writer_put_source(w, &entry, err);
}

/* Read an unchanged source again, only to say what is refused of it. */
static yz_status
tell_refusals(source_bytes *b, const char *path,
              const yz_source_options *options, yz_error *err)
{
    yz_source *source;
    yz_report *report;
    refusals refused;
    yz_status status;
    TRY(source_open(b, path, options, &refused, &source, err));
    while ((status = yz_source_next(source, &report, err)) == YZ_OK)
        yz_report_free(report);
    yz_source_close(source);
    return status == YZ_DONE ? YZ_OK : status;
}

/*
 * A file that changes while it is read twice: what it gave first is committed,
 * so that it can be replaced. The name lies in the arena that a commit clears.
 */
static yz_status
commit_before(yz_writer *w, yz_str *name, yz_error *err)
{
    arena kept = { .from = w->index->memory };
    yz_status status = YZ_E_NOMEM;
    const yz_str copy = arena_str(&kept, *name);
    if (copy.data)
        status = yz_writer_commit(w, err);
    if (status == YZ_OK)
        *name = arena_str(&w->arena, copy);
    arena_dispose(&kept);
    return status == YZ_OK && !name->data ? error_nomem(err) : status;
}

/* Bytes that are the old ones. */
static yz_status
add_unchanged(yz_writer *w, source_bytes *b, const char *path,
              const source_entry *known, const file_stamp *stamp,
              const yz_source_options *options, yz_added *ret_added,
              yz_error *err)
{
    if (known->read_ns == PARTLY_REFUSED)
        TRY(tell_refusals(b, path, options, err));
    *ret_added = added_unchanged(known);
    return source_touch(w, known, stamp, err);
}

/* Another source of the same bytes; both are taken. */
static yz_status
find_twin(yz_writer *w, const source_entry *entry, yz_added *added,
          yz_error *err)
{
    source_entry other;
    const yz_status status = contents_find(w, entry, &other, err);
    if (status == YZ_OK)
        added->same_as = other.path;
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
add_bytes(yz_writer *w, source_bytes *b, const char *path, yz_str name,
          const file_stamp *stamp, const yz_source_options *options,
          yz_added *ret_added, yz_error *err)
{
    source_entry known;
    const yz_status found = writer_find_source(w, name, &known, err);
    if (found != YZ_OK && found != YZ_DONE)
        return found;
    if (found == YZ_OK && known.content_hash == b->hash &&
        !(w->flags & YZ_WRITER_FORCE))
        return add_unchanged(w, b, path, &known, stamp, options, ret_added,
                             err);
    if (is_pending(w, name, &known))
        TRY(commit_before(w, &name, err));
    source_entry entry = { .name = name,
                           .path = arena_str(&w->arena, str_of(path)),
                           .content_hash = b->hash,
                           .read_ns = now_ns() };
    if (!entry.path.data)
        return error_nomem(err);
    if (stamp)
        entry.stamp = *stamp;
    entry.stamp.size = b->size;
    yz_added added = { .outcome = found == YZ_OK ? YZ_REPLACED : YZ_ADDED,
                       .bytes = b->size };
    TRY(find_twin(w, &entry, &added, err));
    TRY(source_take(w, b, path, options, &entry, &added, err));
    *ret_added = added;
    return YZ_OK;
}

/* The options of a source that the writer reads: its memory is the writer's. */
static yz_status
own_options(const yz_writer *w, const yz_source_options *given,
            yz_source_options *ret_options, yz_error *err)
{
    yz_source_options own = YZ_OPTIONS(yz_source_options);
    TRY(abi_take_options(&own, given, err));
    TRY(abi_check_flags(own.flags, YZ_SOURCE_STRICT_ENCODING, err));
    own.allocator = w->index->memory;
    *ret_options = own;
    return YZ_OK;
}

yz_status
yz_writer_add_file(yz_writer *w, const char *path,
                   const yz_source_options *options, yz_added *ret_added,
                   yz_error *reterr)
{
    yz_source_options own;
    yz_str name;
    file_stamp stamp;
    source_entry known;
    TRY(writer_check(w, reterr));
    TRY(own_options(w, options, &own, reterr));
    TRY(source_name(path, own.root, &w->arena, &name, reterr));
    TRY(file_stamp_of(path, &stamp, reterr));
    if (!(w->flags & YZ_WRITER_FORCE)) {
        const yz_status found = writer_find_source(w, name, &known, reterr);
        if (found == YZ_OK && stamp_trusted(&known, &stamp)) {
            *ret_added = added_unchanged(&known);
            return YZ_OK;
        }
        if (found != YZ_OK && found != YZ_DONE)
            return found;
    }
    source_bytes b;
    TRY(source_bytes_open(path, &own, &b, &stamp, reterr));
    const yz_status status =
        add_bytes(w, &b, path, name, &stamp, &own, ret_added, reterr);
    source_bytes_dispose(&b);
    return status;
}

yz_status
yz_writer_add_memory(yz_writer *w, const void *data, size_t size,
                     const char *name, const yz_source_options *options,
                     yz_added *ret_added, yz_error *reterr)
{
    yz_source_options own;
    TRY(writer_check(w, reterr));
    TRY(own_options(w, options, &own, reterr));
    if (!*name)
        return error_set(reterr, YZ_E_INVALID, "the source needs a name");
    const yz_str key = arena_str(&w->arena, str_of(name));
    if (!key.data)
        return error_nomem(reterr);
    source_bytes b = source_bytes_of(data, size);
    return add_bytes(w, &b, name, key, NULL, &own, ret_added, reterr);
}
