/* SPDX-License-Identifier: MIT */
/*
 * Query expansion by the user's synonyms. The phrase is scanned from left to
 * right for words that have synonyms, the longest at each place. Each of them
 * stays or is replaced by one of its synonyms, and every combination but that
 * in which all stay is compiled to a phrase of its own, up to SYNONYMS_MAX.
 */
#include "query/plan/synonym_expansion.h"
#include "core/text/charclass.h"
#include "query/plan/phrase.h"

#include <string.h>

/* A word of the phrase that has synonyms. */
typedef struct expandable_word {
    const synonym *word;
    uint32_t begin;             /* in units of the phrase */
    const synonym *replacement; /* in the combination at hand; NULL: none */
} expandable_word;

typedef struct expansion {
    const synonyms *synonyms;
    pattern_context *context;
    plan_leaf *leaf;
    expandable_word words[EXPANDED_WORDS_MAX];
    uint32_t count;
    arena *arena;
    yz_error *err;
} expansion;

/* ---- finding words ------------------------------------------------------- */

/* A single ideograph within a longer phrase is no word by itself. */
static bool
is_expandable(const expansion *x, const synonym *found)
{
    return found->skeleton.length > 1 || x->leaf->skeleton.length == 1 ||
           !char_is_han(found->folded[0]);
}

static void
find_words(expansion *x, const uint16_t *folded)
{
    const uint32_t length = x->leaf->skeleton.length;
    for (uint32_t at = 0; at < length && x->count < EXPANDED_WORDS_MAX;) {
        const synonym *found = synonyms_at(x->synonyms, folded, length, at);
        if (found && is_expandable(x, found)) {
            x->words[x->count++] = (expandable_word){ found, at, NULL };
            at += found->skeleton.length;
        } else {
            at++;
        }
    }
}

/* ---- finding synonyms ---------------------------------------------------- */

static bool
differs(const synonym *word, const synonym *other)
{
    const uint32_t length = other->skeleton.length;
    return length && (length != word->skeleton.length ||
                      memcmp(word->folded, other->folded,
                             length * sizeof(*other->folded)) != 0);
}

/* The next synonym of the word, in its group; NULL: no more. */
static const synonym *
next_synonym(const expansion *x, const synonym *word, const synonym *after)
{
    const synonym *end = x->synonyms->items + x->synonyms->count;
    const synonym *next = after ? after + 1 : word;
    while (!after && next > x->synonyms->items && next[-1].group == word->group)
        next--;
    for (; next < end && next->group == word->group; next++)
        if (differs(word, next))
            return next;
    return NULL;
}

/* ---- making phrases ------------------------------------------------------ */

static uint32_t
expanded_length(const expansion *x)
{
    uint32_t length = x->leaf->skeleton.length;
    for (uint32_t i = 0; i < x->count; i++)
        if (x->words[i].replacement)
            length = length - x->words[i].word->skeleton.length +
                     x->words[i].replacement->skeleton.length;
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
expanded_text(expansion *x, phrase_text *ret_text)
{
    const skeleton *sk = &x->leaf->skeleton;
    const uint32_t length = expanded_length(x);
    uint16_t *units = arena_array(x->arena, (size_t)length + 1, sizeof(*units));
    uint16_t *to = units;
    uint32_t at = 0;
    if (!units)
        return error_nomem(x->err);
    for (uint32_t i = 0; i < x->count; i++) {
        const expandable_word *w = &x->words[i];
        if (!w->replacement)
            continue;
        to = put_units(to, sk->units + at, w->begin - at);
        to = put_units(to, w->replacement->skeleton.units,
                       w->replacement->skeleton.length);
        at = w->begin + w->word->skeleton.length;
    }
    put_units(to, sk->units + at, sk->length - at);
    *ret_text = (phrase_text){ .units = units, .length = length };
    return YZ_OK;
}

static yz_status
record_substitutions(expansion *x, plan_synonym *out)
{
    plan_substitution *items =
        arena_array(x->arena, EXPANDED_WORDS_MAX, sizeof(*items));
    if (!items)
        return error_nomem(x->err);
    out->substitutions = items;
    for (uint32_t i = 0; i < x->count; i++) {
        const expandable_word *w = &x->words[i];
        plan_substitution *to = &items[out->substitution_count];
        if (!w->replacement)
            continue;
        to->text = w->replacement->text;
        to->query = skeleton_utf8(x->leaf->skeleton.units + w->begin,
                                  w->word->skeleton.length, x->arena);
        if (!to->query.data)
            return error_nomem(x->err);
        out->substitution_count++;
    }
    return YZ_OK;
}

static yz_status
compile(expansion *x, const phrase_text *text, plan_leaf **ret_leaf)
{
    plan_leaf *leaf = arena_alloc(x->arena, sizeof(*leaf));
    if (!leaf)
        return error_nomem(x->err);
    leaf->node = x->leaf->node;
    leaf->weight = x->leaf->weight;
    *ret_leaf = leaf;
    return phrase_compile(text, x->context, x->arena, leaf, x->err);
}

static yz_status
add_combination(expansion *x)
{
    phrase_text text;
    plan_leaf *leaf = x->leaf;
    plan_synonym *out = &leaf->synonyms[leaf->synonym_count];
    TRY(record_substitutions(x, out));
    if (!out->substitution_count)
        return YZ_OK;
    TRY(expanded_text(x, &text));
    TRY(compile(x, &text, &out->leaf));
    leaf->synonym_count++;
    return YZ_OK;
}

/* Every combination of replacements of the words from `i` on. */
static yz_status
add_combinations(expansion *x, uint32_t i)
{
    if (x->leaf->synonym_count == SYNONYMS_MAX)
        return YZ_OK;
    if (i == x->count || i == EXPANDED_WORDS_MAX)
        return add_combination(x);
    expandable_word *w = &x->words[i];
    TRY(add_combinations(x, i + 1));
    while ((w->replacement = next_synonym(x, w->word, w->replacement)))
        TRY(add_combinations(x, i + 1));
    return YZ_OK;
}

/* The synonyms without the rest of the phrase: their words are scored. */
static yz_status
add_synonyms_alone(expansion *x)
{
    plan_leaf *leaf = x->leaf;
    leaf->synonym_words =
        arena_array(x->arena, SYNONYMS_MAX + 1, sizeof(*leaf->synonym_words));
    if (!leaf->synonym_words)
        return error_nomem(x->err);
    for (uint32_t i = 0; i < x->count; i++) {
        const synonym *next = NULL;
        while ((next = next_synonym(x, x->words[i].word, next)) &&
               leaf->synonym_word_count < SYNONYMS_MAX) {
            phrase_text text = { .length = next->skeleton.length };
            text.units = arena_array(x->arena, (size_t)text.length + 1,
                                     sizeof(*text.units));
            if (!text.units)
                return error_nomem(x->err);
            put_units(text.units, next->skeleton.units, text.length);
            TRY(compile(x, &text,
                        &leaf->synonym_words[leaf->synonym_word_count]));
            leaf->synonym_word_count++;
        }
    }
    return YZ_OK;
}

yz_status
synonym_expansion_make(const synonyms *table, pattern_context *context,
                       arena *a, plan_leaf *leaf, yz_error *err)
{
    expansion x = { table, context, leaf, .arena = a, .err = err };
    const skeleton *sk = &leaf->skeleton;
    uint16_t *folded = arena_array(a, (size_t)sk->length + 1, sizeof(*folded));
    if (!folded)
        return error_nomem(err);
    memcpy(folded, sk->units, sk->length * sizeof(*folded));
    variant_fold_units(context->variants, folded, sk->length);
    find_words(&x, folded);
    if (!x.count)
        return YZ_OK;
    leaf->synonyms = arena_array(a, SYNONYMS_MAX + 1, sizeof(*leaf->synonyms));
    if (!leaf->synonyms)
        return error_nomem(err);
    TRY(add_combinations(&x, 0));
    return leaf->synonym_count ? add_synonyms_alone(&x) : YZ_OK;
}
