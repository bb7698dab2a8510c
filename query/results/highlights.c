/* SPDX-License-Identifier: MIT */
/*
 * A phrase that occurs whole is one match. Where only its words do, each word
 * is one; single characters only if no longer word was found, since 的 in
 * every line says nothing.
 */
#include "query/results/highlights.h"

#include "query/match/pinyin.h"

#include <stdlib.h>

typedef struct highlighter {
    understanding *understanding;
    uint32_t tier;     /**< of the hit */
    skeleton skeleton; /**< of the passage, with places */
    arena *arena;
    highlight_list found;
    uint32_t clause;
    yz_error *err;
} highlighter;

/* Units of the skeleton, as bytes of the text. */
static yz_status
add_mark(highlighter *h, uint32_t begin, uint32_t end, double weight)
{
    const skeleton *sk = &h->skeleton;
    const snippet_mark mark = {
        .text = { sk->begin[begin], sk->end[end - 1] },
        .weight = weight,
        .clause = h->clause,
    };
    return ARRAY_PUSH(&h->found, mark) ? YZ_OK : error_nomem(h->err);
}

static yz_status
mark_pattern(highlighter *h, const pattern *p, double weight, size_t *ret_count)
{
    const skeleton *sk = &h->skeleton;
    understanding *u = h->understanding;
    pattern_match match;
    uint32_t from = 0;
    *ret_count = 0;
    while (pattern_find(p, !u->strict, &u->patterns, sk->units, sk->length,
                        from, &match)) {
        TRY(add_mark(h, match.begin, match.end, weight));
        (*ret_count)++;
        from = match.end;
    }
    h->clause++;
    return YZ_OK;
}

/* Where the phrase was misread. */
static yz_status
mark_misread(highlighter *h, const plan_leaf *leaf, double weight,
             size_t *ret_count)
{
    understanding *u = h->understanding;
    const skeleton *sk = &h->skeleton;
    const bool marks_only = h->tier < YZ_TIER_LOOKALIKE;
    misread_query q;
    misread_match match;
    *ret_count = 0;
    const yz_status made =
        misreads_query(&u->misreads, leaf, marks_only, h->arena, &q, h->err);
    if (made != YZ_OK)
        return made == YZ_DONE ? YZ_OK : made;
    for (uint32_t from = 0; misread_find(&q, &u->misreads.evidence, sk->units,
                                         sk->length, from, &match);
         from = match.end) {
        TRY(add_mark(h, match.begin, match.end, weight));
        (*ret_count)++;
    }
    h->clause++;
    return u->misreads.evidence.status;
}

static double
word_weight(const understanding *u, const plan_word *word)
{
    return 0.1 + rank_word_idf(&u->terms, word->term);
}

static uint32_t
word_characters(const plan_word *word)
{
    return word->latin ? UINT32_MAX : word->end - word->begin;
}

/* Words of one character (`single`), or all others. */
static yz_status
mark_words(highlighter *h, const plan_leaf *leaf, bool single,
           size_t *ret_count)
{
    *ret_count = 0;
    for (size_t i = 0; i < leaf->word_count; i++) {
        const plan_word *word = &leaf->words[i];
        size_t count;
        if ((word_characters(word) == 1) != single)
            continue;
        TRY(mark_pattern(h, &word->pattern, word_weight(h->understanding, word),
                         &count));
        *ret_count += count;
    }
    return YZ_OK;
}

/* Where it occurs with a synonym in it. */
static yz_status
mark_synonyms(highlighter *h, const plan_leaf *leaf, double weight,
              size_t *ret_count)
{
    *ret_count = 0;
    for (uint32_t i = 0; i < leaf->synonym_count; i++) {
        size_t count;
        TRY(mark_pattern(h, &leaf->synonyms[i].leaf->pattern, weight, &count));
        *ret_count += count;
    }
    return YZ_OK;
}

static yz_status
mark_leaf(highlighter *h, const plan_leaf *leaf)
{
    double weight = 1;
    size_t count;
    for (size_t i = 0; i < leaf->word_count; i++)
        weight += word_weight(h->understanding, &leaf->words[i]);
    TRY(mark_pattern(h, &leaf->pattern, weight, &count));
    if (!count && !h->understanding->strict)
        TRY(mark_misread(h, leaf, weight, &count));
    if (!count && !h->understanding->strict)
        TRY(mark_synonyms(h, leaf, weight, &count));
    if (count || !leaf->relaxes || h->understanding->strict)
        return YZ_OK;
    TRY(mark_words(h, leaf, false, &count));
    return count ? YZ_OK : mark_words(h, leaf, true, &count);
}

/* Where it is read so. */
static yz_status
mark_sound(highlighter *h, const pinyin_query *q)
{
    const skeleton *sk = &h->skeleton;
    pattern_match match;
    for (uint32_t from = 0;
         pinyin_match_next(q, sk->units, sk->length, from, &match);
         from = match.end)
        TRY(add_mark(h, match.begin, match.end, 1));
    h->clause++;
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
find_all(highlighter *h, const yz_passage *passage)
{
    understanding *u = h->understanding;
    TRY(skeleton_make(u->patterns.fold, passage->text, true, h->arena,
                      &h->skeleton, h->err));
    for (size_t i = 0; i < u->plan.leaf_count; i++)
        if (!u->plan.leaves[i]->negated)
            TRY(mark_leaf(h, u->plan.leaves[i]));
    for (size_t i = 0; i < u->plan.sound_count && !u->strict; i++)
        if (!u->plan.sounds[i]->inside_not)
            TRY(mark_sound(h, &u->plan.sounds[i]->node->sound));
    if (h->found.count)
        qsort(h->found.items, h->found.count, sizeof(snippet_mark),
              mark_compare);
    return YZ_OK;
}

yz_status
highlights_find(understanding *u, uint32_t tier, const yz_passage *passage,
                arena *a, highlight_list *ret_list, yz_error *err)
{
    highlighter h = { .understanding = u,
                      .tier = tier,
                      .arena = a,
                      .found.from = a->from,
                      .err = err };
    u->misreads.evidence.err = err; /* that of the search may be gone */
    const yz_status status = find_all(&h, passage);
    if (status == YZ_OK)
        *ret_list = h.found;
    else
        ARRAY_DISPOSE(&h.found);
    return status;
}
