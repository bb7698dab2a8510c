/* SPDX-License-Identifier: MIT */
#include "query/search/page.h"

#include "query/rank/max_score.h"
#include "query/rank/page_threshold.h"
#include "query/rank/score.h"
#include "query/search/one_list.h"

#include <string.h>

enum {
    HITS_A_KEPT_HIT = 4 /**< above this many it pays to choose before scoring */
};

/* What making one page works on. */
typedef struct page_maker {
    const search_context *context;
    const request *request;
    understanding *understanding;
    const match_summary *summary;
    const matches *matches;
    passage_set *sets;       /**< by segment: those that are worth scoring */
    double **scores;         /**< by segment, then hit */
    size_t total;            /**< hits of all segments */
    bool is_relaxed;         /**< hits of near or worse tiers can be shown */
    bool has_constant_bonus; /**< each hit that can be shown gets all of it */
    double lift;             /**< no more is added to a score later */
    order order;
    arena *kept; /**< the page's */
    arena *arena;
    yz_error *err;
} page_maker;

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

/* Up to here hits are shown; UINT64_MAX: to the end. */
static uint64_t
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
    return found / HITS_A_KEPT_HIT >= c->wanted;
}

static yz_status
narrow_hits(page_maker *p)
{
    understanding *u = p->understanding;
    pruning c = { .terms = &u->terms,
                  .snapshot = u->snapshot,
                  .cancellation = p->context->cancellation,
                  .bonus = p->lift,
                  .lists = p->matches->lists,
                  .arena = p->arena,
                  .err = p->err };
    if (is_pruned(p, &c))
        return max_score_prune(&c, p->sets);
    return c.lists ? one_list_decode(p->context, p->matches, p->sets) : YZ_OK;
}

/* What the hits that are wanted must have. */
static yz_status
make_threshold(page_maker *p, size_t wanted, page_threshold *t)
{
    *t = page_threshold_make(p->arena, wanted, (size_t)page_end(p), p->lift);
    if (!t->best.levels || !t->shown.levels)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < p->understanding->snapshot->segment_count; i++)
        for (uint32_t j = 0; j < p->sets[i].count; j++)
            page_threshold_offer(t, level_of(p, i, j));
    return YZ_OK;
}

static ranked
ranked_of(const page_maker *p, uint32_t number, uint32_t i, double score)
{
    const grade g = passage_set_grade(&p->sets[number], i);
    return (ranked){ .segment = &p->understanding->snapshot->segments[number],
                     .passage = p->sets[number].passages[i],
                     .tier = g.tier,
                     .loss = g.loss,
                     .refined = p->has_constant_bonus,
                     .score = score };
}

/* @param t  NULL: every hit is wanted */
static void
gather_segment(page_maker *p, uint32_t number, const page_threshold *t,
               ranked *all, size_t *count)
{
    const passage_set *hits = &p->sets[number];
    for (uint32_t i = 0; i < hits->count; i++) {
        const rank_level level = level_of(p, number, i);
        if (!t || page_threshold_is_competitive(t, level))
            all[(*count)++] = ranked_of(p, number, i, level.score);
    }
}

static size_t
count_competitive(const page_maker *p, const page_threshold *t)
{
    size_t count = 0;
    for (uint32_t i = 0; i < p->understanding->snapshot->segment_count; i++)
        for (uint32_t j = 0; j < p->sets[i].count; j++)
            count += !t || page_threshold_is_competitive(t, level_of(p, i, j));
    return count;
}

static yz_status
gather(page_maker *p, ranked **ret_all, size_t *ret_count)
{
    page_threshold t;
    const size_t wanted = wanted_hits(p);
    TRY(score_segments(p));
    const page_threshold *threshold = wanted == SIZE_MAX ? NULL : &t;
    if (threshold)
        TRY(make_threshold(p, wanted, &t));
    const size_t count = count_competitive(p, threshold);
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
count_hopeful(const page_maker *p, const top_k *shown, const ranked *all,
              size_t first, size_t end)
{
    size_t at = first;
    for (; at < end; at++) {
        const double most = all[at].score + p->lift;
        if (!top_k_is_competitive(
                shown, (rank_level){ all[at].tier, all[at].loss, most }))
            break;
    }
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

/*
 * The best two hundred by score are looked at again. They come in their order,
 * a page of them at a time: from one on that cannot get on the page with all
 * there is to gain, none of the others can.
 */
static yz_status
refine_best(page_maker *p, ranked *all, size_t count)
{
    const size_t end = count < REFINED_HITS ? count : REFINED_HITS;
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
    const bool reverse = p->order.reverse;
    p->order.reverse = false; /* it is the best that earn it */
    TRY(order_select(&p->order, all, count, end));
    p->order.reverse = reverse;
    for (size_t at = 0; at < end; at += more) {
        more = count_hopeful(p, &shown, all, at, end);
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

/* Only what comes behind the cursor. */
static size_t
drop_seen(page_maker *p, ranked *all, size_t count)
{
    ranked last = p->request->cursor.last;
    size_t kept = 0;
    if (!p->request->has_cursor)
        return count;
    last.key = &p->request->cursor.key;
    for (size_t i = 0; i < count; i++)
        if (order_compare(&p->order, &all[i], &last) > 0)
            all[kept++] = all[i];
    return kept;
}

static yz_status
write_cursor(page_maker *p, size_t left, result_page *page)
{
    if (!page->count || !left)
        return YZ_OK;
    ranked *last = &page->hits[page->count - 1];
    const order_key *key = order_key_of(&p->order, last);
    if (!key)
        return p->order.status;
    const cursor next = { .query = p->request->hash,
                          .tiers = p->summary->tiers_run,
                          .every_word = p->request->every_word,
                          .sort = p->request->sort,
                          .passed = page->rank_before + page->count,
                          .last = *last,
                          .key = *key };
    page->cursor = cursor_encode(&next, p->kept);
    return page->cursor.data ? YZ_OK : error_nomem(p->err);
}

static yz_status
select_page(page_maker *p, ranked *all, size_t count, result_page *page)
{
    const request *r = p->request;
    const size_t left_out = p->total - count;
    count = drop_seen(p, all, count);
    const size_t skipped = r->offset < count ? (size_t)r->offset : count;
    const size_t rest = count - skipped;
    page->count = r->limit < rest ? (size_t)r->limit : rest;
    TRY(order_select(&p->order, all, count, skipped + page->count));
    page->hits = arena_array(p->kept, page->count + 1, sizeof(*page->hits));
    if (!page->hits)
        return error_nomem(p->err);
    memcpy(page->hits, all + skipped, page->count * sizeof(*page->hits));
    return write_cursor(p, left_out + rest - page->count, page);
}

/* In all hits, whether or not they are scored. */
static yz_status
count_facets(page_maker *p, result_page *page)
{
    size_t count = 0;
    if (!p->request->facets && !p->request->facet_member_count)
        return YZ_OK;
    ranked *all = arena_uninitialized(p->arena, p->total + 1, sizeof(*all));
    if (!all)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < p->understanding->snapshot->segment_count; i++)
        for (uint32_t j = 0; j < p->sets[i].count; j++)
            all[count++] = ranked_of(p, i, j, 0);
    for (int i = 0; i < YZ_FACET_COUNT; i++)
        if (p->request->facets & YZ_FACET_BIT(i))
            TRY(facet_count((yz_facet)i, p->request->tiers_counted, all, count,
                            p->kept, &page->facets[i], p->err));
    for (int i = YZ_FACET_YEAR; p->request->facet_gaps && i <= YZ_FACET_DAY;
         i++)
        TRY(facet_fill_gaps((yz_facet)i, p->kept, &page->facets[i], p->err));
    page->member_count = p->request->facet_member_count;
    page->members =
        arena_array(p->kept, page->member_count + 1, sizeof(*page->members));
    if (!page->members)
        return error_nomem(p->err);
    for (size_t i = 0; i < page->member_count; i++)
        TRY(facet_count_member(p->request->facet_members[i],
                               p->request->tiers_counted, all, count, p->kept,
                               &page->members[i], p->err));
    return YZ_OK;
}

/* The sets of the matches, to be narrowed. */
static yz_status
take_sets(page_maker *p, const matches *m)
{
    const uint32_t segments = p->understanding->snapshot->segment_count;
    p->sets = arena_array(p->arena, segments + 1, sizeof(*p->sets));
    p->scores = arena_array(p->arena, segments + 1, sizeof(*p->scores));
    if (!p->sets || !p->scores)
        return error_nomem(p->err);
    p->matches = m;
    for (uint32_t i = 0; i < segments; i++) {
        p->sets[i] = m->sets[i];
        p->total += m->sets[i].count;
    }
    if (m->lists)
        p->total = m->summary.counts[YZ_TIER_EXACT];
    return YZ_OK;
}

static yz_status
make(page_maker *p, const matches *m, result_page *page)
{
    ranked *all = NULL;
    size_t count = 0;
    TRY(take_sets(p, m));
    TRY(count_facets(p, page));
    page->rank_before = p->request->offset + p->request->cursor.passed;
    if (p->request->count_only || !p->total)
        return YZ_OK;
    p->is_relaxed = is_relaxed(p);
    TRY(understanding_weigh(p->understanding, p->is_relaxed,
                            p->context->cancellation, p->kept, p->err));
    p->has_constant_bonus = has_constant_bonus(p);
    if (!p->has_constant_bonus)
        p->lift =
            p->understanding->bonus.most + p->understanding->rescoring.most;
    TRY(narrow_hits(p));
    TRY(gather(p, &all, &count));
    TRY(refine_best(p, all, count));
    return select_page(p, all, count, page);
}

yz_status
page_make(const search_context *c, const matches *m, arena *kept,
          result_page *ret_page)
{
    page_maker p = { .context = c,
                     .request = c->request,
                     .understanding = c->understanding,
                     .summary = &m->summary,
                     .order = { .sort = c->request->sort,
                                .reverse = c->request->reverse,
                                .cancellation = c->cancellation,
                                .arena = kept,
                                .scratch.from = kept->from,
                                .err = c->err },
                     .kept = kept,
                     .arena = c->arena,
                     .err = c->err };
    result_page page = { 0 };
    const yz_status status = make(&p, m, &page);
    arena_dispose(&p.order.scratch);
    *ret_page = page;
    return status;
}
