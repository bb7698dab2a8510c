/* SPDX-License-Identifier: MIT */
#include "query/plan/synonym_expansion.h"
#include "core/text/charclass.h"
#include "query/plan/phrase.h"

#include <string.h>

/* A word of the phrase, and what is put in its place. */
typedef struct swap {
    const synonym *word;
    uint32_t begin;    /* in the phrase */
    const synonym *by; /* NULL: it stays */
} swap;

typedef struct expander {
    const synonyms *words;
    pattern_context *context;
    plan_leaf *leaf;
    swap swaps[EXPANDED_WORDS_MAX];
    uint32_t count;
    arena *arena;
    yz_error *err;
} expander;

/* ---- finding words ------------------------------------------------------ */

/* One ideograph inside a run is no word of anybody's. */
static bool
is_word(const expander *s, const synonym *found)
{
    return found->skeleton.length > 1 || s->leaf->skeleton.length == 1 ||
           !char_is_han(found->folded[0]);
}

static void
find_words(expander *s, const uint16_t *folded)
{
    const uint32_t length = s->leaf->skeleton.length;
    for (uint32_t at = 0; at < length && s->count < EXPANDED_WORDS_MAX;) {
        const synonym *found = synonyms_at(s->words, folded, length, at);
        if (found && is_word(s, found)) {
            s->swaps[s->count++] = (swap){ found, at, NULL };
            at += found->skeleton.length;
        } else {
            at++;
        }
    }
}

/* ---- finding synonyms --------------------------------------------------- */

static bool
is_other(const synonym *word, const synonym *by)
{
    const uint32_t length = by->skeleton.length;
    return length && (length != word->skeleton.length ||
                      memcmp(word->folded, by->folded,
                             length * sizeof(*by->folded)) != 0);
}

/* The next word of the group that is another; NULL: no more. */
static const synonym *
next_other(const expander *s, const synonym *word, const synonym *after)
{
    const synonym *end = s->words->items + s->words->count;
    const synonym *next = after ? after + 1 : word;
    while (!after && next > s->words->items && next[-1].group == word->group)
        next--;
    for (; next < end && next->group == word->group; next++)
        if (is_other(word, next))
            return next;
    return NULL;
}

/* ---- making phrases ----------------------------------------------------- */

static uint32_t
length_with(const expander *s)
{
    uint32_t length = s->leaf->skeleton.length;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->swaps[i].by)
            length = length - s->swaps[i].word->skeleton.length +
                     s->swaps[i].by->skeleton.length;
    return length;
}

static uint16_t *
put_units(uint16_t *to, const uint16_t *units, uint32_t length)
{
    if (length)
        memcpy(to, units, length * sizeof(*to));
    return to + length;
}

static yz_status
text_with(expander *s, phrase_text *ret_text)
{
    const skeleton *sk = &s->leaf->skeleton;
    const uint32_t length = length_with(s);
    uint16_t *units = arena_array(s->arena, (size_t)length + 1, sizeof(*units));
    uint16_t *to = units;
    uint32_t at = 0;
    if (!units)
        return error_nomem(s->err);
    for (uint32_t i = 0; i < s->count; i++) {
        const swap *w = &s->swaps[i];
        if (!w->by)
            continue;
        to = put_units(to, sk->units + at, w->begin - at);
        to = put_units(to, w->by->skeleton.units, w->by->skeleton.length);
        at = w->begin + w->word->skeleton.length;
    }
    put_units(to, sk->units + at, sk->length - at);
    *ret_text = (phrase_text){ .units = units, .length = length };
    return YZ_OK;
}

static yz_status
told_swaps(expander *s, plan_synonym *out)
{
    plan_swap *told = arena_array(s->arena, EXPANDED_WORDS_MAX, sizeof(*told));
    if (!told)
        return error_nomem(s->err);
    out->swaps = told;
    for (uint32_t i = 0; i < s->count; i++) {
        const swap *w = &s->swaps[i];
        plan_swap *to = &told[out->swap_count];
        if (!w->by)
            continue;
        to->text = w->by->text;
        to->query = skeleton_utf8(s->leaf->skeleton.units + w->begin,
                                  w->word->skeleton.length, s->arena);
        if (!to->query.data)
            return error_nomem(s->err);
        out->swap_count++;
    }
    return YZ_OK;
}

static yz_status
compile(expander *s, const phrase_text *text, plan_leaf **ret_leaf)
{
    plan_leaf *leaf = arena_alloc(s->arena, sizeof(*leaf));
    if (!leaf)
        return error_nomem(s->err);
    leaf->node = s->leaf->node;
    leaf->weight = s->leaf->weight;
    *ret_leaf = leaf;
    return phrase_compile(text, s->context, s->arena, leaf, s->err);
}

static yz_status
add_phrase(expander *s)
{
    phrase_text text;
    plan_leaf *leaf = s->leaf;
    plan_synonym *out = &leaf->synonyms[leaf->synonym_count];
    TRY(told_swaps(s, out));
    if (!out->swap_count)
        return YZ_OK;
    TRY(text_with(s, &text));
    TRY(compile(s, &text, &out->leaf));
    leaf->synonym_count++;
    return YZ_OK;
}

/* All ways to swap the words from `i` on. */
static yz_status
add_from(expander *s, uint32_t i)
{
    if (s->leaf->synonym_count == SYNONYMS_MAX)
        return YZ_OK;
    if (i == s->count || i == EXPANDED_WORDS_MAX)
        return add_phrase(s);
    swap *w = &s->swaps[i];
    TRY(add_from(s, i + 1));
    while ((w->by = next_other(s, w->word, w->by)))
        TRY(add_from(s, i + 1));
    return YZ_OK;
}

/* The synonyms by themselves: what they are worth is told by their words. */
static yz_status
add_others(expander *s)
{
    plan_leaf *leaf = s->leaf;
    leaf->others =
        arena_array(s->arena, SYNONYMS_MAX + 1, sizeof(*leaf->others));
    if (!leaf->others)
        return error_nomem(s->err);
    for (uint32_t i = 0; i < s->count; i++) {
        const synonym *by = NULL;
        while ((by = next_other(s, s->swaps[i].word, by)) &&
               leaf->other_count < SYNONYMS_MAX) {
            phrase_text text = { .length = by->skeleton.length };
            text.units = arena_array(s->arena, (size_t)text.length + 1,
                                     sizeof(*text.units));
            if (!text.units)
                return error_nomem(s->err);
            put_units(text.units, by->skeleton.units, text.length);
            TRY(compile(s, &text, &leaf->others[leaf->other_count]));
            leaf->other_count++;
        }
    }
    return YZ_OK;
}

yz_status
synonym_expansion_make(const synonyms *words, pattern_context *context,
                       arena *a, plan_leaf *leaf, yz_error *err)
{
    expander s = { words, context, leaf, .arena = a, .err = err };
    const skeleton *sk = &leaf->skeleton;
    uint16_t *folded = arena_array(a, (size_t)sk->length + 1, sizeof(*folded));
    if (!folded)
        return error_nomem(err);
    memcpy(folded, sk->units, sk->length * sizeof(*folded));
    variant_fold_units(context->variants, folded, sk->length);
    find_words(&s, folded);
    if (!s.count)
        return YZ_OK;
    leaf->synonyms = arena_array(a, SYNONYMS_MAX + 1, sizeof(*leaf->synonyms));
    if (!leaf->synonyms)
        return error_nomem(err);
    TRY(add_from(&s, 0));
    return leaf->synonym_count ? add_others(&s) : YZ_OK;
}
