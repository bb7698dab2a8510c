/* SPDX-License-Identifier: MIT */
/*
 * The page of a search: which hits are scored at all, which are the best, and
 * the cursor behind them.
 */
#include "query/rank/max_score.h"
#include "query/rank/top_k.h"
#include "query/search/search.h"

#include <string.h>

enum {
    HITS_A_KEPT_HIT = 4 /**< above so many it pays to choose before scoring */
};

/* Hits of the tier get what the words that stand in them are worth. */
static yz_status
add_synonyms(search *s, uint32_t number)
{
    yz_results *r = s->results;
    const passage_set *hits = &s->hits[number];
    passage_set some = passage_set_new(&s->arena, hits->count, YZ_TIER_SYNONYM);
    double *more =
        arena_array(&s->arena, (size_t)hits->count + 1, sizeof(*more));
    double *scores = s->scores[number];
    if (!some.passages || !more)
        return error_nomem(s->err);
    for (uint32_t i = 0; i < hits->count; i++)
        if (passage_set_grade(hits, i).tier == YZ_TIER_SYNONYM)
            passage_set_push(&some, hits->passages[i]);
    TRY(score_hits(&r->synonym_terms, r->snapshot,
                   &r->snapshot->segments[number], &some, &s->cancellation,
                   more, s->err));
    for (uint32_t i = 0; i < hits->count; i++)
        if (passage_set_grade(hits, i).tier == YZ_TIER_SYNONYM)
            scores[i] += *more++;
    return YZ_OK;
}

static yz_status
score_segments(search *s)
{
    yz_results *r = s->results;
    for (uint32_t i = 0; i < r->snapshot->segment_count; i++) {
        const passage_set *hits = &s->hits[i];
        s->scores[i] = arena_array(&s->arena, (size_t)hits->count + 1,
                                   sizeof(*s->scores[i]));
        if (!s->scores[i])
            return error_nomem(s->err);
        TRY(score_hits(&r->terms, r->snapshot, &r->snapshot->segments[i], hits,
                       &s->cancellation, s->scores[i], s->err));
        if (r->synonym_terms.count && hits->count)
            TRY(add_synonyms(s, i));
    }
    return YZ_OK;
}

static rank_level
level_of(const search *s, uint32_t number, uint32_t i)
{
    const grade g = passage_set_grade(&s->hits[number], i);
    return (rank_level){ g.tier, g.loss, s->scores[number][i] };
}

/* So many of the best hits are all that is looked at; SIZE_MAX: all hits. */
static size_t
wanted_hits(const search *s)
{
    const uint64_t page = s->options->offset + s->limit;
    const uint64_t wanted = page > BONUS_HITS ? page : BONUS_HITS;
    const bool all = s->options->facets || s->goes_on || wanted >= s->total ||
                     s->results->sort != YZ_SORT_SCORE || page < s->limit;
    return all ? SIZE_MAX : (size_t)wanted;
}

/*
 * Of very many hits, only those are scored that can be among the best: of the
 * tier in which the last wanted one is, what can score enough.
 */
static yz_status
narrow_hits(search *s)
{
    yz_results *r = s->results;
    const size_t wanted = wanted_hits(s);
    pruning c = { .terms = &r->terms,
                  .snapshot = r->snapshot,
                  .cancellation = &s->cancellation,
                  .arena = &s->arena,
                  .err = s->err };
    uint64_t better = 0;
    uint64_t found = 0;
    for (uint32_t tier = 0; tier < YZ_TIER_COUNT; tier++) {
        better += found;
        found = s->tiers & YZ_TIER_BIT(tier) ? r->counts[tier] : 0;
        c.tier = tier;
        if (better + found >= wanted)
            break;
    }
    if (better + found < wanted || c.tier == YZ_TIER_SYNONYM)
        return YZ_OK;
    c.wanted = wanted - (size_t)better;
    if (found / HITS_A_KEPT_HIT < c.wanted)
        return YZ_OK;
    return max_score_prune(&c, s->hits);
}

/* The best levels. Where all hits are wanted it stays empty: all compete. */
static yz_status
make_top_k(search *s, top_k *t)
{
    const size_t wanted = wanted_hits(s);
    const bool all = wanted == SIZE_MAX;
    *t = top_k_make(&s->arena, all ? s->total : wanted);
    if (!t->levels)
        return error_nomem(s->err);
    for (uint32_t i = 0; !all && i < s->results->snapshot->segment_count; i++)
        for (uint32_t j = 0; j < s->hits[i].count; j++)
            top_k_offer(t, level_of(s, i, j));
    return YZ_OK;
}

static void
gather_segment(search *s, uint32_t number, const top_k *t, ranked *all,
               size_t *count)
{
    const passage_set *hits = &s->hits[number];
    for (uint32_t i = 0; i < hits->count; i++) {
        const rank_level level = level_of(s, number, i);
        if (top_k_is_competitive(t, level))
            all[(*count)++] =
                (ranked){ .segment = &s->results->snapshot->segments[number],
                          .passage = hits->passages[i],
                          .tier = level.tier,
                          .loss = level.loss,
                          .score = level.score };
    }
}

static yz_status
gather(search *s, ranked **ret_all, size_t *ret_count)
{
    top_k t;
    size_t count = 0;
    const uint32_t segments = s->results->snapshot->segment_count;
    s->scores = arena_array(&s->arena, segments + 1, sizeof(*s->scores));
    if (!s->scores)
        return error_nomem(s->err);
    TRY(score_segments(s));
    TRY(make_top_k(s, &t));
    for (uint32_t i = 0; i < segments; i++)
        for (uint32_t j = 0; j < s->hits[i].count; j++)
            count += top_k_is_competitive(&t, level_of(s, i, j));
    *ret_all = arena_uninitialized(&s->arena, count + 1, sizeof(**ret_all));
    if (!*ret_all)
        return error_nomem(s->err);
    *ret_count = 0;
    for (uint32_t i = 0; i < segments; i++)
        gather_segment(s, i, &t, *ret_all, ret_count);
    return YZ_OK;
}

/* The best hundred by score get what the order of their words earns. */
static yz_status
add_bonus(search *s, ranked *all, size_t count)
{
    yz_results *r = s->results;
    if (r->sort != YZ_SORT_SCORE || r->bonus.count == 0)
        return YZ_OK;
    TRY(order_select(&s->order, all, count, BONUS_HITS));
    for (size_t i = 0; i < count && i < BONUS_HITS; i++) {
        double earned;
        TRY(bonus_of(&r->bonus, &r->context, &all[i], &s->cancellation, &earned,
                     s->err));
        all[i].score += earned;
    }
    return YZ_OK;
}

/* Only what comes behind the cursor. */
static size_t
drop_seen(search *s, ranked *all, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; s->goes_on && i < count; i++)
        if (order_compare(&s->order, &all[i], &s->after.last) > 0)
            all[kept++] = all[i];
    return s->goes_on ? kept : count;
}

static yz_status
write_cursor(search *s, size_t left)
{
    yz_results *r = s->results;
    if (!r->page_count || !left)
        return YZ_OK;
    ranked *last = &r->page[r->page_count - 1];
    const order_key *key = order_key_of(&s->order, last);
    if (!key)
        return s->order.status;
    const cursor next = { .query = search_hash(s),
                          .tiers = r->tiers_run,
                          .sort = r->sort,
                          .passed = r->rank_before + r->page_count,
                          .last = *last,
                          .key = *key };
    r->cursor = cursor_encode(&next, &r->arena);
    return r->cursor.data ? YZ_OK : error_nomem(s->err);
}

static yz_status
select_page(search *s, ranked *all, size_t count)
{
    yz_results *r = s->results;
    const uint64_t offset = s->options->offset;
    const size_t left_out = s->total - count;
    count = drop_seen(s, all, count);
    const size_t skipped = offset < count ? (size_t)offset : count;
    const size_t rest = count - skipped;
    r->page_count = s->limit < rest ? (size_t)s->limit : rest;
    r->rank_before = offset + s->after.passed;
    TRY(order_select(&s->order, all, count, skipped + r->page_count));
    r->page = arena_array(&r->arena, r->page_count + 1, sizeof(*r->page));
    if (!r->page)
        return error_nomem(s->err);
    memcpy(r->page, all + skipped, r->page_count * sizeof(*r->page));
    return write_cursor(s, left_out + rest - r->page_count);
}

yz_status
search_make_page(search *s)
{
    ranked *all = NULL;
    size_t count = 0;
    yz_results *r = s->results;
    const bool scores = !(s->options->flags & YZ_SEARCH_COUNT_ONLY);
    for (uint32_t i = 0; i < r->snapshot->segment_count; i++)
        s->total += s->hits[i].count;
    if (scores && s->total) {
        TRY(rank_terms_make(&r->plan, r->snapshot, &s->cancellation, &r->arena,
                            &r->terms, s->err));
        if (r->plan.has_synonyms)
            TRY(rank_synonym_terms_make(&r->plan, r->snapshot, &s->cancellation,
                                        &r->arena, &r->synonym_terms, s->err));
        TRY(bonus_make(&r->plan, &r->terms, &r->context, &s->cancellation,
                       &r->arena, &r->bonus, s->err));
        TRY(narrow_hits(s));
    }
    TRY(gather(s, &all, &count));
    TRY(facets_count(r, s->options->facets, all, count, s->err));
    TRY(add_bonus(s, all, count));
    return select_page(s, all, count);
}
