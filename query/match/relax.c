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
        TRY(match_either(m, &leaf->words[i].pattern, &one));
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
        bool near;
        TRY(stopper_poll(m->stopper, m->err));
        TRY(proximity_meets(m, patterns, leaf->word_count, NEAR_RUN_DISTANCE,
                            all.hits[i].passage, &near, NULL));
        if (near || !near_only)
            all.hits[count++] = (hit){ all.hits[i].passage,
                                       near ? YZ_TIER_NEAR : YZ_TIER_WORDS, 0 };
    }
    all.count = count;
    *ret_hits = all;
    return YZ_OK;
}

static void
mark_hits(const hit_set *hits, uint64_t *bits)
{
    for (uint32_t i = 0; i < hits->count; i++)
        bits[hits->hits[i].passage / 64] |= 1ull << hits->hits[i].passage % 64;
}

static hit_set
hits_of_bits(const uint64_t *bits, uint32_t words, uint32_t tier, arena *a)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < words; i++)
        count += (uint32_t)__builtin_popcountll(bits[i]);
    hit_set out = hit_set_room(a, count);
    for (uint32_t i = 0; out.hits && i < words; i++)
        for (uint64_t left = bits[i]; left; left &= left - 1)
            out.hits[out.count++] =
                (hit){ i * 64 + (uint32_t)__builtin_ctzll(left), tier, 0 };
    return out;
}

yz_status
match_some(matcher *m, const plan_leaf *leaf, hit_set *ret_hits)
{
    const uint32_t words = m->segment->info.passages / 64 + 1;
    uint64_t *bits = arena_array(m->arena, words, sizeof(*bits));
    if (!bits)
        return error_nomem(m->err);
    for (size_t i = 0; i < leaf->word_count; i++) {
        hit_set one;
        TRY(match_either(m, &leaf->words[i].pattern, &one));
        mark_hits(&one, bits);
    }
    *ret_hits = hits_of_bits(bits, words, YZ_TIER_SOME, m->arena);
    return ret_hits->hits ? YZ_OK : error_nomem(m->err);
}
