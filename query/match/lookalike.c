/* SPDX-License-Identifier: MIT */
#include "query/match/lookalike.h"
#include "query/match/pigeonhole.h"

#include <math.h>

bool
misreads_query(const misreads *r, const plan_leaf *leaf, bool marks_only,
               arena *a, misread_query *ret_query)
{
    misread_reach reach = r->reach;
    if (marks_only)
        reach = REACH_MARKS;
    else if (leaf->node->fuzzy != FUZZY_NONE)
        reach = leaf->node->fuzzy == FUZZY_EDIT ? REACH_ANY : REACH_SHAPE;
    else if (r->off)
        return false;
    return misread_make(&leaf->pattern, reach, r->evidence.context->variants, a,
                        ret_query);
}

/* A weight as the order of hits has it: what is lost, in millionths. */
static uint32_t
loss_of(double weight)
{
    return (uint32_t)lround((1 - weight) * 1e6);
}

static yz_status
compare(matcher *m, const misread_query *q, const candidates *from,
        hit_set *out)
{
    evidence *e = &m->misreads->evidence;
    for (uint32_t i = 0; i < from->count; i++) {
        const uint16_t *units;
        uint32_t length;
        misread_match match;
        TRY(stopper_poll(m->stopper, m->err));
        match_prefetch(m->segment, from, i);
        TRY(segment_skeleton(m->segment, from->passages[i],
                             &m->context->skeletons, &units, &length, m->err));
        if (misread_best(q, e, units, length, &match))
            out->hits[out->count++] =
                (hit){ from->passages[i], match.tier, loss_of(match.weight) };
        TRY(e->status);
    }
    return YZ_OK;
}

static void
drop_known(candidates *from, const hit_set *known)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < from->count; i++)
        if (!hit_set_has(known, from->passages[i]))
            from->passages[count++] = from->passages[i];
    from->count = count;
}

yz_status
match_misread(matcher *m, const plan_leaf *leaf, bool marks_only,
              const hit_set *known, hit_set *ret_hits)
{
    misreads *r = m->misreads;
    misread_query q;
    candidates from = { 0 };
    if (misreads_query(r, leaf, marks_only, m->arena, &q)) {
        bool capped;
        TRY(pigeonhole_find(m->segment, &q, m->context,
                            MISREAD_CANDIDATES_MAX - r->compared, m->arena,
                            &from, &capped, m->err));
        r->capped = r->capped || capped;
        r->compared += from.count;
        drop_known(&from, known);
    }
    *ret_hits = hit_set_room(m->arena, from.count);
    if (!ret_hits->hits)
        return error_nomem(m->err);
    return compare(m, &q, &from, ret_hits);
}
