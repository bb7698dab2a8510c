/* SPDX-License-Identifier: MIT */
/*
 * Pruning over windows of passages, as in Lucene's MaxScoreBulkScorer, where
 * hits are so many that a term is added to all passages. Once the bounds of the
 * terms that are left add up to less than the threshold, these are
 * non-essential: no passage gets on the page by them alone. As soon as it is
 * cheaper to look competitive hits up in the lists than to add the lists up,
 * the window is done. What all windows leave is then pruned as a list.
 */
#include "query/rank/score_window.h"
#include "query/rank/segment_pruner.h"

/* Pruning one window after the other. */
typedef struct window_pruner {
    segment_pruner *of;
    score_window *window;
    uint32_t begin; /* hits of the window */
    uint32_t end;
    float lift;               /* no hit gains more */
    page_threshold threshold; /* of the segment's hits */
    passage_set left;
    float *bounds; /* of those that are left: what they score at most */
    yz_error *err;
} window_pruner;

/* The score that a hit must reach. */
static float
threshold_of(const window_pruner *w)
{
    const hit_limits before = segment_pruner_limits(w->of);
    if (w->of->pruning->order == PRUNE_TO_SCORE)
        return before.sum;
    const float best = (float)top_k_score(&w->threshold.best);
    const float shown = (float)top_k_score(&w->threshold.shown);
    const float sum = best > before.sum ? best : before.sum;
    const float most = (shown > before.most ? shown : before.most) - w->lift;
    return sum > most ? sum : most;
}

static inline float
upper_bound(const window_pruner *w, uint32_t passage, float rest)
{
    return (score_window_sum(w->window, passage) + rest) * (1 + w->of->error);
}

static uint32_t
count_competitive(const window_pruner *w, float rest, float threshold)
{
    uint32_t count = 0;
    for (uint32_t i = w->begin; i < w->end; i++)
        count += upper_bound(w, w->of->hits->passages[i], rest) >= threshold;
    return count;
}

/*
 * Whether the terms from `next` on, whose bounds add up to `rest`, are
 * non-essential and the hits that are competitive so few that seeking them in
 * the lists costs less than adding the lists up. Counting them costs a look at
 * each hit, too.
 */
static bool
is_done(const window_pruner *w, size_t next, float rest)
{
    const segment_pruner *sp = w->of;
    const float share = (float)(w->window->end - w->window->begin) /
                        (float)sp->segment->info.passages;
    const float threshold = threshold_of(w);
    float postings = 0;
    if (rest >= threshold)
        return false;
    for (size_t i = next; i < sp->scorer_count; i++)
        postings += (float)sp->scorers[i].posting_count * share;
    if (postings < (float)(w->end - w->begin) / 2)
        return false;
    const float seeks = (float)count_competitive(w, rest, threshold) *
                        (float)(sp->scorer_count - next);
    return seeks * SEEK_COST < postings;
}

static void
select_competitive(window_pruner *w, float rest)
{
    const segment_pruner *sp = w->of;
    float threshold = threshold_of(w);
    for (uint32_t i = w->begin; i < w->end; i++) {
        const uint32_t passage = sp->hits->passages[i];
        const grade g = passage_set_grade(sp->hits, i);
        if (upper_bound(w, passage, rest) < threshold ||
            !segment_pruner_takes(sp, g))
            continue;
        const double sum =
            (double)(score_window_sum(w->window, passage) * (1 - sp->error));
        page_threshold_offer(&w->threshold, (rank_level){ g.tier, 0, sum },
                             sum);
        threshold = threshold_of(w);
        w->bounds[w->left.count] = upper_bound(w, passage, rest);
        passage_set_push(&w->left, passage);
    }
}

static yz_status
prune_window(window_pruner *w)
{
    const segment_pruner *sp = w->of;
    size_t next = 0;
    score_window_start(w->window, sp->hits->passages + w->begin,
                       w->end - w->begin, &sp->certain);
    for (; next < sp->scorer_count; next++) {
        if (is_done(w, next, segment_pruner_rest(sp, next).sum))
            break;
        TRY(cancellation_poll(sp->pruning->cancellation, w->err));
        TRY(score_window_add(w->window, &sp->scorers[next]));
    }
    select_competitive(w, segment_pruner_rest(sp, next).sum);
    return YZ_OK;
}

static yz_status
prune_windows(window_pruner *w)
{
    const passage_set *hits = w->of->hits;
    w->window->segment = w->of->segment;
    w->window->err = w->err;
    while (w->end < hits->count) {
        w->begin = w->end;
        TRY(score_window_move(w->window, hits->passages[w->begin]));
        while (w->end < hits->count && hits->passages[w->end] < w->window->end)
            w->end++;
        TRY(prune_window(w));
    }
    return YZ_OK;
}

/* What terms and all else can give a hit beside its score. */
static float
lift_of_all(const segment_pruner *sp)
{
    float lift = (float)sp->pruning->lifts.rest + sp->certain.lift_most;
    for (size_t i = 0; i < sp->scorer_count; i++)
        lift += sp->scorers[i].lift_most;
    return lift;
}

/* Leave those that are competitive by the last threshold. */
static void
drop_again(window_pruner *w)
{
    const float threshold = threshold_of(w);
    uint32_t count = 0;
    for (uint32_t i = 0; i < w->left.count; i++) {
        w->left.passages[count] = w->left.passages[i];
        count += w->bounds[i] >= threshold;
    }
    w->left.count = count;
}

yz_status
segment_pruner_prune_windows(segment_pruner *sp)
{
    const pruning *p = sp->pruning;
    const passage_set *hits = sp->hits;
    window_pruner w = {
        .of = sp,
        .window = arena_uninitialized(sp->arena, 1, sizeof(*w.window)),
        .lift = lift_of_all(sp),
        .threshold = page_threshold_make(sp->arena, p->wanted, p->shown),
        .left = passage_set_new(sp->arena, hits->count, p->tier),
        .bounds = arena_uninitialized(sp->arena, (size_t)hits->count + 1,
                                      sizeof(float)),
        .err = p->err,
    };
    if (!w.window || !w.threshold.best.levels || !w.threshold.shown.levels ||
        !w.left.passages || !w.bounds)
        return error_nomem(p->err);
    TRY(prune_windows(&w));
    drop_again(&w);
    dropped_hits_limit(sp->dropped, (float)top_k_score(&w.threshold.shown));
    dropped_hits_limit(sp->dropped, segment_pruner_limits(sp).most);
    sp->hits = &w.left;
    const yz_status status = segment_pruner_prune_list(sp);
    sp->hits = hits;
    return status;
}
