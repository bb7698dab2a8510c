/* SPDX-License-Identifier: MIT */
/*
 * Weights are whole numbers, so that they add up to the same in any order:
 * which words lists decide differs from segment to segment.
 */
#include "query/match/some.h"

#include "core/base/bit_set.h"
#include "query/match/exact/occurrences.h"

/* A word of the query, or a name that is looked for as a whole. */
typedef struct some_part {
    const pattern *pattern;
    uint32_t weight;
} some_part;

typedef struct some_parts {
    some_part *items;
    size_t count;
    uint32_t wanted;   /**< what a passage has must weigh as much */
    uint32_t *weights; /**< by passage: of what it is known to have */
} some_parts;

/* ---- the parts ------------------------------------------------------------ */

static uint32_t
weight_of_all(const plan_leaf *leaf)
{
    uint32_t weight = 0;
    for (size_t i = 0; i < leaf->word_count; i++)
        weight += leaf->words[i].weight;
    return weight;
}

/*
 * A character cut out of a short run, as of a name, means nothing by itself, and
 * a word beside it only if it has most of the weight (工会 of 市工会, not 欧阳 of
 * 欧阳锋). If all its words are characters, the run is looked for as a whole.
 */
static bool
is_name(const plan_leaf *leaf)
{
    enum { NAME_MAX_UNITS = 3 };
    return leaf->word_count > 1 && leaf->skeleton.length <= NAME_MAX_UNITS;
}

static void
add_name(some_parts *parts, const plan_leaf *leaf, some_need need)
{
    const uint32_t whole = weight_of_all(leaf);
    for (size_t i = 0; i < leaf->word_count; i++) {
        const plan_word *word = &leaf->words[i];
        if (plan_word_is_long(word) &&
            (need == SOME_ANY || word->weight >= whole / 3 * 2))
            parts->items[parts->count++] =
                (some_part){ &word->pattern, word->weight };
    }
    if (!leaf->long_count)
        parts->items[parts->count++] = (some_part){ &leaf->pattern, whole };
}

/*
 * Function words say nothing of what the query is about, and a character that
 * was cut out says half of what it would as a word.
 */
static void
add_words(some_parts *parts, const plan_leaf *leaf, some_need need)
{
    for (size_t i = 0; i < leaf->word_count; i++) {
        const plan_word *word = &leaf->words[i];
        const bool whole =
            leaf->word_count == 1 || word->latin || plan_word_is_long(word);
        if (need == SOME_ANY || !word->function)
            parts->items[parts->count++] =
                (some_part){ &word->pattern,
                             whole ? word->weight : word->weight / 2 };
    }
}

/* Three quarters of the heaviest word beside better hits, else three tenths. */
static uint32_t
weight_wanted(const some_parts *parts, some_need need)
{
    uint64_t heaviest = 0;
    for (size_t i = 0; i < parts->count; i++)
        if (parts->items[i].weight > heaviest)
            heaviest = parts->items[i].weight;
    if (need == SOME_ANY)
        return 0;
    return (uint32_t)(need == SOME_BESIDE ? (3 * heaviest + 3) / 4
                                          : (3 * heaviest + 9) / 10);
}

static yz_status
parts_make(matcher *m, const plan_leaf *const *leaves, size_t count,
           some_parts *ret_parts)
{
    const match_context *c = &m->context;
    some_parts parts = { 0 };
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        most += leaves[i]->word_count + 1;
    parts.items = arena_array(c->arena, most + 1, sizeof(*parts.items));
    parts.weights = arena_array(c->arena, c->segment->info.passages + 1u,
                                sizeof(*parts.weights));
    if (!parts.items || !parts.weights)
        return error_nomem(c->err);
    for (size_t i = 0; i < count; i++)
        if (is_name(leaves[i]))
            add_name(&parts, leaves[i], m->some);
        else
            add_words(&parts, leaves[i], m->some);
    parts.wanted = weight_wanted(&parts, m->some);
    *ret_parts = parts;
    return YZ_OK;
}

/* ---- passages ------------------------------------------------------------- */

/* What is in `have` and not in `enough` weighs more; it may be enough now. */
static void
weigh_passages(some_parts *parts, uint32_t weight, const passage_set *have,
               passage_set *enough)
{
    for (uint32_t i = 0; i < bits_words(have->end); i++) {
        uint64_t more = have->bits[i] & ~enough->bits[i];
        for (; more; more &= more - 1) {
            const uint32_t passage = i * 64 + word_lowest(more);
            parts->weights[passage] += weight;
            if (parts->weights[passage] >= parts->wanted)
                passage_set_add(enough, &passage, 1);
        }
    }
}

/*
 * A word that is enough by itself needs no weighing. What has enough already is
 * not compared for the others.
 */
static yz_status
add_part(const match_context *c, some_parts *parts, const some_part *part,
         bool certain, passage_set *enough, passage_set *have)
{
    TRY(cancellation_check(c->cancellation, c->err));
    if (part->weight >= parts->wanted)
        return occurrences_add(c, part->pattern, certain, enough);
    passage_set_clear(have);
    passage_set_merge(have, enough);
    TRY(occurrences_add(c, part->pattern, certain, have));
    weigh_passages(parts, part->weight, have, enough);
    return YZ_OK;
}

/* Words that their lists decide come first. */
static yz_status
find(const match_context *c, some_parts *parts, passage_set *ret_passages)
{
    const uint32_t passages = c->segment->info.passages;
    passage_set enough = passage_set_new_bits(c->arena, passages, YZ_TIER_SOME);
    passage_set have = passage_set_new_bits(c->arena, passages, YZ_TIER_SOME);
    if (!enough.bits || !have.bits)
        return error_nomem(c->err);
    for (int certain = 1; certain >= 0; certain--)
        for (size_t i = 0; i < parts->count; i++)
            TRY(add_part(c, parts, &parts->items[i], certain, &enough, &have));
    passage_set_recount(&enough);
    *ret_passages = enough;
    return YZ_OK;
}

yz_status
match_some(matcher *m, const plan_leaf *const *leaves, size_t count,
           passage_set *ret_passages)
{
    const match_context *c = &m->context;
    passage_set *kept = &m->answers->leaves[leaves[0]->number].some;
    some_parts parts;
    if (count == 1 && passage_set_there(kept)) {
        *ret_passages = *kept;
        return YZ_OK;
    }
    TRY(parts_make(m, leaves, count, &parts));
    TRY(find(c, &parts, ret_passages));
    if (count == 1)
        *kept = *ret_passages;
    return YZ_OK;
}
