/* SPDX-License-Identifier: MIT */
/*
 * Documents that a program gives without a file. A report that is put is a
 * source of its name, so it replaces and is found unchanged as files are; a
 * single passage replaces the one of its report and id, which the commit sees
 * to for all that is committed. What was given since the last commit is looked
 * up here and deleted by its place, as if it were there already.
 */
#include "core/base/abi.h"
#include "core/base/hash.h"
#include "core/index/passage_lookup.h"
#include "core/index/remote.h"
#include "core/report/box_record.h"
#include "core/report/report.h"
#include "indexer/source/passage_check.h"
#include "indexer/write/writer.h"

/* The place of a passage of the run, as the commit will know it. */
static given_range
in_run(const yz_writer *w, uint32_t first, uint32_t count)
{
    return (given_range){ .first = { w->view.next_segment, first },
                          .count = count };
}

static yz_status
spill(yz_writer *w, yz_error *err)
{
    return writer_is_full(w, 0) ? writer_store_run(w, err) : YZ_OK;
}

/* ---- single passages ------------------------------------------------------ */

static yz_status
put_passage(yz_writer *w, const yz_passage *passage, yz_error *err)
{
    uint32_t number;
    yz_str id = passage->id;
    if (!id.size)
        id = report_id_of(&w->pending.arena, passage->report, passage->text);
    if (!id.data)
        return error_nomem(err);
    TRY(run_put(&w->run, passage, w->workers, &number, err));
    TRY(pending_give(&w->pending, passage->report, &id, in_run(w, number, 1),
                     err));
    return spill(w, err);
}

yz_status
yz_writer_put_passage(yz_writer *w, const yz_passage *passage, yz_error *reterr)
{
    TRY(writer_check(w, reterr));
    TRY(abi_require(passage, "passage", reterr));
    TRY(passage_check(passage, reterr));
    const yz_status status = put_passage(w, passage, reterr);
    w->failed = status != YZ_OK;
    return status;
}

yz_status
yz_writer_remove_passage(yz_writer *w, yz_str report, yz_str id,
                         yz_error *reterr)
{
    passage_place place;
    bool given;
    bool removed;
    yz_status found = YZ_DONE;
    TRY(writer_check(w, reterr));
    if (w->remote)
        return remote_writer_remove_passage(w->remote, report, id, reterr);
    TRY(pending_take_back(&w->pending, report, id, &given, &removed, reterr));
    if (!removed)
        found = snapshot_find_id(w->view.snapshot, report, id, &place, reterr);
    if (found == YZ_OK)
        return pending_delete(&w->pending, place, reterr);
    if (found != YZ_DONE || given)
        return found == YZ_DONE ? YZ_OK : found;
    return error_set(reterr, YZ_E_NOT_FOUND,
                     "the index has no passage with this report and id");
}

/* ---- reports ---------------------------------------------------------------- */

/* All of a passage that is kept; two passages differ where this does. */
static void
put_content(const yz_passage *p, buffer *out)
{
    buffer_put_str(out, p->id);
    buffer_put_str(out, p->section);
    buffer_put_str(out, p->title);
    buffer_put_str(out, p->date);
    buffer_put_str(out, p->text);
    buffer_put_str(out, p->extra);
    buffer_put_u8(out, (uint8_t)p->kind);
    buffer_put_u8(out, p->truncated);
    box_record_put_content(p, out);
}

static yz_status
content_of(const yz_allocator *memory, const yz_report *report,
           source_entry *entry, yz_error *err)
{
    buffer content = { .from = memory };
    for (size_t i = 0; i < report->passages.count; i++)
        put_content(&report->passages.items[i], &content);
    const bool ok = buffer_ok(&content);
    entry->content_hash = hash_bytes(content.data, content.size);
    entry->stamp.size = content.size;
    buffer_dispose(&content);
    return ok ? YZ_OK : error_nomem(err);
}

static yz_status
take_report(yz_writer *w, yz_report *report, yz_str name, yz_error *err)
{
    const uint32_t first = w->run.passages;
    TRY(run_begin_source(&w->run, name, err));
    report_retain(report);
    TRY(run_take(&w->run, report, w->workers, err));
    for (uint32_t i = 0; i < report->passages.count; i++)
        TRY(pending_give(&w->pending, name, &report->passages.items[i].id,
                         in_run(w, first + i, 1), err));
    return pending_give(&w->pending, name, NULL,
                        in_run(w, first, (uint32_t)report->passages.count),
                        err);
}

/* Replace the report of the same name. */
static yz_status
put_report(yz_writer *w, yz_report *report, source_entry *entry, bool is_known,
           yz_error *err)
{
    TRY(take_report(w, report, entry->name, err));
    if (is_known)
        TRY(pending_drop_source(&w->pending, entry->name, err));
    TRY(pending_put_source(&w->pending, entry, err));
    return spill(w, err);
}

yz_status
yz_writer_put(yz_writer *w, yz_report *report, yz_added *ret_added,
              yz_error *reterr)
{
    source_entry known;
    TRY(writer_check(w, reterr));
    TRY(abi_require(report, "report", reterr));
    const yz_str name =
        arena_str(&w->pending.arena, yz_report_passage(report, 0)->report);
    source_entry entry = { .name = name,
                           .path = name,
                           .reports = 1,
                           .passages = report->passages.count };
    if (!name.data)
        return error_nomem(reterr);
    TRY(content_of(w->view.index->memory, report, &entry, reterr));
    const yz_status found = writer_find_source(w, name, &known, reterr);
    if (found != YZ_OK && found != YZ_DONE)
        return found;
    const bool is_same =
        found == YZ_OK && known.content_hash == entry.content_hash;
    *ret_added = (yz_added){ .outcome = is_same          ? YZ_UNCHANGED
                                        : found == YZ_OK ? YZ_REPLACED
                                                         : YZ_ADDED,
                             .reports = 1,
                             .passages = entry.passages,
                             .bytes = entry.stamp.size };
    if (is_same)
        return YZ_OK;
    const yz_status status =
        put_report(w, report, &entry, found == YZ_OK, reterr);
    w->failed = status != YZ_OK;
    return status;
}
