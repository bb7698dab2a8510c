/* SPDX-License-Identifier: MIT */
#include "query/match/evaluate.h"

#include "query/match/combination.h"
#include "query/match/exact/candidates.h"
#include "query/match/exact/verify.h"
#include "query/match/members.h"
#include "query/match/phrase.h"
#include "query/match/pinyin.h"
#include "query/match/proximity.h"
#include "query/match/relax.h"
#include "query/match/some.h"

/*
 * What is not in `within` may be left out of an answer (NULL: nothing may):
 * the rest of an AND says which passages are worth looking at.
 */
static yz_status
evaluate_node(matcher *m, const plan_node *n, yz_tier worst,
              const passage_set *within, passage_set *ret);

/* ---- leaves ---------------------------------------------------------------------- */

static yz_status
add(matcher *m, const passage_set *more, passage_set *to)
{
    *to = passage_set_unite(to, more, m->context.arena);
    return passage_set_there(to) ? YZ_OK : error_nomem(m->context.err);
}

/*
 * Add what a phrase matches in tiers behind `after` (-1: none) up to `worst`:
 * whole, and where the tier allows it, by its words.
 */
static yz_status
add_tiers(matcher *m, const plan_leaf *leaf, int after, yz_tier worst,
          const passage_set *within, passage_set *to)
{
    const bool strict = m->context.strict;
    passage_set more;
    if (m->misreads && !strict && after < YZ_TIER_LOOKALIKE &&
        worst >= YZ_TIER_LOOKALIKE) {
        TRY(match_phrase_misread(m, leaf, within, to));
    } else if (after < 0) {
        TRY(match_phrase(m, leaf, within, to));
    }
    if (leaf->synonym_count && !strict && after < YZ_TIER_SYNONYM &&
        worst >= YZ_TIER_SYNONYM) {
        TRY(match_synonyms(m, leaf, &more));
        TRY(add(m, &more, to));
    }
    if (leaf->gathers && after < YZ_TIER_WORDS && worst >= YZ_TIER_NEAR) {
        TRY(match_words(m, leaf, worst == YZ_TIER_NEAR, within, &more));
        TRY(add(m, &more, to));
    }
    if (leaf->drops && after < YZ_TIER_SOME && worst >= YZ_TIER_SOME) {
        TRY(match_some(m, &leaf, 1, &more));
        TRY(add(m, &more, to));
    }
    return YZ_OK;
}

/* Of all passages: from what the better tiers found. */
static yz_status
evaluate_phrase(matcher *m, const plan_leaf *leaf, yz_tier worst,
                const passage_set *within, passage_set *ret)
{
    leaf_answers *kept = &m->answers->leaves[leaf->number];
    const bool asked = passage_set_there(&kept->reached);
    if (within || (asked && kept->reached_tier > worst))
        return add_tiers(m, leaf, -1, worst, within, ret);
    *ret = kept->reached;
    TRY(add_tiers(m, leaf, asked ? (int)kept->reached_tier : -1, worst, NULL,
                  ret));
    kept->reached = *ret;
    kept->reached_tier = worst;
    return YZ_OK;
}

/*
 * By sound: in its own tier, but what a NOT excludes is no matter of tiers. It
 * was asked for so, and there is no better form of it.
 */
static yz_status
evaluate_sound(matcher *m, const plan_node *n, yz_tier worst, passage_set *ret)
{
    const match_context *c = &m->context;
    passage_set *kept = &m->answers->sounds[n->number];
    if (c->strict || (worst < YZ_TIER_PINYIN && !n->inside_not)) {
        *ret = passage_set_new(c->arena, 0, YZ_TIER_PINYIN);
        return ret->passages ? YZ_OK : error_nomem(c->err);
    }
    if (!passage_set_there(kept))
        TRY(pinyin_match_find(c, &n->node->sound, kept));
    *ret = *kept;
    return YZ_OK;
}

/* What is looked at where a node must look at each passage. */
static yz_status
passages_within(const match_context *c, const passage_set *within,
                passage_set *ret_list)
{
    const uint32_t passages = c->segment->info.passages;
    if (within) {
        *ret_list = passage_set_list(within, within->count, c->arena);
        return ret_list->passages ? YZ_OK : error_nomem(c->err);
    }
    *ret_list = passage_set_new(c->arena, passages, YZ_TIER_EXACT);
    if (!ret_list->passages)
        return error_nomem(c->err);
    while (ret_list->count < passages)
        passage_set_push(ret_list, ret_list->count);
    return YZ_OK;
}

static yz_status
evaluate_field(matcher *m, const plan_node *n, const passage_set *within,
               passage_set *ret)
{
    const match_context *c = &m->context;
    filter f;
    filter_answers answers = { 0 };
    passage_set all;
    TRY(filter_of_field(n, c->arena, &f, c->err));
    TRY(passages_within(c, within, &all));
    *ret = passage_set_new(c->arena, all.count, YZ_TIER_EXACT);
    if (!ret->passages)
        return error_nomem(c->err);
    for (uint32_t i = 0; i < all.count; i++) {
        bool meets;
        TRY(cancellation_poll(c->cancellation, c->err));
        TRY(filter_meets(c, &f, &answers, all.passages[i], &meets));
        if (meets)
            passage_set_push(ret, all.passages[i]);
    }
    return YZ_OK;
}

/* Passages that have all phrases of a NEAR, as a list. */
static yz_status
all_phrases(matcher *m, const plan_node *n, const passage_set *within,
            passage_set *ret)
{
    const match_context *c = &m->context;
    passage_set all = { 0 };
    for (size_t i = 0; i < n->child_count; i++) {
        passage_set one;
        TRY(match_phrase(m, n->children[i]->leaf, i ? &all : within, &one));
        all = i ? passage_set_intersect(&all, &one, c->arena) : one;
        if (!passage_set_there(&all))
            return error_nomem(c->err);
    }
    if (within)
        all = passage_set_intersect(&all, within, c->arena);
    *ret = passage_set_list(&all, all.count, c->arena);
    return ret->passages ? YZ_OK : error_nomem(c->err);
}

/* Those in which the phrases are close together. */
static yz_status
evaluate_near(matcher *m, const plan_node *n, const passage_set *within,
              passage_set *ret)
{
    const match_context *c = &m->context;
    passage_set all;
    const pattern **patterns =
        arena_array(c->arena, n->child_count + 1, sizeof(*patterns));
    if (!patterns)
        return error_nomem(c->err);
    for (size_t i = 0; i < n->child_count; i++)
        patterns[i] = &n->children[i]->leaf->pattern;
    proximity wanted;
    TRY(proximity_make(c, patterns, n->child_count, n->node->distance,
                       &wanted));
    TRY(all_phrases(m, n, within, &all));
    *ret = passage_set_new_graded(c->arena, all.count);
    if (!ret->passages)
        return error_nomem(c->err);
    for (uint32_t i = 0; i < all.count; i++) {
        yz_tier tier;
        bool meets;
        TRY(cancellation_poll(c->cancellation, c->err));
        verify_prefetch(c->segment, &all, i);
        TRY(proximity_meets(c, &wanted, all.passages[i], &meets, &tier));
        if (meets)
            passage_set_push_graded(ret, all.passages[i], (grade){ tier, 0 });
    }
    return YZ_OK;
}

/* ---- operators -------------------------------------------------------------------- */

static yz_status
evaluate_not(matcher *m, const plan_node *n, passage_set *ret)
{
    const match_context *c = &m->context;
    passage_set inner;
    TRY(evaluate_node(m, n->children[0], YZ_TIER_VARIANT, NULL, &inner));
    *ret = passage_set_complement(&inner, c->segment->info.passages, c->arena);
    return passage_set_there(ret) ? YZ_OK : error_nomem(c->err);
}

static bool
is_droppable(const plan_node *n)
{
    return n->leaf && n->leaf->drops && n->node->type == NODE_PHRASE;
}

/* At most this many passages have the phrase whole, or all words of it. */
static yz_status
whole_bound(const match_context *c, const plan_leaf *leaf, yz_tier worst,
            uint32_t *ret_bound)
{
    *ret_bound = c->segment->info.passages;
    if (!leaf->gathers || worst < YZ_TIER_NEAR)
        return candidates_bound(c, &leaf->pattern, !c->strict, ret_bound);
    for (size_t i = 0; i < leaf->word_count; i++) {
        uint32_t bound;
        TRY(candidates_bound(c, &leaf->words[i].pattern, !c->strict, &bound));
        *ret_bound = bound < *ret_bound ? bound : *ret_bound;
    }
    return YZ_OK;
}

/*
 * About how many passages a node has to look at, by a quick look: those in which
 * a phrase may be misread come on top.
 */
static yz_status
node_bound(matcher *m, const plan_node *n, yz_tier worst, uint32_t *ret_bound)
{
    const uint32_t passages = m->context.segment->info.passages;
    uint32_t misread = 0;
    *ret_bound = passages;
    if (n->node->type != NODE_PHRASE || !n->leaf)
        return YZ_OK;
    TRY(whole_bound(&m->context, n->leaf, worst, ret_bound));
    if (worst >= YZ_TIER_LOOKALIKE)
        TRY(match_misread_bound(m, n->leaf, &misread));
    *ret_bound =
        misread < passages - *ret_bound ? *ret_bound + misread : passages;
    return YZ_OK;
}

/* The nodes of an AND, those with the lowest bounds first. */
static yz_status
rarest_first(matcher *m, const plan_node *n, yz_tier worst,
             const plan_node ***ret_nodes)
{
    const plan_node **nodes =
        arena_array(m->context.arena, n->child_count + 1, sizeof(*nodes));
    uint32_t *bounds =
        arena_array(m->context.arena, n->child_count + 1, sizeof(*bounds));
    if (!nodes || !bounds)
        return error_nomem(m->context.err);
    for (size_t i = 0; i < n->child_count; i++) {
        size_t at = i;
        uint32_t bound;
        TRY(node_bound(m, n->children[i], worst, &bound));
        for (; at > 0 && bounds[at - 1] > bound; at--) {
            bounds[at] = bounds[at - 1];
            nodes[at] = nodes[at - 1];
        }
        bounds[at] = bound;
        nodes[at] = n->children[i];
    }
    *ret_nodes = nodes;
    return YZ_OK;
}

static yz_status
evaluate_and(matcher *m, const plan_node *n, yz_tier worst,
             const passage_set *within, passage_set *ret)
{
    const plan_node **nodes = NULL;
    passage_set one;
    TRY(rarest_first(m, n, worst, &nodes));
    TRY(evaluate_node(m, nodes[0], worst, within, &one));
    combination all = combination_of(&m->context, m->many_nodes, &one);
    yz_status status = YZ_OK;
    for (size_t i = 1; status == YZ_OK && i < n->child_count; i++) {
        const passage_set so_far = all.set;
        status = evaluate_node(m, nodes[i], worst, &so_far, &one);
        if (status == YZ_OK)
            status = combination_intersect(&all, &one);
    }
    return combination_end(&all, status, ret);
}

/*
 * Runs that only spaces separate are one pool of words to the tier `some`.
 * Everything else must be met.
 */
static yz_status
evaluate_pool(matcher *m, const plan_node *n, passage_set *ret)
{
    const match_context *c = &m->context;
    passage_set pool;
    passage_set one;
    size_t count = 0;
    const plan_leaf **leaves =
        arena_array(c->arena, n->child_count + 1, sizeof(*leaves));
    if (!leaves)
        return error_nomem(c->err);
    for (size_t i = 0; i < n->child_count; i++)
        if (is_droppable(n->children[i]))
            leaves[count++] = n->children[i]->leaf;
    TRY(match_some(m, leaves, count, &pool));
    for (size_t i = 0; passage_set_there(&pool) && i < n->child_count; i++) {
        if (is_droppable(n->children[i]))
            continue;
        TRY(evaluate_node(m, n->children[i], YZ_TIER_SOME, &pool, &one));
        pool = passage_set_intersect(&pool, &one, c->arena);
    }
    *ret = pool;
    return passage_set_there(&pool) ? YZ_OK : error_nomem(c->err);
}

/* A space between words: all of them, and in the tier `some` any of them. */
static yz_status
evaluate_space(matcher *m, const plan_node *n, yz_tier worst,
               const passage_set *within, passage_set *ret)
{
    size_t droppable = 0;
    passage_set all;
    passage_set pool;
    for (size_t i = 0; i < n->child_count; i++)
        droppable += is_droppable(n->children[i]);
    if (worst < YZ_TIER_SOME || droppable < 2)
        return evaluate_and(m, n, worst, within, ret);
    TRY(evaluate_and(m, n, YZ_TIER_WORDS, within, &all));
    TRY(evaluate_pool(m, n, &pool));
    *ret = all;
    return add(m, &pool, ret);
}

static yz_status
evaluate_or(matcher *m, const plan_node *n, yz_tier worst,
            const passage_set *within, passage_set *ret)
{
    const passage_set none =
        passage_set_new(m->context.arena, 0, YZ_TIER_EXACT);
    if (!passage_set_there(&none))
        return error_nomem(m->context.err);
    combination any = combination_of(&m->context, m->many_nodes, &none);
    yz_status status = YZ_OK;
    for (size_t i = 0; status == YZ_OK && i < n->child_count; i++) {
        passage_set one;
        status = evaluate_node(m, n->children[i], worst, within, &one);
        if (status == YZ_OK)
            status = combination_unite(&any, &one);
    }
    return combination_end(&any, status, ret);
}

static yz_status
evaluate_node(matcher *m, const plan_node *n, yz_tier worst,
              const passage_set *within, passage_set *ret)
{
    TRY(cancellation_check(m->context.cancellation, m->context.err));
    switch (n->node->type) {
    case NODE_PHRASE:
        return evaluate_phrase(m, n->leaf, worst, within, ret);
    case NODE_FIELD:
        if (n->node->field == FIELD_PINYIN)
            return evaluate_sound(m, n, worst, ret);
        if (n->node->field == FIELD_EXTRA)
            return members_match(&m->context, n, within, ret);
        return evaluate_field(m, n, within, ret);
    case NODE_NEAR:
        return evaluate_near(m, n, within, ret);
    case NODE_NOT:
        return evaluate_not(m, n, ret);
    case NODE_OR:
        return evaluate_or(m, n, worst, within, ret);
    case NODE_AND:
        return n->node->explicit_operator
                   ? evaluate_and(m, n, worst, within, ret)
                   : evaluate_space(m, n, worst, within, ret);
    }
    return error_set(m->context.err, YZ_E_INVALID,
                     "a query of an unknown form");
}

/* ---- the whole --------------------------------------------------------------------- */

/* Without deleted passages, and those that no filter lets through. */
static yz_status
keep_live(matcher *m, const filter *filters, passage_set *passages,
          uint64_t *filtered)
{
    const match_context *c = &m->context;
    passage_set kept =
        passage_set_new_like(c->arena, passages->count, passages);
    if (!kept.passages)
        return error_nomem(c->err);
    for (uint32_t i = 0; i < passages->count; i++) {
        const uint32_t passage = passages->passages[i];
        bool meets = !segment_is_deleted(c->segment, passage);
        if (meets && !filter_is_empty(filters)) {
            TRY(filter_meets(c, filters, &m->answers->filters, passage,
                             &meets));
            *filtered += !meets;
        }
        if (meets)
            passage_set_push_from(&kept, passages, i);
    }
    *passages = kept;
    return YZ_OK;
}

yz_status
evaluate(matcher *m, const plan *p, yz_tier worst, const filter *filters,
         passage_set *ret_passages, uint64_t *ret_filtered)
{
    const match_context *c = &m->context;
    passage_set found;
    TRY(evaluate_node(m, p->root, worst, NULL, &found));
    found = passage_set_list(&found, found.count, c->arena);
    if (!found.passages)
        return error_nomem(c->err);
    *ret_filtered = 0;
    if (c->segment->deleted || !filter_is_empty(filters))
        TRY(keep_live(m, filters, &found, ret_filtered));
    *ret_passages = found;
    return YZ_OK;
}
