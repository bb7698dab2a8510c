/* SPDX-License-Identifier: MIT */
#include "query/plan/plan.h"
#include "core/base/array.h"
#include "query/plan/phrase.h"
#include "query/plan/synonym_expansion.h"

#include <string.h>

typedef struct planner {
    pattern_context *context;
    const synonyms *synonyms; /**< NULL: none */
    cancellation *stop;
    arena *arena;
    bool any; /**< a space means OR: an OR node may not have been written */
    bool has_synonyms;
    yz_error *err;
    ARRAY_OF(plan_leaf *) leaves;
    uint32_t number_count;
    size_t node_count;
    ARRAY_OF(plan_node *) sounds;
} planner;

/* ---- what the query has twice --------------------------------------------- */

/* Whether two leaves match the same passages, each in the same tier. */
static bool
leaf_equals(const plan_leaf *x, const plan_leaf *y)
{
    const uint32_t length = x->skeleton.length;
    return length == y->skeleton.length && x->negated == y->negated &&
           x->relaxes == y->relaxes && x->drops == y->drops &&
           x->synonym_count == y->synonym_count &&
           x->node->literal == y->node->literal &&
           x->node->prefix == y->node->prefix &&
           x->node->fuzzy == y->node->fuzzy &&
           !memcmp(x->skeleton.units, y->skeleton.units,
                   length * sizeof(*x->skeleton.units)) &&
           !memcmp(x->any, y->any, length * sizeof(*x->any));
}

/* The number of an equal leaf; a new one if there is none. */
static uint32_t
number_of(planner *p, const plan_leaf *leaf)
{
    for (size_t i = 0; i < p->leaves.count; i++)
        if (leaf_equals(p->leaves.items[i], leaf))
            return p->leaves.items[i]->number;
    return p->number_count++;
}

static bool
node_equals(const plan_node *x, const plan_node *y)
{
    if (x->node->type != y->node->type)
        return false;
    if (x->node->type == NODE_PHRASE)
        return x->leaf->number == y->leaf->number;
    return x->node->type == NODE_NOT &&
           node_equals(x->children[0], y->children[0]);
}

/* A child that an AND or OR has already changes nothing that it matches. */
static bool
is_repeated(const plan_node *of, const plan_node *child)
{
    if (of->node->type != NODE_AND && of->node->type != NODE_OR)
        return false;
    for (size_t i = 0; i < of->child_count; i++)
        if (node_equals(of->children[i], child))
            return true;
    return false;
}

/* ---- phrases ------------------------------------------------------------- */

/*
 * Whether quotes hold words together that a space separates: then none of them
 * is dropped. Where the phrase goes on outside of the quotes, they only mark a
 * name in it (`「Snow White」是谁写的`).
 */
static bool
quotes_a_space(const node *phrase)
{
    if (phrase->bare)
        return false;
    for (size_t i = 0; i < phrase->part_count; i++) {
        const yz_str text = phrase->parts[i].text;
        if (text.size && memchr(text.data, ' ', text.size))
            return true;
    }
    return false;
}

static size_t
count_long_words(const plan_leaf *leaf)
{
    size_t count = 0;
    for (size_t i = 0; i < leaf->word_count; i++)
        count += plan_word_is_long(&leaf->words[i]);
    return count;
}

/* What the ancestors of a node imply for it. */
typedef struct ancestry {
    bool negated;     /**< by an odd number of NOTs */
    bool inside_not;  /**< by one or more */
    bool operators;   /**< were written out: what they ask is never relaxed */
    bool optional;    /**< a hit may do without the node */
    bool inside_near; /**< NEAR takes the phrase as it is, or misread */
} ancestry;

static yz_status
leaf_make(planner *p, const node *phrase, ancestry over, plan_node *out)
{
    phrase_text text;
    plan_leaf *leaf = arena_alloc(p->arena, sizeof(*leaf));
    if (!leaf)
        return error_nomem(p->err);
    TRY(phrase_text_make(phrase, p->context, p->arena, &text, p->err));
    if (text.length == 0) {
        out->empty = true;
        return YZ_OK;
    }
    leaf->node = phrase;
    leaf->negated = over.negated;
    leaf->required = !over.negated && !over.optional;
    leaf->weight = phrase->weight;
    TRY(phrase_compile(&text, p->context, p->arena, leaf, p->err));
    leaf->whole = !phrase->prefix && !text.open;
    leaf->relaxes = leaf->whole && !phrase->literal;
    /* 女排 is cut into 女 and 排: such words close together mean nothing. */
    leaf->long_count = count_long_words(leaf);
    leaf->gathers = leaf->relaxes && leaf->long_count > 1;
    leaf->drops = leaf->relaxes && !over.operators && !quotes_a_space(phrase);
    if (p->synonyms && leaf->relaxes && !leaf->negated && !over.inside_near)
        TRY(synonym_expansion_make(p->synonyms, p->context, p->arena, leaf,
                                   p->err));
    p->has_synonyms = p->has_synonyms || leaf->synonym_count;
    leaf->number = number_of(p, leaf);
    out->leaf = leaf;
    return ARRAY_PUSH(&p->leaves, leaf) ? YZ_OK : error_nomem(p->err);
}

/* ---- the tree ------------------------------------------------------------ */

static yz_status
field_make(planner *p, ancestry over, plan_node *out)
{
    skeleton sk;
    const node *field = out->node;
    if (field->field == FIELD_PINYIN) {
        out->inside_not = over.inside_not;
        out->number = (uint32_t)p->sounds.count;
        return ARRAY_PUSH(&p->sounds, out) ? YZ_OK : error_nomem(p->err);
    }
    if (field->field != FIELD_SECTION && field->field != FIELD_TITLE &&
        field->field != FIELD_EXTRA)
        return YZ_OK;
    TRY(skeleton_make(p->context->fold, field->value, false, p->arena, &sk,
                      p->err));
    const pattern_source source = { .units = sk.units,
                                    .length = sk.length,
                                    .literal = true };
    out->empty = sk.length == 0 && field->field != FIELD_EXTRA;
    return pattern_make(&source, p->context, p->arena, &out->field_value,
                        p->err);
}

static bool
is_operator(const planner *p, const node *n)
{
    switch (n->type) {
    case NODE_AND:
        return n->explicit_operator;
    case NODE_OR:
        return !p->any;
    default:
        return true;
    }
}

static yz_status
node_make(planner *p, const node *from, ancestry over, plan_node **ret_node)
{
    TRY(cancellation_check(p->stop, p->err));
    plan_node *out = arena_alloc(p->arena, sizeof(*out));
    if (!out)
        return error_nomem(p->err);
    out->node = from;
    *ret_node = out;
    p->node_count++;
    if (from->type == NODE_PHRASE)
        return leaf_make(p, from, over, out);
    if (from->type == NODE_FIELD)
        return field_make(p, over, out);
    out->children =
        arena_array(p->arena, from->child_count + 1, sizeof(*out->children));
    if (!out->children)
        return error_nomem(p->err);
    over.negated ^= from->type == NODE_NOT;
    over.inside_not |= from->type == NODE_NOT;
    over.operators |= is_operator(p, from);
    over.inside_near |= from->type == NODE_NEAR;
    over.optional |= from->type == NODE_OR || from->type == NODE_NOT;
    for (size_t i = 0; i < from->child_count; i++) {
        plan_node *child;
        TRY(node_make(p, from->children[i], over, &child));
        if (!child->empty && !is_repeated(out, child))
            out->children[out->child_count++] = child;
    }
    out->empty = out->child_count == 0;
    return YZ_OK;
}

yz_status
plan_make(const yz_query *query, pattern_context *context,
          const synonyms *table, cancellation *stop, arena *a, plan *ret_plan,
          yz_error *err)
{
    planner p = { .context = context,
                  .synonyms = table && table->count ? table : NULL,
                  .stop = stop,
                  .arena = a,
                  .leaves.from = a->from,
                  .sounds.from = a->from,
                  .any = (query->flags & YZ_QUERY_ANY) != 0,
                  .err = err };
    const ancestry none = { 0 };
    plan_node *root;
    plan out = { 0 };
    yz_status status = node_make(&p, query->root, none, &root);
    if (status == YZ_OK) {
        out.root = root->empty ? NULL : root;
        out.has_synonyms = p.has_synonyms;
        out.leaves = arena_array(a, p.leaves.count + 1, sizeof(*out.leaves));
        out.sounds = arena_array(a, p.sounds.count + 1, sizeof(*out.sounds));
        if (!out.leaves || !out.sounds)
            status = error_nomem(err);
    }
    if (status == YZ_OK && p.leaves.count) {
        memcpy(out.leaves, p.leaves.items,
               p.leaves.count * sizeof(*out.leaves));
        out.leaf_count = p.leaves.count;
        out.number_count = p.number_count;
        out.node_count = p.node_count;
    }
    if (status == YZ_OK && p.sounds.count) {
        memcpy(out.sounds, p.sounds.items,
               p.sounds.count * sizeof(*out.sounds));
        out.sound_count = p.sounds.count;
    }
    ARRAY_DISPOSE(&p.leaves);
    ARRAY_DISPOSE(&p.sounds);
    if (status == YZ_OK)
        *ret_plan = out;
    return status;
}
