/* SPDX-License-Identifier: MIT */
#include "query/rank/score_list.h"

#include <float.h>
#include <string.h>

void
certain_terms_add(certain_terms *c, const term_scorer *s)
{
    c->curve = s->curve;
    c->weight += s->weight;
    c->lift_weight += s->weight * s->lift_scores;
    c->lift_least += s->lift_least;
    c->lift_most += s->lift_most;
}

score_list
score_list_make(segment *s, uint32_t capacity, arena *a)
{
    const size_t room = (size_t)capacity + 1;
    score_list l = {
        .segment = s,
        .capacity = capacity,
        .passages = arena_uninitialized(a, room, sizeof(uint32_t)),
        .counted = arena_uninitialized(a, room, sizeof(bool)),
    };
    if (l.passages && l.counted)
        l.bounds = arena_uninitialized(a, room, sizeof(*l.bounds));
    return l;
}

bool
score_list_reserve(score_list *l, uint32_t more, arena *a)
{
    if (more <= l->capacity - l->count)
        return true;
    const uint32_t capacity = 2 * l->capacity + more;
    score_list wider = score_list_make(l->segment, capacity, a);
    if (!wider.bounds)
        return false;
    memcpy(wider.passages, l->passages, l->count * sizeof(*l->passages));
    memcpy(wider.bounds, l->bounds, l->count * sizeof(*l->bounds));
    wider.count = l->count;
    *l = wider;
    return true;
}

yz_status
score_list_start(score_list *l, uint32_t begin, const certain_terms *certain,
                 const term_scorer *term, const uint32_t *frequencies,
                 yz_error *err)
{
    code_run run = { 0 };
    code_run words = { 0 };
    for (uint32_t i = begin; i < l->count; i++) {
        uint8_t code;
        TRY(code_run_at(&run, l->segment, LENGTH_HAN, l->passages[i], &code,
                        err));
        l->bounds[i] = certain_terms_bounds(certain, code);
        if (!frequencies || !frequencies[i - begin])
            continue;
        TRY(code_run_at(&words, l->segment, term->space, l->passages[i], &code,
                        err));
        term_scorer_add(term, frequencies[i - begin], code, &l->bounds[i]);
    }
    return YZ_OK;
}

/* ---- adding a term ------------------------------------------------------- */

/* What adding one list works on. */
typedef struct list_adder {
    score_list *to;
    const term_scorer *scorer;
    const posting_list *list;
    code_run run;
    uint32_t at; /* the first hit that was not compared yet */
    yz_error *err;
} list_adder;

static inline yz_status
count_hit(list_adder *a, uint32_t hit, uint32_t posting_frequency)
{
    score_list *l = a->to;
    uint8_t code;
    const uint32_t frequency =
        term_count(a->scorer->lists.mode, posting_frequency);
    if (!frequency || (a->scorer->lists.count > 1 && l->counted[hit]))
        return YZ_OK;
    TRY(code_run_at(&a->run, l->segment, a->scorer->space, l->passages[hit],
                    &code, a->err));
    l->counted[hit] = true;
    term_scorer_add(a->scorer, frequency, code, &l->bounds[hit]);
    return YZ_OK;
}

/* Seek each hit: the list is much longer than that of the hits. */
static yz_status
add_sparse(list_adder *a)
{
    score_list *l = a->to;
    posting_cursor cursor;
    TRY(posting_cursor_open(a->list, &cursor, a->err));
    for (uint32_t i = 0; i < l->count; i++) {
        uint32_t frequency = 1;
        bool has;
        if (a->scorer->lists.mode == COUNT_ONCE) {
            TRY(posting_cursor_has(&cursor, l->passages[i], &has, a->err));
        } else {
            TRY(posting_cursor_seek(&cursor, l->passages[i], a->err));
            has = cursor.passage == l->passages[i];
            if (has)
                TRY(posting_cursor_frequency(&cursor, &frequency, a->err));
        }
        if (has)
            TRY(count_hit(a, i, frequency));
    }
    return YZ_OK;
}

/* Score the hits that a block has. */
static yz_status
add_block(list_adder *a, const posting_block *block)
{
    const score_list *l = a->to;
    uint32_t passages[POSTINGS_BLOCK_MAX];
    uint32_t frequencies[POSTINGS_BLOCK_MAX] = { 1 };
    bool known = a->scorer->lists.mode == COUNT_ONCE;
    uint32_t i = a->at;
    uint32_t j = 0;
    TRY(postings_block_passages(a->list, block, passages, a->err));
    while (j < block->count && i < l->count) {
        const uint32_t listed = passages[j];
        const uint32_t hit = l->passages[i];
        if (listed == hit) {
            if (!known)
                TRY(postings_block_frequencies(a->list, block, frequencies,
                                               a->err));
            known = true;
            TRY(count_hit(a, i, frequencies[j]));
        }
        j += listed <= hit;
        i += hit <= listed;
    }
    a->at = i;
    return YZ_OK;
}

/* Read the blocks that can hold hits, from end to end. */
static yz_status
add_dense(list_adder *a)
{
    const score_list *l = a->to;
    for (uint32_t b = 0; b < a->list->block_count && a->at < l->count; b++) {
        posting_block block;
        TRY(postings_block(a->list, b, &block, a->err));
        while (a->at < l->count && l->passages[a->at] < block.first)
            a->at++;
        if (a->at < l->count && l->passages[a->at] < block.limit)
            TRY(add_block(a, &block));
    }
    return YZ_OK;
}

yz_status
score_list_add(score_list *l, const term_scorer *s, yz_error *err)
{
    if (s->lists.count > 1)
        memset(l->counted, 0, l->count * sizeof(*l->counted));
    for (uint32_t i = 0; i < s->lists.count; i++) {
        list_adder a = {
            .to = l, .scorer = s, .list = &s->lists.items[i], .err = err
        };
        if (a.list->count / SEEK_COST > l->count)
            TRY(add_sparse(&a));
        else
            TRY(add_dense(&a));
    }
    return YZ_OK;
}

/* ---- what the best reach --------------------------------------------------- */

/* Counts of values between 0 and the greatest. */
enum { BUCKETS = 512 };

/* The lower end of the bucket in which the k-th greatest value is. */
static float
kth_bucket(const uint32_t counts[BUCKETS], float greatest, size_t k)
{
    const float below = 1 - 4 * FLT_EPSILON; /* whatever was rounded */
    size_t bucket = BUCKETS;
    size_t found = 0;
    while (bucket > 0 && found < k)
        found += counts[--bucket];
    return found < k || !k ? 0 : greatest * ((float)bucket / BUCKETS) * below;
}

static hit_bounds
greatest_bounds(const score_list *l)
{
    const float tiny = 1e-6f; /* so that it divides */
    hit_bounds greatest = { tiny, tiny, tiny };
    for (uint32_t i = 0; i < l->count; i++) {
        const hit_bounds b = l->bounds[i];
        greatest.sum = b.sum > greatest.sum ? b.sum : greatest.sum;
        greatest.least = b.least > greatest.least ? b.least : greatest.least;
    }
    return greatest;
}

static inline uint32_t
bucket_of(float value, float scale)
{
    const uint32_t bucket = (uint32_t)(value * scale);
    return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

reached
score_list_reached(const score_list *l, size_t sums, size_t leasts)
{
    uint32_t by_sum[BUCKETS] = { 0 };
    uint32_t by_least[BUCKETS] = { 0 };
    const hit_bounds greatest = greatest_bounds(l);
    const float sum_scale = BUCKETS / greatest.sum;
    const float least_scale = BUCKETS / greatest.least;
    if (l->count < leasts)
        return (reached){ 0 };
    for (uint32_t i = 0; i < l->count; i++) {
        by_sum[bucket_of(l->bounds[i].sum, sum_scale)]++;
        by_least[bucket_of(l->bounds[i].least, least_scale)]++;
    }
    return (reached){ kth_bucket(by_sum, greatest.sum, sums),
                      kth_bucket(by_least, greatest.least, leasts) };
}
