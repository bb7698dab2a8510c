/* SPDX-License-Identifier: MIT */
#include "indexer/write/take.h"

#include "core/report/report.h"
#include "indexer/write/keep.h"

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
source_open(const given_source *given, refusals *r, yz_source **ret_source,
            yz_error *err)
{
    yz_source_options options = *given->options;
    *r = (refusals){ options.notice, options.notice_context, false };
    options.notice = refusals_see;
    options.notice_context = r;
    return source_open_bytes(given->bytes, given->path, &options, ret_source,
                             err);
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
    if (str_equal(report, t->name))
        return YZ_OK;
    return pending_note_foreign(&t->writer->pending, report, t->err);
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

/* Let the source's reports replace those it gave before. */
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
    t->keep = NULL;
    return status;
}

static yz_status
reports_read(taking *t)
{
    if (t->added->outcome != YZ_REPLACED)
        return reports_take(t);
    if (!t->writer->remote)
        return reports_replace(t);
    /* All of it goes to the engine again, in place of what is there. */
    TRY(pending_drop_source(&t->writer->pending, t->name, t->err));
    return reports_take(t);
}

yz_status
take_source(yz_writer *w, const given_source *given, source_entry *entry,
            yz_added *added, yz_error *err)
{
    yz_source *source;
    refusals refused;
    TRY(source_open(given, &refused, &source, err));
    taking t = { .writer = w,
                 .source = source,
                 .name = entry->name,
                 .added = added,
                 .err = err };
    yz_status status = reports_read(&t);
    if (refused.any)
        entry->read_ns = PARTLY_REFUSED;
    entry->reports = added->reports;
    entry->passages = added->passages;
    yz_source_close(source);
    if (status == YZ_OK)
        status = pending_put_source(&w->pending, entry, err);
    if (status == YZ_OK)
        status = contents_note(&w->contents, &w->pending, entry, err);
    return status;
}

yz_status
take_notices(const given_source *given, yz_error *err)
{
    yz_source *source;
    yz_report *report;
    refusals refused;
    yz_status status;
    TRY(source_open(given, &refused, &source, err));
    while ((status = yz_source_next(source, &report, err)) == YZ_OK)
        yz_report_free(report);
    yz_source_close(source);
    return status == YZ_DONE ? YZ_OK : status;
}
