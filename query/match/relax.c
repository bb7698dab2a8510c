/* SPDX-License-Identifier: MIT */
/*
 * The tiers below a phrase that does not stand there whole: the phrase with a
 * synonym in it, its words close together, all of them anywhere, some of them.
 * A word counts where its characters stand, whatever ICU makes of the passage
 * around them, so that no dictionary hides a passage here either.
 */
#include "query/match/matcher.h"
#include "query/match/proximity.h"

#include <stdlib.h>

/*
 * How far apart the words of a run may be to be `near`: about a clause. (工会
 * 开展"致敬劳动者 驿站: seven characters lie between.)
 */
enum { NEAR_RUN_DISTANCE = 10 };

/* A word, and at most how many passages have it. */
typedef struct rare_word {
    const pattern *pattern;
    uint32_t bound;
} rare_word;

static int
rare_compare(const void *a, const void *b)
{
    const rare_word *x = a;
    const rare_word *y = b;
    return (x->bound > y->bound) - (x->bound < y->bound);
}

/* The leaf's words, rarest first; after one that is nowhere no others. */
static yz_status
rare_words(matcher *m, const plan_leaf *leaf, rare_word **ret_words)
{
    rare_word *words =
        arena_array(m->arena, leaf->word_count + 1, sizeof(*words));
    if (!words)
        return error_nomem(m->err);
    *ret_words = words;
    for (size_t i = 0; i < leaf->word_count; i++) {
        words[i].pattern = &leaf->words[i].pattern;
        TRY(cancellation_poll(m->cancellation, m->err));
        TRY(candidates_bound(m->segment, words[i].pattern, !m->strict,
                             m->context, m->arena, &words[i].bound, m->err));
        if (!words[i].bound) {
            words[0] = words[i];
            return YZ_OK;
        }
    }
    qsort(words, leaf->word_count, sizeof(*words), rare_compare);
    return YZ_OK;
}

/*
 * Passages that have every word; tiers are not told yet. Only of the rarest
 * word all passages are found: the others are looked for in what is left.
 */
static yz_status
all_words(matcher *m, const plan_leaf *leaf, const passage_set *within,
          passage_set *ret_hits)
{
    rare_word *words = NULL;
    passage_set all;
    size_t i = 0;
    TRY(rare_words(m, leaf, &words));
    if (within && within->count < words[0].bound) {
        all = *within;
    } else {
        TRY(match_either(m, words[i++].pattern, &all));
        if (within)
            all = passage_set_intersect(&all, within, m->arena);
    }
    for (; all.hits && all.count && i < leaf->word_count; i++)
        TRY(match_within(m, words[i].pattern, &all, &all));
    *ret_hits = all;
    return all.hits ? YZ_OK : error_nomem(m->err);
}

/* The same, each told to be near or not. */
static yz_status
tell_words(matcher *m, const plan_leaf *leaf, const passage_set *within,
           passage_set *ret_hits)
{
    passage_set all;
    const pattern **patterns =
        arena_array(m->arena, leaf->word_count + 1, sizeof(*patterns));
    if (!patterns)
        return error_nomem(m->err);
    for (size_t i = 0; i < leaf->word_count; i++)
        patterns[i] = &leaf->words[i].pattern;
    TRY(all_words(m, leaf, within, &all));
    *ret_hits = passage_set_new(m->arena, all.count);
    if (!ret_hits->hits)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < all.count; i++) {
        const uint32_t passage = all.hits[i].passage;
        bool near;
        TRY(cancellation_poll(m->cancellation, m->err));
        TRY(proximity_meets(m, patterns, leaf->word_count, NEAR_RUN_DISTANCE,
                            passage, &near, NULL));
        ret_hits->hits[ret_hits->count++] =
            (hit){ passage, near ? YZ_TIER_NEAR : YZ_TIER_WORDS, 0 };
    }
    return YZ_OK;
}

static yz_status
keep_near(matcher *m, passage_set *hits)
{
    passage_set near = passage_set_new(m->arena, hits->count);
    if (!near.hits)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < hits->count; i++)
        if (hits->hits[i].tier == YZ_TIER_NEAR)
            near.hits[near.count++] = hits->hits[i];
    *hits = near;
    return YZ_OK;
}

yz_status
match_synonyms(matcher *m, const plan_leaf *leaf, passage_set *ret_hits)
{
    passage_set *kept = &m->kept[leaf->number].synonym;
    passage_set found = *kept;
    if (!found.hits)
        found = passage_set_new(m->arena, 0);
    for (uint32_t i = 0; !kept->hits && i < leaf->synonym_count; i++) {
        passage_set one;
        TRY(match_either(m, &leaf->synonyms[i].leaf->pattern, &one));
        for (uint32_t j = 0; j < one.count; j++)
            one.hits[j].tier = YZ_TIER_SYNONYM;
        found = passage_set_unite(&found, &one, m->arena);
        if (!found.hits)
            return error_nomem(m->err);
    }
    *ret_hits = *kept = found;
    return found.hits ? YZ_OK : error_nomem(m->err);
}

yz_status
match_words(matcher *m, const plan_leaf *leaf, bool near_only,
            const passage_set *within, passage_set *ret_hits)
{
    passage_set *kept = &m->kept[leaf->number].words;
    passage_set found = *kept;
    if (!found.hits && leaf->word_count < 2)
        found = passage_set_new(m->arena, 0);
    else if (!found.hits)
        TRY(tell_words(m, leaf, within, &found));
    if (!found.hits)
        return error_nomem(m->err);
    if (!within)
        *kept = found;
    if (near_only)
        TRY(keep_near(m, &found));
    *ret_hits = found;
    return YZ_OK;
}

static passage_set
hits_of_bits(const uint64_t *bits, uint32_t words, uint32_t tier, arena *a)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < words; i++)
        count += (uint32_t)__builtin_popcountll(bits[i]);
    passage_set out = passage_set_new(a, count);
    for (uint32_t i = 0; out.hits && i < words; i++)
        for (uint64_t left = bits[i]; left; left &= left - 1)
            out.hits[out.count++] =
                (hit){ i * 64 + (uint32_t)__builtin_ctzll(left), tier, 0 };
    return out;
}

/*
 * Words that their lists decide come first: what has one of them needs no
 * comparing for the others.
 */
yz_status
match_some(matcher *m, const plan_leaf *leaf, passage_set *ret_hits)
{
    const uint32_t words = m->segment->info.passages / 64 + 1;
    passage_set *kept = &m->kept[leaf->number].some;
    uint64_t *bits;
    *ret_hits = *kept;
    if (kept->hits)
        return YZ_OK;
    bits = arena_array(m->arena, words, sizeof(*bits));
    if (!bits)
        return error_nomem(m->err);
    for (int certain = 1; certain >= 0; certain--)
        for (size_t i = 0; i < leaf->word_count; i++) {
            TRY(cancellation_check(m->cancellation, m->err));
            TRY(match_mark(m, &leaf->words[i].pattern, certain, bits));
        }
    *ret_hits = *kept = hits_of_bits(bits, words, YZ_TIER_SOME, m->arena);
    return ret_hits->hits ? YZ_OK : error_nomem(m->err);
}
