/* SPDX-License-Identifier: MIT */
/*
 * Where the query stands in the current hit: the matches with their places in
 * the source, and the extracts that show them.
 *
 * A phrase that stands there whole is one match. Where only its words do, each
 * word is one; single characters only if no longer word was found, since 的 in
 * every line says nothing.
 */
#include "core/base/abi.h"
#include "core/base/array.h"
#include "query/match/pinyin.h"
#include "query/results/results.h"
#include "query/show/place.h"
#include "query/show/snippet.h"

#include <stdlib.h>
#include <string.h>

typedef struct mark_finder {
    yz_results *results;
    skeleton skeleton; /**< of the passage, with places */
    yz_error *err;
    ARRAY_OF(snippet_mark) marks;
    uint32_t clause;
} mark_finder;

/* ---- finding ---------------------------------------------------------------------- */

/* Units of the skeleton, as bytes of the text. */
static yz_status
add_mark(mark_finder *f, uint32_t begin, uint32_t end, double weight)
{
    const skeleton *sk = &f->skeleton;
    const snippet_mark mark = {
        .text = { sk->begin[begin], sk->end[end - 1] },
        .weight = weight,
        .clause = f->clause,
    };
    return ARRAY_PUSH(&f->marks, mark) ? YZ_OK : error_nomem(f->err);
}

static yz_status
mark_pattern(mark_finder *f, const pattern *p, double weight, size_t *ret_count)
{
    const skeleton *sk = &f->skeleton;
    yz_results *r = f->results;
    pattern_match match;
    uint32_t from = 0;
    *ret_count = 0;
    while (pattern_find(p, !r->strict, &r->context, sk->units, sk->length, from,
                        &match)) {
        TRY(add_mark(f, match.begin, match.end, weight));
        (*ret_count)++;
        from = match.end;
    }
    f->clause++;
    return YZ_OK;
}

/* Where the phrase stands misread. */
static yz_status
mark_misread(mark_finder *f, const plan_leaf *leaf, double weight,
             size_t *ret_count)
{
    yz_results *r = f->results;
    const skeleton *sk = &f->skeleton;
    const bool marks_only = r->page[r->next - 1].tier < YZ_TIER_LOOKALIKE;
    misread_query q;
    misread_match match;
    *ret_count = 0;
    const yz_status made = misreads_query(&r->misreads, leaf, marks_only,
                                          &r->hit_arena, &q, f->err);
    if (made != YZ_OK)
        return made == YZ_DONE ? YZ_OK : made;
    for (uint32_t from = 0; misread_find(&q, &r->misreads.evidence, sk->units,
                                         sk->length, from, &match);
         from = match.end) {
        TRY(add_mark(f, match.begin, match.end, weight));
        (*ret_count)++;
    }
    f->clause++;
    return r->misreads.evidence.status;
}

static double
word_weight(const yz_results *r, const plan_word *word)
{
    return 0.1 + rank_word_idf(&r->terms, word->term);
}

static uint32_t
word_characters(const plan_word *word)
{
    return word->latin ? UINT32_MAX : word->end - word->begin;
}

/* Words of one character (`single`), or all others. */
static yz_status
mark_words(mark_finder *f, const plan_leaf *leaf, bool single,
           size_t *ret_count)
{
    *ret_count = 0;
    for (size_t i = 0; i < leaf->word_count; i++) {
        const plan_word *word = &leaf->words[i];
        size_t count;
        if ((word_characters(word) == 1) != single)
            continue;
        TRY(mark_pattern(f, &word->pattern, word_weight(f->results, word),
                         &count));
        *ret_count += count;
    }
    return YZ_OK;
}

/* Where it stands with a synonym in it. */
static yz_status
mark_synonyms(mark_finder *f, const plan_leaf *leaf, double weight,
              size_t *ret_count)
{
    *ret_count = 0;
    for (uint32_t i = 0; i < leaf->synonym_count; i++) {
        size_t count;
        TRY(mark_pattern(f, &leaf->synonyms[i].leaf->pattern, weight, &count));
        *ret_count += count;
    }
    return YZ_OK;
}

static yz_status
mark_leaf(mark_finder *f, const plan_leaf *leaf)
{
    double weight = 1;
    size_t count;
    for (size_t i = 0; i < leaf->word_count; i++)
        weight += word_weight(f->results, &leaf->words[i]);
    TRY(mark_pattern(f, &leaf->pattern, weight, &count));
    if (!count && !f->results->strict)
        TRY(mark_misread(f, leaf, weight, &count));
    if (!count && !f->results->strict)
        TRY(mark_synonyms(f, leaf, weight, &count));
    if (count || !leaf->relaxes || f->results->strict)
        return YZ_OK;
    TRY(mark_words(f, leaf, false, &count));
    return count ? YZ_OK : mark_words(f, leaf, true, &count);
}

/* Where it is read so. */
static yz_status
mark_sound(mark_finder *f, const pinyin_query *q)
{
    const skeleton *sk = &f->skeleton;
    pattern_match match;
    for (uint32_t from = 0;
         pinyin_match_next(q, sk->units, sk->length, from, &match);
         from = match.end)
        TRY(add_mark(f, match.begin, match.end, 1));
    f->clause++;
    return YZ_OK;
}

static int
mark_compare(const void *a, const void *b)
{
    const snippet_mark *x = a;
    const snippet_mark *y = b;
    if (x->text.begin != y->text.begin)
        return x->text.begin < y->text.begin ? -1 : 1;
    return (x->text.end < y->text.end) - (x->text.end > y->text.end);
}

static yz_status
marks_find(mark_finder *f)
{
    yz_results *r = f->results;
    TRY(skeleton_make(r->context.fold, r->passage.text, true, &r->hit_arena,
                      &f->skeleton, f->err));
    for (size_t i = 0; i < r->plan.leaf_count; i++)
        if (!r->plan.leaves[i]->negated)
            TRY(mark_leaf(f, r->plan.leaves[i]));
    for (size_t i = 0; i < r->plan.sound_count && !r->strict; i++)
        if (!r->plan.sounds[i]->inside_not)
            TRY(mark_sound(f, &r->plan.sounds[i]->node->sound));
    if (f->marks.count)
        qsort(f->marks.items, f->marks.count, sizeof(snippet_mark),
              mark_compare);
    return YZ_OK;
}

/* Find the marks of the current hit; the caller disposes of f->marks. */
static yz_status
marks_begin(yz_results *r, mark_finder *f, yz_error *err)
{
    *f = (mark_finder){ .results = r, .err = err, .marks.from = r->arena.from };
    if (r->next == 0)
        return error_set(err, YZ_E_INVALID, "there is no current hit");
    r->misreads.evidence.err = err; /* that of the search may be gone */
    const yz_status status = marks_find(f);
    if (status != YZ_OK)
        ARRAY_DISPOSE(&f->marks);
    return status;
}

/* ---- telling ---------------------------------------------------------------------- */

static yz_status
matches_place(yz_results *r, const mark_finder *f, yz_error *err)
{
    placer places = { .passage = &r->passage };
    r->match_count = 0;
    r->matches =
        arena_array(&r->hit_arena, f->marks.count + 1, sizeof(*r->matches));
    if (!r->matches)
        return error_nomem(err);
    for (size_t i = 0; i < f->marks.count; i++) {
        const yz_span span = f->marks.items[i].text;
        const yz_span *last =
            r->match_count ? &r->matches[r->match_count - 1].text : NULL;
        if (last && last->begin == span.begin && last->end == span.end)
            continue;
        TRY(place_match(&places, span, &r->hit_arena,
                        &r->matches[r->match_count], err));
        r->match_count++;
    }
    r->matches_found = true;
    return YZ_OK;
}

yz_status
yz_results_matches(yz_results *r, const yz_match **ret_matches,
                   size_t *ret_count, yz_error *reterr)
{
    mark_finder f;
    if (!r->matches_found) {
        TRY(marks_begin(r, &f, reterr));
        const yz_status status = matches_place(r, &f, reterr);
        ARRAY_DISPOSE(&f.marks);
        if (status != YZ_OK)
            return status;
    }
    *ret_matches = r->matches;
    *ret_count = r->match_count;
    return YZ_OK;
}

yz_status
yz_results_snippets(yz_results *r, const yz_snippet_options *options,
                    const yz_snippet **ret_snippets, size_t *ret_count,
                    yz_error *reterr)
{
    enum { WIDTH_DEFAULT = 120 };
    yz_snippet_options own = YZ_OPTIONS(yz_snippet_options);
    mark_finder f;
    TRY(abi_take_options(&own, options, reterr));
    TRY(marks_begin(r, &f, reterr));
    const yz_status status = snippet_make(
        r->passage.text, f.marks.items, f.marks.count,
        own.width ? own.width : WIDTH_DEFAULT, own.snippets ? own.snippets : 1,
        own.full != 0, &r->hit_arena, ret_snippets, ret_count, reterr);
    ARRAY_DISPOSE(&f.marks);
    return status;
}
