/* SPDX-License-Identifier: MIT */
#include "query/match/hit_set.h"

hit_set
hit_set_room(arena *a, uint32_t count)
{
    return (hit_set){ arena_room(a, (size_t)count + 1, sizeof(hit)), 0 };
}

hit_set
hit_set_intersect(const hit_set *x, const hit_set *y, arena *a)
{
    hit_set both = hit_set_room(a, x->count < y->count ? x->count : y->count);
    for (uint32_t i = 0, j = 0; both.hits && i < x->count && j < y->count;) {
        const hit *p = &x->hits[i];
        const hit *q = &y->hits[j];
        if (p->passage == q->passage)
            both.hits[both.count++] =
                (hit){ p->passage, p->tier > q->tier ? p->tier : q->tier,
                       p->loss + q->loss };
        i += p->passage <= q->passage;
        j += q->passage <= p->passage;
    }
    return both;
}

static bool
is_better(const hit *x, const hit *y)
{
    return x->tier < y->tier || (x->tier == y->tier && x->loss < y->loss);
}

hit_set
hit_set_unite(const hit_set *x, const hit_set *y, arena *a)
{
    hit_set either = hit_set_room(a, x->count + y->count);
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

hit_set
hit_set_complement(const hit_set *x, uint32_t passages, arena *a)
{
    hit_set rest = hit_set_room(a, passages);
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
hit_set_has(const hit_set *set, uint32_t passage)
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
