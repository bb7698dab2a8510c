/* SPDX-License-Identifier: MIT */
/*
 * A word counts where its characters occur, whatever ICU makes of the passage
 * around them, so that no dictionary hides a passage here either.
 */
#include "query/match/relax.h"

#include "query/match/exact/occurrences.h"
#include "query/match/exact/verify.h"
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
rare_words(const match_context *c, const plan_leaf *leaf, rare_word **ret_words)
{
    rare_word *words =
        arena_array(c->arena, leaf->word_count + 1, sizeof(*words));
    if (!words)
        return error_nomem(c->err);
    *ret_words = words;
    for (size_t i = 0; i < leaf->word_count; i++) {
        words[i].pattern = &leaf->words[i].pattern;
        TRY(cancellation_poll(c->cancellation, c->err));
        TRY(candidates_bound(c, words[i].pattern, !c->strict, &words[i].bound));
        if (!words[i].bound) {
            words[0] = words[i];
            return YZ_OK;
        }
    }
    qsort(words, leaf->word_count, sizeof(*words), rare_compare);
    return YZ_OK;
}

/*
 * Passages that have every word, in whatever tier. Only of the rarest word all
 * passages are found: the others are looked for in what is left.
 */
static yz_status
all_words(const match_context *c, const plan_leaf *leaf,
          const passage_set *within, passage_set *ret_passages)
{
    rare_word *words = NULL;
    passage_set all;
    size_t i = 0;
    TRY(rare_words(c, leaf, &words));
    if (within && within->count < words[0].bound) {
        all = *within;
    } else {
        TRY(occurrences_either(c, words[i++].pattern, NULL, &all));
        if (within)
            all = passage_set_intersect(&all, within, c->arena);
    }
    for (; passage_set_there(&all) && all.count && i < leaf->word_count; i++)
        TRY(occurrences_either(c, words[i].pattern, &all, &all));
    all = passage_set_list(&all, all.count, c->arena);
    *ret_passages = all;
    return all.passages ? YZ_OK : error_nomem(c->err);
}

/* The same, each in its tier. */
static yz_status
grade_words(const match_context *c, const plan_leaf *leaf,
            const passage_set *within, passage_set *ret_passages)
{
    passage_set all;
    const pattern **patterns =
        arena_array(c->arena, leaf->word_count + 1, sizeof(*patterns));
    if (!patterns)
        return error_nomem(c->err);
    for (size_t i = 0; i < leaf->word_count; i++)
        patterns[i] = &leaf->words[i].pattern;
    proximity wanted;
    TRY(proximity_make(c, patterns, leaf->word_count, NEAR_RUN_DISTANCE,
                       &wanted));
    TRY(all_words(c, leaf, within, &all));
    *ret_passages = passage_set_new_graded(c->arena, all.count);
    if (!ret_passages->passages)
        return error_nomem(c->err);
    for (uint32_t i = 0; i < all.count; i++) {
        bool near;
        TRY(cancellation_poll(c->cancellation, c->err));
        verify_prefetch(c->segment, &all, i);
        TRY(proximity_meets(c, &wanted, all.passages[i], &near, NULL));
        passage_set_push_graded(
            ret_passages, all.passages[i],
            (grade){ near ? YZ_TIER_NEAR : YZ_TIER_WORDS, 0 });
    }
    return YZ_OK;
}

static yz_status
keep_near(const match_context *c, passage_set *words)
{
    passage_set near = passage_set_new(c->arena, words->count, YZ_TIER_NEAR);
    if (!near.passages)
        return error_nomem(c->err);
    for (uint32_t i = 0; i < words->count; i++)
        if (passage_set_grade(words, i).tier == YZ_TIER_NEAR)
            passage_set_push(&near, words->passages[i]);
    *words = near;
    return YZ_OK;
}

yz_status
match_synonyms(matcher *m, const plan_leaf *leaf, passage_set *ret_passages)
{
    const match_context *c = &m->context;
    passage_set *kept = &m->answers->leaves[leaf->number].synonym;
    passage_set found = *kept;
    if (!passage_set_there(kept))
        found = passage_set_new(c->arena, 0, YZ_TIER_SYNONYM);
    for (uint32_t i = 0; !passage_set_there(kept) && i < leaf->synonym_count;
         i++) {
        passage_set one;
        TRY(occurrences_either(c, &leaf->synonyms[i].leaf->pattern, NULL,
                               &one));
        one.tier = YZ_TIER_SYNONYM;
        found = passage_set_unite(&found, &one, c->arena);
        if (!passage_set_there(&found))
            return error_nomem(c->err);
    }
    *ret_passages = *kept = found;
    return passage_set_there(&found) ? YZ_OK : error_nomem(c->err);
}

yz_status
match_words(matcher *m, const plan_leaf *leaf, bool near_only,
            const passage_set *within, passage_set *ret_passages)
{
    const match_context *c = &m->context;
    passage_set *kept = &m->answers->leaves[leaf->number].words;
    passage_set found = *kept;
    if (!passage_set_there(kept) && leaf->word_count < 2)
        found = passage_set_new(c->arena, 0, YZ_TIER_WORDS);
    else if (!passage_set_there(kept))
        TRY(grade_words(c, leaf, within, &found));
    if (!passage_set_there(&found))
        return error_nomem(c->err);
    if (!within)
        *kept = found;
    if (near_only)
        TRY(keep_near(c, &found));
    *ret_passages = found;
    return YZ_OK;
}
