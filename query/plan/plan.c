/* SPDX-License-Identifier: MIT */
#include "query/plan/plan.h"
#include "core/base/array.h"

#include <string.h>

typedef struct planner {
    pattern_context *context;
    arena *arena;
    bool any; /**< a blank means OR, so an OR need not have been written */
    yz_error *err;
    ARRAY_OF(plan_leaf *) leaves;
    ARRAY_OF(plan_node *) sounds;
} planner;

/* ---- phrases ------------------------------------------------------------------- */

/* The skeletons of a phrase's parts laid end to end, open characters marked. */
typedef struct phrase_text {
    uint16_t *units;
    bool *any;
    uint32_t length;
    uint32_t open; /**< how many open characters */
} phrase_text;

static yz_status
phrase_part_add(planner *p, const phrase_part *part, phrase_text *text)
{
    skeleton sk = { 0 };
    if (!part->any)
        TRY(skeleton_make(p->context->fold, part->text, false, p->arena, &sk,
                          p->err));
    const uint32_t added = part->any ? 1 : sk.length;
    uint16_t *units =
        arena_array(p->arena, text->length + added + 1, sizeof(*units));
    bool *any = arena_array(p->arena, text->length + added + 1, sizeof(*any));
    if (!units || !any)
        return error_nomem(p->err);
    if (text->length) {
        memcpy(units, text->units, text->length * sizeof(*units));
        memcpy(any, text->any, text->length * sizeof(*any));
    }
    if (part->any)
        any[text->length] = true;
    else if (sk.length)
        memcpy(units + text->length, sk.units, sk.length * sizeof(*units));
    *text = (phrase_text){ units, any, text->length + added,
                           text->open + part->any };
    return YZ_OK;
}

/*
 * Parts without an open character between them (`"五小"创新大赛`) are one text
 * to the skeleton, so they are joined before it is made.
 */
static yz_status
phrase_text_make(planner *p, const node *phrase, phrase_text *ret_text)
{
    buffer joined = { 0 };
    phrase_text text = { 0 };
    yz_status status = YZ_OK;
    for (size_t i = 0; status == YZ_OK && i <= phrase->part_count; i++) {
        const bool last = i == phrase->part_count;
        if (!last && !phrase->parts[i].any) {
            buffer_put_text(&joined, phrase->parts[i].text);
            continue;
        }
        const phrase_part before = { .text = buffer_str(&joined) };
        if (!buffer_ok(&joined))
            status = error_nomem(p->err);
        else if (joined.size)
            status = phrase_part_add(p, &before, &text);
        if (status == YZ_OK && !last)
            status = phrase_part_add(p, &phrase->parts[i], &text);
        joined.size = 0;
    }
    buffer_dispose(&joined);
    *ret_text = text;
    return status;
}

static yz_status
leaf_words(planner *p, plan_leaf *leaf)
{
    word_token *tokens;
    size_t count;
    const skeleton *sk = &leaf->skeleton;
    TRY(analyzer_words(p->context->analyzer, sk->units, sk->length, p->arena,
                       &tokens, &count, p->err));
    leaf->words = arena_array(p->arena, count + 1, sizeof(*leaf->words));
    if (!leaf->words)
        return error_nomem(p->err);
    for (size_t i = 0; i < count; i++) {
        plan_word *word = &leaf->words[leaf->word_count++];
        const pattern_source source = {
            .units = sk->units + tokens[i].begin,
            .length = tokens[i].end - tokens[i].begin,
        };
        word->term = tokens[i].term;
        word->latin = tokens[i].latin;
        word->begin = tokens[i].begin;
        word->end = tokens[i].end;
        TRY(pattern_make(&source, p->context, p->arena, &word->pattern,
                         p->err));
    }
    return YZ_OK;
}

/*
 * A blank that quotes keep inside a phrase is there to be kept. Where a run
 * goes on outside of them (`「Snow White」是谁写的`) they quote a name in it.
 */
static bool
quotes_a_blank(const node *phrase)
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

/* What stands above a node. */
typedef struct above {
    bool negated;
    bool inside_not; /**< negated once or more */
    bool operators;  /**< written out: what they ask for is never relaxed */
    bool optional;   /**< something else will do, too */
} above;

static yz_status
leaf_make(planner *p, const node *phrase, above over, plan_node *out)
{
    phrase_text text;
    plan_leaf *leaf = arena_alloc(p->arena, sizeof(*leaf));
    if (!leaf)
        return error_nomem(p->err);
    TRY(phrase_text_make(p, phrase, &text));
    if (text.length == text.open) {
        out->empty = text.open == 0;
        if (out->empty)
            return YZ_OK;
    }
    leaf->node = phrase;
    leaf->number = (uint32_t)p->leaves.count;
    leaf->skeleton = (skeleton){ .units = text.units, .length = text.length };
    leaf->negated = over.negated;
    leaf->required = !over.negated && !over.optional;
    leaf->weight = phrase->weight;
    const pattern_source source = { .units = text.units,
                                    .any = text.open ? text.any : NULL,
                                    .length = text.length,
                                    .literal = phrase->literal,
                                    .prefix = phrase->prefix };
    TRY(pattern_make(&source, p->context, p->arena, &leaf->pattern, p->err));
    if (!text.open)
        TRY(leaf_words(p, leaf));
    leaf->relaxes = !phrase->literal && !phrase->prefix && !text.open;
    leaf->drops = leaf->relaxes && !over.operators && !quotes_a_blank(phrase);
    out->leaf = leaf;
    return ARRAY_PUSH(&p->leaves, leaf) ? YZ_OK : error_nomem(p->err);
}

/* ---- the tree -------------------------------------------------------------------- */

static yz_status
field_make(planner *p, above over, plan_node *out)
{
    skeleton sk;
    const node *field = out->node;
    if (field->field == FIELD_PINYIN) {
        out->inside_not = over.inside_not;
        out->number = (uint32_t)p->sounds.count;
        return ARRAY_PUSH(&p->sounds, out) ? YZ_OK : error_nomem(p->err);
    }
    if (field->field != FIELD_SECTION && field->field != FIELD_TITLE)
        return YZ_OK;
    TRY(skeleton_make(p->context->fold, field->value, false, p->arena, &sk,
                      p->err));
    const pattern_source source = { .units = sk.units,
                                    .length = sk.length,
                                    .literal = true };
    out->empty = sk.length == 0;
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
node_make(planner *p, const node *from, above over, plan_node **ret_node)
{
    plan_node *out = arena_alloc(p->arena, sizeof(*out));
    if (!out)
        return error_nomem(p->err);
    out->node = from;
    *ret_node = out;
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
    over.optional |= from->type == NODE_OR || from->type == NODE_NOT;
    for (size_t i = 0; i < from->child_count; i++) {
        plan_node *child;
        TRY(node_make(p, from->children[i], over, &child));
        if (!child->empty)
            out->children[out->child_count++] = child;
    }
    out->empty = out->child_count == 0;
    return YZ_OK;
}

yz_status
plan_make(const yz_query *query, pattern_context *context, arena *a,
          plan *ret_plan, yz_error *err)
{
    planner p = { .context = context,
                  .arena = a,
                  .any = (query->flags & YZ_QUERY_ANY) != 0,
                  .err = err };
    const above nothing = { 0 };
    plan_node *root;
    plan out = { 0 };
    yz_status status = node_make(&p, query->root, nothing, &root);
    if (status == YZ_OK) {
        out.root = root->empty ? NULL : root;
        out.leaves = arena_array(a, p.leaves.count + 1, sizeof(*out.leaves));
        out.sounds = arena_array(a, p.sounds.count + 1, sizeof(*out.sounds));
        if (!out.leaves || !out.sounds)
            status = error_nomem(err);
    }
    if (status == YZ_OK && p.leaves.count) {
        memcpy(out.leaves, p.leaves.items,
               p.leaves.count * sizeof(*out.leaves));
        out.leaf_count = p.leaves.count;
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
