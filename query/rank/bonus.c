/* SPDX-License-Identifier: MIT */
#include "query/rank/bonus.h"
#include "core/base/array.h"

#include <string.h>

static const double NEIGHBOURS_WEIGHT = 0.1;
static const double RUN_WEIGHT = 0.5;

typedef struct bonus_maker {
    const rank_terms *terms;
    pattern_context *context;
    cancellation *cancellation;
    arena *arena;
    yz_error *err;
    ARRAY_OF(bonus_part) parts;
} bonus_maker;

/*
 * Whether the words occur in every passage in which the leaf does. A raw string
 * may begin or end inside a word of letters, where words may not; ideographs
 * belong to no such word.
 */
static bool
is_certain(const plan_leaf *leaf, size_t first, size_t last)
{
    return leaf->required && leaf->whole &&
           (leaf->relaxes ||
            (!leaf->words[first].latin && !leaf->words[last].latin));
}

/* Add the bonus for passages in which words [first, last] are adjacent. */
static yz_status
add_part(bonus_maker *m, const plan_leaf *leaf, size_t first, size_t last,
         double score, bool run)
{
    const uint32_t begin = leaf->words[first].begin;
    const pattern_source source = {
        .units = leaf->skeleton.units + begin,
        .length = leaf->words[last].end - begin,
    };
    bonus_part part = { .score = score * leaf->weight,
                        .run = run,
                        .certain = is_certain(leaf, first, last) };
    TRY(cancellation_poll(m->cancellation, m->err));
    part.name = skeleton_utf8(source.units, source.length, m->arena);
    if (!part.name.data)
        return error_nomem(m->err);
    TRY(pattern_make(&source, m->context, m->arena, &part.pattern, m->err));
    return ARRAY_PUSH(&m->parts, part) ? YZ_OK : error_nomem(m->err);
}

/* The last word of the run that begins with word `first`. */
static size_t
run_end(const plan_leaf *leaf, size_t first)
{
    size_t last = first;
    while (last + 1 < leaf->word_count &&
           leaf->words[last + 1].begin == leaf->words[last].end)
        last++;
    return last;
}

static yz_status
add_run(bonus_maker *m, const plan_leaf *leaf, size_t first, size_t last)
{
    double sum = 0;
    bool han = false;
    for (size_t i = first; i <= last; i++) {
        const plan_word *word = &leaf->words[i];
        const double idf = rank_word_idf(m->terms, word->term);
        han = han || !word->latin;
        sum += idf;
        if (i == first || (word->latin && leaf->words[i - 1].latin))
            continue;
        const double before = rank_word_idf(m->terms, leaf->words[i - 1].term);
        TRY(add_part(m, leaf, i - 1, i, NEIGHBOURS_WEIGHT * (before + idf),
                     false));
    }
    if (!han)
        return YZ_OK;
    return add_part(m, leaf, first, last, RUN_WEIGHT * sum, true);
}

/* What the parts come to, added up as bonus_of() does. */
static bonus
bonus_of_parts(bonus_part *parts, size_t count)
{
    bonus b = { .parts = parts, .count = count, .constant = true };
    for (size_t i = 0; i < count; i++) {
        b.most += parts[i].score;
        b.constant = b.constant && parts[i].certain;
    }
    return b;
}

yz_status
bonus_make(const plan *p, const rank_terms *terms, pattern_context *context,
           cancellation *stop, arena *a, bonus *ret_bonus, yz_error *err)
{
    bonus_maker m = { terms, context, stop, a, err, { .from = a->from } };
    yz_status status = YZ_OK;
    for (size_t i = 0; i < p->leaf_count && status == YZ_OK; i++) {
        const plan_leaf *leaf = p->leaves[i];
        size_t first = 0;
        while (!leaf->negated && first < leaf->word_count && status == YZ_OK) {
            const size_t last = run_end(leaf, first);
            status = add_run(&m, leaf, first, last);
            first = last + 1;
        }
    }
    bonus_part *parts = arena_array(a, m.parts.count + 1, sizeof(*parts));
    if (status == YZ_OK && !parts)
        status = error_nomem(err);
    if (status == YZ_OK && m.parts.count)
        memcpy(parts, m.parts.items, m.parts.count * sizeof(*parts));
    if (status == YZ_OK)
        *ret_bonus = bonus_of_parts(parts, m.parts.count);
    ARRAY_DISPOSE(&m.parts);
    return status;
}

yz_status
bonus_part_earned(const bonus_part *part, pattern_context *context,
                  const ranked *of, bool *ret_earned, yz_error *err)
{
    const uint16_t *units;
    uint32_t length;
    pattern_match match;
    *ret_earned = part->certain && of->tier <= YZ_TIER_VARIANT;
    if (*ret_earned)
        return YZ_OK;
    TRY(segment_skeleton(of->segment, of->passage, &context->skeletons, &units,
                         &length, err));
    *ret_earned =
        pattern_find(&part->pattern, true, context, units, length, 0, &match);
    return YZ_OK;
}

yz_status
bonus_of(const bonus *b, pattern_context *context, const ranked *of,
         cancellation *stop, double *ret_score, yz_error *err)
{
    *ret_score = 0;
    for (size_t i = 0; i < b->count; i++) {
        bool earned;
        TRY(cancellation_poll(stop, err));
        TRY(bonus_part_earned(&b->parts[i], context, of, &earned, err));
        if (earned)
            *ret_score += b->parts[i].score;
    }
    return YZ_OK;
}
