/* SPDX-License-Identifier: MIT */
/*
 * Each range rises by itself, so the next passage is that of its own range
 * or, found by halving, the first of another that stands between the two.
 */
#include "core/index/passage_ranges.h"

#include "core/index/records.h"

source_spot
source_spot_of(const yz_passage *passage)
{
    if (!passage->block_count)
        return (source_spot){ 0 };
    return (source_spot){ passage->blocks[0].line_first,
                          passage->blocks[0].byte_begin };
}

int
source_spot_compare(source_spot x, source_spot y)
{
    if (x.line != y.line)
        return x.line < y.line ? -1 : 1;
    return (x.byte > y.byte) - (x.byte < y.byte);
}

void
passage_ranges_dispose(passage_ranges *st)
{
    ARRAY_DISPOSE(&st->list);
    arena_dispose(&st->scratch);
}

/* ---- finding ------------------------------------------------------------ */

yz_status
segment_passage_is_of(segment *s, uint32_t passage, yz_str report, bool *ret_is,
                      yz_error *err)
{
    record_head head;
    yz_str name;
    *ret_is = false;
    if (segment_is_deleted(s, passage))
        return YZ_OK;
    TRY(segment_record_peek(s, passage, &head, err));
    TRY(segment_string(s, head.strings.report, &name, err));
    *ret_is = str_equal(name, report);
    return YZ_OK;
}

/* The live passages of the report in a run; a source may have given others. */
static yz_status
trim(passage_range *st, yz_str report, yz_error *err)
{
    bool is = false;
    while (st->begin < st->end && !is) {
        TRY(segment_passage_is_of(st->segment, st->begin, report, &is, err));
        st->begin += !is;
    }
    is = false;
    while (st->begin < st->end && !is) {
        TRY(segment_passage_is_of(st->segment, st->end - 1, report, &is, err));
        st->end -= !is;
    }
    return YZ_OK;
}

static yz_status
find_in(passage_ranges *st, segment *s, yz_str report, yz_error *err)
{
    source_finder finder;
    source_run run;
    yz_status status;
    TRY(segment_find_source(s, report, &finder, err));
    while ((status = source_finder_next(&finder, &run, err)) == YZ_OK) {
        passage_range found = { s, run.first, run.first + run.count };
        TRY(trim(&found, report, err));
        if (found.begin < found.end && !ARRAY_PUSH(&st->list, found))
            return error_nomem(err);
    }
    return status == YZ_DONE ? YZ_OK : status;
}

yz_status
passage_ranges_find(passage_ranges *st, yz_snapshot *snapshot, yz_str report,
                    yz_error *err)
{
    st->list.count = 0;
    if (!report.size)
        return YZ_OK; /* the name of what has no source */
    for (uint32_t i = 0; i < snapshot->segment_count; i++)
        TRY(find_in(st, &snapshot->segments[i], report, err));
    return YZ_OK;
}

const passage_range *
passage_ranges_with(const passage_ranges *st, const segment *s,
                    uint32_t passage)
{
    for (size_t i = 0; i < st->list.count; i++) {
        const passage_range *at = &st->list.items[i];
        if (at->segment == s && passage >= at->begin && passage < at->end)
            return at;
    }
    return NULL;
}

/* ---- walking ------------------------------------------------------------ */

static yz_status
spot_of(passage_ranges *st, segment *s, uint32_t passage, source_spot *ret_spot,
        yz_error *err)
{
    yz_passage p = { 0 };
    record_strings strings;
    arena_clear(&st->scratch);
    TRY(segment_record_decode(s, passage, &st->scratch, &p, &strings, err));
    *ret_spot = source_spot_of(&p);
    return YZ_OK;
}

/* The passages of a range that stand before a spot, or (with) at it. */
static yz_status
count_before(passage_ranges *st, const passage_range *in, source_spot spot,
             bool with, uint32_t *ret_end, yz_error *err)
{
    uint32_t low = in->begin;
    uint32_t high = in->end;
    while (low < high) {
        source_spot found;
        const uint32_t middle = low + (high - low) / 2;
        TRY(spot_of(st, in->segment, middle, &found, err));
        const int order = source_spot_compare(found, spot);
        if (order < 0 || (with && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    *ret_end = low;
    return YZ_OK;
}

/* From a passage on, itself included, the live one of the range. */
static bool
seek_live(const passage_range *in, int step, int64_t *passage)
{
    while (*passage >= in->begin && *passage < in->end &&
           segment_is_deleted(in->segment, (uint32_t)*passage))
        *passage += step;
    return *passage >= in->begin && *passage < in->end;
}

/* Where a walk stands, and the best passage to go on with so far. */
typedef struct walk {
    int step;
    passage_spot from;
    source_spot from_spot;
    passage_spot best; /* no segment: none yet */
    source_spot best_spot;
} walk;

static yz_status
consider(passage_ranges *st, const passage_range *in, walk *w, yz_error *err)
{
    source_spot spot;
    int64_t passage;
    if (in == passage_ranges_with(st, w->from.segment, w->from.passage)) {
        passage = (int64_t)w->from.passage + w->step;
    } else {
        uint32_t end;
        TRY(count_before(st, in, w->from_spot, w->step > 0, &end, err));
        passage = w->step > 0 ? end : (int64_t)end - 1;
    }
    if (!seek_live(in, w->step, &passage))
        return YZ_OK;
    TRY(spot_of(st, in->segment, (uint32_t)passage, &spot, err));
    if (w->best.segment &&
        source_spot_compare(spot, w->best_spot) * w->step >= 0)
        return YZ_OK;
    w->best = (passage_spot){ in->segment, (uint32_t)passage };
    w->best_spot = spot;
    return YZ_OK;
}

yz_status
passage_ranges_step(passage_ranges *st, int step, passage_spot *spot,
                    yz_error *err)
{
    walk w = { .step = step, .from = *spot };
    TRY(spot_of(st, spot->segment, spot->passage, &w.from_spot, err));
    for (size_t i = 0; i < st->list.count; i++)
        TRY(consider(st, &st->list.items[i], &w, err));
    if (!w.best.segment)
        return YZ_DONE;
    *spot = w.best;
    return YZ_OK;
}

yz_status
passage_ranges_first(passage_ranges *st, passage_spot *ret_spot, yz_error *err)
{
    source_spot best = { 0 };
    passage_spot first = { 0 };
    for (size_t i = 0; i < st->list.count; i++) {
        source_spot spot;
        const passage_range *at = &st->list.items[i];
        TRY(spot_of(st, at->segment, at->begin, &spot, err));
        if (first.segment && source_spot_compare(spot, best) >= 0)
            continue;
        first = (passage_spot){ at->segment, at->begin };
        best = spot;
    }
    *ret_spot = first;
    return YZ_OK;
}
