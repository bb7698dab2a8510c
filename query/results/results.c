/* SPDX-License-Identifier: MIT */
#include "query/results/results.h"

const yz_query *
yz_results_query(const yz_results *r)
{
    return r ? r->understanding.query : NULL;
}

uint64_t
yz_results_count(const yz_results *r)
{
    uint64_t count = 0;
    for (int tier = 0; r && tier < YZ_TIER_COUNT; tier++)
        if (r->matches.tiers_counted & r->matches.tiers_run & YZ_TIER_BIT(tier))
            count += r->matches.counts[tier];
    return count;
}

bool
yz_results_tier_count(const yz_results *r, yz_tier tier, uint64_t *ret_count)
{
    if (!r || (uint32_t)tier >= YZ_TIER_COUNT ||
        !(r->matches.tiers_run & YZ_TIER_BIT(tier)))
        return false;
    *ret_count = r->matches.counts[tier];
    return true;
}

bool
yz_results_is_capped(const yz_results *r)
{
    return r && r->matches.capped;
}

uint64_t
yz_results_took_us(const yz_results *r)
{
    return r ? (r->ended_ns - r->began_ns) / 1000 : 0;
}

size_t
yz_results_facet(const yz_results *r, yz_facet facet,
                 const yz_facet_count **ret_counts)
{
    if (!r || (uint32_t)facet >= YZ_FACET_COUNT)
        return 0;
    *ret_counts = r->page.facets[facet].items;
    return r->page.facets[facet].count;
}

size_t
yz_results_facet_member(const yz_results *r, size_t i,
                        const yz_facet_count **ret_counts)
{
    if (!r || i >= r->page.member_count)
        return 0;
    *ret_counts = r->page.members[i].items;
    return r->page.members[i].count;
}

yz_str
yz_results_cursor(const yz_results *r)
{
    return r ? r->page.cursor : (yz_str){ 0 };
}

void
yz_results_close(yz_results *r)
{
    if (!r)
        return;
    yz_snapshot *snapshot = r->understanding.snapshot;
    arena_dispose(&r->arena);
    current_hit_dispose(&r->current);
    understanding_dispose(&r->understanding);
    memory_release(snapshot->index->memory, r);
    yz_snapshot_close(snapshot);
}
