/* SPDX-License-Identifier: MIT */
/*
 * Walking the hits of a search.
 */
#include "query/results.h"

#include <stdlib.h>

uint64_t
yz_results_count(const yz_results *r)
{
    uint64_t count = 0;
    for (int tier = 0; tier < YZ_TIER_COUNT; tier++)
        if (r->tiers_told & r->tiers_run & YZ_TIER_BIT(tier))
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
    TRY(segment_passage(from->segment, from->passage, &r->hit_arena,
                        &r->passage, reterr));
    r->next++;
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

/* Passages of a report stand one behind the other in their segment. */
static yz_status
neighbour_read(yz_results *r, segment *s, uint32_t number, yz_error *err)
{
    arena_clear(&r->neighbour_arena);
    TRY(segment_passage(s, number, &r->neighbour_arena, &r->neighbour, err));
    return str_equal(r->neighbour.report, r->passage.report) ? YZ_OK : YZ_DONE;
}

yz_status
yz_results_neighbour(yz_results *r, int32_t distance,
                     const yz_passage **ret_passage, yz_error *reterr)
{
    if (r->next == 0)
        return error_set(reterr, YZ_E_INVALID, "there is no current hit");
    const ranked *from = &r->page[r->next - 1];
    const int64_t step = distance < 0 ? -1 : 1;
    int64_t number = from->passage;
    int64_t left = distance < 0 ? -(int64_t)distance : distance;
    while (left > 0) {
        number += step;
        if (number < 0 || number >= from->segment->info.passages)
            return YZ_DONE;
        left -= !segment_is_deleted(from->segment, (uint32_t)number);
    }
    TRY(neighbour_read(r, from->segment, (uint32_t)number, reterr));
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
    arena_dispose(&r->neighbour_arena);
    evidence_dispose(&r->misreads.evidence);
    arena_dispose(&r->context.scratch);
    skeleton_room_dispose(&r->context.skeletons);
    yz_query_free(r->query);
    yz_snapshot_close(r->snapshot);
    free(r);
}
