/* SPDX-License-Identifier: MIT */
/*
 * Walking the hits of a search.
 */
#include "query/results/results.h"

#include "core/index/passages.h"

uint64_t
yz_results_count(const yz_results *r)
{
    uint64_t count = 0;
    for (int tier = 0; tier < YZ_TIER_COUNT; tier++)
        if (r->tiers_counted & r->tiers_run & YZ_TIER_BIT(tier))
            count += r->counts[tier];
    return count;
}

bool
yz_results_tier_count(const yz_results *r, yz_tier tier, uint64_t *ret_count)
{
    if ((uint32_t)tier >= YZ_TIER_COUNT || !(r->tiers_run & YZ_TIER_BIT(tier)))
        return false;
    *ret_count = r->counts[tier];
    return true;
}

bool
yz_results_is_capped(const yz_results *r)
{
    return r->misreads.capped;
}

uint64_t
yz_results_took_us(const yz_results *r)
{
    return (r->ended_ns - r->began_ns) / 1000;
}

size_t
yz_results_facet(const yz_results *r, yz_facet facet,
                 const yz_facet_count **ret_counts)
{
    if ((uint32_t)facet >= YZ_FACET_COUNT)
        return 0;
    *ret_counts = r->facets[facet].items;
    return r->facets[facet].count;
}

yz_str
yz_results_cursor(const yz_results *r)
{
    return r->cursor;
}

yz_status
yz_results_next(yz_results *r, const yz_hit **ret_hit, yz_error *reterr)
{
    if (r->next >= r->page_count)
        return YZ_DONE;
    const ranked *from = &r->page[r->next];
    arena_clear(&r->hit_arena);
    r->matches_found = false;
    r->ranges_found = false;
    TRY(segment_passage(from->segment, from->passage, &r->hit_arena,
                        &r->passage, reterr));
    r->next++;
    if (r->next < r->page_count) /* while this one is looked at */
        segment_prefetch_passage(r->page[r->next].segment,
                                 r->page[r->next].passage);
    TRY(edits_find(r, reterr));
    r->hit = (yz_hit){ .rank = r->rank_before + r->next,
                       .score = from->score,
                       .tier = (yz_tier)from->tier,
                       .passage = &r->passage,
                       .edits = r->edits,
                       .edit_count = r->edit_count };
    *ret_hit = &r->hit;
    return YZ_OK;
}

static yz_status
neighbour_read(yz_results *r, segment *s, uint32_t number, yz_error *err)
{
    arena_clear(&r->neighbour_arena);
    TRY(segment_passage(s, number, &r->neighbour_arena, &r->neighbour, err));
    return str_equal(r->neighbour.report, r->passage.report) ? YZ_OK : YZ_DONE;
}

/* Most reports stand one passage behind the other in their segment. */
static yz_status
step_in_segment(const segment *s, int step, passage_spot *spot)
{
    for (int64_t number = (int64_t)spot->passage + step;
         number >= 0 && number < s->info.passages; number += step) {
        if (segment_is_deleted(s, (uint32_t)number))
            continue;
        spot->passage = (uint32_t)number;
        return YZ_OK;
    }
    return YZ_DONE;
}

/* The stretches of the hit's report, looked up once. */
static yz_status
ranges_of_hit(yz_results *r, yz_error *err)
{
    if (r->ranges_found)
        return YZ_OK;
    TRY(passage_ranges_find(&r->passage_ranges, r->snapshot, r->passage.report,
                            err));
    r->ranges_found = true;
    return YZ_OK;
}

yz_status
yz_results_neighbour(yz_results *r, int32_t distance,
                     const yz_passage **ret_passage, yz_error *reterr)
{
    if (r->next == 0)
        return error_set(reterr, YZ_E_INVALID, "there is no current hit");
    const ranked *from = &r->page[r->next - 1];
    passage_spot spot = { from->segment, from->passage };
    const int step = distance < 0 ? -1 : 1;
    TRY(ranges_of_hit(r, reterr));
    const bool apart =
        r->passage_ranges.list.count > 1 &&
        passage_ranges_with(&r->passage_ranges, spot.segment, spot.passage);
    for (int64_t left = (int64_t)distance * step; left > 0; left--)
        TRY(apart ? passage_ranges_step(&r->passage_ranges, step, &spot, reterr)
                  : step_in_segment(spot.segment, step, &spot));
    TRY(neighbour_read(r, spot.segment, spot.passage, reterr));
    *ret_passage = &r->neighbour;
    return YZ_OK;
}

void
yz_results_close(yz_results *r)
{
    if (!r)
        return;
    arena_dispose(&r->arena);
    arena_dispose(&r->hit_arena);
    passage_ranges_dispose(&r->passage_ranges);
    arena_dispose(&r->neighbour_arena);
    evidence_dispose(&r->misreads.evidence);
    arena_dispose(&r->context.scratch);
    skeleton_buffer_dispose(&r->context.skeletons);
    yz_query_free(r->query);
    yz_snapshot *snapshot = r->snapshot;
    memory_release(snapshot->index->memory, r);
    yz_snapshot_close(snapshot);
}
