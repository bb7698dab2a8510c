/* SPDX-License-Identifier: MIT */
#include "query/match/evaluate.h"
#include "query/match/pinyin.h"

/*
 * What is not in `within` may be left out of an answer (NULL: nothing may):
 * the rest of an AND says which passages are worth looking at.
 */
static yz_status
evaluate_node(matcher *m, const plan_node *n, yz_tier worst,
              const passage_set *within, passage_set *ret);

/* ---- leaves ---------------------------------------------------------------------- */

/* A phrase: whole, and where the tier allows it, by its words. */
static yz_status
evaluate_phrase(matcher *m, const plan_leaf *leaf, yz_tier worst,
                const passage_set *within, passage_set *ret)
{
    passage_set more;
    if (m->misreads && !m->strict && worst >= YZ_TIER_LOOKALIKE)
        TRY(match_phrase_misread(m, leaf, within, ret));
    else
        TRY(match_phrase(m, leaf, within, ret));
    if (leaf->synonym_count && !m->strict && worst >= YZ_TIER_SYNONYM) {
        TRY(match_synonyms(m, leaf, &more));
        *ret = passage_set_unite(ret, &more, m->arena);
    }
    if (ret->hits && leaf->relaxes && worst >= YZ_TIER_NEAR) {
        TRY(match_words(m, leaf, worst == YZ_TIER_NEAR, within, &more));
        *ret = passage_set_unite(ret, &more, m->arena);
    }
    if (ret->hits && leaf->drops && worst >= YZ_TIER_SOME) {
        TRY(match_some(m, leaf, &more));
        *ret = passage_set_unite(ret, &more, m->arena);
    }
    return ret->hits ? YZ_OK : error_nomem(m->err);
}

/*
 * By sound: in its own tier, but what a NOT excludes is no matter of tiers. It
 * was asked for so, and there is no better form of it.
 */
static yz_status
evaluate_sound(matcher *m, const plan_node *n, yz_tier worst, passage_set *ret)
{
    passage_set *kept = &m->sounds[n->number];
    if (m->strict || (worst < YZ_TIER_PINYIN && !n->inside_not)) {
        *ret = passage_set_new(m->arena, 0);
        return ret->hits ? YZ_OK : error_nomem(m->err);
    }
    if (!kept->hits)
        TRY(pinyin_match_find(m, &n->node->sound, kept));
    *ret = *kept;
    return YZ_OK;
}

static yz_status
evaluate_field(matcher *m, const plan_node *n, const passage_set *within,
               passage_set *ret)
{
    filter f;
    const uint32_t count = within ? within->count : m->segment->info.passages;
    TRY(filter_of_field(n, m->arena, &f, m->err));
    *ret = passage_set_new(m->arena, count);
    if (!ret->hits)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t passage = within ? within->hits[i].passage : i;
        bool meets;
        TRY(cancellation_poll(m->cancellation, m->err));
        TRY(filter_meets(m, &f, passage, &meets));
        if (meets)
            ret->hits[ret->count++] = (hit){ passage, YZ_TIER_EXACT, 0 };
    }
    return YZ_OK;
}

static yz_status
evaluate_near(matcher *m, const plan_node *n, const passage_set *within,
              passage_set *ret)
{
    plan_leaf **leaves =
        arena_array(m->arena, n->child_count + 1, sizeof(*leaves));
    if (!leaves)
        return error_nomem(m->err);
    for (size_t i = 0; i < n->child_count; i++)
        leaves[i] = n->children[i]->leaf;
    return match_near(m, leaves, n->child_count, n->node->distance, within,
                      ret);
}

/* ---- operators -------------------------------------------------------------------- */

static yz_status
evaluate_not(matcher *m, const plan_node *n, passage_set *ret)
{
    passage_set inner;
    TRY(evaluate_node(m, n->children[0], YZ_TIER_VARIANT, NULL, &inner));
    *ret = passage_set_complement(&inner, m->segment->info.passages, m->arena);
    return ret->hits ? YZ_OK : error_nomem(m->err);
}

static bool
is_droppable(const plan_node *n)
{
    return n->leaf && n->leaf->drops && n->node->type == NODE_PHRASE;
}

/* At most so many passages are met by a node, by a quick look. */
static yz_status
node_bound(matcher *m, const plan_node *n, yz_tier worst, uint32_t *ret_bound)
{
    const plan_leaf *leaf = n->leaf;
    *ret_bound = m->segment->info.passages;
    if (n->node->type != NODE_PHRASE || !leaf)
        return YZ_OK;
    if (!leaf->relaxes || worst < YZ_TIER_NEAR || leaf->word_count < 2)
        return candidates_bound(m->segment, &leaf->pattern, !m->strict,
                                m->context, m->arena, ret_bound, m->err);
    for (size_t i = 0; i < leaf->word_count; i++) {
        uint32_t bound;
        TRY(candidates_bound(m->segment, &leaf->words[i].pattern, !m->strict,
                             m->context, m->arena, &bound, m->err));
        *ret_bound = bound < *ret_bound ? bound : *ret_bound;
    }
    return YZ_OK;
}

/* The nodes of an AND, those with the lowest bounds first. */
static yz_status
rarest_first(matcher *m, const plan_node *n, yz_tier worst,
             const plan_node ***ret_nodes)
{
    const plan_node **nodes =
        arena_array(m->arena, n->child_count + 1, sizeof(*nodes));
    uint32_t *bounds =
        arena_array(m->arena, n->child_count + 1, sizeof(*bounds));
    if (!nodes || !bounds)
        return error_nomem(m->err);
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
    passage_set all = { 0 };
    TRY(rarest_first(m, n, worst, &nodes));
    for (size_t i = 0; i < n->child_count; i++) {
        passage_set one;
        TRY(evaluate_node(m, nodes[i], worst, i ? &all : within, &one));
        all = i ? passage_set_intersect(&all, &one, m->arena) : one;
        if (!all.hits)
            return error_nomem(m->err);
    }
    *ret = all;
    return YZ_OK;
}

/*
 * Runs that only blanks part are one pool of words to the tier `some`: a
 * passage with any of them will do. Everything else must be met.
 */
static yz_status
evaluate_pool(matcher *m, const plan_node *n, passage_set *ret)
{
    passage_set pool = passage_set_new(m->arena, 0);
    for (size_t i = 0; pool.hits && i < n->child_count; i++) {
        passage_set one;
        if (!is_droppable(n->children[i]))
            continue;
        TRY(match_some(m, n->children[i]->leaf, &one));
        pool = passage_set_unite(&pool, &one, m->arena);
    }
    for (size_t i = 0; pool.hits && i < n->child_count; i++) {
        passage_set one;
        if (is_droppable(n->children[i]))
            continue;
        TRY(evaluate_node(m, n->children[i], YZ_TIER_SOME, &pool, &one));
        pool = passage_set_intersect(&pool, &one, m->arena);
    }
    *ret = pool;
    return pool.hits ? YZ_OK : error_nomem(m->err);
}

/* A blank between words: all of them, and in the tier `some` any of them. */
static yz_status
evaluate_blank(matcher *m, const plan_node *n, yz_tier worst,
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
    *ret = passage_set_unite(&all, &pool, m->arena);
    return ret->hits ? YZ_OK : error_nomem(m->err);
}

static yz_status
evaluate_or(matcher *m, const plan_node *n, yz_tier worst,
            const passage_set *within, passage_set *ret)
{
    passage_set any = passage_set_new(m->arena, 0);
    for (size_t i = 0; any.hits && i < n->child_count; i++) {
        passage_set one;
        TRY(evaluate_node(m, n->children[i], worst, within, &one));
        any = passage_set_unite(&any, &one, m->arena);
    }
    *ret = any;
    return any.hits ? YZ_OK : error_nomem(m->err);
}

static yz_status
evaluate_node(matcher *m, const plan_node *n, yz_tier worst,
              const passage_set *within, passage_set *ret)
{
    TRY(cancellation_check(m->cancellation, m->err));
    switch (n->node->type) {
    case NODE_PHRASE:
        return evaluate_phrase(m, n->leaf, worst, within, ret);
    case NODE_FIELD:
        if (n->node->field == FIELD_PINYIN)
            return evaluate_sound(m, n, worst, ret);
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
                   : evaluate_blank(m, n, worst, within, ret);
    }
    return error_set(m->err, YZ_E_INVALID, "a query of an unknown form");
}

/* ---- the whole --------------------------------------------------------------------- */

yz_status
evaluate(matcher *m, const plan *p, yz_tier worst, filter *filters,
         passage_set *ret_hits)
{
    passage_set found;
    uint32_t count = 0;
    TRY(evaluate_node(m, p->root, worst, NULL, &found));
    if (!m->segment->deleted && filter_is_empty(filters)) {
        *ret_hits = found;
        return YZ_OK;
    }
    *ret_hits = passage_set_new(m->arena, found.count);
    if (!ret_hits->hits)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < found.count; i++) {
        const hit *h = &found.hits[i];
        bool meets = !segment_is_deleted(m->segment, h->passage);
        if (meets && !filter_is_empty(filters)) {
            TRY(filter_meets(m, filters, h->passage, &meets));
            m->filtered += !meets;
        }
        if (meets)
            ret_hits->hits[count++] = *h;
    }
    ret_hits->count = count;
    return YZ_OK;
}
