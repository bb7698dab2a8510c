/* SPDX-License-Identifier: MIT */
/*
 * Why nothing was found: which parts of the query are missing, what of them
 * does occur, and what the options left out.
 */
#include "query/explain/explanation.h"

enum {
    /* What is looked for of a phrase when all of it is missing: */
    PARTS_MAX = 32, /* a part of the first so many phrases */
    PART_MAX = 32,  /* the longest part */
    WITHIN_MAX = 64 /* of its first so many characters */
};

/* The longest part of a missing phrase that does occur, if any does. */
static yz_status
say_longest_part(explanation *s, const plan_leaf *leaf)
{
    const skeleton *sk = &leaf->skeleton;
    const bool is_long = sk->length > WITHIN_MAX;
    const uint32_t end = is_long ? WITHIN_MAX : sk->length;
    const uint32_t most = end <= PART_MAX ? end : PART_MAX;
    for (uint32_t size = most; size-- > 2;)
        for (uint32_t begin = 0; begin + size <= end; begin++) {
            const pattern_source source = { .units = sk->units + begin,
                                            .length = size };
            occurrence_count count;
            pattern part;
            TRY(pattern_make(&source, s->context, s->arena, &part, s->err));
            TRY(explanation_occurrences(s, &part, &count));
            if (count.exact + count.variant == 0)
                continue;
            const yz_str name = explanation_units(s, leaf, begin, begin + size);
            buffer_printf(&s->out, "the longest part of %s that occurs is ",
                          is_long ? "its beginning" : "it");
            return explanation_count(s, name, &part);
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
say_words(explanation *s, const plan_leaf *leaf)
{
    for (size_t i = 0; i < leaf->word_count; i++) {
        const plan_word *word = &leaf->words[i];
        const yz_str part = explanation_units(s, leaf, word->begin, word->end);
        if (word_stood_before(leaf, i))
            continue;
        buffer_printf(&s->out, "  ");
        TRY(explanation_count(s, part, &word->pattern));
    }
    return YZ_OK;
}

static yz_status
say_missing(explanation *s, const plan_leaf *leaf, bool parts)
{
    occurrence_count count;
    TRY(explanation_phrase(s, leaf));
    if (leaf->word_count > 1)
        TRY(say_words(s, leaf));
    TRY(explanation_occurrences(s, &leaf->pattern, &count));
    if (!parts || count.exact + count.variant || leaf->pattern.literal)
        return YZ_OK;
    return say_longest_part(s, leaf);
}

static yz_status
say_why(explanation *s, yz_results *r)
{
    if (r->snapshot->passages == 0) {
        buffer_printf(&s->out, "the index is empty\n");
        return YZ_OK;
    }
    for (size_t i = 0; i < r->plan.leaf_count; i++)
        TRY(say_missing(s, r->plan.leaves[i], i < PARTS_MAX));
    TRY(explanation_fields(s, r->plan.root));
    if (r->filtered) {
        buffer_printf(&s->out, "the query is met by ");
        explanation_passages(s, r->filtered);
        buffer_printf(&s->out, ", but the options leave none of them\n");
    }
    return YZ_OK;
}

yz_status
yz_results_why(yz_results *r, yz_write_fn write, void *context,
               yz_error *reterr)
{
    arena a = { .from = r->arena.from };
    explanation s = {
        r->snapshot, &r->context, &a, { .from = a.from }, reterr
    };
    const yz_status status =
        explanation_finish(&s, say_why(&s, r), write, context);
    arena_dispose(&a);
    return status;
}
