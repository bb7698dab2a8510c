/* SPDX-License-Identifier: MIT */
#include "query/match/passage_set.h"

passage_set
passage_set_new(arena *a, uint32_t count)
{
    return (passage_set){
        arena_uninitialized(a, (size_t)count + 1, sizeof(hit)), 0
    };
}

static hit
worse_of(const hit *x, const hit *y)
{
    return (hit){ x->passage, x->tier > y->tier ? x->tier : y->tier,
                  x->loss + y->loss };
}

/* The first place from `at` on whose passage is not before `passage`. */
static uint32_t
gallop(const passage_set *set, uint32_t at, uint32_t passage)
{
    uint32_t step = 1;
    while (step < set->count - at && set->hits[at + step].passage < passage) {
        at += step;
        step *= 2;
    }
    uint32_t end = step < set->count - at ? at + step : set->count;
    while (at < end) {
        const uint32_t middle = at + (end - at) / 2;
        if (set->hits[middle].passage < passage)
            at = middle + 1;
        else
            end = middle;
    }
    return at;
}

/* Of a few in many: each is looked for. */
static void
intersect_sparse(const passage_set *few, const passage_set *many,
                 passage_set *both)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < few->count && at < many->count; i++) {
        const hit *p = &few->hits[i];
        at = gallop(many, at, p->passage);
        if (at < many->count && many->hits[at].passage == p->passage)
            both->hits[both->count++] = worse_of(p, &many->hits[at]);
    }
}

/* Side by side, without a branch that depends on what is there. */
static void
intersect_dense(const passage_set *x, const passage_set *y, passage_set *both)
{
    uint32_t i = 0;
    uint32_t j = 0;
    while (i < x->count && j < y->count) {
        const hit *p = &x->hits[i];
        const hit *q = &y->hits[j];
        both->hits[both->count] = worse_of(p, q);
        both->count += p->passage == q->passage;
        i += p->passage <= q->passage;
        j += q->passage <= p->passage;
    }
}

passage_set
passage_set_intersect(const passage_set *x, const passage_set *y, arena *a)
{
    enum { TIMES_MORE = 16 }; /* above which looking is cheaper */
    const passage_set *few = x->count < y->count ? x : y;
    const passage_set *many = few == x ? y : x;
    passage_set both = passage_set_new(a, few->count);
    if (!both.hits)
        return both;
    if (many->count / TIMES_MORE > few->count)
        intersect_sparse(few, many, &both);
    else
        intersect_dense(x, y, &both);
    return both;
}

static bool
is_better(const hit *x, const hit *y)
{
    return x->tier < y->tier || (x->tier == y->tier && x->loss < y->loss);
}

passage_set
passage_set_unite(const passage_set *x, const passage_set *y, arena *a)
{
    if (!x->count || !y->count)
        return x->count ? *x : *y;
    passage_set either = passage_set_new(a, x->count + y->count);
    uint32_t i = 0;
    uint32_t j = 0;
    while (either.hits && (i < x->count || j < y->count)) {
        const hit *p = i < x->count ? &x->hits[i] : NULL;
        const hit *q = j < y->count ? &y->hits[j] : NULL;
        const bool takes_p = p && (!q || p->passage <= q->passage);
        const bool takes_q = q && (!p || q->passage <= p->passage);
        const hit *better = takes_p && (!takes_q || !is_better(q, p)) ? p : q;
        either.hits[either.count++] = *better;
        i += takes_p;
        j += takes_q;
    }
    return either;
}

passage_set
passage_set_complement(const passage_set *x, uint32_t passages, arena *a)
{
    passage_set rest = passage_set_new(a, passages);
    uint32_t i = 0;
    for (uint32_t passage = 0; rest.hits && passage < passages; passage++) {
        if (i < x->count && x->hits[i].passage == passage)
            i++;
        else
            rest.hits[rest.count++] = (hit){ passage, YZ_TIER_EXACT, 0 };
    }
    return rest;
}

bool
passage_set_has(const passage_set *set, uint32_t passage)
{
    uint32_t low = 0;
    uint32_t high = set->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (set->hits[middle].passage == passage)
            return true;
        if (set->hits[middle].passage < passage)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
