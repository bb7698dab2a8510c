/* SPDX-License-Identifier: MIT */
/*
 * A stage evaluates the plan on every segment in its tier and all better ones.
 * What the better ones found of each leaf is kept, so only what its tier adds
 * is looked for; where it can add nothing to the matches, nothing is evaluated.
 */
#include "query/search/stages.h"

#include "query/match/evaluate.h"
#include "query/search/one_list.h"

#include <string.h>

/* ---- the table ------------------------------------------------------------ */

static bool
has_sounds(const plan *p)
{
    return p->sound_count > 0;
}

static bool
has_synonyms(const plan *p)
{
    return p->has_synonyms;
}

static bool
follows_misreads(const understanding *u)
{
    bool asked = !u->misreads.off;
    for (size_t i = 0; i < u->plan.leaf_count; i++)
        asked |= u->plan.leaves[i]->node->fuzzy != FUZZY_NONE;
    return asked;
}

static bool
has_words(const understanding *u)
{
    for (size_t i = 0; i < u->plan.leaf_count; i++)
        if (u->plan.leaves[i]->gathers)
            return true;
    return false;
}

static bool
may_drop_words(const understanding *u)
{
    for (size_t i = 0; i < u->plan.leaf_count; i++)
        if (u->plan.leaves[i]->drops)
            return true;
    return false;
}

static const stage stages[] = {
    { YZ_TIER_VARIANT,
      YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT), NULL, NULL },
    { YZ_TIER_LOOKALIKE, YZ_TIER_BIT(YZ_TIER_LOOKALIKE), NULL,
      follows_misreads },
    { YZ_TIER_PINYIN, YZ_TIER_BIT(YZ_TIER_PINYIN), has_sounds, NULL },
    { YZ_TIER_SYNONYM, YZ_TIER_BIT(YZ_TIER_SYNONYM), has_synonyms, NULL },
    { YZ_TIER_NEAR, YZ_TIER_BIT(YZ_TIER_NEAR), NULL, has_words },
    { YZ_TIER_WORDS, YZ_TIER_BIT(YZ_TIER_WORDS), NULL, has_words },
    { YZ_TIER_SOME, YZ_TIER_BIT(YZ_TIER_SOME), NULL, may_drop_words },
};

const stage *
stages_all(size_t *ret_count)
{
    *ret_count = ARRAY_LENGTH(stages);
    return stages;
}

/* ---- one stage ------------------------------------------------------------ */

yz_status
matches_begin(const search_context *c, matches *ret_matches)
{
    const plan *p = &c->understanding->plan;
    const size_t segments = c->understanding->snapshot->segment_count;
    matches m = { .reached = -1 };
    m.summary.tiers_counted = c->request->tiers_counted;
    m.sets = arena_array(c->arena, segments + 1, sizeof(*m.sets));
    m.answers = arena_array(c->arena, segments + 1, sizeof(*m.answers));
    leaf_answers *leaves =
        arena_array(c->arena, segments * p->number_count + 1, sizeof(*leaves));
    passage_set *sounds =
        arena_array(c->arena, segments * p->sound_count + 1, sizeof(*sounds));
    if (!m.sets || !m.answers || !leaves || !sounds)
        return error_nomem(c->err);
    for (size_t i = 0; i < segments; i++) {
        m.answers[i].leaves = leaves + i * p->number_count;
        m.answers[i].sounds = sounds + i * p->sound_count;
    }
    *ret_matches = m;
    return YZ_OK;
}

/*
 * Count the matches of a segment, and leave out those of tiers that are ruled
 * out.
 */
static yz_status
keep_allowed(const search_context *c, passage_set *found, uint64_t *counts)
{
    const uint32_t allowed = c->request->tiers;
    uint32_t seen = 0;
    for (uint32_t i = 0; found->grades && i < found->count; i++) {
        counts[found->grades[i].tier]++;
        seen |= YZ_TIER_BIT(found->grades[i].tier);
    }
    if (!found->grades) {
        counts[found->tier] += found->count;
        seen = YZ_TIER_BIT(found->tier);
    }
    if (!(seen & ~allowed))
        return YZ_OK;
    passage_set kept = passage_set_new_like(c->arena, found->count, found);
    if (!kept.passages)
        return error_nomem(c->err);
    for (uint32_t i = 0; i < found->count; i++)
        if (allowed & YZ_TIER_BIT(passage_set_grade(found, i).tier))
            passage_set_push_from(&kept, found, i);
    *found = kept;
    return YZ_OK;
}

/* How many hits there are that may be shown. */
static uint64_t
count_allowed(const request *r, const matches *m)
{
    uint64_t count = 0;
    for (int tier = 0; tier < YZ_TIER_COUNT; tier++)
        if (r->tiers & YZ_TIER_BIT(tier))
            count += m->summary.counts[tier];
    return count;
}

/* Above this many nodes, what is kept of each counts. */
enum { MANY_NODES = 32 };

static yz_status
match_segment(const search_context *c, yz_tier tier, uint32_t number,
              matches *to)
{
    understanding *u = c->understanding;
    uint64_t filtered;
    matcher m = {
        .context = { .segment = &u->snapshot->segments[number],
                     .patterns = &u->patterns,
                     .strict = u->strict,
                     .cancellation = c->cancellation,
                     .arena = c->arena,
                     .err = c->err },
        .many_nodes = u->plan.node_count > MANY_NODES,
        .exact_only = c->request->tiers == YZ_TIER_BIT(YZ_TIER_EXACT),
        .misreads = &u->misreads,
        .some = c->request->every_word ? SOME_ANY
                : to->beside           ? SOME_BESIDE
                                       : SOME_ALONE,
        .answers = &to->answers[number],
    };
    TRY(evaluate(&m, &u->plan, tier, &c->request->filter, &to->sets[number],
                 &filtered));
    to->summary.filtered += filtered;
    return keep_allowed(c, &to->sets[number], to->summary.counts);
}

/* Does nothing between what was looked for before and the stage add anything? */
static bool
adds_nothing(const stage *s, const understanding *u, int reached)
{
    for (size_t i = 0; i < ARRAY_LENGTH(stages); i++) {
        const stage *t = &stages[i];
        if ((int)t->tier <= reached || t->tier > s->tier)
            continue;
        if (t->applies ? t->applies(&u->plan) : !t->may_add || t->may_add(u))
            return false;
    }
    return true;
}

yz_status
stage_run(const stage *s, const search_context *c, const matches *before,
          matches *ret_after)
{
    const yz_snapshot *snapshot = c->understanding->snapshot;
    matches after = *before;
    after.summary.tiers_run |= s->tiers;
    after.reached = (int)s->tier;
    after.beside |= count_allowed(c->request, before) > 0;
    if (s->tier == YZ_TIER_SOME)
        TRY(rank_weigh_words(&c->understanding->plan,
                             c->understanding->snapshot, c->cancellation,
                             c->arena, c->err));
    if (!adds_nothing(s, c->understanding, before->reached)) {
        after.summary.filtered = 0;
        after.lists = NULL;
        memset(after.summary.counts, 0, sizeof(after.summary.counts));
        after.sets = arena_array(c->arena, (size_t)snapshot->segment_count + 1,
                                 sizeof(*after.sets));
        if (!after.sets)
            return error_nomem(c->err);
        for (uint32_t i = 0; i < snapshot->segment_count; i++)
            TRY(match_segment(c, s->tier, i, &after));
    }
    *ret_after = after;
    return YZ_OK;
}

/* ---- all stages ------------------------------------------------------------ */

/* Is the page full, so that no worse tier is tried? */
static bool
page_is_full(const request *r, const matches *m)
{
    if (r->every_tier)
        return false;
    const uint64_t found = count_allowed(r, m);
    return found >= r->limit && found - r->limit >= r->offset;
}

/* More characters than this make a question rather than a name. */
enum { NAME_MAX_UNITS = 4 };

/*
 * Where a name was found as it stands (工会驿站), what has a word of it is noise:
 * it is looked for only if it was asked for.
 */
static bool
is_noise(const search_context *c, const stage *s, const matches *m)
{
    const plan *p = &c->understanding->plan;
    return s->tier == YZ_TIER_SOME && !c->request->every_tier &&
           p->leaf_count == 1 &&
           p->leaves[0]->skeleton.length <= NAME_MAX_UNITS &&
           m->summary.counts[YZ_TIER_EXACT] +
                   m->summary.counts[YZ_TIER_VARIANT] >
               0;
}

/* The first stage always runs: what it finds is what the others add to. */
static yz_status
run_first(const search_context *c, const stage *s, matches *m)
{
    bool done;
    TRY(one_list_match(c, m, &done));
    if (!done)
        return stage_run(s, c, m, m);
    m->summary.tiers_run |= s->tiers;
    m->reached = (int)s->tier;
    return YZ_OK;
}

/* YZ_DONE: there are more passages now, and the search must begin again. */
static yz_status
fetch_for(const search_context *c, yz_tier tier, bool *ret_may_run)
{
    supply_answer answer = SUPPLY_READY;
    if (c->supply)
        TRY(c->supply->fetch(c->supply, c->understanding, c->request, tier,
                             &answer, c->err));
    *ret_may_run = answer == SUPPLY_READY;
    return answer == SUPPLY_FETCHED ? YZ_DONE : YZ_OK;
}

yz_status
stages_run(const search_context *c, matches *ret_matches)
{
    const request *r = c->request;
    matches m;
    bool may_run = true;
    TRY(matches_begin(c, &m));
    for (size_t i = 0; i < ARRAY_LENGTH(stages); i++) {
        const stage *s = &stages[i];
        if (i > 0 && !(r->tiers & s->tiers))
            continue;
        if (s->applies && !s->applies(&c->understanding->plan))
            continue;
        if (i > 0 && (page_is_full(r, &m) || is_noise(c, s, &m)))
            break;
        TRY(fetch_for(c, s->tier, &may_run));
        if (!may_run)
            break;
        TRY(i ? stage_run(s, c, &m, &m) : run_first(c, s, &m));
    }
    m.summary.tiers_run &= r->tiers;
    m.summary.capped = c->understanding->misreads.capped || !may_run;
    *ret_matches = m;
    return YZ_OK;
}
