/* SPDX-License-Identifier: MIT */
/*
 * A passage is found by its id among those that the source gave, and is as it
 * was if its text, its shared strings, its record and its boxes are.
 */
#include "indexer/write/keep.h"

#include "core/base/bit_set.h"
#include "core/base/hash.h"
#include "core/index/passages.h"
#include "core/index/records.h"
#include "core/report/box_record.h"
#include "core/report/report.h"

#include <stdlib.h>

#define NOT_THERE UINT32_MAX

/* A report in more ranges is laid in one again: each is looked into. */
enum { STRETCHES_MAX = 64 };

/* ---- what the source gave ----------------------------------------------- */

static yz_status
add_runs(keep *k, segment *s, yz_error *err)
{
    source_finder finder;
    source_run given;
    yz_status status;
    TRY(segment_find_source(s, k->name, &finder, err));
    while ((status = source_finder_next(&finder, &given, err)) == YZ_OK) {
        const kept_run found = { s, given.first, given.count, k->count };
        if (given.count > NOT_THERE - 1 - k->count ||
            !ARRAY_PUSH(&k->runs, found))
            return error_nomem(err);
        k->count += given.count;
    }
    return status == YZ_DONE ? YZ_OK : status;
}

/* A passage that the source gave; `last` is the one before it in the run. */
static yz_status
add_id(keep *k, const kept_run *in, uint32_t offset, source_spot *last,
       yz_error *err)
{
    yz_passage p;
    record_strings strings;
    segment *s = in->segment;
    const uint32_t passage = in->first + offset;
    arena_clear(&k->scratch);
    TRY(segment_record_decode(s, passage, &k->scratch, &p, &strings, err));
    TRY(segment_string(s, strings.report, &p.report, err));
    if (str_equal(p.report, k->name)) {
        const source_spot spot = source_spot_of(&p);
        k->falls |= source_spot_compare(*last, spot) >= 0;
        *last = spot;
    }
    if (segment_is_deleted(s, passage))
        return YZ_OK;
    uint32_t *number = number_map_at(&k->ids, hash_pair(p.report, p.id));
    if (!number)
        return error_nomem(err);
    *number = in->before + offset + 1;
    return YZ_OK;
}

static yz_status
add_ids(keep *k, yz_error *err)
{
    for (size_t i = 0; i < k->runs.count; i++) {
        source_spot last = { 0 };
        for (uint32_t j = 0; j < k->runs.items[i].count; j++)
            TRY(add_id(k, &k->runs.items[i], j, &last, err));
    }
    return YZ_OK;
}

/*
 * Where the commit has changes of other kinds, it is left to the commit which
 * passage replaces which.
 */
static bool
is_apart(const yz_writer *w, yz_str name)
{
    const pending *p = &w->pending;
    return !p->has_removed && !p->given.names.terms.count &&
           !pending_is_foreign(p, name);
}

yz_status
keep_open(yz_writer *w, yz_str name, keep *ret_keep, yz_error *err)
{
    const yz_allocator *memory = w->view.index->memory;
    keep k = { .writer = w,
               .name = name,
               .runs.from = memory,
               .ids.from = memory,
               .scratch.from = memory,
               .group = record_group_of(memory),
               .old_record.from = memory,
               .record.from = memory };
    yz_status status = YZ_OK;
    k.off = w->flags & YZ_WRITER_FORCE || !is_apart(w, name);
    for (uint32_t i = 0; status == YZ_OK && i < w->view.snapshot->segment_count;
         i++)
        status = add_runs(&k, &w->view.snapshot->segments[i], err);
    k.stays = memory_zeroed(memory, byte_bits_size(k.count + 1), 1);
    if (status == YZ_OK && !k.stays)
        status = error_nomem(err);
    if (status == YZ_OK && !k.off)
        status = add_ids(&k, err);
    if (status != YZ_OK) {
        keep_dispose(&k);
        return status;
    }
    *ret_keep = k;
    return YZ_OK;
}

void
keep_dispose(keep *k)
{
    ARRAY_DISPOSE(&k->runs);
    if (k->writer)
        memory_release(k->writer->view.index->memory, k->stays);
    number_map_dispose(&k->ids);
    arena_dispose(&k->scratch);
    record_group_dispose(&k->group);
    buffer_dispose(&k->old_record);
    buffer_dispose(&k->record);
}

static const kept_run *
kept_run_of(const keep *k, uint32_t number)
{
    size_t low = 0;
    size_t high = k->runs.count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (k->runs.items[middle].before <= number)
            low = middle;
        else
            high = middle;
    }
    return &k->runs.items[low];
}

/* ---- is a passage as it was? -------------------------------------------- */

/* Records without the numbers of strings, which each segment has of its own. */
static yz_status
same_record(keep *k, const yz_passage *x, const yz_passage *y, bool *ret_same,
            yz_error *err)
{
    const record_strings none = { 0 };
    k->old_record.size = 0;
    k->record.size = 0;
    record_group_add(&k->group, x, &none);
    record_group_finish(&k->group, &k->old_record);
    record_group_add(&k->group, y, &none);
    record_group_finish(&k->group, &k->record);
    box_record_put_content(x, &k->old_record);
    box_record_put_content(y, &k->record);
    if (!buffer_ok(&k->old_record) || !buffer_ok(&k->record))
        return error_nomem(err);
    *ret_same = str_equal(buffer_str(&k->old_record), buffer_str(&k->record));
    return YZ_OK;
}

static bool
same_strings(const yz_passage *x, const yz_passage *y)
{
    return str_equal(x->report, y->report) && str_equal(x->text, y->text) &&
           str_equal(x->section, y->section) && str_equal(x->title, y->title) &&
           str_equal(x->path, y->path) && str_equal(x->encoding, y->encoding);
}

/* The number of the passage in the index that is the same; or NOT_THERE. */
static yz_status
find_same(keep *k, const yz_passage *p, uint32_t *ret_number, yz_error *err)
{
    yz_passage old;
    bool same = false;
    const uint32_t found =
        number_map_find(&k->ids, hash_pair(p->report, p->id));
    *ret_number = NOT_THERE;
    if (!found)
        return YZ_OK;
    const uint32_t number = found - 1;
    const kept_run *in = kept_run_of(k, number);
    arena_clear(&k->scratch);
    TRY(segment_passage(in->segment, in->first + number - in->before,
                        &k->scratch, &old, err));
    if (same_strings(&old, p))
        TRY(same_record(k, &old, p, &same, err));
    if (same)
        *ret_number = number;
    return YZ_OK;
}

/* ---- which stay --------------------------------------------------------- */

/* Whether all are there, one behind the other in one run. */
static bool
stand_in_line(const keep *k, const uint32_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] == NOT_THERE)
            return false;
        if (i && (numbers[i] <= numbers[i - 1] ||
                  kept_run_of(k, numbers[i]) != kept_run_of(k, numbers[i - 1])))
            return false;
    }
    return true;
}

/* Whether the order of the passages is that of their lines and bytes. */
static bool
rises(keep *k, const yz_report *report)
{
    bool rising = true;
    for (size_t i = 0; i < report->passages.count; i++) {
        const source_spot spot = source_spot_of(&report->passages.items[i]);
        rising = rising && source_spot_compare(k->last, spot) < 0;
        k->last = spot;
    }
    return rising;
}

/* Whether passages of the report may stay, others going elsewhere or not. */
static bool
may_stay(keep *k, const yz_report *report, bool whole, const uint32_t *numbers)
{
    const size_t count = report->passages.count;
    const yz_str name = report->passages.items[0].report;
    if (str_equal(name, k->name) && rises(k, report) && !k->falls &&
        k->runs.count < STRETCHES_MAX)
        return true;
    return whole && !pending_is_foreign(&k->writer->pending, name) &&
           stand_in_line(k, numbers, count);
}

static void
take_out(keep *k, yz_report *report, const uint32_t *numbers,
         uint64_t *ret_kept)
{
    size_t left = 0;
    yz_passage *passages = report->passages.items;
    const size_t count = report->passages.count;
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] == NOT_THERE)
            passages[left++] = passages[i];
        else
            byte_bits_set(k->stays, numbers[i]);
    }
    report->passages.count = left;
    *ret_kept = count - left;
}

yz_status
keep_passages(keep *k, yz_report *report, bool whole, uint64_t *ret_kept,
              yz_error *err)
{
    const size_t count = report->passages.count;
    *ret_kept = 0;
    if (k->off || !count)
        return YZ_OK;
    const yz_allocator *memory = k->writer->view.index->memory;
    uint32_t *numbers = memory_zeroed(memory, count, sizeof(*numbers));
    yz_status status = numbers ? YZ_OK : error_nomem(err);
    for (size_t i = 0; i < count && status == YZ_OK; i++)
        status = find_same(k, &report->passages.items[i], &numbers[i], err);
    if (status == YZ_OK && may_stay(k, report, whole, numbers))
        take_out(k, report, numbers, ret_kept);
    memory_release(memory, numbers);
    return status;
}

yz_status
keep_drop_others(keep *k, yz_error *err)
{
    yz_writer *w = k->writer;
    for (size_t i = 0; i < k->runs.count; i++) {
        const kept_run *in = &k->runs.items[i];
        for (uint32_t j = 0; j < in->count; j++) {
            const uint32_t number = in->before + j;
            const passage_place place = { in->segment->info.id, in->first + j };
            if (byte_bits_test(k->stays, number) ||
                segment_is_deleted(in->segment, in->first + j))
                continue;
            TRY(pending_delete(&w->pending, place, err));
        }
    }
    return YZ_OK;
}
