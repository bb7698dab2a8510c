/* SPDX-License-Identifier: MIT */
/*
 * Pruning by lists. Hits are a list of sums, to which term after term is added,
 * and which those leave that the terms left cannot lift to the threshold. Where
 * the hits are one posting list that has the term's frequencies, its blocks say
 * by their bounds, and then by their frequencies, which postings are looked at.
 */
#include "query/rank/segment_pruner.h"

yz_status
segment_pruner_make_room(segment_pruner *sp, uint32_t count)
{
    sp->competitive.items = arena_uninitialized(
        sp->pruning->arena, (size_t)count + 1, sizeof(competitive_hit));
    return sp->competitive.items ? YZ_OK : error_nomem(sp->pruning->err);
}

/* ---- a list of hits ------------------------------------------------------ */

/* The score that a hit of the list must reach, by what the others have so far. */
static double
list_threshold(segment_pruner *sp, const score_list *l)
{
    const double before = page_threshold_score(sp->threshold);
    page_threshold *t = &sp->of_list;
    t->best.count = t->shown.count = 0;
    for (uint32_t i = 0; i < l->count; i++)
        page_threshold_offer(
            t, (rank_level){ 0, 0, (double)(l->sums[i] * (1 - sp->error)) });
    const double own = page_threshold_score(t);
    return own > before ? own : before;
}

static float
greatest_sum(const score_list *l)
{
    float greatest = 0;
    for (uint32_t i = 0; i < l->count; i++)
        greatest = l->sums[i] > greatest ? l->sums[i] : greatest;
    return greatest;
}

/* Drop hits that do not reach the threshold if all else gives them `rest`. */
static void
drop_list(segment_pruner *sp, score_list *l, float rest)
{
    const double before = page_threshold_score(sp->threshold);
    if (greatest_sum(l) < rest && before < (double)rest)
        return; /* no threshold is above the rest */
    const double threshold = list_threshold(sp, l);
    const double error = (double)sp->error;
    score_list_drop(l, (float)(threshold * (1 - 2 * error) - (double)rest));
}

/* The hits that are left, by the threshold that they set. */
static yz_status
select_list(segment_pruner *sp, const score_list *l, float rest)
{
    TRY(segment_pruner_make_room(sp, l->count));
    for (uint32_t i = 0; i < l->count; i++) {
        const float most = (l->sums[i] + rest) * (1 + sp->error);
        const double least = (double)(l->sums[i] * (1 - sp->error));
        page_threshold_offer(sp->threshold,
                             (rank_level){ sp->pruning->tier, 0, least });
        sp->competitive.items[sp->competitive.count++] =
            (competitive_hit){ l->numbers[i], most };
    }
    return YZ_OK;
}

/* Add term after term, until so few are left that they may as well be scored. */
static yz_status
add_terms(segment_pruner *sp, score_list *l)
{
    const pruning *p = sp->pruning;
    const uint64_t enough = 2 * (uint64_t)p->shown;
    float rest = 0;
    size_t next = 0;
    for (size_t i = 0; i < sp->scorer_count; i++)
        rest += sp->scorers[i].upper_bound;
    drop_list(sp, l, rest);
    while (next < sp->scorer_count && l->count > enough) {
        TRY(cancellation_poll(p->cancellation, p->err));
        TRY(score_list_add(l, &sp->scorers[next], p->err));
        rest -= sp->scorers[next++].upper_bound;
        drop_list(sp, l, next < sp->scorer_count && rest > 0 ? rest : 0);
    }
    return select_list(sp, l, next < sp->scorer_count && rest > 0 ? rest : 0);
}

yz_status
segment_pruner_prune_list(segment_pruner *sp)
{
    const pruning *p = sp->pruning;
    const passage_set *hits = sp->hits;
    score_list l = score_list_make(sp->segment, hits->count, sp->arena);
    if (!l.sums)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < hits->count; i++)
        if (segment_pruner_takes(sp, passage_set_grade(hits, i)))
            score_list_push(&l, hits->passages[i], i);
    TRY(score_list_start(&l, sp->certain, p->err));
    return add_terms(sp, &l);
}

/* ---- one posting list ---------------------------------------------------- */

/* Whether the frequencies of the list are those of a term, and of it alone. */
static bool
is_own(const segment_pruner *sp, const term_scorer *s)
{
    return s->lists.count == 1 && s->lists.mode != COUNT_ONCE &&
           s->lists.items->blocks == sp->list->blocks;
}

/* The term that the postings of the list are of, taken out of the others. */
static yz_status
take_own_scorer(segment_pruner *sp, const term_scorer **ret_own)
{
    term_scorer *own = arena_alloc(sp->arena, sizeof(*own));
    if (!own)
        return error_nomem(sp->pruning->err);
    *ret_own = NULL;
    for (size_t i = 0; i < sp->scorer_count && !*ret_own; i++) {
        if (!is_own(sp, &sp->scorers[i]))
            continue;
        *own = sp->scorers[i];
        *ret_own = own;
        sp->scorer_count--;
        for (size_t j = i; j < sp->scorer_count; j++)
            sp->scorers[j] = sp->scorers[j + 1];
    }
    return YZ_OK;
}

/*
 * How often a posting of a block must have the list's own term to be
 * competitive, if it is as short as the shortest; POSTINGS_BLOCK_MAX: that is
 * no posting.
 */
static uint32_t
least_count(const segment_pruner *sp, const term_scorer *own,
            const posting_block *block, float rest)
{
    const bool of_words = own && own->lists.mode == COUNT_TIMES;
    const float certain = sp->certain[of_words ? 0 : block->bound.length];
    const float wanted = (sp->least - rest) * (1 - 2 * sp->error) - certain;
    if (wanted <= 0)
        return 0;
    if (!own || term_scorer_bound(own, block->bound) < wanted)
        return POSTINGS_BLOCK_MAX;
    const uint8_t code = of_words ? block->bound.length : 0;
    uint32_t count = 1;
    while (count < POSTINGS_BLOCK_MAX - 1 &&
           term_scorer_score(own, count, code) < wanted)
        count++;
    return count;
}

static bool
has_frequency(const uint32_t *frequencies, uint32_t count, uint32_t least)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++)
        found |= frequencies[i] >= least;
    return found;
}

/* Append the hits of a block that may be competitive. */
static yz_status
push_block(segment_pruner *sp, const term_scorer *own,
           const posting_block *block, float rest, score_list *l)
{
    yz_error *err = sp->pruning->err;
    uint32_t passages[POSTINGS_BLOCK_MAX];
    uint32_t frequencies[POSTINGS_BLOCK_MAX];
    const uint32_t begin = l->count;
    const uint32_t least = least_count(sp, own, block, rest);
    const bool marks = own && own->lists.mode == COUNT_MARKS;
    if (least == POSTINGS_BLOCK_MAX)
        return YZ_OK;
    if (own)
        TRY(postings_block_frequencies(sp->list, block, frequencies, err));
    if (least && !has_frequency(frequencies, block->count, least + marks))
        return YZ_OK;
    TRY(postings_block_passages(sp->list, block, passages, err));
    if (!score_list_reserve(l, block->count, sp->arena))
        return error_nomem(err);
    for (uint32_t i = 0; i < block->count; i++) {
        /* For a while the frequency is in the number's place. */
        const uint32_t count =
            own ? term_count(own->lists.mode, frequencies[i]) : 0;
        if (count >= least && !segment_is_deleted(sp->segment, passages[i]))
            score_list_push(l, passages[i], count);
    }
    TRY(score_list_begin(l, begin, sp->certain, own, err));
    score_list_drop_from(l, begin, sp->least - rest);
    return YZ_OK;
}

/* What the sums of the hits must reach with the rest, by those so far. */
static void
raise_least(segment_pruner *sp, const score_list *l, uint32_t begin)
{
    const double error = (double)sp->error;
    page_threshold *t = &sp->of_list;
    for (uint32_t i = begin; i < l->count; i++)
        page_threshold_offer(
            t, (rank_level){ 0, 0, (double)(l->sums[i] * (1 - sp->error)) });
    const double own = page_threshold_score(t);
    const double before = page_threshold_score(sp->threshold);
    sp->least = (float)((own > before ? own : before) * (1 - 2 * error));
}

yz_status
segment_pruner_prune_postings(segment_pruner *sp)
{
    const pruning *p = sp->pruning;
    enum { FIRST_ROOM = 1024 };
    const term_scorer *own;
    float rest = 0;
    score_list l = score_list_make(sp->segment, FIRST_ROOM, sp->arena);
    if (!l.sums)
        return error_nomem(p->err);
    TRY(take_own_scorer(sp, &own));
    for (size_t i = 0; i < sp->scorer_count; i++)
        rest += sp->scorers[i].upper_bound;
    raise_least(sp, &l, 0);
    for (uint32_t b = 0; b < sp->list->block_count; b++) {
        posting_block block;
        const uint32_t begin = l.count;
        TRY(cancellation_poll(p->cancellation, p->err));
        TRY(postings_block(sp->list, b, &block, p->err));
        TRY(push_block(sp, own, &block, rest, &l));
        raise_least(sp, &l, begin);
    }
    for (uint32_t i = 0; i < l.count; i++)
        l.numbers[i] = l.passages[i];
    return add_terms(sp, &l);
}

/* Whether the list has what orders its passages, or nearly all of it. */
bool
segment_pruner_is_ordered(const segment_pruner *sp)
{
    const float most_of_others = 0.25f; /* of what the list's term adds */
    float own = 0;
    float others = 0;
    for (size_t i = 0; i < sp->scorer_count; i++)
        *(is_own(sp, &sp->scorers[i]) ? &own : &others) +=
            sp->scorers[i].upper_bound;
    return sp->scorer_count == 0 || others < own * most_of_others;
}
