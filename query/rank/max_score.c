/* SPDX-License-Identifier: MIT */
/*
 * Max-score pruning (H. Turtle, J. Flood, "Query Evaluation: Strategies and
 * Optimizations", Information Processing & Management 31(6), 1995), over
 * windows of passages as in Lucene's MaxScoreBulkScorer.
 *
 * Each term of a segment has an upper bound of its score. Terms are added to
 * the sums of a window by falling bounds, and the best k sums so far set the
 * threshold. Once the bounds of the terms that are left add up to less than
 * it, these are non-essential: no passage gets on the page by them alone. A
 * hit is competitive if its sum and that rest reach the threshold. As soon as
 * it is cheaper to look such hits up in the lists than to add the lists up,
 * the window is done: a hit's sum is its lower bound, which raises the
 * threshold, and with the rest its upper bound, by which it is selected.
 *
 * Sums are in single precision and in another order than in score_hits(), so
 * each is taken to be wrong by up to `error` of itself, either way.
 */
#include "query/rank/segment_pruner.h"

#include <float.h>
#include <stdlib.h>

/* ---- terms --------------------------------------------------------------- */

static int
compare_bounds(const void *a, const void *b)
{
    const term_scorer *x = a;
    const term_scorer *y = b;
    return (x->upper_bound < y->upper_bound) -
           (x->upper_bound > y->upper_bound);
}

/* Terms that every hit of the tier has (all are grams) share one table. */
static yz_status
open_scorers(segment_pruner *sp)
{
    const pruning *p = sp->pruning;
    const rank_terms *terms = p->terms;
    sp->scorers =
        arena_uninitialized(sp->arena, terms->count + 1, sizeof(term_scorer));
    if (!sp->scorers)
        return error_nomem(p->err);
    for (size_t t = 0; t < terms->count; t++) {
        const rank_term *term = &terms->items[t];
        term_scorer *s = &sp->scorers[sp->scorer_count];
        TRY(cancellation_poll(p->cancellation, p->err));
        TRY(term_scorer_init(term, p->snapshot, sp->segment, sp->arena, s,
                             p->err));
        if (term->certain && p->tier <= YZ_TIER_VARIANT)
            for (uint32_t code = 0; code < 256; code++)
                sp->certain[code] += s->once[code];
        else if (s->lists.count)
            sp->scorer_count++;
    }
    qsort(sp->scorers, sp->scorer_count, sizeof(term_scorer), compare_bounds);
    return YZ_OK;
}

/* ---- a window ------------------------------------------------------------ */

static inline float
upper_bound(const segment_pruner *sp, uint32_t passage, float rest)
{
    return (score_window_sum(sp->window, passage) + rest) * (1 + sp->error);
}

static uint32_t
count_competitive(const segment_pruner *sp, float rest)
{
    const float threshold = (float)page_threshold_score(sp->threshold);
    uint32_t count = 0;
    for (uint32_t i = sp->begin; i < sp->end; i++)
        count += upper_bound(sp, sp->hits->passages[i], rest) >= threshold;
    return count;
}

/*
 * Whether the terms from `next` on, whose bounds add up to `rest`, are
 * non-essential and the hits that are competitive so few that seeking them in
 * the lists costs less than adding the lists up. Counting them costs a look at
 * each hit, too.
 */
static bool
is_done(const segment_pruner *sp, size_t next, float rest)
{
    const score_window *w = sp->window;
    const float share =
        (float)(w->end - w->begin) / (float)sp->segment->info.passages;
    float postings = 0;
    if (rest >= (float)page_threshold_score(sp->threshold))
        return false;
    for (size_t i = next; i < sp->scorer_count; i++)
        postings += (float)sp->scorers[i].posting_count * share;
    if (postings < (float)(sp->end - sp->begin) / 2)
        return false;
    const float seeks =
        (float)count_competitive(sp, rest) * (float)(sp->scorer_count - next);
    return seeks * SEEK_COST < postings;
}

static void
select_competitive(segment_pruner *sp, float rest)
{
    for (uint32_t i = sp->begin; i < sp->end; i++) {
        const uint32_t passage = sp->hits->passages[i];
        const grade g = passage_set_grade(sp->hits, i);
        const float most = upper_bound(sp, passage, rest);
        if (most < (float)page_threshold_score(sp->threshold) ||
            !segment_pruner_takes(sp, g))
            continue;
        const float least =
            score_window_sum(sp->window, passage) * (1 - sp->error);
        page_threshold_offer(sp->threshold,
                             (rank_level){ g.tier, 0, (double)least });
        sp->competitive.items[sp->competitive.count++] =
            (competitive_hit){ i, most };
    }
}

static yz_status
prune_window(segment_pruner *sp)
{
    const pruning *p = sp->pruning;
    float rest = 0;
    size_t next = 0;
    score_window_start(sp->window, sp->hits->passages + sp->begin,
                       sp->end - sp->begin, sp->certain);
    for (size_t i = 0; i < sp->scorer_count; i++)
        rest += sp->scorers[i].upper_bound;
    while (next < sp->scorer_count && !is_done(sp, next, rest)) {
        TRY(cancellation_poll(p->cancellation, p->err));
        TRY(score_window_add(sp->window, &sp->scorers[next]));
        rest -= sp->scorers[next++].upper_bound;
    }
    select_competitive(sp, next < sp->scorer_count && rest > 0 ? rest : 0);
    return YZ_OK;
}

static yz_status
prune_windows(segment_pruner *sp)
{
    const passage_set *hits = sp->hits;
    score_window *w = sp->window;
    TRY(segment_pruner_make_room(sp, hits->count));
    w->segment = sp->segment;
    while (sp->end < hits->count) {
        sp->begin = sp->end;
        TRY(score_window_move(w, hits->passages[sp->begin]));
        while (sp->end < hits->count && hits->passages[sp->end] < w->end)
            sp->end++;
        TRY(prune_window(sp));
    }
    return YZ_OK;
}

/* Whether hits are so frequent that a term is added to all passages. */
static bool
takes_windows(const segment_pruner *sp)
{
    enum { PASSAGES_A_HIT = 16 };
    return sp->hits->count > sp->segment->info.passages / PASSAGES_A_HIT;
}

static yz_status
prune_hits(segment_pruner *sp)
{
    const pruning *p = sp->pruning;
    if (!takes_windows(sp))
        return segment_pruner_prune_list(sp);
    if (!sp->window)
        sp->window = arena_alloc(p->arena, sizeof(*sp->window));
    if (!sp->window)
        return error_nomem(p->err);
    sp->window->err = p->err;
    return prune_windows(sp);
}

/* The same where other terms count as much: the list is decoded. */
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
    TRY(status);
    for (uint32_t i = 0; i < sp->competitive.count; i++)
        sp->competitive.items[i].number =
            all.passages[sp->competitive.items[i].number];
    return YZ_OK;
}

/* ---- a segment ----------------------------------------------------------- */

static yz_status
prune_segment(segment_pruner *sp)
{
    const pruning *p = sp->pruning;
    TRY(open_scorers(sp));
    sp->error = (float)(p->terms->count + 8) * FLT_EPSILON;
    sp->of_list = page_threshold_make(sp->arena, p->wanted, p->shown, p->bonus);
    if (!sp->of_list.best.levels || !sp->of_list.shown.levels)
        return error_nomem(p->err);
    if (sp->list)
        return !sp->list->count ? YZ_OK
               : segment_pruner_is_ordered(sp)
                   ? segment_pruner_prune_postings(sp)
                   : prune_decoded(sp);
    return prune_hits(sp);
}

/* Competitive hits by the last threshold, and those of better tiers. */
static yz_status
keep_competitive(const pruning *p, const competitive_list *competitive,
                 const page_threshold *best, passage_set *hits)
{
    passage_set kept = passage_set_new_like(p->arena, hits->count, hits);
    const double threshold = page_threshold_score(best);
    uint32_t next = 0;
    if (!kept.passages)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < hits->count; i++) {
        const grade g = passage_set_grade(hits, i);
        bool stays = g.tier < p->tier || (g.tier == p->tier && g.loss);
        if (next < competitive->count && competitive->items[next].number == i)
            stays = (double)competitive->items[next++].upper_bound >= threshold;
        if (stays)
            passage_set_push_from(&kept, hits, i);
    }
    *hits = kept;
    return YZ_OK;
}

/* The same of hits that are in a posting list: their numbers are passages. */
static yz_status
take_competitive(const pruning *p, const competitive_list *competitive,
                 const page_threshold *best, passage_set *hits)
{
    const double threshold = page_threshold_score(best);
    passage_set kept =
        passage_set_new(p->arena, competitive->count, YZ_TIER_EXACT);
    if (!kept.passages)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < competitive->count; i++)
        if ((double)competitive->items[i].upper_bound >= threshold)
            passage_set_push(&kept, competitive->items[i].number);
    *hits = kept;
    return YZ_OK;
}

/* The threshold goes on rising from segment to segment. */
static yz_status
prune_all(const pruning *p, page_threshold *best, arena *scratch,
          passage_set *hits)
{
    const uint32_t segments = p->snapshot->segment_count;
    score_window *window = NULL;
    competitive_list *found =
        arena_array(p->arena, segments + 1, sizeof(*found));
    if (!found)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < segments; i++) {
        arena_clear(scratch);
        segment_pruner sp = { .pruning = p,
                              .arena = scratch,
                              .segment = &p->snapshot->segments[i],
                              .hits = &hits[i],
                              .list = p->lists ? &p->lists[i] : NULL,
                              .threshold = best,
                              .window = window };
        TRY(prune_segment(&sp));
        found[i] = sp.competitive;
        window = sp.window;
    }
    for (uint32_t i = 0; i < segments; i++)
        TRY(p->lists ? take_competitive(p, &found[i], best, &hits[i])
                     : keep_competitive(p, &found[i], best, &hits[i]));
    return YZ_OK;
}

yz_status
max_score_prune(const pruning *p, passage_set *hits)
{
    page_threshold best =
        page_threshold_make(p->arena, p->wanted, p->shown, p->bonus);
    if (!best.best.levels || !best.shown.levels)
        return error_nomem(p->err);
    arena scratch = { .from = p->arena->from, .budget = p->arena->budget };
    const yz_status status = prune_all(p, &best, &scratch, hits);
    arena_dispose(&scratch);
    return status;
}
