/* SPDX-License-Identifier: MIT */
/*
 * Max-score pruning (H. Turtle, J. Flood, "Query Evaluation: Strategies and
 * Optimizations", Information Processing & Management 31(6), 1995).
 *
 * Each term of a segment has an upper bound of its score. Terms are added to
 * the sums of hits by falling bounds, and the best k sums so far set the
 * threshold. A hit whose sum and the bounds of the terms that are left do not
 * reach it is dropped. Beside its sum a hit has what it becomes at least and at
 * most once it gains what its terms allow (lift.h): what it may become must
 * reach what the hits of the page become at least.
 *
 * Sums are in single precision and in another order than in score_hits(), so
 * each is taken to be wrong by up to `error` of itself, either way.
 */
#include "query/rank/segment_pruner.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* ---- terms --------------------------------------------------------------- */

enum { LIST_COST = 64 /**< of opening a list, in postings */ };

/* By falling bounds; but first those whose lists do not take long. */
static int
compare_bounds(const void *a, const void *b)
{
    const term_scorer *x = a;
    const term_scorer *y = b;
    if (x->is_long != y->is_long)
        return x->is_long ? 1 : -1;
    return (x->bound.most < y->bound.most) - (x->bound.most > y->bound.most);
}

/*
 * By what a posting is worth: the lists that come last, whose bounds together
 * stay below the threshold and which are not merged, are the longest then.
 */
static int
compare_worth(const void *a, const void *b)
{
    const term_scorer *x = a;
    const term_scorer *y = b;
    const float of_x = x->bound.most * (float)(y->posting_count + LIST_COST);
    const float of_y = y->bound.most * (float)(x->posting_count + LIST_COST);
    return (of_x < of_y) - (of_x > of_y);
}

/* Terms that every hit of the tier has (all are grams) share one curve. */
static yz_status
open_scorers(segment_pruner *sp, const curve_table **curves)
{
    const pruning *p = sp->pruning;
    const rank_terms *terms = p->terms;
    sp->scorers =
        arena_uninitialized(sp->arena, terms->count + 1, sizeof(term_scorer));
    if (!sp->scorers)
        return error_nomem(p->err);
    for (size_t t = 0; t < terms->count; t++) {
        const rank_term *term = &terms->items[t];
        const term_lift *lift = p->lifts.terms ? &p->lifts.terms[t] : NULL;
        term_scorer *s = &sp->scorers[sp->scorer_count];
        TRY(cancellation_poll(p->cancellation, p->err));
        TRY(term_scorer_init(term, curves[t], lift, sp->segment, sp->arena, s,
                             p->err));
        if (term->certain && p->tier <= YZ_TIER_VARIANT)
            certain_terms_add(&sp->certain, s);
        else if (s->lists.count)
            sp->scorer_count++;
    }
    sp->certain.lift_least += (float)p->lifts.always;
    sp->certain.lift_most += (float)p->lifts.always;
    qsort(sp->scorers, sp->scorer_count, sizeof(term_scorer),
          p->order == PRUNE_HOPEFUL || p->order == PRUNE_TO_SCORE
              ? compare_worth
              : compare_bounds);
    return YZ_OK;
}

hit_bounds
segment_pruner_rest(const segment_pruner *sp, size_t next)
{
    hit_bounds rest = { .most = (float)sp->pruning->lifts.rest };
    for (size_t i = next; i < sp->scorer_count; i++) {
        rest.sum += sp->scorers[i].bound.sum;
        rest.most += sp->scorers[i].bound.most;
    }
    return rest;
}

hit_limits
segment_pruner_limits(const segment_pruner *sp)
{
    const float shown = (float)top_k_score(&sp->threshold->shown);
    if (sp->pruning->order == PRUNE_TO_SCORE)
        return (hit_limits){ .sum = (float)sp->pruning->score };
    return (hit_limits){ .sum = (float)top_k_score(&sp->threshold->best),
                         .most = shown > sp->floor ? shown : sp->floor };
}

/* ---- a segment ----------------------------------------------------------- */

/*
 * Whether hits may differ much by their terms. Where all have some for certain,
 * or must be compared by scores that are near each other, they do not.
 */
static bool
goes_by_terms(const segment_pruner *sp, bool many)
{
    enum { FEW_HITS = 256 };
    return sp->hits->count >= FEW_HITS && !sp->certain.curve &&
           !(many && sp->pruning->order == PRUNE_BEST_FIRST);
}

static yz_status
prune_hits(segment_pruner *sp)
{
    const bool many = segment_pruner_has_many(sp, sp->hits->count);
    bool done = false;
    if (goes_by_terms(sp, many))
        TRY(segment_pruner_prune_by_terms(sp, &done));
    sp->gave_up = !done && many && sp->pruning->order == PRUNE_HOPEFUL;
    if (done || sp->gave_up)
        return YZ_OK;
    return many ? segment_pruner_prune_windows(sp)
                : segment_pruner_prune_list(sp);
}

/* The hits of a posting list where other terms count as much: it is decoded. */
static yz_status
prune_decoded(segment_pruner *sp)
{
    yz_error *err = sp->pruning->err;
    passage_set all =
        passage_set_new(sp->arena, sp->list->count, YZ_TIER_EXACT);
    if (!all.passages)
        return error_nomem(err);
    TRY(postings_decode(sp->list, all.passages, NULL, err));
    for (uint32_t i = 0; i < sp->list->count; i++)
        if (!segment_is_deleted(sp->segment, all.passages[i]))
            passage_set_push(&all, all.passages[i]);
    sp->hits = &all;
    const yz_status status = prune_hits(sp);
    sp->hits = NULL;
    return status;
}

static yz_status
prune_segment(segment_pruner *sp, const curve_table **curves)
{
    TRY(open_scorers(sp, curves));
    sp->error = (float)(sp->pruning->terms->count + 8) * FLT_EPSILON;
    if (!sp->list)
        return prune_hits(sp);
    if (!sp->list->count)
        return YZ_OK;
    return segment_pruner_is_ordered(sp) ? segment_pruner_prune_postings(sp)
                                         : prune_decoded(sp);
}

/* ---- what is left -------------------------------------------------------- */

/* Competitive hits by the last threshold, and those of better tiers. */
typedef struct keeper {
    const pruning *pruning;
    const competitive_list *competitive;
    uint32_t next; /* of the competitive hits */
    hit_limits limits;
    pruned *pruned;
    passage_set kept;
    double *most; /* by hit that is kept */
} keeper;

/* Whether the next competitive hit stays so. */
static bool
is_kept(keeper *k)
{
    const competitive_hit *hit = &k->competitive->items[k->next];
    const bool by_scores = k->pruning->order == PRUNE_BEST_FIRST;
    if (hit->sum < k->limits.sum)
        return false;
    if (hit->most >= k->limits.most ||
        (by_scores && hit->score <= k->limits.certain))
        return true;
    if (by_scores)
        k->pruned->best_dropped++;
    else
        dropped_hits_add(&k->pruned->dropped, hit->sum, k->limits.most);
    return false;
}

static void
keep_competitive(keeper *k, const passage_set *hits)
{
    const competitive_list *from = k->competitive;
    for (uint32_t i = 0; i < hits->count; i++) {
        const grade g = passage_set_grade(hits, i);
        const uint32_t tier = k->pruning->tier;
        const bool better = g.tier < tier || (g.tier == tier && g.loss);
        const bool found = k->next < from->count &&
                           from->items[k->next].passage == hits->passages[i];
        if (better || (found && is_kept(k))) {
            k->most[k->kept.count] =
                better ? HUGE_VAL : (double)from->items[k->next].most;
            passage_set_push_from(&k->kept, hits, i);
        }
        k->next += found;
    }
}

/* The same of hits that are in a posting list. */
static void
take_competitive(keeper *k)
{
    for (; k->next < k->competitive->count; k->next++) {
        const competitive_hit *hit = &k->competitive->items[k->next];
        if (!is_kept(k))
            continue;
        k->most[k->kept.count] = (double)hit->most;
        passage_set_push(&k->kept, hit->passage);
    }
}

static yz_status
keep(const pruning *p, const competitive_list *competitive, hit_limits limits,
     uint32_t number, pruned *ret)
{
    passage_set *hits = &ret->hits[number];
    const uint32_t room = p->lists ? competitive->count : hits->count;
    keeper k = {
        .pruning = p,
        .competitive = competitive,
        .limits = limits,
        .pruned = ret,
        .kept = p->lists ? passage_set_new(p->arena, room, YZ_TIER_EXACT)
                         : passage_set_new_like(p->arena, room, hits),
        .most = arena_uninitialized(p->arena, (size_t)room + 1, sizeof(double)),
    };
    if (!k.kept.passages || !k.most)
        return error_nomem(p->err);
    if (p->lists)
        take_competitive(&k);
    else
        keep_competitive(&k, hits);
    *hits = k.kept;
    ret->most[number] = k.most;
    return YZ_OK;
}

/* ---- the best first --------------------------------------------------------- */

/* The score above which a hit is among the best for certain. */
static yz_status
certain_score(const pruning *p, const competitive_list *found, float *ret_score)
{
    top_k above = top_k_make(p->arena, p->wanted + 1);
    if (!above.levels)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < p->snapshot->segment_count; i++)
        for (uint32_t j = 0; j < found[i].count; j++)
            top_k_offer(&above,
                        (rank_level){ .score = (double)found[i].items[j].sum });
    *ret_score = (float)top_k_score(&above);
    return YZ_OK;
}

/*
 * The limits by the hits that are among the best for certain. Others that may
 * be stay, whatever they may become: it is their scores that will tell.
 */
static yz_status
best_limits(const pruning *p, const competitive_list *found, hit_limits *limits)
{
    top_k shown = top_k_make(p->arena, p->shown);
    if (!shown.levels)
        return error_nomem(p->err);
    TRY(certain_score(p, found, &limits->certain));
    for (uint32_t i = 0; i < p->snapshot->segment_count; i++)
        for (uint32_t j = 0; j < found[i].count; j++)
            if (found[i].items[j].score > limits->certain)
                top_k_offer(
                    &shown,
                    (rank_level){ .score = (double)found[i].items[j].least });
    limits->most = (float)top_k_score(&shown);
    return YZ_OK;
}

/* ---- all segments ---------------------------------------------------------- */

/* Whether a segment is the only one that has hits. */
static bool
is_alone(const pruning *p, const passage_set *hits, uint32_t number)
{
    for (uint32_t i = 0; i < p->snapshot->segment_count; i++)
        if (i != number && (p->lists ? p->lists[i].count : hits[i].count))
            return false;
    return true;
}

/* The threshold goes on rising from segment to segment. */
static yz_status
prune_all(const pruning *p, page_threshold *best, arena *scratch, pruned *ret)
{
    const uint32_t segments = p->snapshot->segment_count;
    const curve_table **curves = curve_tables(p->terms, p->snapshot, p->arena);
    competitive_list *found =
        arena_array(p->arena, segments + 1, sizeof(*found));
    if (!found || !curves)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < segments; i++) {
        arena_clear(scratch);
        segment_pruner sp = { .pruning = p,
                              .arena = scratch,
                              .segment = &p->snapshot->segments[i],
                              .hits = &ret->hits[i],
                              .list = p->lists ? &p->lists[i] : NULL,
                              .threshold = best,
                              .is_alone = is_alone(p, ret->hits, i),
                              .dropped = &ret->dropped };
        TRY(prune_segment(&sp, curves));
        found[i] = sp.competitive;
        ret->gave_up = sp.gave_up;
        if (ret->gave_up)
            return YZ_OK;
    }
    hit_limits limits = { .sum = (float)top_k_score(&best->best),
                          .most = (float)top_k_score(&best->shown) };
    if (p->order == PRUNE_TO_SCORE)
        limits = (hit_limits){ .sum = (float)p->score };
    if (p->order == PRUNE_BEST_FIRST)
        TRY(best_limits(p, found, &limits));
    for (uint32_t i = 0; i < segments; i++)
        TRY(keep(p, &found[i], limits, i, ret));
    return YZ_OK;
}

/* No score is above what all terms together weigh. */
static float
highest_score(const rank_terms *terms)
{
    double sum = 1;
    for (size_t i = 0; i < terms->count; i++)
        sum += terms->items[i].weight * terms->items[i].idf;
    return (float)sum;
}

yz_status
max_score_prune(const pruning *p, pruned *ret)
{
    page_threshold best = page_threshold_make(p->arena, p->wanted, p->shown);
    ret->most = arena_array(p->arena, (size_t)p->snapshot->segment_count + 1,
                            sizeof(*ret->most));
    if (!best.best.levels || !best.shown.levels || !ret->most)
        return error_nomem(p->err);
    ret->dropped = (dropped_hits){ .highest = highest_score(p->terms) };
    arena scratch = { .from = p->arena->from, .budget = p->arena->budget };
    const yz_status status = prune_all(p, &best, &scratch, ret);
    arena_dispose(&scratch);
    return status;
}
