/* SPDX-License-Identifier: MIT */
/*
 * Pruning by lists: term after term is added to the bounds of the hits, and
 * those leave the list that the terms left cannot lift to the limits.
 */
#include "query/rank/segment_pruner.h"

hit_limits
segment_pruner_limits_of(const segment_pruner *sp, const score_list *l,
                         bool whole)
{
    const pruning *p = sp->pruning;
    const float right = 1 - sp->error;
    hit_limits limits = segment_pruner_limits(sp);
    if (p->order == PRUNE_TO_SCORE)
        return limits;
    const reached own = score_list_reached(l, p->wanted, p->shown);
    if (own.sum * right > limits.sum)
        limits.sum = own.sum * right;
    if (own.least * right > limits.most)
        limits.most = own.least * right;
    if (p->order == PRUNE_BEST_FIRST &&
        !(whole && sp->is_alone && l->count <= p->wanted))
        limits.most = 0; /* who is among the best is not known yet */
    return limits;
}

/* Keep those that reach the limits if all else gives them `rest`. */
void
segment_pruner_drop(segment_pruner *sp, score_list *l, uint32_t begin,
                    hit_limits limits, hit_bounds rest)
{
    const float right = 1 - 2 * sp->error;
    const float sum = limits.sum * right - rest.sum;
    const float most = limits.most * right - rest.most;
    uint32_t count = begin;
    if (sum <= 0 && most <= 0)
        return;
    for (uint32_t i = begin; i < l->count; i++) {
        const hit_bounds b = l->bounds[i];
        const bool reaches = b.sum >= sum;
        if (reaches && b.most < most)
            dropped_hits_add(sp->dropped, (b.sum + rest.sum) * (1 + sp->error),
                             limits.most);
        l->passages[count] = l->passages[i];
        l->bounds[count] = b;
        count += reaches && b.most >= most;
    }
    l->count = count;
}

/* The hits that are left, by the thresholds that they set. */
static yz_status
select_list(segment_pruner *sp, const score_list *l, hit_bounds rest)
{
    const pruning *p = sp->pruning;
    competitive_hit *items =
        arena_uninitialized(p->arena, (size_t)l->count + 1, sizeof(*items));
    if (!items)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < l->count; i++) {
        const hit_bounds b = l->bounds[i];
        const double right = (double)(1 - sp->error);
        page_threshold_offer(sp->threshold,
                             (rank_level){ p->tier, 0, (double)b.sum * right },
                             (double)b.least * right);
        items[i] = (competitive_hit){ l->passages[i],
                                      (b.sum + rest.sum) * (1 + sp->error),
                                      (b.most + rest.most) * (1 + sp->error),
                                      b.sum * (1 - sp->error),
                                      b.least * (1 - sp->error) };
    }
    sp->competitive = (competitive_list){ items, l->count };
    return YZ_OK;
}

yz_status
segment_pruner_add_terms(segment_pruner *sp, score_list *l, size_t next)
{
    const pruning *p = sp->pruning;
    const uint64_t enough =
        p->order == PRUNE_TO_SCORE ? p->wanted : 2 * (uint64_t)p->shown;
    hit_bounds rest = segment_pruner_rest(sp, next);
    segment_pruner_drop(sp, l, 0, segment_pruner_limits_of(sp, l, true), rest);
    while (next < sp->scorer_count && l->count > enough) {
        TRY(cancellation_poll(p->cancellation, p->err));
        TRY(score_list_add(l, &sp->scorers[next++], p->err));
        rest = segment_pruner_rest(sp, next);
        segment_pruner_drop(sp, l, 0, segment_pruner_limits_of(sp, l, true),
                            rest);
    }
    return select_list(sp, l, rest);
}

yz_status
segment_pruner_prune_list(segment_pruner *sp)
{
    const pruning *p = sp->pruning;
    const passage_set *hits = sp->hits;
    score_list l = score_list_make(sp->segment, hits->count, sp->arena);
    if (!l.bounds)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < hits->count; i++)
        if (segment_pruner_takes(sp, passage_set_grade(hits, i)))
            score_list_push(&l, hits->passages[i]);
    TRY(score_list_start(&l, 0, &sp->certain, NULL, NULL, p->err));
    return segment_pruner_add_terms(sp, &l, 0);
}
