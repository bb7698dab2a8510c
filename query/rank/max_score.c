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
#include "query/rank/max_score.h"
#include "query/rank/page_threshold.h"
#include "query/rank/score_list.h"
#include "query/rank/score_window.h"

#include <float.h>
#include <stdlib.h>

/* A hit that may be among the best. */
typedef struct competitive_hit {
    uint32_t number; /**< among the hits of its segment */
    float upper_bound;
} competitive_hit;

typedef struct competitive_list {
    competitive_hit *items;
    uint32_t count;
} competitive_list;

/* Pruning one segment. */
typedef struct segment_pruner {
    const pruning *pruning;
    arena *arena; /**< of this segment alone */
    segment *segment;
    const passage_set *hits;
    const posting_list *list; /**< has the hits, or NULL */
    term_scorer *scorers;     /**< by falling upper bounds */
    size_t scorer_count;
    float certain[256]; /**< what all hits score, by length code */
    float error;        /**< of a sum, as a share of it */
    page_threshold *threshold;
    float least;            /**< what a posting must score, with the rest */
    page_threshold of_list; /**< of the segment's hits, where they are a list */
    score_window *window;
    uint32_t begin; /**< hits of the window */
    uint32_t end;
    competitive_list competitive;
} segment_pruner;

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

static yz_status
make_room(segment_pruner *sp, uint32_t count)
{
    sp->competitive.items = arena_uninitialized(
        sp->pruning->arena, (size_t)count + 1, sizeof(competitive_hit));
    return sp->competitive.items ? YZ_OK : error_nomem(sp->pruning->err);
}

/* ---- a window ------------------------------------------------------------ */

/* Hits with a loss by misreadings rank below these, whatever they score. */
static bool
is_pruned(const pruning *p, grade g)
{
    return g.tier == p->tier && !g.loss;
}

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
            !is_pruned(sp->pruning, g))
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
    TRY(make_room(sp, hits->count));
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

/* ---- a list of hits ------------------------------------------------------ */

/* The score that a hit of the list must reach, by what the others have so far. */
static double
list_threshold(segment_pruner *sp, const score_list *l)
{
    const double before = page_threshold_score(sp->threshold);
    page_threshold *t = &sp->of_list;
    t->best.count = t->shown.count = 0;
    for (uint32_t i = 0; i < l->count; i++)
        page_threshold_offer(
            t, (rank_level){ 0, 0, (double)(l->sums[i] * (1 - sp->error)) });
    const double own = page_threshold_score(t);
    return own > before ? own : before;
}

static float
greatest_sum(const score_list *l)
{
    float greatest = 0;
    for (uint32_t i = 0; i < l->count; i++)
        greatest = l->sums[i] > greatest ? l->sums[i] : greatest;
    return greatest;
}

/* Drop hits that do not reach the threshold if all else gives them `rest`. */
static void
drop_list(segment_pruner *sp, score_list *l, float rest)
{
    const double before = page_threshold_score(sp->threshold);
    if (greatest_sum(l) < rest && before < (double)rest)
        return; /* no threshold is above the rest */
    const double threshold = list_threshold(sp, l);
    const double error = (double)sp->error;
    score_list_drop(l, (float)(threshold * (1 - 2 * error) - (double)rest));
}

/* The hits that are left, by the threshold that they set. */
static yz_status
select_list(segment_pruner *sp, const score_list *l, float rest)
{
    TRY(make_room(sp, l->count));
    for (uint32_t i = 0; i < l->count; i++) {
        const float most = (l->sums[i] + rest) * (1 + sp->error);
        const double least = (double)(l->sums[i] * (1 - sp->error));
        page_threshold_offer(sp->threshold,
                             (rank_level){ sp->pruning->tier, 0, least });
        sp->competitive.items[sp->competitive.count++] =
            (competitive_hit){ l->numbers[i], most };
    }
    return YZ_OK;
}

/* Add term after term, until so few are left that they may as well be scored. */
static yz_status
add_terms(segment_pruner *sp, score_list *l)
{
    const pruning *p = sp->pruning;
    const uint64_t enough = 2 * (uint64_t)p->shown;
    float rest = 0;
    size_t next = 0;
    for (size_t i = 0; i < sp->scorer_count; i++)
        rest += sp->scorers[i].upper_bound;
    drop_list(sp, l, rest);
    while (next < sp->scorer_count && l->count > enough) {
        TRY(cancellation_poll(p->cancellation, p->err));
        TRY(score_list_add(l, &sp->scorers[next], p->err));
        rest -= sp->scorers[next++].upper_bound;
        drop_list(sp, l, next < sp->scorer_count && rest > 0 ? rest : 0);
    }
    return select_list(sp, l, next < sp->scorer_count && rest > 0 ? rest : 0);
}

static yz_status
prune_list(segment_pruner *sp)
{
    const pruning *p = sp->pruning;
    const passage_set *hits = sp->hits;
    score_list l = score_list_make(sp->segment, hits->count, sp->arena);
    if (!l.sums)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < hits->count; i++)
        if (is_pruned(p, passage_set_grade(hits, i)))
            score_list_push(&l, hits->passages[i], i);
    TRY(score_list_start(&l, sp->certain, p->err));
    return add_terms(sp, &l);
}

/* ---- one posting list ---------------------------------------------------- */

/* The term that the postings of the list are of, taken out of the others. */
static yz_status
take_own_scorer(segment_pruner *sp, const term_scorer **ret_own)
{
    term_scorer *own = arena_alloc(sp->arena, sizeof(*own));
    if (!own)
        return error_nomem(sp->pruning->err);
    *ret_own = NULL;
    for (size_t i = 0; i < sp->scorer_count && !*ret_own; i++) {
        const term_lists *lists = &sp->scorers[i].lists;
        if (lists->count != 1 || lists->mode == COUNT_ONCE ||
            lists->items->blocks != sp->list->blocks)
            continue;
        *own = sp->scorers[i];
        *ret_own = own;
        sp->scorer_count--;
        for (size_t j = i; j < sp->scorer_count; j++)
            sp->scorers[j] = sp->scorers[j + 1];
    }
    return YZ_OK;
}

/* What no posting of a block exceeds, but for the rest. */
static float
block_upper_bound(const segment_pruner *sp, const term_scorer *own,
                  const posting_block *block)
{
    const bool of_words = own && own->lists.mode == COUNT_TIMES;
    const float certain = sp->certain[of_words ? 0 : block->bound.length];
    return own ? certain + term_scorer_bound(own, block->bound) : certain;
}

/* Append the hits of a block that may be competitive. */
static yz_status
push_block(segment_pruner *sp, const term_scorer *own,
           const posting_block *block, float rest, score_list *l)
{
    yz_error *err = sp->pruning->err;
    uint32_t passages[POSTINGS_BLOCK_MAX];
    uint32_t frequencies[POSTINGS_BLOCK_MAX];
    const uint32_t begin = l->count;
    if (!score_list_reserve(l, block->count, sp->arena))
        return error_nomem(err);
    TRY(postings_block_passages(sp->list, block, passages, err));
    if (own)
        TRY(postings_block_frequencies(sp->list, block, frequencies, err));
    for (uint32_t i = 0; i < block->count; i++) {
        if (segment_is_deleted(sp->segment, passages[i]))
            continue;
        /* For a while the frequency is in the number's place. */
        score_list_push(l, passages[i],
                        own ? term_count(own->lists.mode, frequencies[i]) : 0);
    }
    TRY(score_list_begin(l, begin, sp->certain, own, err));
    score_list_drop_from(l, begin, sp->least - rest);
    return YZ_OK;
}

/* What the sums of the hits must reach with the rest, by those so far. */
static void
raise_least(segment_pruner *sp, const score_list *l, uint32_t begin)
{
    const double error = (double)sp->error;
    page_threshold *t = &sp->of_list;
    for (uint32_t i = begin; i < l->count; i++)
        page_threshold_offer(
            t, (rank_level){ 0, 0, (double)(l->sums[i] * (1 - sp->error)) });
    const double own = page_threshold_score(t);
    const double before = page_threshold_score(sp->threshold);
    sp->least = (float)((own > before ? own : before) * (1 - 2 * error));
}

static yz_status
prune_postings(segment_pruner *sp)
{
    const pruning *p = sp->pruning;
    enum { FIRST_ROOM = 1024 };
    const term_scorer *own;
    float rest = 0;
    score_list l = score_list_make(sp->segment, FIRST_ROOM, sp->arena);
    if (!l.sums)
        return error_nomem(p->err);
    TRY(take_own_scorer(sp, &own));
    for (size_t i = 0; i < sp->scorer_count; i++)
        rest += sp->scorers[i].upper_bound;
    raise_least(sp, &l, 0);
    for (uint32_t b = 0; b < sp->list->block_count; b++) {
        posting_block block;
        const uint32_t begin = l.count;
        TRY(cancellation_poll(p->cancellation, p->err));
        TRY(postings_block(sp->list, b, &block, p->err));
        if (block_upper_bound(sp, own, &block) * (1 + sp->error) + rest <
            sp->least)
            continue;
        TRY(push_block(sp, own, &block, rest, &l));
        raise_least(sp, &l, begin);
    }
    for (uint32_t i = 0; i < l.count; i++)
        l.numbers[i] = l.passages[i];
    return add_terms(sp, &l);
}

/* ---- a segment ----------------------------------------------------------- */

/* Whether there are so many hits that a term is added to all passages. */
static bool
takes_windows(const segment_pruner *sp)
{
    enum { PASSAGES_A_HIT = 16 };
    return sp->hits->count > sp->segment->info.passages / PASSAGES_A_HIT;
}

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
        return sp->list->count ? prune_postings(sp) : YZ_OK;
    if (!takes_windows(sp))
        return prune_list(sp);
    if (!sp->window)
        sp->window = arena_alloc(p->arena, sizeof(*sp->window));
    if (!sp->window)
        return error_nomem(p->err);
    sp->window->err = p->err;
    return prune_windows(sp);
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
