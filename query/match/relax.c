/* SPDX-License-Identifier: MIT */
/*
 * The tiers below a phrase that does not stand there whole: its words close
 * together, all of them anywhere, some of them. A word counts where its
 * characters stand, whatever ICU makes of the passage around them, so that no
 * dictionary hides a passage here either.
 */
#include "query/match/matcher.h"
#include "query/match/proximity.h"

/*
 * How far apart the words of a run may be to be `near`: about a clause. (工会
 * 开展"致敬劳动者 驿站: seven characters lie between.)
 */
enum { NEAR_RUN_DISTANCE = 10 };

/* Passages that have every word; tiers are not told yet. */
static yz_status
all_words(matcher *m, const plan_leaf *leaf, hit_set *ret_hits)
{
    hit_set all = { 0 };
    for (size_t i = 0; i < leaf->word_count; i++) {
        hit_set one;
        TRY(match_pattern(m, &leaf->words[i].pattern, &one));
        all = i ? hit_set_intersect(&all, &one, m->arena) : one;
        if (!all.hits)
            return error_nomem(m->err);
    }
    *ret_hits = all;
    return YZ_OK;
}

yz_status
match_words(matcher *m, const plan_leaf *leaf, bool near_only,
            hit_set *ret_hits)
{
    hit_set all = hit_set_room(m->arena, 0);
    if (!all.hits)
        return error_nomem(m->err);
    const pattern **patterns =
        arena_array(m->arena, leaf->word_count + 1, sizeof(*patterns));
    if (!patterns)
        return error_nomem(m->err);
    if (leaf->word_count >= 2)
        TRY(all_words(m, leaf, &all));
    for (size_t i = 0; i < leaf->word_count; i++)
        patterns[i] = &leaf->words[i].pattern;
    uint32_t count = 0;
    for (uint32_t i = 0; i < all.count; i++) {
        yz_tier tier;
        bool near;
        TRY(stopper_poll(m->stopper, m->err));
        TRY(proximity_meets(m, patterns, leaf->word_count, NEAR_RUN_DISTANCE,
                            all.hits[i].passage, &near, &tier));
        if (near || !near_only)
            all.hits[count++] =
                (hit){ all.hits[i].passage,
                       near ? YZ_TIER_NEAR : YZ_TIER_WORDS };
    }
    all.count = count;
    *ret_hits = all;
    return YZ_OK;
}

yz_status
match_some(matcher *m, const plan_leaf *leaf, hit_set *ret_hits)
{
    hit_set some = hit_set_room(m->arena, 0);
    for (size_t i = 0; some.hits && i < leaf->word_count; i++) {
        hit_set one;
        TRY(match_pattern(m, &leaf->words[i].pattern, &one));
        some = hit_set_unite(&some, &one, m->arena);
    }
    if (!some.hits)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < some.count; i++)
        some.hits[i].tier = YZ_TIER_SOME;
    *ret_hits = some;
    return YZ_OK;
}
