/* SPDX-License-Identifier: MIT */
#include "query/rank/bonus.h"
#include "core/base/array.h"
#include "query/match/exact/occurrences.h"

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

/* ---- many hits -------------------------------------------------------------- */

/* The hits of one segment, by rising passages. */
typedef struct segment_hits {
    passage_set passages;
    uint32_t *numbers; /* of each among all hits */
    bool *earns;       /* by place in the list: the part that is looked for */
} segment_hits;

typedef struct bonus_adder {
    const bonus *bonus;
    pattern_context *context;
    cancellation *cancellation;
    const ranked *hits;
    size_t hit_count;
    double *earned; /* by hit */
    arena *arena;
    yz_error *err;
} bonus_adder;

static void
insert_hit(segment_hits *to, uint32_t passage, uint32_t number)
{
    uint32_t at = to->passages.count++;
    for (; at > 0 && to->passages.passages[at - 1] > passage; at--) {
        to->passages.passages[at] = to->passages.passages[at - 1];
        to->numbers[at] = to->numbers[at - 1];
    }
    to->passages.passages[at] = passage;
    to->numbers[at] = number;
}

/* Those of the segment that the first hit is of which has none before it. */
static yz_status
hits_of_segment(const bonus_adder *b, size_t first, segment_hits *to)
{
    const uint32_t room = (uint32_t)(b->hit_count - first);
    *to = (segment_hits){
        .passages = passage_set_new(b->arena, room, YZ_TIER_EXACT),
        .numbers = arena_array(b->arena, room, sizeof(*to->numbers)),
        .earns = arena_array(b->arena, room, sizeof(*to->earns)),
    };
    if (!to->passages.passages || !to->numbers || !to->earns)
        return error_nomem(b->err);
    for (size_t i = first; i < b->hit_count; i++)
        if (b->hits[i].segment == b->hits[first].segment)
            insert_hit(to, b->hits[i].passage, (uint32_t)i);
    return YZ_OK;
}

static bool
has_for_certain(const bonus_part *part, const ranked *hit)
{
    return part->certain && hit->tier <= YZ_TIER_VARIANT;
}

/* Which hits have a part that is not certain in all of them. */
static yz_status
find_part(const bonus_adder *b, const bonus_part *part, segment *s,
          const segment_hits *of)
{
    const match_context m = { .segment = s,
                              .patterns = b->context,
                              .cancellation = b->cancellation,
                              .arena = b->arena,
                              .err = b->err };
    passage_set found;
    uint32_t at = 0;
    TRY(occurrences_either(&m, &part->pattern, &of->passages, &found));
    for (uint32_t i = 0; i < of->passages.count; i++) {
        while (at < found.count &&
               found.passages[at] < of->passages.passages[i])
            at++;
        of->earns[i] =
            at < found.count && found.passages[at] == of->passages.passages[i];
    }
    return YZ_OK;
}

/* Lists of words that were stemmed otherwise do not tell: the texts do. */
static yz_status
compare_part(const bonus_adder *b, const bonus_part *part,
             const segment_hits *of)
{
    for (uint32_t i = 0; i < of->passages.count; i++)
        TRY(bonus_part_earned(part, b->context, &b->hits[of->numbers[i]],
                              &of->earns[i], b->err));
    return YZ_OK;
}

static yz_status
add_segment_part(const bonus_adder *b, const bonus_part *part, segment *s,
                 const segment_hits *of)
{
    bool certain = true;
    for (uint32_t i = 0; i < of->passages.count; i++)
        certain = certain && has_for_certain(part, &b->hits[of->numbers[i]]);
    if (!certain && b->context->stale_words)
        TRY(compare_part(b, part, of));
    else if (!certain)
        TRY(find_part(b, part, s, of));
    for (uint32_t i = 0; i < of->passages.count; i++)
        if (certain || of->earns[i] ||
            has_for_certain(part, &b->hits[of->numbers[i]]))
            b->earned[of->numbers[i]] += part->score;
    return YZ_OK;
}

static bool
is_first_of_segment(const bonus_adder *b, size_t hit)
{
    for (size_t i = 0; i < hit; i++)
        if (b->hits[i].segment == b->hits[hit].segment)
            return false;
    return true;
}

yz_status
bonus_add(const bonus *b, pattern_context *context, ranked *hits, size_t count,
          cancellation *stop, arena *a, yz_error *err)
{
    bonus_adder adder = { .bonus = b,
                          .context = context,
                          .cancellation = stop,
                          .hits = hits,
                          .hit_count = count,
                          .earned = arena_array(a, count + 1, sizeof(double)),
                          .arena = a,
                          .err = err };
    if (!adder.earned)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        segment_hits of;
        if (!is_first_of_segment(&adder, i))
            continue;
        TRY(hits_of_segment(&adder, i, &of));
        for (size_t j = 0; j < b->count; j++)
            TRY(add_segment_part(&adder, &b->parts[j], hits[i].segment, &of));
    }
    for (size_t i = 0; i < count; i++)
        hits[i].score += adder.earned[i];
    return YZ_OK;
}
