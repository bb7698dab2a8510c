/* SPDX-License-Identifier: MIT */
#include "query/search/page_hits.h"

#include "query/rank/page_threshold.h"
#include "query/rank/score.h"
#include "query/search/one_list.h"

#include <math.h>
#include <stdlib.h>

enum {
    HITS_A_KEPT_HIT = 4 /**< above this many it pays to choose before scoring */
};

/* Hits of the tier get what the synonyms that occur in them are worth. */
static yz_status
add_synonyms(page_maker *p, uint32_t number)
{
    understanding *u = p->understanding;
    const passage_set *hits = &p->sets[number];
    passage_set some = passage_set_new(p->arena, hits->count, YZ_TIER_SYNONYM);
    double *more =
        arena_array(p->arena, (size_t)hits->count + 1, sizeof(*more));
    double *scores = p->scores[number];
    if (!some.passages || !more)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < hits->count; i++)
        if (passage_set_grade(hits, i).tier == YZ_TIER_SYNONYM)
            passage_set_push(&some, hits->passages[i]);
    TRY(score_hits(&u->synonym_terms, u->snapshot,
                   &u->snapshot->segments[number], &some,
                   p->context->cancellation, more, p->err));
    for (uint32_t i = 0; i < hits->count; i++)
        if (passage_set_grade(hits, i).tier == YZ_TIER_SYNONYM)
            scores[i] += *more++;
    return YZ_OK;
}

static yz_status
score_segments(page_maker *p)
{
    understanding *u = p->understanding;
    for (uint32_t i = 0; i < u->snapshot->segment_count; i++) {
        const passage_set *hits = &p->sets[i];
        p->scores[i] = arena_array(p->arena, (size_t)hits->count + 1,
                                   sizeof(*p->scores[i]));
        if (!p->scores[i])
            return error_nomem(p->err);
        TRY(score_hits(&u->terms, u->snapshot, &u->snapshot->segments[i], hits,
                       p->context->cancellation, p->scores[i], p->err));
        if (u->synonym_terms.count && hits->count)
            TRY(add_synonyms(p, i));
        for (uint32_t j = 0; j < hits->count && p->has_constant_bonus; j++)
            p->scores[i][j] += u->bonus.most;
    }
    return YZ_OK;
}

static rank_level
level_of(const page_maker *p, uint32_t number, uint32_t i)
{
    const grade g = passage_set_grade(&p->sets[number], i);
    return (rank_level){ g.tier, g.loss, p->scores[number][i] };
}

uint64_t
page_end(const page_maker *p)
{
    const uint64_t end = p->request->offset + p->request->limit;
    return end < p->request->limit ? UINT64_MAX : end;
}

/* How many hits of a tier there are, if the request allows it. */
static uint64_t
allowed_in(const page_maker *p, uint32_t tier)
{
    return p->request->tiers & YZ_TIER_BIT(tier) ? p->summary->counts[tier] : 0;
}

/* Whether the page has hits of near or worse tiers, as far as tiers tell. */
static bool
is_relaxed(const page_maker *p)
{
    uint64_t better = 0;
    uint64_t relaxed = 0;
    for (uint32_t tier = 0; tier < YZ_TIER_COUNT; tier++) {
        if (rescoring_concerns(tier))
            relaxed += allowed_in(p, tier);
        else
            better += allowed_in(p, tier);
    }
    return relaxed && p->request->sort == YZ_SORT_SCORE &&
           (p->request->has_cursor || better < page_end(p));
}

/* Whether all hits that can be shown get the same bonus. */
static bool
has_constant_bonus(const page_maker *p)
{
    const bonus *b = &p->understanding->bonus;
    const uint64_t end = page_end(p);
    if (p->request->sort != YZ_SORT_SCORE || p->request->has_cursor ||
        p->is_relaxed)
        return false;
    if (!b->count)
        return true;
    return b->constant && end <= REFINED_HITS &&
           allowed_in(p, YZ_TIER_EXACT) + allowed_in(p, YZ_TIER_VARIANT) >= end;
}

/* This many of the best hits are all that is looked at; SIZE_MAX: all hits. */
static size_t
wanted_hits(const page_maker *p)
{
    const uint64_t end = page_end(p);
    const uint64_t wanted =
        end > REFINED_HITS || p->has_constant_bonus ? end : REFINED_HITS;
    const bool all = p->request->has_cursor || wanted >= p->total ||
                     p->request->sort != YZ_SORT_SCORE || p->request->reverse;
    return all ? SIZE_MAX : (size_t)wanted;
}

/* Whether hits are pruned by what their terms let them gain. */
static bool
by_terms(const page_maker *p)
{
    return p->pruning != PRUNE_BY_SCORE;
}

/*
 * Of very many hits, only those are scored that can be on the page: of the tier
 * in which its last one is, what can score enough. @return whether it pays
 */
static bool
is_pruned(const page_maker *p, pruning *c)
{
    const size_t wanted = wanted_hits(p);
    const uint64_t end = page_end(p);
    uint64_t better = 0;
    uint64_t found = 0;
    if (wanted == SIZE_MAX)
        return false;
    for (uint32_t tier = 0; tier < YZ_TIER_COUNT && better + found < end;
         tier++) {
        better += found;
        found = allowed_in(p, tier);
        c->tier = tier;
    }
    if (better + found < end || c->tier == YZ_TIER_SYNONYM)
        return false;
    c->wanted = wanted - (size_t)better;
    c->shown = (size_t)(end - better);
    return found / HITS_A_KEPT_HIT >= (by_terms(p) ? c->shown : c->wanted);
}

/* What hits of the tier that is pruned may gain. */
static yz_status
find_lifts(const page_maker *p, pruning *c)
{
    const understanding *u = p->understanding;
    const bool relaxed = p->is_relaxed && rescoring_concerns(c->tier);
    c->order = p->pruning;
    if (!by_terms(p)) {
        c->lifts = lifts_of_any(p->lift);
        return YZ_OK;
    }
    const lift_sources from = { &u->terms, u->snapshot, &u->bonus,
                                relaxed ? &u->rescoring : NULL };
    return lifts_make(&from, c->tier, p->arena, &c->lifts, p->err);
}

static pruning
pruning_of(page_maker *p)
{
    understanding *u = p->understanding;
    return (pruning){ .terms = &u->terms,
                      .snapshot = u->snapshot,
                      .cancellation = p->context->cancellation,
                      .lists = p->matches->lists,
                      .arena = p->arena,
                      .err = p->err };
}

static yz_status
narrow_hits(page_maker *p)
{
    pruning c = pruning_of(p);
    p->pruned = (pruned){ .hits = p->sets };
    if (is_pruned(p, &c)) {
        TRY(find_lifts(p, &c));
        return max_score_prune(&c, &p->pruned);
    }
    return c.lists ? one_list_decode(p->context, p->matches, p->sets) : YZ_OK;
}

/* The sets of all matches, to be narrowed. */
static yz_status
copy_sets(const page_maker *p, passage_set **ret_sets)
{
    const uint32_t segments = p->understanding->snapshot->segment_count;
    *ret_sets = arena_array(p->arena, segments + 1, sizeof(**ret_sets));
    if (!*ret_sets)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < segments; i++)
        (*ret_sets)[i] = p->matches->sets[i];
    return YZ_OK;
}

/* What a hit may become by all that may be added to its score. */
static double
most_of(const page_maker *p, uint32_t number, uint32_t i)
{
    const double most = p->scores[number][i] + p->lift;
    const double known =
        p->pruned.most && by_terms(p) ? p->pruned.most[number][i] : HUGE_VAL;
    return known < most ? known : most;
}

/* What the hits that are wanted must have. */
static yz_status
make_threshold(page_maker *p, size_t wanted, page_threshold *t)
{
    *t = page_threshold_make(p->arena, wanted, (size_t)page_end(p));
    if (!t->best.levels || !t->shown.levels)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < p->understanding->snapshot->segment_count; i++)
        for (uint32_t j = 0; j < p->sets[i].count; j++)
            page_threshold_offer(t, level_of(p, i, j), p->scores[i][j]);
    return YZ_OK;
}

ranked
page_ranked(const page_maker *p, uint32_t number, uint32_t i, double score)
{
    const grade g = passage_set_grade(&p->sets[number], i);
    return (ranked){ .segment = &p->understanding->snapshot->segments[number],
                     .passage = p->sets[number].passages[i],
                     .tier = g.tier,
                     .loss = g.loss,
                     .refined = p->has_constant_bonus,
                     .score = score,
                     .first = score };
}

/* @param t  NULL: every hit is wanted */
static bool
is_wanted(const page_maker *p, const page_threshold *t, uint32_t number,
          uint32_t i)
{
    return !t || page_threshold_is_competitive(t, level_of(p, number, i),
                                               most_of(p, number, i));
}

static void
gather_segment(const page_maker *p, uint32_t number, const page_threshold *t,
               ranked *all, size_t *count)
{
    for (uint32_t i = 0; i < p->sets[number].count; i++) {
        if (!is_wanted(p, t, number, i))
            continue;
        ranked *hit = &all[(*count)++];
        *hit = page_ranked(p, number, i, p->scores[number][i]);
        hit->most = most_of(p, number, i);
    }
}

static size_t
count_wanted(const page_maker *p, const page_threshold *t)
{
    size_t count = 0;
    for (uint32_t i = 0; i < p->understanding->snapshot->segment_count; i++)
        for (uint32_t j = 0; j < p->sets[i].count; j++)
            count += is_wanted(p, t, i, j);
    return count;
}

static yz_status
gather(page_maker *p, ranked **ret_all, size_t *ret_count)
{
    page_threshold t;
    const size_t wanted = wanted_hits(p);
    TRY(score_segments(p));
    const page_threshold *threshold =
        wanted == SIZE_MAX || by_terms(p) ? NULL : &t;
    if (threshold)
        TRY(make_threshold(p, wanted, &t));
    const size_t count = count_wanted(p, threshold);
    *ret_all = arena_uninitialized(p->arena, count + 1, sizeof(**ret_all));
    if (!*ret_all)
        return error_nomem(p->err);
    *ret_count = 0;
    for (uint32_t i = 0; i < p->understanding->snapshot->segment_count; i++)
        gather_segment(p, i, threshold, *ret_all, ret_count);
    return YZ_OK;
}

/* How many hits from `first` on can get on the page, with all there is. */
static size_t
count_hopeful(const top_k *shown, const ranked *all, size_t first, size_t end)
{
    size_t at = first;
    while (at < end &&
           top_k_is_competitive(
               shown, (rank_level){ all[at].tier, all[at].loss, all[at].most }))
        at++;
    return at - first;
}

/* What the order of a hit's words earns, and how often it has parts of them. */
static yz_status
refine_hits(page_maker *p, ranked *hits, size_t count)
{
    understanding *u = p->understanding;
    TRY(bonus_add(&u->bonus, &u->patterns, hits, count,
                  p->context->cancellation, p->arena, p->err));
    for (size_t i = 0; i < count; i++) {
        double gain = 0;
        TRY(cancellation_poll(p->context->cancellation, p->err));
        if (rescoring_concerns(hits[i].tier))
            TRY(rescoring_gain(&u->rescoring, &u->patterns, &hits[i], &gain,
                               p->err));
        hits[i].score += gain;
        hits[i].refined = true;
    }
    return YZ_OK;
}

static rank_level
highest_level(const ranked *hit)
{
    return (rank_level){ hit->tier, hit->loss, hit->most };
}

static int
compare_highest(const void *a, const void *b)
{
    const rank_level x = highest_level(a);
    const rank_level y = highest_level(b);
    return rank_level_above(y, x) - rank_level_above(x, y);
}

/* The best by score come first, of these the most hopeful. */
static yz_status
order_hopeful(page_maker *p, ranked *all, size_t count, size_t best)
{
    const bool reverse = p->order.reverse;
    yz_status status = YZ_OK;
    p->order.reverse = false; /* it is the best that earn it */
    if (count > best)
        status = order_select(&p->order, all, count, best);
    p->order.reverse = reverse;
    if (status == YZ_OK && best)
        qsort(all, best, sizeof(*all), compare_highest);
    return status;
}

/*
 * The best two hundred by score are looked at again, a page of them at a time:
 * from one on that cannot get on the page with all there is to gain, none of
 * the others can.
 */
static yz_status
refine_best(page_maker *p, ranked *all, size_t count)
{
    const size_t best = REFINED_HITS - p->pruned.best_dropped;
    const size_t end = count < best ? count : best;
    const bool every =
        p->request->has_cursor || p->request->reverse || page_end(p) >= end;
    const size_t step = every ? end : (size_t)page_end(p);
    size_t more;
    if (p->request->sort != YZ_SORT_SCORE || p->has_constant_bonus ||
        (!p->understanding->bonus.count && !p->is_relaxed))
        return YZ_OK;
    top_k shown = top_k_make(p->arena, step);
    if (!shown.levels)
        return error_nomem(p->err);
    TRY(order_hopeful(p, all, count, end));
    for (size_t at = 0; at < end; at += more) {
        more = count_hopeful(&shown, all, at, end);
        more = more < step ? more : step;
        if (!more)
            break;
        TRY(refine_hits(p, all + at, more));
        for (size_t i = at; i < at + more; i++)
            top_k_offer(&shown,
                        (rank_level){ all[i].tier, all[i].loss, all[i].score });
    }
    return YZ_OK;
}

yz_status
page_hits_weigh(page_maker *p)
{
    understanding *u = p->understanding;
    p->is_relaxed = is_relaxed(p);
    TRY(understanding_weigh(u, p->is_relaxed, p->context->cancellation, p->kept,
                            p->err));
    p->has_constant_bonus = has_constant_bonus(p);
    p->lift = p->has_constant_bonus ? 0 : u->bonus.most + u->rescoring.most;
    return YZ_OK;
}

prune_order
page_hits_pruning(const page_maker *p)
{
    const request *r = p->request;
    const uint64_t end = page_end(p);
    const bool plain =
        r->sort == YZ_SORT_SCORE && !r->has_cursor && !r->reverse;
    if (!plain || p->lift <= 0 || !end || end > REFINED_HITS)
        return PRUNE_BY_SCORE;
    return p->is_relaxed || p->total <= REFINED_HITS ? PRUNE_HOPEFUL
                                                     : PRUNE_BEST_FIRST;
}

yz_status
page_hits_find(page_maker *p, ranked **ret_all, size_t *ret_count)
{
    TRY(copy_sets(p, &p->sets));
    TRY(narrow_hits(p));
    if (p->pruned.gave_up)
        return YZ_OK;
    TRY(gather(p, ret_all, ret_count));
    return refine_best(p, *ret_all, *ret_count);
}

/* The least score by which a hit of the page came to gain something. */
static double
least_first(const ranked *all, size_t end)
{
    double least = HUGE_VAL;
    for (size_t i = 0; i < end; i++)
        if (all[i].score > all[i].first && all[i].first < least)
            least = all[i].first;
    return least;
}

/* Whether no more hits than can be among the best have a score, counted. */
static yz_status
count_above(page_maker *p, double score, bool *ret_few)
{
    enum { ROUNDING = 1 << 20 };
    size_t above = 0;
    pruning c = pruning_of(p);
    pruned counted = { 0 };
    TRY(copy_sets(p, &counted.hits));
    (void)is_pruned(p, &c);
    c.order = PRUNE_TO_SCORE;
    c.score = score * (1 - 1.0 / ROUNDING);
    TRY(max_score_prune(&c, &counted));
    for (uint32_t i = 0; i < c.snapshot->segment_count; i++)
        above += counted.hits[i].count;
    *ret_few = above <= REFINED_HITS;
    return YZ_OK;
}

/* At most this many hits are above a score, by what is known of those dropped. */
static size_t
bound_above(const page_maker *p, const ranked *all, size_t count, double score)
{
    const uint32_t tier = all[page_end(p) - 1].tier;
    size_t above = dropped_hits_above(&p->pruned.dropped, score);
    for (size_t i = 0; i < count; i++)
        above += all[i].tier < tier || all[i].first >= score;
    return above;
}

/*
 * None of the dropped hits becomes more than the last of the page, and those of
 * the page that gained something are among the best two hundred with them, too.
 */
yz_status
page_hits_prove(page_maker *p, const ranked *all, size_t count,
                bool *ret_proved)
{
    const uint64_t end = page_end(p);
    const double dropped = (double)p->pruned.dropped.most;
    const bool any =
        p->pruned.most && p->pruning == PRUNE_HOPEFUL && dropped > 0;
    *ret_proved = !any || (end <= count && all[end - 1].score >= dropped);
    if (!any || !*ret_proved || p->total <= REFINED_HITS)
        return YZ_OK;
    const double least = least_first(all, (size_t)end);
    if (bound_above(p, all, count, least) <= REFINED_HITS)
        return YZ_OK;
    return count_above(p, least, ret_proved);
}
