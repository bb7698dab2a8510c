/* SPDX-License-Identifier: MIT */
/*
 * Pruning where the hits are one posting list that has the frequencies of a
 * term. Its blocks say by their bounds, and then by their frequencies, which
 * postings are looked at. The blocks of the highest bounds are looked at before
 * all others, and once more when it is their turn, so that the limits are high
 * from the first block on.
 */
#include "query/rank/segment_pruner.h"

/* Pruning one posting list. */
typedef struct postings_pruner {
    segment_pruner *of;
    const posting_list *list;
    const term_scorer *own; /* the term that the postings are of; or NULL */
    hit_bounds rest;        /* what the others give */
    hit_limits floor;       /* what the limits are at least */
    hit_limits limits;
    page_threshold threshold; /* of the hits so far */
    score_list found;
    yz_error *err;
} postings_pruner;

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
least_count(const postings_pruner *pp, const posting_block *block)
{
    const segment_pruner *sp = pp->of;
    const term_scorer *own = pp->own;
    const bool of_words = own && own->lists.mode == COUNT_TIMES;
    const float certain =
        certain_terms_bounds(&sp->certain, of_words ? 0 : block->bound.length)
            .sum;
    const float wanted =
        (pp->limits.sum - pp->rest.sum) * (1 - 2 * sp->error) - certain;
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

/* What the bounds of the hits must reach with the rest, by those so far. */
static void
raise_limits(postings_pruner *pp, uint32_t begin)
{
    const segment_pruner *sp = pp->of;
    const double right = (double)(1 - sp->error);
    const score_list *l = &pp->found;
    page_threshold *t = &pp->threshold;
    for (uint32_t i = begin; i < l->count; i++)
        page_threshold_offer(
            t, (rank_level){ 0, 0, (double)l->bounds[i].sum * right },
            (double)l->bounds[i].least * right);
    const float sum = (float)top_k_score(&t->best);
    const float most = (float)top_k_score(&t->shown);
    pp->limits.sum = sum > pp->floor.sum ? sum : pp->floor.sum;
    pp->limits.most = most > pp->floor.most ? most : pp->floor.most;
}

/* Append the postings of a block that have the term so often, and are live. */
static yz_status
push_postings(postings_pruner *pp, const posting_block *block,
              const uint32_t *frequencies, uint32_t least)
{
    const segment_pruner *sp = pp->of;
    const term_scorer *own = pp->own;
    score_list *l = &pp->found;
    uint32_t passages[POSTINGS_BLOCK_MAX];
    uint32_t counts[POSTINGS_BLOCK_MAX];
    const uint32_t begin = l->count;
    TRY(postings_block_passages(pp->list, block, passages, pp->err));
    if (!score_list_reserve(l, block->count, sp->arena))
        return error_nomem(pp->err);
    for (uint32_t i = 0; i < block->count; i++) {
        const uint32_t count =
            own ? term_count(own->lists.mode, frequencies[i]) : 0;
        if (count < least || segment_is_deleted(sp->segment, passages[i]))
            continue;
        counts[l->count - begin] = count;
        score_list_push(l, passages[i]);
    }
    TRY(score_list_start(l, begin, &sp->certain, own, own ? counts : NULL,
                         pp->err));
    segment_pruner_drop(pp->of, l, begin, pp->limits, pp->rest);
    raise_limits(pp, begin);
    return YZ_OK;
}

/* Append the hits of a block that may be competitive. */
static yz_status
push_block(postings_pruner *pp, const posting_block *block)
{
    const term_scorer *own = pp->own;
    uint32_t frequencies[POSTINGS_BLOCK_MAX];
    const uint32_t least = least_count(pp, block);
    const bool marks = own && own->lists.mode == COUNT_MARKS;
    if (least == POSTINGS_BLOCK_MAX)
        return YZ_OK;
    if (!own)
        return push_postings(pp, block, NULL, 0);
    TRY(postings_block_frequencies(pp->list, block, frequencies, pp->err));
    if (least && !has_frequency(frequencies, block->count, least + marks))
        return YZ_OK;
    return push_postings(pp, block, frequencies, least);
}

/* ---- the blocks ------------------------------------------------------------ */

/* Those of the highest bounds, the highest first. */
enum { FIRST_BLOCKS = 8 };

typedef struct first_blocks {
    posting_block items[FIRST_BLOCKS];
    float bounds[FIRST_BLOCKS];
    uint32_t count;
} first_blocks;

static void
insert_block(first_blocks *to, const posting_block *block, float bound)
{
    uint32_t at = to->count < FIRST_BLOCKS ? to->count++ : FIRST_BLOCKS - 1;
    if (at == FIRST_BLOCKS - 1 && to->bounds[at] >= bound)
        return;
    for (; at > 0 && to->bounds[at - 1] < bound; at--) {
        to->items[at] = to->items[at - 1];
        to->bounds[at] = to->bounds[at - 1];
    }
    to->items[at] = *block;
    to->bounds[at] = bound;
}

/* Let the hits of the blocks with the highest bounds set the limits. */
static yz_status
look_ahead(postings_pruner *pp)
{
    first_blocks first = { .count = 0 };
    if (!pp->own)
        return YZ_OK;
    for (uint32_t i = 0; i < pp->list->block_count; i++) {
        posting_block block;
        TRY(postings_block(pp->list, i, &block, pp->err));
        insert_block(&first, &block, term_scorer_bound(pp->own, block.bound));
    }
    for (uint32_t i = 0; i < first.count; i++)
        TRY(push_block(pp, &first.items[i]));
    pp->floor = pp->limits;
    pp->threshold.best.count = pp->threshold.shown.count = 0;
    pp->found.count = 0;
    return YZ_OK;
}

static yz_status
prune_blocks(postings_pruner *pp)
{
    TRY(look_ahead(pp));
    for (uint32_t i = 0; i < pp->list->block_count; i++) {
        posting_block block;
        TRY(cancellation_poll(pp->of->pruning->cancellation, pp->err));
        TRY(postings_block(pp->list, i, &block, pp->err));
        TRY(push_block(pp, &block));
    }
    return segment_pruner_add_terms(pp->of, &pp->found, 0);
}

yz_status
segment_pruner_prune_postings(segment_pruner *sp)
{
    enum { FIRST_ROOM = 1024 };
    const pruning *p = sp->pruning;
    postings_pruner pp = {
        .of = sp,
        .list = sp->list,
        .floor = segment_pruner_limits(sp),
        .limits = segment_pruner_limits(sp),
        .threshold = page_threshold_make(sp->arena, p->wanted, p->shown),
        .found = score_list_make(sp->segment, FIRST_ROOM, sp->arena),
        .err = p->err,
    };
    if (!pp.found.bounds || !pp.threshold.best.levels ||
        !pp.threshold.shown.levels)
        return error_nomem(p->err);
    TRY(take_own_scorer(sp, &pp.own));
    pp.rest = segment_pruner_rest(sp, 0);
    return prune_blocks(&pp);
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
            sp->scorers[i].bound.sum;
    return sp->scorer_count == 0 || others < own * most_of_others;
}
