/* SPDX-License-Identifier: MIT */
#include "core/index/passages.h"
#include "core/index/passage_ranges.h"
#include "core/index/records.h"
#include "core/index/remote.h"

#include "core/base/abi.h"
#include "core/report/box_record.h"

static yz_status
strings_resolve(segment *s, const record_strings *strings, yz_passage *passage,
                yz_error *err)
{
    TRY(segment_string(s, strings->report, &passage->report, err));
    TRY(segment_string(s, strings->section, &passage->section, err));
    TRY(segment_string(s, strings->title, &passage->title, err));
    TRY(segment_string(s, strings->path, &passage->path, err));
    return segment_string(s, strings->encoding, &passage->encoding, err);
}

yz_status
segment_passage_only(segment *s, uint32_t number, arena *a,
                     yz_passage *ret_passage, record_strings *ret_strings,
                     yz_error *err)
{
    yz_passage passage = { 0 };
    TRY(segment_record_decode(s, number, a, &passage, ret_strings, err));
    TRY(strings_resolve(s, ret_strings, &passage, err));
    TRY(segment_text(s, number, a, &passage.text, err));
    *ret_passage = passage;
    return YZ_OK;
}

static yz_status
pages_resolve(segment *s, const box_record_head *head, arena *a,
              yz_passage *passage, yz_error *err)
{
    yz_page *pages =
        arena_array(a, (size_t)head->page_count + 1, sizeof(*pages));
    if (!pages)
        return error_nomem(err);
    for (uint32_t i = 0; i < head->page_count; i++) {
        yz_str coded;
        TRY(segment_string(s, head->pages[i], &coded, err));
        TRY(box_page_decode(coded, &pages[i], err));
    }
    passage->pages = pages;
    passage->page_count = head->page_count;
    return YZ_OK;
}

yz_status
segment_passage_boxes(segment *s, const record_strings *strings, arena *a,
                      yz_passage *passage, yz_error *err)
{
    bytes record;
    box_record_head head;
    yz_passage whole = *passage;
    if (!strings->has_boxes)
        return YZ_OK;
    TRY(segment_boxes(s, strings->boxes, &record, err));
    TRY(box_record_peek(record, a, &head, err));
    TRY(pages_resolve(s, &head, a, &whole, err));
    TRY(box_record_decode(&head, a, &whole, err));
    *passage = whole;
    return YZ_OK;
}

yz_status
segment_passage(segment *s, uint32_t number, arena *a, yz_passage *ret_passage,
                yz_error *err)
{
    record_strings strings;
    yz_passage passage;
    TRY(segment_passage_only(s, number, a, &passage, &strings, err));
    TRY(segment_passage_boxes(s, &strings, a, &passage, err));
    *ret_passage = passage;
    return YZ_OK;
}

yz_status
segment_passage_read(segment *s, uint32_t number, arena *a,
                     yz_passage *ret_passage, yz_error *err)
{
    record_head head;
    TRY(segment_record_peek(s, number, &head, err));
    *ret_passage = (yz_passage){ 0 };
    return head.strings.has_boxes
               ? segment_passage(s, number, a, ret_passage, err)
               : YZ_OK;
}

/* ---- passages one after the other ------------------------------------------- */

struct yz_passages {
    yz_snapshot *snapshot;
    uint32_t segment; /* the next one by number */
    uint32_t passage;
    passage_ranges passage_ranges; /* of the report that was looked at last */
    yz_str report;                 /* its name, on the mapped pages */
    passage_spot apart;            /* in a report that is in several ranges */
    bool of_report;                /* those of `report` alone are given */
    bool is_first;                 /* the passage at `apart` comes next */
    arena arena;
    arena names; /* of the report that was asked for */
    yz_passage current;
    remote_passages *remote; /* all of them, where the index is elsewhere */
};

static yz_status
passages_open(yz_snapshot *snapshot, yz_passages **ret_passages,
              yz_error *reterr)
{
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(store_check_process(snapshot->index->store, reterr));
    const yz_allocator *memory = snapshot->index->memory;
    yz_passages *passages = memory_zeroed(memory, 1, sizeof(*passages));
    if (!passages)
        return error_nomem(reterr);
    passages->snapshot = snapshot_retain(snapshot);
    passages->passage_ranges = passage_ranges_of(memory);
    passages->arena.from = memory;
    passages->names.from = memory;
    *ret_passages = passages;
    return YZ_OK;
}

/* Those of a remote index: of all reports, or (with data) of one. */
static yz_status
open_remote(yz_passages *all, yz_str report, yz_error *err)
{
    remote *from = all->snapshot->index->remote;
    return from ? remote_passages_open(from, report, &all->remote, err) : YZ_OK;
}

yz_status
yz_passages_open(yz_snapshot *snapshot, yz_passages **ret_passages,
                 yz_error *reterr)
{
    yz_passages *passages;
    TRY(passages_open(snapshot, &passages, reterr));
    const yz_status status = open_remote(passages, (yz_str){ 0 }, reterr);
    if (status == YZ_OK)
        *ret_passages = passages;
    else
        yz_passages_close(passages);
    return status;
}

/* Begin with the first passage of the report, if it is known where it stands;
 * otherwise all passages are gone through. */
static yz_status
begin_report(yz_passages *all, yz_str report, yz_error *err)
{
    all->of_report = true;
    all->report = arena_str(&all->names, report);
    if (!all->report.data)
        return error_nomem(err);
    TRY(passage_ranges_find(&all->passage_ranges, all->snapshot, report, err));
    all->is_first = all->passage_ranges.list.count > 0;
    if (!all->is_first)
        return YZ_OK;
    all->segment = all->snapshot->segment_count;
    return passage_ranges_first(&all->passage_ranges, &all->apart, err);
}

yz_status
yz_passages_open_report(yz_snapshot *snapshot, yz_str report,
                        yz_passages **ret_passages, yz_error *reterr)
{
    yz_passages *passages;
    TRY(passages_open(snapshot, &passages, reterr));
    const yz_status status = snapshot->index->remote
                                 ? open_remote(passages, report, reterr)
                                 : begin_report(passages, report, reterr);
    if (status == YZ_OK)
        *ret_passages = passages;
    else
        yz_passages_close(passages);
    return status;
}

static yz_status
passages_read(yz_passages *all, segment *s, uint32_t number, yz_error *err)
{
    return segment_passage(s, number, &all->arena, &all->current, err);
}

/* The next passage by number; `*ret_spot` says where it stands. */
static yz_status
next_by_number(yz_passages *all, passage_spot *ret_spot, yz_error *err)
{
    for (; all->segment < all->snapshot->segment_count;
         all->segment++, all->passage = 0) {
        segment *s = &all->snapshot->segments[all->segment];
        while (all->passage < s->info.passages) {
            const uint32_t number = all->passage++;
            bool is_wanted = !segment_is_deleted(s, number);
            if (is_wanted && all->of_report)
                TRY(segment_passage_is_of(s, number, all->report, &is_wanted,
                                          err));
            if (!is_wanted)
                continue;
            *ret_spot = (passage_spot){ s, number };
            return passages_read(all, s, number, err);
        }
    }
    return YZ_DONE;
}

/* The next passage of the report that stands apart. YZ_DONE: it is at an end */
static yz_status
next_apart(yz_passages *all, yz_error *err)
{
    if (!all->apart.segment)
        return YZ_DONE;
    const yz_status status =
        passage_ranges_step(&all->passage_ranges, 1, &all->apart, err);
    if (status == YZ_DONE)
        all->apart.segment = NULL;
    return status == YZ_OK
               ? passages_read(all, all->apart.segment, all->apart.passage, err)
               : status;
}

/*
 * Whether the passage that was read is the next one. One of a report that
 * stands apart is not: the report is given where its first range is met, and
 * passed over where the others are.
 */
static yz_status
settle(yz_passages *all, const passage_spot *spot, bool *ret_is_next,
       yz_error *err)
{
    passage_ranges *st = &all->passage_ranges;
    if (!str_equal(all->current.report, all->report)) {
        TRY(passage_ranges_find(st, all->snapshot, all->current.report, err));
        all->report = all->current.report;
    }
    const passage_range *in =
        st->list.count > 1
            ? passage_ranges_with(st, spot->segment, spot->passage)
            : NULL;
    *ret_is_next = !in || in == st->list.items;
    if (!in)
        return YZ_OK;
    all->passage = in->end;
    if (!*ret_is_next)
        return YZ_OK;
    TRY(passage_ranges_first(st, &all->apart, err));
    arena_clear(&all->arena);
    return passages_read(all, all->apart.segment, all->apart.passage, err);
}

static yz_status
next_of_report(yz_passages *all, yz_error *err)
{
    passage_spot spot;
    if (all->is_first) {
        all->is_first = false;
        return passages_read(all, all->apart.segment, all->apart.passage, err);
    }
    const yz_status status = next_apart(all, err);
    return status == YZ_DONE ? next_by_number(all, &spot, err) : status;
}

static yz_status
next_of_all(yz_passages *passages, yz_error *reterr)
{
    yz_status status = next_apart(passages, reterr);
    for (bool found = false; status == YZ_DONE && !found;) {
        passage_spot spot;
        arena_clear(&passages->arena);
        status = next_by_number(passages, &spot, reterr);
        if (status != YZ_OK)
            return status;
        TRY(settle(passages, &spot, &found, reterr));
        status = found ? YZ_OK : YZ_DONE;
    }
    return status;
}

yz_status
yz_passages_next(yz_passages *passages, const yz_passage **ret_passage,
                 yz_error *reterr)
{
    TRY(abi_require(passages, "passages iterator", reterr));
    if (passages->remote)
        return remote_passages_next(passages->remote, ret_passage, reterr);
    arena_clear(&passages->arena);
    const yz_status status = passages->of_report
                                 ? next_of_report(passages, reterr)
                                 : next_of_all(passages, reterr);
    if (status == YZ_OK)
        *ret_passage = &passages->current;
    return status;
}

void
yz_passages_close(yz_passages *passages)
{
    if (!passages)
        return;
    remote_passages_close(passages->remote);
    passage_ranges_dispose(&passages->passage_ranges);
    arena_dispose(&passages->arena);
    arena_dispose(&passages->names);
    yz_snapshot *snapshot = passages->snapshot;
    memory_release(passages->arena.from, passages);
    yz_snapshot_close(snapshot);
}
