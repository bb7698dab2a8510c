/* SPDX-License-Identifier: MIT */
/*
 * The tiers of a search: every segment is matched in one tier after the other,
 * until the page is full.
 */
#include "query/search/search.h"

#include <string.h>

/* How far misread characters are followed. */
static void
misreads_init(search *s)
{
    static const misread_reach reaches[] = { [YZ_OCR_AUTO] = REACH_AUTO,
                                             [YZ_OCR_OFF] = REACH_AUTO,
                                             [YZ_OCR_ON] = REACH_ON,
                                             [YZ_OCR_LOOSE] = REACH_LOOSE };
    yz_results *r = s->results;
    evidence_init(&r->misreads.evidence, r->snapshot, &r->context,
                  &s->tables->lookalikes, s->err);
    r->misreads.reach = reaches[s->options->ocr];
    r->misreads.off = s->options->ocr == YZ_OCR_OFF ||
                      !(s->tiers & YZ_TIER_BIT(YZ_TIER_LOOKALIKE));
}

/*
 * Count the hits of a segment, and leave out those of tiers that are ruled out.
 * What was found may be kept for the next tier, so it is not changed.
 */
static yz_status
keep_allowed(search *s, passage_set *found)
{
    uint64_t *counts = s->results->counts;
    uint32_t seen = 0;
    for (uint32_t i = 0; found->grades && i < found->count; i++) {
        counts[found->grades[i].tier]++;
        seen |= YZ_TIER_BIT(found->grades[i].tier);
    }
    if (!found->grades) {
        counts[found->tier] += found->count;
        seen = YZ_TIER_BIT(found->tier);
    }
    if (!(seen & ~s->tiers))
        return YZ_OK;
    passage_set kept = passage_set_new_like(&s->arena, found->count, found);
    if (!kept.passages)
        return error_nomem(s->err);
    for (uint32_t i = 0; i < found->count; i++)
        if (s->tiers & YZ_TIER_BIT(passage_set_grade(found, i).tier))
            passage_set_push_from(&kept, found, i);
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
        uint64_t filtered;
        matcher m = {
            .context = { .segment = &snapshot->segments[i],
                         .patterns = &r->context,
                         .strict = r->strict,
                         .cancellation = &s->cancellation,
                         .arena = &s->arena,
                         .err = s->err },
            .exact_only = s->tiers == YZ_TIER_BIT(YZ_TIER_EXACT),
            .misreads = &r->misreads,
            .answers = &s->answers[i],
        };
        TRY(evaluate(&m, &r->plan, worst, &s->filter, &s->hits[i], &filtered));
        TRY(keep_allowed(s, &s->hits[i]));
        r->filtered += filtered;
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

/* Nothing is by sound, or a synonym, unless the query or the user says so. */
static bool
tier_applies(const plan *p, yz_tier tier)
{
    if (tier == YZ_TIER_PINYIN)
        return p->sound_count > 0;
    return tier != YZ_TIER_SYNONYM || p->has_synonyms;
}

yz_status
search_match_tiers(search *s)
{
    static const yz_tier steps[] = { YZ_TIER_VARIANT, YZ_TIER_LOOKALIKE,
                                     YZ_TIER_PINYIN,  YZ_TIER_SYNONYM,
                                     YZ_TIER_NEAR,    YZ_TIER_WORDS,
                                     YZ_TIER_SOME };
    yz_results *r = s->results;
    misreads_init(s);
    for (size_t i = 0; i < ARRAY_LENGTH(steps); i++) {
        const uint32_t bit = YZ_TIER_BIT(steps[i]);
        if (i > 0 && !(s->tiers & bit))
            continue;
        if (!tier_applies(&r->plan, steps[i]))
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
