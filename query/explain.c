/* SPDX-License-Identifier: MIT */
/*
 * Saying why: what a query means to us and how often its parts occur, why a
 * hit has its tier and its score, and why nothing was found. For people; the
 * wording may change.
 */
#include "core/base/buffer.h"
#include "query/match/filter.h"
#include "query/parse/print.h"
#include "query/results.h"

#include <string.h>

/* The longest part of a phrase that is looked for when all of it is missing. */
enum { PART_MAX = 32 };

/* ---- counting -------------------------------------------------------------------- */

/* Live passages in which a pattern stands, exact and variant. */
typedef struct occurrence_count {
    uint64_t exact;
    uint64_t variant;
} occurrence_count;

static yz_status
count_in_segment(matcher *m, const pattern *p, occurrence_count *count)
{
    hit_set hits;
    TRY(match_pattern(m, p, &hits));
    for (uint32_t i = 0; i < hits.count; i++) {
        if (segment_is_deleted(m->segment, hits.hits[i].passage))
            continue;
        if (hits.hits[i].tier == YZ_TIER_EXACT)
            count->exact++;
        else
            count->variant++;
    }
    return YZ_OK;
}

static yz_status
count_pattern(yz_snapshot *snapshot, pattern_context *context, const pattern *p,
              occurrence_count *ret_count, yz_error *err)
{
    arena a = { 0 };
    stopper never = { 0 };
    yz_status status = YZ_OK;
    *ret_count = (occurrence_count){ 0 };
    for (uint32_t i = 0; i < snapshot->segment_count && status == YZ_OK; i++) {
        matcher m = { .segment = &snapshot->segments[i],
                      .context = context,
                      .stopper = &never,
                      .arena = &a,
                      .err = err };
        arena_clear(&a);
        status = count_in_segment(&m, p, ret_count);
    }
    arena_dispose(&a);
    return status;
}

/* What the sayings below work on. */
typedef struct sayer {
    yz_snapshot *snapshot;
    pattern_context *context;
    arena *arena;
    buffer out;
    yz_error *err;
} sayer;

static yz_str
units_utf8(sayer *s, const plan_leaf *leaf, uint32_t begin, uint32_t end)
{
    return skeleton_utf8(leaf->skeleton.units + begin, end - begin, s->arena);
}

static void
put_passages(sayer *s, uint64_t count)
{
    buffer_printf(&s->out, "%llu passage%s", (unsigned long long)count,
                  count == 1 ? "" : "s");
}

static yz_status
say_count(sayer *s, yz_str name, const pattern *p)
{
    occurrence_count count;
    TRY(count_pattern(s->snapshot, s->context, p, &count, s->err));
    buffer_printf(&s->out, "%.*s: in ", (int)name.size, name.data);
    put_passages(s, count.exact + count.variant);
    if (count.variant)
        buffer_printf(&s->out, ", %llu of them as a variant",
                      (unsigned long long)count.variant);
    buffer_put_u8(&s->out, '\n');
    return YZ_OK;
}

/* As the query has it, open characters and stars included. */
static yz_status
say_phrase(sayer *s, const plan_leaf *leaf)
{
    buffer name = { 0 };
    tree_print(leaf->node, &name);
    const yz_status status =
        buffer_ok(&name) ? say_count(s, buffer_str(&name), &leaf->pattern)
                         : error_nomem(s->err);
    buffer_dispose(&name);
    return status;
}

/* Hand what was said to the caller. */
static yz_status
sayer_finish(sayer *s, yz_status status, yz_write_fn write, void *context)
{
    if (status == YZ_OK && !buffer_ok(&s->out))
        status = error_nomem(s->err);
    if (status == YZ_OK && s->out.size)
        write(context, buffer_str(&s->out));
    buffer_dispose(&s->out);
    return status;
}

/* ---- fields ------------------------------------------------------------ */

static yz_status
count_field_in_segment(matcher *m, filter *f, uint64_t *count)
{
    for (uint32_t i = 0; i < m->segment->info.passages; i++) {
        bool meets = !segment_is_deleted(m->segment, i);
        if (meets)
            TRY(filter_meets(m, f, i, &meets));
        *count += meets;
    }
    return YZ_OK;
}

static yz_status
say_field(sayer *s, const plan_node *field)
{
    filter f;
    uint64_t count = 0;
    TRY(filter_of_field(field, s->arena, &f, s->err));
    for (uint32_t i = 0; i < s->snapshot->segment_count; i++) {
        matcher m = { .segment = &s->snapshot->segments[i],
                      .context = s->context,
                      .arena = s->arena,
                      .err = s->err };
        TRY(count_field_in_segment(&m, &f, &count));
    }
    tree_print(field->node, &s->out);
    buffer_printf(&s->out, ": ");
    put_passages(s, count);
    buffer_put_u8(&s->out, '\n');
    return YZ_OK;
}

static yz_status
say_fields(sayer *s, const plan_node *n)
{
    if (n->node->type == NODE_FIELD)
        return say_field(s, n);
    for (size_t i = 0; i < n->child_count; i++)
        TRY(say_fields(s, n->children[i]));
    return YZ_OK;
}

/* ---- a query ----------------------------------------------------------------------- */

static yz_status
say_leaf(sayer *s, const plan_leaf *leaf)
{
    buffer_printf(&s->out, "%s ", leaf->negated ? "not" : "phrase");
    TRY(say_phrase(s, leaf));
    for (size_t i = 0; i < leaf->word_count; i++) {
        const plan_word *word = &leaf->words[i];
        uint64_t frequency;
        TRY(rank_word_frequency(s->snapshot, word->term, &frequency, s->err));
        buffer_printf(&s->out, "  word %.*s: document frequency %llu\n",
                      (int)word->term.size, word->term.data,
                      (unsigned long long)frequency);
    }
    return YZ_OK;
}

static yz_status
say_query(sayer *s, const yz_query *query)
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
    TRY(plan_make(query, s->context, s->arena, &p, s->err));
    for (size_t i = 0; i < p.leaf_count; i++)
        TRY(say_leaf(s, p.leaves[i]));
    return p.root ? say_fields(s, p.root) : YZ_OK;
}

yz_status
yz_query_explain(const yz_query *query, yz_snapshot *snapshot,
                 yz_write_fn write, void *context, yz_error *reterr)
{
    arena a = { 0 };
    pattern_context patterns = { .skeletons = { .fold = snapshot->index->fold },
                                 .fold = snapshot->index->fold,
                                 .variants = snapshot->index->variants };
    sayer s = { snapshot, &patterns, &a, { 0 }, reterr };
    yz_status status = snapshot_analyzer(snapshot, &patterns.analyzer, reterr);
    if (status == YZ_OK)
        status = say_query(&s, query);
    status = sayer_finish(&s, status, write, context);
    arena_dispose(&patterns.scratch);
    skeleton_room_dispose(&patterns.skeletons);
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
say_terms(sayer *s, yz_results *r, const ranked *h)
{
    for (size_t i = 0; i < r->terms.count; i++) {
        const rank_term *term = &r->terms.items[i];
        score_part part;
        TRY(score_term(term, r->snapshot, h->segment, h->passage,
                       &r->neighbour_arena, &part, s->err));
        if (!part.frequency)
            continue;
        buffer_printf(&s->out,
                      "  %.4f %s %.*s: counts %u time%s in a length of %u, in "
                      "%llu of %llu passages, weight %g\n",
                      part.score, space_name(term->space),
                      (int)term->name.size, term->name.data, part.frequency,
                      part.frequency == 1 ? "" : "s", part.length,
                      (unsigned long long)term->frequency,
                      (unsigned long long)r->snapshot->passages, term->weight);
    }
    return YZ_OK;
}

static yz_status
say_bonuses(sayer *s, yz_results *r, const ranked *h, uint64_t rank)
{
    for (size_t i = 0; i < r->bonus.count && rank <= BONUS_HITS; i++) {
        const bonus_part *part = &r->bonus.parts[i];
        bool earned;
        TRY(bonus_part_earned(part, &r->context, h->segment, h->passage,
                              &earned, s->err));
        if (earned)
            buffer_printf(&s->out, "  %.4f %s %.*s\n", part->score,
                          part->run ? "whole run" : "neighbours",
                          (int)part->name.size, part->name.data);
    }
    return YZ_OK;
}

static yz_status
say_hit(sayer *s, yz_results *r)
{
    const ranked *h = &r->page[r->next - 1];
    buffer_printf(&s->out, "tier %s, score %.4f\n",
                  yz_tier_name((yz_tier)h->tier), h->score);
    TRY(say_terms(s, r, h));
    return say_bonuses(s, r, h, r->hit.rank);
}

yz_status
yz_results_explain(yz_results *r, yz_write_fn write, void *context,
                   yz_error *reterr)
{
    sayer s = { r->snapshot, &r->context, &r->hit_arena, { 0 }, reterr };
    if (r->next == 0)
        return error_set(reterr, YZ_E_INVALID, "there is no current hit");
    arena_clear(&r->neighbour_arena);
    return sayer_finish(&s, say_hit(&s, r), write, context);
}

/* ---- nothing ------------------------------------------------------------------------- */

/* The longest part of a missing phrase that does occur, if any does. */
static yz_status
say_longest_part(sayer *s, const plan_leaf *leaf)
{
    const skeleton *sk = &leaf->skeleton;
    const uint32_t most = sk->length <= PART_MAX ? sk->length : PART_MAX;
    for (uint32_t size = most; size-- > 2;)
        for (uint32_t begin = 0; begin + size <= sk->length; begin++) {
            const pattern_source source = { .units = sk->units + begin,
                                            .length = size };
            occurrence_count count;
            pattern part;
            TRY(pattern_make(&source, s->context, s->arena, &part, s->err));
            TRY(count_pattern(s->snapshot, s->context, &part, &count, s->err));
            if (count.exact + count.variant == 0)
                continue;
            const yz_str name = units_utf8(s, leaf, begin, begin + size);
            buffer_printf(&s->out, "the longest part of it that occurs is ");
            return say_count(s, name, &part);
        }
    return YZ_OK;
}

static bool
word_stood_before(const plan_leaf *leaf, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (str_equal(leaf->words[j].term, leaf->words[i].term))
            return true;
    return false;
}

static yz_status
say_missing(sayer *s, const plan_leaf *leaf)
{
    occurrence_count count;
    TRY(say_phrase(s, leaf));
    for (size_t i = 0; i < leaf->word_count && leaf->word_count > 1; i++) {
        const plan_word *word = &leaf->words[i];
        const yz_str part = units_utf8(s, leaf, word->begin, word->end);
        if (word_stood_before(leaf, i))
            continue;
        buffer_printf(&s->out, "  ");
        TRY(say_count(s, part, &word->pattern));
    }
    TRY(count_pattern(s->snapshot, s->context, &leaf->pattern, &count, s->err));
    if (count.exact + count.variant || leaf->pattern.literal)
        return YZ_OK;
    return say_longest_part(s, leaf);
}

static yz_status
say_why(sayer *s, yz_results *r)
{
    if (r->snapshot->passages == 0) {
        buffer_printf(&s->out, "the index is empty\n");
        return YZ_OK;
    }
    for (size_t i = 0; i < r->plan.leaf_count; i++)
        TRY(say_missing(s, r->plan.leaves[i]));
    TRY(say_fields(s, r->plan.root));
    if (r->filtered) {
        buffer_printf(&s->out, "the query is met by ");
        put_passages(s, r->filtered);
        buffer_printf(&s->out, ", but the options leave none of them\n");
    }
    return YZ_OK;
}

yz_status
yz_results_why(yz_results *r, yz_write_fn write, void *context,
               yz_error *reterr)
{
    arena a = { 0 };
    sayer s = { r->snapshot, &r->context, &a, { 0 }, reterr };
    const yz_status status = sayer_finish(&s, say_why(&s, r), write, context);
    arena_dispose(&a);
    return status;
}
