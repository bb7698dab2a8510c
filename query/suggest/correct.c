/* SPDX-License-Identifier: MIT */
/*
 * Spelling correction: what was probably meant by a query. Each phrase that
 * occurs nowhere is replaced by a text of the index that is spelt nearly so,
 * and the corrected query is run, so that each suggestion is known to find
 * something and how much. Where several phrases are missing, the first is
 * replaced by each of its candidates, the others by their nearest one.
 */
#include "core/base/abi.h"
#include "query/explain/explainer.h"
#include "query/suggest/sound_spelling.h"
#include "query/suggest/suggestions.h"
#include "query/suggest/word_spelling.h"

#include <string.h>

/* A phrase that occurs nowhere, and the texts that are spelt nearly so. */
typedef struct missing {
    const plan_leaf *leaf;
    spellings *candidates; /* sorted */
} missing;

typedef struct corrector {
    yz_snapshot *snapshot;
    const yz_query *query;
    yz_suggest_options options;
    pattern_context context;
    cancellation cancellation;
    evidence evidence;
    missing *missing;     /* in the order of the query */
    size_t missing_count; /* those that have candidates */
    yz_suggestions *out;
    arena arena;
    yz_error *err;
} corrector;

/* ---- missing phrases ----------------------------------------------------- */

static yz_status
is_missing(corrector *c, const plan_leaf *leaf, bool *ret_missing)
{
    explainer x = { .snapshot = c->snapshot,
                    .context = &c->context,
                    .arena = &c->arena,
                    .err = c->err };
    occurrence_count count;
    *ret_missing = false;
    if (leaf->negated || leaf->pattern.prefix || !leaf->word_count)
        return YZ_OK;
    TRY(explainer_count(&x, &leaf->pattern, &count));
    *ret_missing = count.exact + count.variant == 0;
    return YZ_OK;
}

static yz_status
find_candidates(corrector *c, missing *m)
{
    m->candidates = arena_alloc(&c->arena, sizeof(*m->candidates));
    if (!m->candidates)
        return error_nomem(c->err);
    for (uint32_t i = 0; i < c->snapshot->segment_count; i++) {
        const match_context in = { .segment = &c->snapshot->segments[i],
                                   .patterns = &c->context,
                                   .cancellation = &c->cancellation,
                                   .arena = &c->arena,
                                   .err = c->err };
        TRY(spelling_find(&in, &c->evidence, m->leaf, m->candidates));
    }
    TRY(word_spelling_find(c->snapshot, m->leaf, &c->options, &c->arena,
                           m->candidates, c->err));
    TRY(sound_spelling_find(m->leaf, &c->arena, m->candidates, c->err));
    spellings_sort(m->candidates);
    return YZ_OK;
}

/* A query with more missing phrases was meant for another index. */
enum { MISSING_MAX = 16 };

static yz_status
find_missing(corrector *c, const plan *p)
{
    size_t count = 0;
    c->missing = arena_array(&c->arena, p->leaf_count + 1, sizeof(*c->missing));
    if (!c->missing)
        return error_nomem(c->err);
    for (size_t i = 0; i < p->leaf_count; i++) {
        missing *m = &c->missing[c->missing_count];
        bool is_gone;
        TRY(is_missing(c, p->leaves[i], &is_gone));
        if (!is_gone)
            continue;
        if (++count > MISSING_MAX) {
            c->missing_count = 0;
            return YZ_OK;
        }
        m->leaf = p->leaves[i];
        TRY(find_candidates(c, m));
        c->missing_count += m->candidates->count > 0;
    }
    return YZ_OK;
}

/* ---- corrected queries --------------------------------------------------- */

/*
 * The span of a phrase's characters in the query, without the quotes around
 * them and the suffix after them. The whole phrase where its characters are
 * not written as they are searched for (escapes, wildcards).
 */
static yz_span
characters_span(const yz_query *query, const node *n)
{
    const yz_str first = n->parts[0].text;
    const yz_str last = n->parts[n->part_count - 1].text;
    const uintptr_t text = (uintptr_t)query->text.data;
    const uintptr_t begin = (uintptr_t)first.data;
    const uintptr_t end = (uintptr_t)last.data + last.size;
    if (!first.size || !last.size || begin < text + n->span.begin ||
        begin >= end || end > text + n->span.end)
        return n->span;
    return (yz_span){ (uint32_t)(begin - text), (uint32_t)(end - text) };
}

/* The query, its first missing phrase replaced by its i-th candidate. */
static yz_status
corrected_text(corrector *c, size_t i, yz_str *ret_text)
{
    const yz_str text = c->query->text;
    buffer out = { .from = c->arena.from };
    uint32_t at = 0;
    for (size_t j = 0; j < c->missing_count; j++) {
        const missing *m = &c->missing[j];
        const yz_span span = characters_span(c->query, m->leaf->node);
        if (span.begin < at)
            continue;
        buffer_put_text(&out, (yz_str){ text.data + at, span.begin - at });
        buffer_put_text(&out, m->candidates->items[j ? 0 : i].text);
        at = span.end;
    }
    buffer_put_text(&out, (yz_str){ text.data + at, text.size - at });
    *ret_text = buffer_ok(&out) ? arena_str(&c->out->arena, buffer_str(&out))
                                : (yz_str){ 0 };
    buffer_dispose(&out);
    return ret_text->data ? YZ_OK : error_nomem(c->err);
}

static yz_status
suggest_corrections(corrector *c)
{
    if (!c->missing_count)
        return YZ_OK;
    const spellings *first = c->missing[0].candidates;
    for (size_t i = 0; i < first->count && c->out->count < c->out->limit; i++) {
        yz_suggestion found;
        TRY(suggest_poll(&c->options, c->err));
        TRY(corrected_text(c, i, &found.text));
        const yz_status status =
            suggestion_count(c->snapshot, found.text, c->query->flags,
                             &c->options, &found.passages, c->err);
        /* A replacement may read as an operator, or the query be too long. */
        if (status != YZ_OK && status != YZ_E_SYNTAX && status != YZ_E_LIMIT)
            return status;
        if (status == YZ_OK && found.passages)
            c->out->items[c->out->count++] = found;
    }
    return YZ_OK;
}

/* ---- entry --------------------------------------------------------------- */

static yz_status
correct(corrector *c)
{
    plan p;
    TRY(snapshot_analyzer(c->snapshot, &c->context.analyzer, c->err));
    TRY(plan_make(c->query, &c->context, NULL, &c->cancellation, &c->arena, &p,
                  c->err));
    evidence_init(&c->evidence, c->snapshot, &c->context, NULL, c->err);
    TRY(find_missing(c, &p));
    return suggest_corrections(c);
}

yz_status
yz_correct(yz_snapshot *snapshot, const yz_query *query,
           const yz_suggest_options *options, yz_suggestions **ret_suggestions,
           yz_error *reterr)
{
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(abi_require(query, "query", reterr));
    const yz_index *index = snapshot->index;
    const yz_allocator *memory = index->memory;
    corrector c = { .snapshot = snapshot,
                    .query = query,
                    .options = YZ_OPTIONS(yz_suggest_options),
                    .context = { .fold = index->fold,
                                 .variants = index->variants,
                                 .stale_words = index->words_are_stale,
                                 .scratch.from = memory,
                                 .skeletons =
                                     skeleton_buffer_of(memory, index->fold) },
                    .arena.from = memory,
                    .err = reterr };
    TRY(abi_take_options(&c.options, options, reterr));
    TRY(abi_check_flags(c.options.flags, 0, reterr));
    TRY(store_check_process(index->store, reterr));
    TRY(suggestions_new(memory, &c.options, &c.out, reterr));
    c.cancellation.cancel = c.options.cancel;
    c.cancellation.cancel_context = c.options.cancel_context;
    /* An engine does not list the terms that corrections are made of. */
    const yz_status status = index->remote ? YZ_OK : correct(&c);
    evidence_dispose(&c.evidence);
    arena_dispose(&c.context.scratch);
    skeleton_buffer_dispose(&c.context.skeletons);
    arena_dispose(&c.arena);
    if (status == YZ_OK)
        *ret_suggestions = c.out;
    else
        yz_suggestions_free(c.out);
    return status;
}
