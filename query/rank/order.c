/* SPDX-License-Identifier: MIT */
/*
 * Selection is a heap sort that stops early: a heap of all hits is made in
 * linear time, then one hit is taken off for each that is wanted.
 */
#include "query/rank/order.h"

#include "core/base/heap.h"
#include "core/index/records.h"
#include "core/report/report.h"

static yz_status
key_look_up(order *o, const ranked *r, order_key *key)
{
    yz_passage p;
    record_strings strings;
    arena_clear(&o->scratch);
    TRY(segment_record_decode(r->segment, r->passage, &o->scratch, &p, &strings,
                              o->err));
    TRY(segment_string(r->segment, strings.path, &key->path, o->err));
    TRY(segment_string(r->segment, strings.report, &key->report, o->err));
    key->id = arena_str(o->arena, p.id);
    if (!key->id.data)
        return error_nomem(o->err);
    key->date = p.date.size ? report_date_number(p.date) : 0;
    if (p.block_count) {
        key->line = p.blocks[0].line_first;
        key->byte = p.blocks[0].byte_begin;
    }
    return YZ_OK;
}

const order_key *
order_key_of(order *o, ranked *r)
{
    if (r->key || o->status != YZ_OK)
        return r->key;
    order_key *key = arena_alloc(o->arena, sizeof(*key));
    o->status = key ? key_look_up(o, r, key) : error_nomem(o->err);
    if (o->status == YZ_OK)
        r->key = key;
    return r->key;
}

static int
compare_u64(uint64_t x, uint64_t y)
{
    return (x > y) - (x < y);
}

static int
compare_source(const order_key *x, const order_key *y)
{
    int by = str_compare(x->path, y->path);
    if (!by)
        by = compare_u64(x->line, y->line);
    if (!by)
        by = compare_u64(x->byte, y->byte);
    if (!by)
        by = str_compare(x->id, y->id);
    return by ? by : str_compare(x->report, y->report);
}

/* The newer first; 0, "no date", is older than any. */
static int
compare_date(const order_key *x, const order_key *y)
{
    return compare_u64(y->date, x->date);
}

/* The groups that are not mixed, whatever sorts them. */
static uint32_t
group_of(const order *o, const ranked *r)
{
    if (o->sort == YZ_SORT_SOURCE)
        return 0;
    return o->sort == YZ_SORT_DATE && r->tier == YZ_TIER_VARIANT ? YZ_TIER_EXACT
                                                                 : r->tier;
}

/* No date is last in either direction. */
static int
compare_by_date(const order *o, const order_key *x, const order_key *y)
{
    if (!x->date != !y->date)
        return x->date ? -1 : 1;
    const int by = compare_date(x, y);
    if (by)
        return o->reverse ? -by : by;
    return compare_source(x, y);
}

static int
compare_ties(const order_key *x, const order_key *y)
{
    int by = compare_date(x, y);
    if (!by)
        by = str_compare(x->id, y->id);
    return by ? by : compare_source(x, y);
}

static int
compare_score(const ranked *x, const ranked *y)
{
    if (x->loss != y->loss)
        return x->loss < y->loss ? -1 : 1;
    return (x->score < y->score) - (x->score > y->score);
}

int
order_compare(order *o, ranked *x, ranked *y)
{
    const int sign = o->reverse ? -1 : 1;
    const int by_group = compare_u64(group_of(o, x), group_of(o, y));
    if (by_group)
        return by_group;
    const int by_score = o->sort == YZ_SORT_SCORE ? compare_score(x, y) : 0;
    if (by_score)
        return sign * by_score;
    const order_key *a = order_key_of(o, x);
    const order_key *b = order_key_of(o, y);
    if (!a || !b)
        return 0;
    if (o->sort == YZ_SORT_DATE)
        return compare_by_date(o, a, b);
    return sign * (o->sort == YZ_SORT_SCORE ? compare_ties(a, b)
                                            : compare_source(a, b));
}

/* ---- the heap: the first in order on top --------------------------------- */

static void
swap(ranked *x, ranked *y)
{
    const ranked kept = *x;
    *x = *y;
    *y = kept;
}

/* Comparing may read a record and keep its key in the hit. */
static inline bool
comes_first(order *o, ranked *x, ranked *y)
{
    return order_compare(o, x, y) < 0;
}

HEAP_OF(hit_heap, ranked, order *, comes_first)

static void
reverse(ranked *hits, size_t count)
{
    for (size_t i = 0; i < count / 2; i++)
        swap(&hits[i], &hits[count - 1 - i]);
}

/* Whether there was an error or a cancellation. */
static bool
has_ended(order *o)
{
    if (o->status == YZ_OK && o->cancellation)
        o->status = cancellation_poll(o->cancellation, o->err);
    return o->status != YZ_OK;
}

yz_status
order_select(order *o, ranked *hits, size_t count, size_t wanted)
{
    if (wanted > count)
        wanted = count;
    for (size_t i = count / 2; i-- > 0 && !has_ended(o);)
        hit_heap_sink(o, hits, count, i);
    /* Each top is moved to the end, where the wanted hits are gathered. */
    for (size_t i = 0; i < wanted && !has_ended(o); i++) {
        swap(&hits[0], &hits[count - 1 - i]);
        hit_heap_sink(o, hits, count - 1 - i, 0);
    }
    reverse(hits, count);
    return o->status;
}
