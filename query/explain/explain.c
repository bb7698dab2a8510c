/* SPDX-License-Identifier: MIT */
/*
 * What a query means to us and how often its parts occur, and why a hit has its
 * tier and its score.
 */
#include "core/index/user_tables.h"
#include "query/explain/explanation.h"
#include "query/parse/print.h"

/* ---- a query ----------------------------------------------------------------------- */

static yz_status
say_synonyms(explanation *s, const plan_leaf *leaf)
{
    for (uint32_t i = 0; i < leaf->synonym_count; i++) {
        const plan_leaf *other = leaf->synonyms[i].leaf;
        const yz_str name =
            explanation_units(s, other, 0, other->skeleton.length);
        if (!name.data)
            return error_nomem(s->err);
        buffer_printf(&s->out, "  synonym ");
        TRY(explanation_count(s, name, &other->pattern));
    }
    return YZ_OK;
}

static yz_status
say_leaf(explanation *s, const plan_leaf *leaf)
{
    buffer_printf(&s->out, "%s ", leaf->negated ? "not" : "phrase");
    TRY(explanation_phrase(s, leaf));
    for (size_t i = 0; i < leaf->word_count; i++) {
        const plan_word *word = &leaf->words[i];
        uint64_t frequency;
        TRY(rank_word_frequency(s->snapshot, leaf, word, s->arena, &frequency,
                                s->err));
        buffer_printf(&s->out, "  word %.*s: document frequency %llu\n",
                      (int)word->term.size, word->term.data,
                      (unsigned long long)frequency);
    }
    return say_synonyms(s, leaf);
}

static yz_status
say_query(explanation *s, const yz_query *query)
{
    plan p;
    buffer_printf(&s->out, "query ");
    tree_print(query->root, &s->out);
    buffer_put_u8(&s->out, '\n');
    for (size_t i = 0; i < query->warning_count; i++)
        buffer_printf(&s->out, "warning %.*s (column %u)\n",
                      (int)query->warnings[i].message.size,
                      query->warnings[i].message.data,
                      query->warnings[i].column);
    const user_tables *tables;
    TRY(snapshot_user_tables(s->snapshot, &tables, s->err));
    TRY(plan_make(query, s->context, &tables->synonyms, s->arena, &p, s->err));
    for (size_t i = 0; i < p.leaf_count; i++)
        TRY(say_leaf(s, p.leaves[i]));
    return p.root ? explanation_fields(s, p.root) : YZ_OK;
}

yz_status
yz_query_explain(const yz_query *query, yz_snapshot *snapshot,
                 yz_write_fn write, void *context, yz_error *reterr)
{
    const yz_index *index = snapshot->index;
    arena a = { .from = index->memory };
    pattern_context patterns = { .skeletons = skeleton_buffer_of(index->memory,
                                                                 index->fold),
                                 .scratch.from = index->memory,
                                 .fold = index->fold,
                                 .variants = index->variants };
    explanation s = { snapshot, &patterns, &a, { .from = a.from }, reterr };
    yz_status status = snapshot_analyzer(snapshot, &patterns.analyzer, reterr);
    if (status == YZ_OK)
        status = say_query(&s, query);
    status = explanation_finish(&s, status, write, context);
    arena_dispose(&patterns.scratch);
    skeleton_buffer_dispose(&patterns.skeletons);
    arena_dispose(&a);
    return status;
}

/* ---- a hit --------------------------------------------------------------------------- */

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

static yz_status
say_terms(explanation *s, const rank_terms *terms, yz_results *r,
          const ranked *h)
{
    for (size_t i = 0; i < terms->count; i++) {
        const rank_term *term = &terms->items[i];
        score_part part;
        TRY(score_term(term, r->snapshot, h->segment, h->passage, &part,
                       s->err));
        if (!part.frequency)
            continue;
        buffer_printf(&s->out,
                      "  %.4f %s %.*s: counts %u time%s in a length of %u, in "
                      "%llu of %llu passages, weight %g\n",
                      part.score, space_name(term->space), (int)term->name.size,
                      term->name.data, part.frequency,
                      part.frequency == 1 ? "" : "s", part.length,
                      (unsigned long long)term->frequency,
                      (unsigned long long)r->snapshot->passages, term->weight);
    }
    return YZ_OK;
}

static yz_status
say_bonuses(explanation *s, yz_results *r, const ranked *h, uint64_t rank)
{
    for (size_t i = 0; i < r->bonus.count && rank <= BONUS_HITS; i++) {
        const bonus_part *part = &r->bonus.parts[i];
        bool earned;
        TRY(bonus_part_earned(part, &r->context, h, &earned, s->err));
        if (earned)
            buffer_printf(&s->out, "  %.4f %s %.*s\n", part->score,
                          part->run ? "whole run" : "neighbours",
                          (int)part->name.size, part->name.data);
    }
    return YZ_OK;
}

static void
say_edits(explanation *s, const yz_results *r)
{
    for (size_t i = 0; i < r->edit_count; i++) {
        const yz_edit *e = &r->edits[i];
        if (e->type == YZ_EDIT_SYNONYM)
            buffer_printf(&s->out, "  synonym %.*s for %.*s\n",
                          (int)e->text.size, e->text.data, (int)e->query.size,
                          e->query.data);
        else
            buffer_printf(&s->out, "  misread %.*s→%.*s, weight %.2f\n",
                          (int)e->text.size, e->text.data, (int)e->query.size,
                          e->query.data, e->weight);
    }
}

static yz_status
say_hit(explanation *s, yz_results *r)
{
    const ranked *h = &r->page[r->next - 1];
    buffer_printf(&s->out, "tier %s, score %.4f\n",
                  yz_tier_name((yz_tier)h->tier), h->score);
    say_edits(s, r);
    TRY(say_terms(s, &r->terms, r, h));
    if (h->tier == YZ_TIER_SYNONYM)
        TRY(say_terms(s, &r->synonym_terms, r, h));
    return say_bonuses(s, r, h, r->hit.rank);
}

yz_status
yz_results_explain(yz_results *r, yz_write_fn write, void *context,
                   yz_error *reterr)
{
    explanation s = { r->snapshot,
                      &r->context,
                      &r->hit_arena,
                      { .from = r->hit_arena.from },
                      reterr };
    if (r->next == 0)
        return error_set(reterr, YZ_E_INVALID, "there is no current hit");
    arena_clear(&r->neighbour_arena);
    return explanation_finish(&s, say_hit(&s, r), write, context);
}
