/* SPDX-License-Identifier: MIT */
#include "query/match/evaluate.h"

static yz_status
evaluate_node(matcher *m, const plan_node *n, yz_tier worst, hit_set *ret);

/* ---- leaves ---------------------------------------------------------------------- */

/* A phrase: whole, and where the tier allows it, by its words. */
static yz_status
evaluate_phrase(matcher *m, const plan_leaf *leaf, yz_tier worst, hit_set *ret)
{
    hit_set more;
    if (m->misreads && !m->strict && worst >= YZ_TIER_LOOKALIKE)
        TRY(match_phrase_misread(m, leaf, ret));
    else
        TRY(match_phrase(m, leaf, ret));
    if (leaf->relaxes && worst >= YZ_TIER_NEAR) {
        TRY(match_words(m, leaf, worst == YZ_TIER_NEAR, &more));
        *ret = hit_set_unite(ret, &more, m->arena);
    }
    if (ret->hits && leaf->drops && worst >= YZ_TIER_SOME) {
        TRY(match_some(m, leaf, &more));
        *ret = hit_set_unite(ret, &more, m->arena);
    }
    return ret->hits ? YZ_OK : error_nomem(m->err);
}

static yz_status
evaluate_field(matcher *m, const plan_node *n, hit_set *ret)
{
    filter f;
    TRY(filter_of_field(n, m->arena, &f, m->err));
    *ret = hit_set_room(m->arena, m->segment->info.passages);
    if (!ret->hits)
        return error_nomem(m->err);
    for (uint32_t p = 0; p < m->segment->info.passages; p++) {
        bool meets;
        TRY(stopper_poll(m->stopper, m->err));
        TRY(filter_meets(m, &f, p, &meets));
        if (meets)
            ret->hits[ret->count++] = (hit){ p, YZ_TIER_EXACT, 0 };
    }
    return YZ_OK;
}

static yz_status
evaluate_near(matcher *m, const plan_node *n, hit_set *ret)
{
    plan_leaf **leaves =
        arena_array(m->arena, n->child_count + 1, sizeof(*leaves));
    if (!leaves)
        return error_nomem(m->err);
    for (size_t i = 0; i < n->child_count; i++)
        leaves[i] = n->children[i]->leaf;
    return match_near(m, leaves, n->child_count, n->node->distance, ret);
}

/* ---- operators -------------------------------------------------------------------- */

static yz_status
evaluate_not(matcher *m, const plan_node *n, hit_set *ret)
{
    hit_set inner;
    TRY(evaluate_node(m, n->children[0], YZ_TIER_VARIANT, &inner));
    *ret = hit_set_complement(&inner, m->segment->info.passages, m->arena);
    return ret->hits ? YZ_OK : error_nomem(m->err);
}

static bool
is_droppable(const plan_node *n)
{
    return n->leaf && n->leaf->drops && n->node->type == NODE_PHRASE;
}

static yz_status
evaluate_and(matcher *m, const plan_node *n, yz_tier worst, hit_set *ret)
{
    hit_set all = { 0 };
    for (size_t i = 0; i < n->child_count; i++) {
        hit_set one;
        TRY(evaluate_node(m, n->children[i], worst, &one));
        all = i ? hit_set_intersect(&all, &one, m->arena) : one;
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
evaluate_pool(matcher *m, const plan_node *n, hit_set *ret)
{
    hit_set pool = hit_set_room(m->arena, 0);
    for (size_t i = 0; pool.hits && i < n->child_count; i++) {
        hit_set one;
        if (!is_droppable(n->children[i]))
            continue;
        TRY(match_some(m, n->children[i]->leaf, &one));
        pool = hit_set_unite(&pool, &one, m->arena);
    }
    for (size_t i = 0; pool.hits && i < n->child_count; i++) {
        hit_set one;
        if (is_droppable(n->children[i]))
            continue;
        TRY(evaluate_node(m, n->children[i], YZ_TIER_SOME, &one));
        pool = hit_set_intersect(&pool, &one, m->arena);
    }
    *ret = pool;
    return pool.hits ? YZ_OK : error_nomem(m->err);
}

/* A blank between words: all of them, and in the tier `some` any of them. */
static yz_status
evaluate_blank(matcher *m, const plan_node *n, yz_tier worst, hit_set *ret)
{
    size_t droppable = 0;
    hit_set all;
    hit_set pool;
    for (size_t i = 0; i < n->child_count; i++)
        droppable += is_droppable(n->children[i]);
    if (worst < YZ_TIER_SOME || droppable < 2)
        return evaluate_and(m, n, worst, ret);
    TRY(evaluate_and(m, n, YZ_TIER_WORDS, &all));
    TRY(evaluate_pool(m, n, &pool));
    *ret = hit_set_unite(&all, &pool, m->arena);
    return ret->hits ? YZ_OK : error_nomem(m->err);
}

static yz_status
evaluate_or(matcher *m, const plan_node *n, yz_tier worst, hit_set *ret)
{
    hit_set any = hit_set_room(m->arena, 0);
    for (size_t i = 0; any.hits && i < n->child_count; i++) {
        hit_set one;
        TRY(evaluate_node(m, n->children[i], worst, &one));
        any = hit_set_unite(&any, &one, m->arena);
    }
    *ret = any;
    return any.hits ? YZ_OK : error_nomem(m->err);
}

static yz_status
evaluate_node(matcher *m, const plan_node *n, yz_tier worst, hit_set *ret)
{
    switch (n->node->type) {
    case NODE_PHRASE:
        return evaluate_phrase(m, n->leaf, worst, ret);
    case NODE_FIELD:
        return evaluate_field(m, n, ret);
    case NODE_NEAR:
        return evaluate_near(m, n, ret);
    case NODE_NOT:
        return evaluate_not(m, n, ret);
    case NODE_OR:
        return evaluate_or(m, n, worst, ret);
    case NODE_AND:
        return n->node->explicit_operator ? evaluate_and(m, n, worst, ret)
                                          : evaluate_blank(m, n, worst, ret);
    }
    return error_set(m->err, YZ_E_INVALID, "a query of an unknown form");
}

/* ---- the whole --------------------------------------------------------------------- */

yz_status
evaluate(matcher *m, const plan *p, yz_tier worst, filter *filters,
         hit_set *ret_hits)
{
    hit_set found;
    uint32_t count = 0;
    TRY(evaluate_node(m, p->root, worst, &found));
    if (!m->segment->deleted && filter_is_empty(filters)) {
        *ret_hits = found;
        return YZ_OK;
    }
    *ret_hits = hit_set_room(m->arena, found.count);
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
