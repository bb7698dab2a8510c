/* SPDX-License-Identifier: MIT */
/*
 * How a query is understood: its tree, its warnings, and in how many passages
 * its phrases, words, synonyms and fields occur. And why a hit has its tier and
 * its score: the edits, what each term adds by BM25, and the bonuses, computed
 * again term by term.
 */
#include "core/base/abi.h"
#include "core/index/declared.h"
#include "core/index/remote.h"
#include "core/index/user_tables.h"
#include "query/explain/explainer.h"
#include "query/parse/print.h"
#include "query/parse/rereading.h"
#include "query/rank/score.h"
#include "query/results/field_words.h"

/* ---- a query ------------------------------------------------------------- */

static yz_status
print_synonyms(explainer *x, const plan_leaf *leaf)
{
    for (uint32_t i = 0; i < leaf->synonym_count; i++) {
        const plan_leaf *other = leaf->synonyms[i].leaf;
        const yz_str name = explainer_text(x, other, 0, other->skeleton.length);
        if (!name.data)
            return error_nomem(x->err);
        buffer_printf(&x->out, "  synonym ");
        TRY(explainer_print_pattern(x, name, &other->pattern));
    }
    return YZ_OK;
}

static yz_status
print_leaf(explainer *x, const plan_leaf *leaf)
{
    buffer_printf(&x->out, "%s ", leaf->negated ? "not" : "phrase");
    TRY(explainer_print_phrase(x, leaf));
    for (size_t i = 0; i < leaf->word_count; i++) {
        const plan_word *word = &leaf->words[i];
        uint64_t frequency;
        TRY(rank_word_frequency(x->snapshot, leaf, word, x->arena, &frequency,
                                x->err));
        buffer_printf(&x->out, "  word %.*s: document frequency %llu\n",
                      (int)word->term.size, word->term.data,
                      (unsigned long long)frequency);
    }
    return print_synonyms(x, leaf);
}

static yz_status
print_query(explainer *x, const yz_query *query, const plan *p)
{
    buffer_printf(&x->out, "query ");
    tree_print(query->root, &x->out);
    buffer_put_u8(&x->out, '\n');
    for (size_t i = 0; i < query->warning_count; i++)
        buffer_printf(&x->out, "warning %.*s (column %u)\n",
                      (int)query->warnings[i].message.size,
                      query->warnings[i].message.data,
                      query->warnings[i].column);
    for (size_t i = 0; i < p->leaf_count; i++)
        TRY(print_leaf(x, p->leaves[i]));
    return p->root ? explainer_print_fields(x, p->root) : YZ_OK;
}

static bool
has_wildcards(const plan *p)
{
    for (size_t i = 0; i < p->leaf_count; i++)
        if (node_has_wildcards(p->leaves[i]->node))
            return true;
    return false;
}

/* Whether wildcards are read as marks depends on what a search finds. */
static yz_status
read_by_search(explainer *x, const yz_query *query, yz_query **ret_query)
{
    yz_results *r;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.flags = YZ_SEARCH_COUNT_ONLY;
    options.tiers = YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT);
    TRY(yz_search(x->snapshot, query, &options, &r, x->err));
    *ret_query = query_retain(r->understanding.query);
    yz_results_close(r);
    return YZ_OK;
}

/* As a search would read it in the snapshot. */
static yz_status
explain_query(explainer *x, const yz_query *query)
{
    plan p;
    yz_query *other = NULL;
    const user_tables *tables;
    cancellation never = { 0 };
    TRY(snapshot_user_tables(x->snapshot, &tables, x->err));
    TRY(snapshot_declared(x->snapshot, &x->context->declared, x->err));
    TRY(plan_make(query, x->context, &tables->synonyms, &never, x->arena, &p,
                  x->err));
    if (p.root && has_wildcards(&p))
        TRY(read_by_search(x, query, &other));
    else if (!(query->flags & YZ_QUERY_STRICT))
        TRY(field_words_read(query, &p, x->snapshot, x->context, &never, &other,
                             x->err));
    yz_status status = YZ_OK;
    if (other)
        status = plan_make(other, x->context, &tables->synonyms, &never,
                           x->arena, &p, x->err);
    if (status == YZ_OK)
        status = print_query(x, other ? other : query, &p);
    yz_query_free(other);
    return status;
}

yz_status
yz_query_explain(const yz_query *query, yz_snapshot *snapshot,
                 yz_write_fn write, void *context, yz_error *reterr)
{
    TRY(abi_require(query, "query", reterr));
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(abi_require(write, "write callback", reterr));
    TRY(remote_refuses(snapshot->index, "explaining a query", reterr));
    const yz_index *index = snapshot->index;
    arena a = { .from = index->memory };
    pattern_context patterns = { .skeletons = skeleton_buffer_of(index->memory,
                                                                 index->fold),
                                 .scratch.from = index->memory,
                                 .fold = index->fold,
                                 .variants = index->variants };
    explainer x = { snapshot, &patterns, &a, { .from = a.from }, reterr };
    yz_status status = snapshot_analyzer(snapshot, &patterns.analyzer, reterr);
    if (status == YZ_OK)
        status = explain_query(&x, query);
    status = explainer_finish(&x, status, write, context);
    arena_dispose(&patterns.scratch);
    skeleton_buffer_dispose(&patterns.skeletons);
    arena_dispose(&a);
    return status;
}

/* ---- a hit --------------------------------------------------------------- */

static const char *
space_name(rank_space space)
{
    static const char *const names[RANK_SPACE_COUNT] = {
        [RANK_WORD] = "word",
        [RANK_PAIR] = "pair",
        [RANK_HAN] = "character",
        [RANK_TITLE] = "title word",
    };
    return names[space];
}

/* @param second  NULL: by what the lists have */
static yz_status
print_terms(explainer *x, const rank_terms *terms, const rescoring *second,
            const ranked *h)
{
    for (size_t i = 0; i < terms->count; i++) {
        const rank_term *term = &terms->items[i];
        score_part part;
        TRY(second ? rescoring_part(second, i, h, &part, x->err)
                   : score_term(term, x->snapshot, h->segment, h->passage,
                                &part, x->err));
        if (!part.frequency)
            continue;
        buffer_printf(&x->out,
                      "  %.4f %s %.*s: counted %u time%s, length %u, in "
                      "%llu of %llu passages, weight %g\n",
                      part.score, space_name(term->space), (int)term->name.size,
                      term->name.data, part.frequency,
                      part.frequency == 1 ? "" : "s", part.length,
                      (unsigned long long)term->frequency,
                      (unsigned long long)x->snapshot->passages, part.weight);
    }
    return YZ_OK;
}

static yz_status
print_bonuses(explainer *x, const bonus *b, const ranked *h)
{
    for (size_t i = 0; i < b->count && h->refined; i++) {
        const bonus_part *part = &b->parts[i];
        bool earned;
        TRY(bonus_part_earned(part, x->context, h, &earned, x->err));
        if (earned)
            buffer_printf(&x->out, "  %.4f %s %.*s\n", part->score,
                          part->run ? "whole run" : "neighbours",
                          (int)part->name.size, part->name.data);
    }
    return YZ_OK;
}

static void
print_edits(explainer *x, const yz_hit *hit)
{
    for (size_t i = 0; i < hit->edit_count; i++) {
        const yz_edit *e = &hit->edits[i];
        if (e->type == YZ_EDIT_SYNONYM)
            buffer_printf(&x->out, "  synonym %.*s for %.*s\n",
                          (int)e->text.size, e->text.data, (int)e->query.size,
                          e->query.data);
        else
            buffer_printf(&x->out, "  misread %.*s→%.*s, weight %.2f\n",
                          (int)e->text.size, e->text.data, (int)e->query.size,
                          e->query.data, e->weight);
    }
}

static yz_status
print_hit(explainer *x, yz_results *r)
{
    const ranked *h = results_current(r);
    understanding *u = &r->understanding;
    buffer_printf(&x->out, "tier %s, score %.4f\n",
                  yz_tier_name((yz_tier)h->tier), h->score);
    print_edits(x, &r->current.hit);
    rescoring *second =
        h->refined && rescoring_concerns(h->tier) ? &u->rescoring : NULL;
    double gain;
    if (second)
        TRY(rescoring_gain(second, x->context, h, &gain, x->err));
    TRY(print_terms(x, &u->terms, second, h));
    if (h->tier == YZ_TIER_SYNONYM)
        TRY(print_terms(x, &u->synonym_terms, NULL, h));
    return print_bonuses(x, &u->bonus, h);
}

yz_status
yz_results_explain(yz_results *r, yz_write_fn write, void *context,
                   yz_error *reterr)
{
    TRY(abi_require(r, "results handle", reterr));
    TRY(abi_require(write, "write callback", reterr));
    arena *a = &r->current.arena;
    explainer x = { r->understanding.snapshot,
                    &r->understanding.patterns,
                    a,
                    { .from = a->from },
                    reterr };
    if (r->current.next == 0)
        return error_set(
            reterr, YZ_E_INVALID,
            "there is no current hit; call yz_results_next() first");
    return explainer_finish(&x, print_hit(&x, r), write, context);
}
