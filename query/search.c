/* SPDX-License-Identifier: MIT */
/*
 * One search, from a parsed query to a page of hits: plan, match tier after
 * tier until the page is full, score, select.
 */
#include "core/base/abi.h"
#include "core/base/hash.h"
#include "query/rank/contenders.h"
#include "query/rank/threshold.h"
#include "query/results.h"

#include <stdlib.h>
#include <string.h>

enum {
    LIMIT_DEFAULT = 10,
    HITS_A_CONTENDER = 4 /**< above so many it pays to choose before scoring */
};
static const uint32_t TIERS_DEFAULT =
    YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT) |
    YZ_TIER_BIT(YZ_TIER_LOOKALIKE) | YZ_TIER_BIT(YZ_TIER_PINYIN) |
    YZ_TIER_BIT(YZ_TIER_NEAR) | YZ_TIER_BIT(YZ_TIER_WORDS) |
    YZ_TIER_BIT(YZ_TIER_SOME);
static const uint32_t TIERS_TOLD =
    YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT);

/* What one search works on, beside its results. */
typedef struct search {
    yz_results *results;
    const yz_search_options *options;
    uint64_t limit;
    uint32_t tiers; /**< allowed */
    cursor after;   /**< of options.cursor */
    bool goes_on;   /**< there is a cursor */
    filter filter;
    pattern section;
    stopper stopper;
    order order;
    leaf_answers *kept; /**< by segment, then leaf; kept between tiers */
    hit_set *sounds;    /**< by segment, then sound; the same */
    hit_set *hits;      /**< by segment */
    double **scores;    /**< by segment, then hit */
    size_t total;       /**< hits of all segments */
    arena arena;
    yz_error *err;
} search;

/* ---- options ------------------------------------------------------------------------ */

static yz_status
read_tiers(search *s)
{
    const yz_search_options *o = s->options;
    yz_results *r = s->results;
    if (o->tiers >= 1u << YZ_TIER_COUNT)
        return error_set(s->err, YZ_E_INVALID, "there is no such tier");
    r->strict = (o->flags & YZ_SEARCH_STRICT) != 0;
    s->tiers = o->tiers ? o->tiers : TIERS_DEFAULT;
    r->tiers_told = o->tiers ? o->tiers : TIERS_TOLD;
    /* Who asks by sound wants to know how many there are. */
    if (r->plan.sound_count && !o->tiers)
        r->tiers_told |= YZ_TIER_BIT(YZ_TIER_PINYIN);
    if (r->strict)
        s->tiers = r->tiers_told = YZ_TIER_BIT(YZ_TIER_EXACT);
    /* A bare count needs no tier that it does not tell. */
    if (o->flags & YZ_SEARCH_COUNT_ONLY)
        s->tiers &= r->tiers_told;
    return YZ_OK;
}

static yz_status
read_date(search *s, const char *text, uint32_t *ret_first, uint32_t *ret_last)
{
    if (!text || filter_date_span(str_of(text), ret_first, ret_last))
        return YZ_OK;
    return error_set(s->err, YZ_E_INVALID,
                     "\"%s\" is no date; write YYYY, YYYY-MM or YYYY-MM-DD",
                     text);
}

static yz_status
read_filter(search *s)
{
    const yz_search_options *o = s->options;
    uint32_t unused;
    s->filter.kinds = o->kinds;
    s->filter.report_glob = o->report;
    TRY(read_date(s, o->since, &s->filter.date_first, &unused));
    TRY(read_date(s, o->until, &unused, &s->filter.date_last));
    if (!o->section)
        return YZ_OK;
    skeleton sk;
    TRY(skeleton_make(s->results->context.fold, str_of(o->section), false,
                      &s->arena, &sk, s->err));
    const pattern_source source = { .units = sk.units,
                                    .length = sk.length,
                                    .literal = true };
    TRY(pattern_make(&source, &s->results->context, &s->arena, &s->section,
                     s->err));
    if (sk.length)
        s->filter.section = &s->section;
    return YZ_OK;
}

static uint64_t
query_hash(const search *s)
{
    const yz_query *q = s->results->query;
    const uint32_t how[] = { q->flags, s->options->flags, s->options->kinds,
                             s->options->sort };
    return hash_pair(q->text, (yz_str){ (const char *)how, sizeof(how) });
}

static yz_status
read_cursor(search *s)
{
    const yz_str text = s->options->cursor;
    if (!text.size)
        return YZ_OK;
    TRY(cursor_decode(text, &s->arena, &s->after, s->err));
    if (s->after.query != query_hash(s))
        return error_set(s->err, YZ_E_INVALID,
                         "the cursor belongs to another query");
    s->after.last.key = &s->after.key;
    s->tiers = s->after.tiers & ((1u << YZ_TIER_COUNT) - 1);
    s->goes_on = true;
    return YZ_OK;
}

static yz_status
read_options(search *s)
{
    const yz_search_options *o = s->options;
    if (o->sort > YZ_SORT_SOURCE || o->ocr > YZ_OCR_LOOSE)
        return error_set(s->err, YZ_E_INVALID, "there is no such order");
    s->results->sort = s->order.sort = (yz_sort)o->sort;
    s->limit = o->limit ? o->limit : LIMIT_DEFAULT;
    if (o->flags & YZ_SEARCH_COUNT_ONLY)
        s->limit = 0;
    if (o->timeout_ms)
        s->stopper.deadline_ns =
            s->results->began_ns + (uint64_t)o->timeout_ms * 1000000;
    s->stopper.cancel = o->cancel;
    s->stopper.cancel_context = o->cancel_context;
    TRY(read_tiers(s));
    TRY(read_filter(s));
    return read_cursor(s);
}

/* ---- matching ------------------------------------------------------------------------ */

/* How far misread characters are followed. */
static void
misreads_init(search *s)
{
    static const misread_reach reaches[] = { [YZ_OCR_AUTO] = REACH_AUTO,
                                             [YZ_OCR_OFF] = REACH_AUTO,
                                             [YZ_OCR_ON] = REACH_ON,
                                             [YZ_OCR_LOOSE] = REACH_LOOSE };
    yz_results *r = s->results;
    evidence_init(&r->misreads.evidence, r->snapshot, &r->context, NULL,
                  s->err);
    r->misreads.reach = reaches[s->options->ocr];
    r->misreads.off = s->options->ocr == YZ_OCR_OFF ||
                      !(s->tiers & YZ_TIER_BIT(YZ_TIER_LOOKALIKE));
}

/*
 * Count the hits of a segment, and leave out those of tiers that are ruled out.
 * What was found may be kept for the next tier, so it is not changed.
 */
static yz_status
keep_allowed(search *s, hit_set *found)
{
    uint64_t *counts = s->results->counts;
    uint32_t seen = 0;
    for (uint32_t i = 0; i < found->count; i++) {
        counts[found->hits[i].tier]++;
        seen |= YZ_TIER_BIT(found->hits[i].tier);
    }
    if (!(seen & ~s->tiers))
        return YZ_OK;
    hit_set kept = hit_set_room(&s->arena, found->count);
    if (!kept.hits)
        return error_nomem(s->err);
    for (uint32_t i = 0; i < found->count; i++)
        if (s->tiers & YZ_TIER_BIT(found->hits[i].tier))
            kept.hits[kept.count++] = found->hits[i];
    *found = kept;
    return YZ_OK;
}

/* Match every segment in `worst` and better tiers, and count anew. */
static yz_status
match_segments(search *s, yz_tier worst)
{
    yz_results *r = s->results;
    yz_snapshot *snapshot = r->snapshot;
    memset(r->counts, 0, sizeof(r->counts));
    r->filtered = 0;
    for (uint32_t i = 0; i < snapshot->segment_count; i++) {
        matcher m = { .segment = &snapshot->segments[i],
                      .context = &r->context,
                      .strict = r->strict,
                      .exact_only = s->tiers == YZ_TIER_BIT(YZ_TIER_EXACT),
                      .stopper = &s->stopper,
                      .arena = &s->arena,
                      .err = s->err,
                      .kept = s->kept + i * r->plan.leaf_count,
                      .sounds = s->sounds + i * r->plan.sound_count,
                      .misreads = &r->misreads };
        TRY(evaluate(&m, &r->plan, worst, &s->filter, &s->hits[i]));
        TRY(keep_allowed(s, &s->hits[i]));
        r->filtered += m.filtered;
    }
    return YZ_OK;
}

static uint64_t
hits_allowed(const search *s)
{
    uint64_t count = 0;
    for (int tier = 0; tier < YZ_TIER_COUNT; tier++)
        if (s->tiers & YZ_TIER_BIT(tier))
            count += s->results->counts[tier];
    return count;
}

/* Is the page full, so that no worse tier is tried? */
static bool
page_is_full(const search *s)
{
    /* All tiers of the first page; all that are counted; all that are named. */
    if (s->goes_on || s->options->tiers ||
        (s->options->flags & YZ_SEARCH_COUNT_ONLY))
        return false;
    const uint64_t found = hits_allowed(s);
    return found >= s->limit && found - s->limit >= s->options->offset;
}

static yz_status
match_tiers(search *s)
{
    static const yz_tier steps[] = { YZ_TIER_VARIANT, YZ_TIER_LOOKALIKE,
                                     YZ_TIER_PINYIN,  YZ_TIER_NEAR,
                                     YZ_TIER_WORDS,   YZ_TIER_SOME };
    yz_results *r = s->results;
    for (size_t i = 0; i < ARRAY_LENGTH(steps); i++) {
        const uint32_t bit = YZ_TIER_BIT(steps[i]);
        if (i > 0 && !(s->tiers & bit))
            continue;
        if (steps[i] == YZ_TIER_PINYIN && !r->plan.sound_count)
            continue;
        if (i > 0 && page_is_full(s))
            break;
        TRY(match_segments(s, steps[i]));
        r->tiers_run |= bit;
        if (i == 0)
            r->tiers_run |= YZ_TIER_BIT(YZ_TIER_EXACT);
    }
    r->tiers_run &= s->tiers;
    return YZ_OK;
}

/* ---- ranking -------------------------------------------------------------------------- */

static yz_status
score_segments(search *s)
{
    yz_results *r = s->results;
    for (uint32_t i = 0; i < r->snapshot->segment_count; i++) {
        const hit_set *hits = &s->hits[i];
        s->scores[i] = arena_array(&s->arena, (size_t)hits->count + 1,
                                   sizeof(*s->scores[i]));
        if (!s->scores[i])
            return error_nomem(s->err);
        TRY(score_hits(&r->terms, r->snapshot, &r->snapshot->segments[i], hits,
                       s->scores[i], s->err));
    }
    return YZ_OK;
}

static rank_level
level_of(const search *s, uint32_t number, uint32_t i)
{
    const hit *h = &s->hits[number].hits[i];
    return (rank_level){ h->tier, h->loss, s->scores[number][i] };
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
    contest c = { &r->terms, r->snapshot, 0, 0, &s->arena, s->err };
    uint64_t better = 0;
    uint64_t found = 0;
    for (uint32_t tier = 0; tier < YZ_TIER_COUNT; tier++) {
        better += found;
        found = s->tiers & YZ_TIER_BIT(tier) ? r->counts[tier] : 0;
        c.tier = tier;
        if (better + found >= wanted)
            break;
    }
    if (better + found < wanted)
        return YZ_OK;
    c.wanted = wanted - (size_t)better;
    if (found / HITS_A_CONTENDER < c.wanted)
        return YZ_OK;
    return contenders_keep(&c, s->hits);
}

/*
 * Where all that is asked for is a page of the best, most hits are left out at
 * one look at their scores.
 */
static yz_status
make_threshold(search *s, threshold *t)
{
    const size_t wanted = wanted_hits(s);
    const bool all = wanted == SIZE_MAX;
    *t = threshold_make(&s->arena, all ? s->total : wanted);
    if (!t->levels)
        return error_nomem(s->err);
    for (uint32_t i = 0; !all && i < s->results->snapshot->segment_count; i++)
        for (uint32_t j = 0; j < s->hits[i].count; j++)
            threshold_tell(t, level_of(s, i, j));
    return YZ_OK;
}

static void
gather_segment(search *s, uint32_t number, const threshold *t, ranked *all,
               size_t *count)
{
    const hit_set *hits = &s->hits[number];
    for (uint32_t i = 0; i < hits->count; i++) {
        const rank_level level = level_of(s, number, i);
        if (threshold_meets(t, level))
            all[(*count)++] =
                (ranked){ .segment = &s->results->snapshot->segments[number],
                          .passage = hits->hits[i].passage,
                          .tier = level.tier,
                          .loss = level.loss,
                          .score = level.score };
    }
}

static yz_status
gather(search *s, ranked **ret_all, size_t *ret_count)
{
    threshold t;
    size_t count = 0;
    const uint32_t segments = s->results->snapshot->segment_count;
    s->scores = arena_array(&s->arena, segments + 1, sizeof(*s->scores));
    if (!s->scores)
        return error_nomem(s->err);
    TRY(score_segments(s));
    TRY(make_threshold(s, &t));
    for (uint32_t i = 0; i < segments; i++)
        for (uint32_t j = 0; j < s->hits[i].count; j++)
            count += threshold_meets(&t, level_of(s, i, j));
    *ret_all = arena_room(&s->arena, count + 1, sizeof(**ret_all));
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
        TRY(stopper_poll(&s->stopper, s->err));
        TRY(bonus_of(&r->bonus, &r->context, &all[i], &earned, s->err));
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
    const cursor next = { .query = query_hash(s),
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

static yz_status
rank_hits(search *s)
{
    ranked *all = NULL;
    size_t count = 0;
    yz_results *r = s->results;
    const bool scores = !(s->options->flags & YZ_SEARCH_COUNT_ONLY);
    for (uint32_t i = 0; i < r->snapshot->segment_count; i++)
        s->total += s->hits[i].count;
    if (scores && s->total) {
        TRY(rank_terms_make(&r->plan, r->snapshot, &r->arena, &r->terms,
                            s->err));
        TRY(bonus_make(&r->plan, &r->terms, &r->context, &r->arena, &r->bonus,
                       s->err));
        TRY(narrow_hits(s));
    }
    TRY(gather(s, &all, &count));
    TRY(facets_count(r, s->options->facets, all, count, s->err));
    TRY(add_bonus(s, all, count));
    return select_page(s, all, count);
}

/* ---- the whole ---------------------------------------------------------------------------- */

static yz_status
search_run(search *s)
{
    yz_results *r = s->results;
    const size_t segments = r->snapshot->segment_count;
    TRY(snapshot_analyzer(r->snapshot, &r->context.analyzer, s->err));
    r->context.fold = r->snapshot->index->fold;
    r->context.skeletons.fold = r->context.fold;
    r->context.stale_words = r->snapshot->index->words_are_stale;
    r->context.variants = r->snapshot->index->variants;
    TRY(plan_make(r->query, &r->context, &r->arena, &r->plan, s->err));
    TRY(read_options(s));
    if (!r->plan.root)
        return error_set(s->err, YZ_E_SYNTAX,
                         "the query is empty: nothing of it can be looked "
                         "for");
    s->hits = arena_array(&s->arena, segments + 1, sizeof(*s->hits));
    s->kept = arena_array(&s->arena, segments * r->plan.leaf_count + 1,
                          sizeof(*s->kept));
    s->sounds = arena_array(&s->arena, segments * r->plan.sound_count + 1,
                            sizeof(*s->sounds));
    if (!s->hits || !s->kept || !s->sounds)
        return error_nomem(s->err);
    misreads_init(s);
    TRY(match_tiers(s));
    return rank_hits(s);
}

yz_status
yz_search(yz_snapshot *snapshot, const yz_query *query,
          const yz_search_options *options, yz_results **ret_results,
          yz_error *reterr)
{
    yz_search_options own = YZ_OPTIONS(yz_search_options);
    TRY(abi_take_options(&own, options, reterr));
    TRY(store_check_process(snapshot->index->store, reterr));
    yz_results *r = calloc(1, sizeof(*r));
    if (!r)
        return error_nomem(reterr);
    r->began_ns = stopper_now_ns();
    r->snapshot = snapshot_retain(snapshot);
    r->query = query_retain(query);
    search s = { .results = r, .options = &own, .err = reterr };
    s.arena = snapshot->scratch; /* taken, and given back below */
    snapshot->scratch = (arena){ 0 };
    s.order.stopper = &s.stopper;
    s.order.arena = &r->arena;
    s.order.err = reterr;
    const yz_status status = search_run(&s);
    arena_dispose(&s.order.scratch);
    arena_clear(&s.arena);
    arena_dispose(&snapshot->scratch);
    snapshot->scratch = s.arena;
    r->ended_ns = stopper_now_ns();
    if (status != YZ_OK) {
        yz_results_close(r);
        return status;
    }
    *ret_results = r;
    return YZ_OK;
}
