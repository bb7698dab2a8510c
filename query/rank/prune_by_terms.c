/* SPDX-License-Identifier: MIT */
/*
 * Pruning by the postings of the terms: which passages are hits is known as
 * bits, and a hit comes into the list of bounds with the first of its terms.
 * The terms come by what a posting of them is worth. Once those that are left
 * cannot give a hit enough together, they are non-essential, and what has no
 * other term never comes into the list.
 */
#include "core/base/bit_set.h"
#include "query/rank/segment_pruner.h"

/* What pruning by terms works on. */
typedef struct term_pruner {
    segment_pruner *of;
    uint64_t *unseen; /* hits that are in no list yet, a bit each */
    score_list list;
    size_t next;        /* term that was not merged in yet */
    uint64_t cost;      /* of all merging, in postings */
    uint64_t look_cost; /* when it pays to look ahead */
    yz_error *err;
} term_pruner;

static yz_status
mark_hits(term_pruner *t)
{
    const segment_pruner *sp = t->of;
    const passage_set *hits = sp->hits;
    t->unseen =
        arena_array(sp->arena, bits_words(sp->segment->info.passages) + 1,
                    sizeof(*t->unseen));
    if (!t->unseen)
        return error_nomem(t->err);
    for (uint32_t i = 0; i < hits->count; i++)
        if (segment_pruner_takes(sp, passage_set_grade(hits, i)))
            bits_set(t->unseen, hits->passages[i]);
    return YZ_OK;
}

/* ---- looking ahead ----------------------------------------------------------- */

/* The hits of the list that are ahead, a few more than are shown. */
static yz_status
leading_hits(const term_pruner *t, score_list *ret)
{
    enum { LEADING_A_SHOWN = 2 };
    const score_list *l = &t->list;
    const size_t wanted = LEADING_A_SHOWN * t->of->pruning->shown;
    const float least = score_list_reached(l, wanted, wanted).least;
    score_list out =
        score_list_make(l->segment, (uint32_t)wanted, t->of->arena);
    if (!out.bounds)
        return error_nomem(t->err);
    for (uint32_t i = 0; i < l->count && out.count < wanted; i++) {
        if (l->bounds[i].least < least)
            continue;
        out.bounds[out.count] = l->bounds[i];
        score_list_push(&out, l->passages[i]);
    }
    *ret = out;
    return YZ_OK;
}

/*
 * Add all terms to the hits that are ahead: what these come to raises the
 * limits for all others before they are looked at.
 */
static yz_status
look_ahead(term_pruner *t)
{
    segment_pruner *sp = t->of;
    const size_t shown = sp->pruning->shown;
    score_list leading;
    TRY(leading_hits(t, &leading));
    for (size_t i = t->next; i < sp->scorer_count; i++)
        TRY(score_list_add(&leading, &sp->scorers[i], t->err));
    const float least =
        score_list_reached(&leading, shown, shown).least * (1 - sp->error);
    sp->floor = least > sp->floor ? least : sp->floor;
    return YZ_OK;
}

/* The same when enough postings were merged since the last time. */
static yz_status
look_ahead_sometimes(term_pruner *t)
{
    enum { LATER = 8 };
    const pruning *p = t->of->pruning;
    if (p->order != PRUNE_HOPEFUL || t->cost < t->look_cost ||
        t->list.count <= p->shown)
        return YZ_OK;
    t->look_cost = t->cost * LATER;
    return look_ahead(t);
}

/* ---- merging ----------------------------------------------------------------- */

/*
 * Drop what is no longer competitive. @return whether the terms that are left
 * are non-essential
 */
static bool
drop_hits(term_pruner *t)
{
    segment_pruner *sp = t->of;
    const float right = 1 - 2 * sp->error;
    const hit_limits limits = segment_pruner_limits_of(sp, &t->list, false);
    const hit_bounds rest = segment_pruner_rest(sp, t->next);
    const hit_bounds certain = certain_terms_bounds(&sp->certain, 0);
    const float sum = certain.sum + rest.sum;
    segment_pruner_drop(sp, &t->list, 0, limits, rest);
    if (sum < limits.sum * right)
        return true;
    if (certain.most + rest.most >= limits.most * right)
        return false;
    dropped_hits_add_many(sp->dropped, sum * (1 + sp->error), limits.most,
                          sp->hits->count);
    return true;
}

/* Whether merging the next term in takes longer than adding it to all hits. */
static bool
is_too_long(const term_pruner *t)
{
    enum { POSTINGS_A_HIT = 2, PASSAGES_A_POSTING = 2 };
    const segment_pruner *sp = t->of;
    const term_scorer *s = &sp->scorers[t->next];
    return s->is_long || s->posting_count / POSTINGS_A_HIT > sp->hits->count ||
           t->cost > sp->segment->info.passages / PASSAGES_A_POSTING;
}

static yz_status
merge_next(term_pruner *t)
{
    const segment_pruner *sp = t->of;
    const term_scorer *s = &sp->scorers[t->next++];
    t->cost += t->list.count + s->posting_count;
    TRY(cancellation_poll(sp->pruning->cancellation, t->err));
    return score_list_merge(&t->list, s, &sp->certain, t->unseen, sp->arena,
                            t->err);
}

/* @return in `ret_done` whether all terms that are left are non-essential */
static yz_status
merge_terms(term_pruner *t, bool *ret_done)
{
    *ret_done = false;
    while (t->next < t->of->scorer_count && !*ret_done) {
        TRY(look_ahead_sometimes(t));
        *ret_done = drop_hits(t);
        if (!*ret_done && is_too_long(t))
            break;
        if (!*ret_done)
            TRY(merge_next(t));
    }
    return YZ_OK;
}

yz_status
segment_pruner_prune_by_terms(segment_pruner *sp, bool *ret_done)
{
    enum { FIRST_LOOK = 128 };
    term_pruner t = { .of = sp,
                      .list = score_list_make(sp->segment, 0, sp->arena),
                      .look_cost = FIRST_LOOK,
                      .err = sp->pruning->err };
    bool done;
    if (!t.list.bounds)
        return error_nomem(t.err);
    TRY(mark_hits(&t));
    TRY(merge_terms(&t, &done));
    *ret_done =
        done || !segment_pruner_has_many(sp, sp->hits->count - t.list.count);
    if (!*ret_done)
        return YZ_OK;
    if (!done)
        TRY(score_list_complete(&t.list, &sp->certain, t.unseen, sp->arena,
                                t.err));
    return segment_pruner_add_terms(sp, &t.list, t.next);
}
