/* SPDX-License-Identifier: MIT */
/*
 * A report with the name of its source may be in several ranges, with other
 * reports of that source between them. The passages of any other report are
 * neighbours, maybe across segments. Length codes are counted first and decoded
 * afterwards, since a report may be a file of a million lines.
 */
#include "core/index/report_noise.h"

#include "core/format/catalog.h"
#include "core/index/passage_ranges.h"
#include "core/index/records.h"
#include "core/index/remote.h"

/* How often each code occurs. */
typedef struct code_counts {
    uint64_t of[256];
} code_counts;

typedef struct noise_walk {
    yz_snapshot *snapshot;
    yz_str report;
    yz_str path; /* of its source */
    code_counts marks;
    code_counts characters;
    yz_error *err;
} noise_walk;

bool
noise_is_high(noise_sum noise)
{
    /* A short one must have more of them: it has not shown what it is. */
    const uint64_t unknown = 200;
    return noise.marks * 1000 > 2 * (noise.characters + unknown);
}

static uint64_t
codes_sum(const code_counts *counts)
{
    uint64_t sum = 0;
    for (uint32_t code = 0; code < 256; code++)
        sum += counts->of[code] * length_of_code((uint8_t)code);
    return sum;
}

static yz_status
names_of(segment *s, uint32_t passage, yz_str *ret_report, yz_str *ret_path,
         yz_error *err)
{
    record_head head;
    TRY(segment_record_peek(s, passage, &head, err));
    TRY(segment_string(s, head.strings.path, ret_path, err));
    return segment_string(s, head.strings.report, ret_report, err);
}

/* ---- adding ------------------------------------------------------------- */

/* The live passages of [begin, end), all of the report. */
static yz_status
add_range(noise_walk *w, segment *s, uint32_t begin, uint32_t end)
{
    while (begin < end) {
        const uint8_t *marks;
        const uint8_t *characters;
        uint32_t count;
        uint32_t same;
        TRY(segment_lengths(s, LENGTH_NOISE, begin, &marks, &count, w->err));
        TRY(segment_lengths(s, LENGTH_HAN, begin, &characters, &same, w->err));
        count = count < end - begin ? count : end - begin;
        for (uint32_t i = 0; i < count; i++) {
            if (segment_is_deleted(s, begin + i))
                continue;
            w->marks.of[marks[i]]++;
            w->characters.of[characters[i]]++;
        }
        begin += count;
    }
    return YZ_OK;
}

static yz_status
add_if_of_report(noise_walk *w, segment *s, uint32_t passage, bool *ret_is)
{
    yz_str report;
    yz_str path;
    TRY(names_of(s, passage, &report, &path, w->err));
    *ret_is = str_equal(report, w->report) && str_equal(path, w->path);
    return *ret_is ? add_range(w, s, passage, passage + 1) : YZ_OK;
}

/* Those of the report among the passages of a range. */
static yz_status
add_mixed(noise_walk *w, const passage_range *in)
{
    for (uint32_t i = in->begin; i < in->end; i++) {
        bool is;
        if (!segment_is_deleted(in->segment, i))
            TRY(add_if_of_report(w, in->segment, i, &is));
    }
    return YZ_OK;
}

/* Whether the source of this name gave no other report. */
static yz_status
is_alone(noise_walk *w, arena *a, bool *ret_is)
{
    source_entry entry;
    const yz_status found =
        catalog_find_source(w->snapshot->txn, w->report, a, &entry, w->err);
    *ret_is = found == YZ_OK && entry.reports == 1;
    return found == YZ_DONE ? YZ_OK : found;
}

static yz_status
add_ranges(noise_walk *w, const passage_ranges *from, bool alone)
{
    for (size_t i = 0; i < from->list.count; i++) {
        const passage_range *in = &from->list.items[i];
        TRY(alone ? add_range(w, in->segment, in->begin, in->end)
                  : add_mixed(w, in));
    }
    return YZ_OK;
}

/*
 * Add the neighbours of a passage in one direction, across segments, up to the
 * first live one of another report. `*ret_last`: the last one that was added in
 * the passage's own segment.
 */
static yz_status
add_beside(noise_walk *w, const segment *from, uint32_t passage, int step,
           uint32_t *ret_last)
{
    const int64_t own = from - w->snapshot->segments;
    int64_t at = (int64_t)passage + step;
    bool is = true;
    *ret_last = passage;
    for (int64_t i = own; is && i >= 0 && i < w->snapshot->segment_count;) {
        segment *s = &w->snapshot->segments[i];
        for (; is && at >= 0 && at < s->info.passages; at += step) {
            if (segment_is_deleted(s, (uint32_t)at))
                continue;
            TRY(add_if_of_report(w, s, (uint32_t)at, &is));
            if (is && i == own)
                *ret_last = (uint32_t)at;
        }
        i += step;
        if (i >= 0 && i < w->snapshot->segment_count)
            at = step > 0 ? 0 : (int64_t)s[step].info.passages - 1;
    }
    return YZ_OK;
}

/* ---- remembering -------------------------------------------------------- */

static const noise_memo *
memo_find(const yz_snapshot *snapshot, const segment *s, uint32_t passage)
{
    for (uint32_t i = 0; i < NOISE_MEMOS; i++) {
        const noise_memo *m = &snapshot->noise_memos[i];
        if (m->end > m->begin && m->segment == s->info.id &&
            passage >= m->begin && passage < m->end)
            return m;
    }
    return NULL;
}

static void
memo_add(yz_snapshot *snapshot, const passage_range *range, noise_sum noise)
{
    noise_memo *m =
        &snapshot->noise_memos[snapshot->noise_memo_next++ % NOISE_MEMOS];
    *m = (noise_memo){ range->segment->info.id, range->begin, range->end,
                       noise };
}

/* ---- the whole ---------------------------------------------------------- */

static yz_status
sum_beside(noise_walk *w, segment *s, uint32_t passage,
           passage_range *ret_range)
{
    uint32_t first;
    uint32_t last;
    TRY(add_range(w, s, passage, passage + 1));
    TRY(add_beside(w, s, passage, -1, &first));
    TRY(add_beside(w, s, passage, 1, &last));
    *ret_range = (passage_range){ s, first, last + 1 };
    return YZ_OK;
}

static yz_status
sum_report(noise_walk *w, segment *s, uint32_t passage, passage_ranges *ranges,
           passage_range *ret_range)
{
    TRY(names_of(s, passage, &w->report, &w->path, w->err));
    TRY(passage_ranges_find(ranges, w->snapshot, w->report, w->err));
    if (!passage_ranges_with(ranges, s, passage))
        return sum_beside(w, s, passage, ret_range);
    bool alone;
    TRY(is_alone(w, &ranges->scratch, &alone));
    *ret_range = alone ? *passage_ranges_with(ranges, s, passage)
                       : (passage_range){ s, passage, passage + 1 };
    return add_ranges(w, ranges, alone);
}

yz_status
report_noise(yz_snapshot *snapshot, segment *s, uint32_t passage,
             noise_sum *ret_noise, yz_error *err)
{
    const noise_memo *known = memo_find(snapshot, s, passage);
    if (snapshot->index->remote)
        return remote_noise(snapshot, s, passage, ret_noise, err);
    if (known) {
        *ret_noise = known->noise;
        return YZ_OK;
    }
    noise_walk w = { .snapshot = snapshot, .err = err };
    passage_range range;
    passage_ranges ranges = passage_ranges_of(snapshot->index->memory);
    const yz_status status = sum_report(&w, s, passage, &ranges, &range);
    passage_ranges_dispose(&ranges);
    if (status != YZ_OK)
        return status;
    *ret_noise = (noise_sum){ codes_sum(&w.marks), codes_sum(&w.characters) };
    memo_add(snapshot, &range, *ret_noise);
    return YZ_OK;
}

yz_status
passage_noise(segment *s, uint32_t passage, noise_sum *ret_noise, yz_error *err)
{
    const uint8_t *marks;
    const uint8_t *characters;
    uint32_t count;
    TRY(segment_lengths(s, LENGTH_NOISE, passage, &marks, &count, err));
    TRY(segment_lengths(s, LENGTH_HAN, passage, &characters, &count, err));
    *ret_noise =
        (noise_sum){ length_of_code(*marks), length_of_code(*characters) };
    return YZ_OK;
}
