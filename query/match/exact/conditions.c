/* SPDX-License-Identifier: MIT */
/*
 * Each gram of the pattern is a condition: one of its lists (a variant has a
 * list for each form) must hold the passage.
 */
#include "query/match/exact/conditions.h"

#include "core/text/charclass.h"

#include <stdlib.h>

/* What collecting the conditions of one pattern works on. */
typedef struct collector {
    const match_context *context;
    bool omits; /* the form may omit signs */
    condition_list found;
} collector;

/* What may occur in a text for an element; NULL: nothing beside it. */
static const uint32_t *
forms_of(const element *e, size_t *ret_count)
{
    static const uint32_t none = 0;
    *ret_count = e && e->form_count ? e->form_count : 1;
    if (!e)
        return &none;
    return e->form_count ? e->forms : &e->c;
}

/* Without a segment, all that is known is what would be looked up. */
static yz_status
look_up(const match_context *m, const term_list *list, list_place *ret_where)
{
    *ret_where = (list_place){ .count = 1 };
    if (!m->segment)
        return YZ_OK;
    return list->is_word
               ? segment_word(m->segment, list->field, list->word, ret_where,
                              m->err)
               : segment_gram(m->segment, list->gram, ret_where, m->err);
}

static yz_status
add_list(const collector *c, condition *to, const term_list *list,
         bool *ret_found)
{
    list_place where;
    const yz_status found = look_up(c->context, list, &where);
    *ret_found = found == YZ_OK;
    if (found != YZ_OK)
        return found == YZ_DONE ? YZ_OK : found;
    term_list *added = &to->lists[to->list_count++];
    *added = *list;
    added->where = where;
    to->postings += where.count;
    return YZ_OK;
}

/* Add the list of a gram; `other`: it tells of another form. */
static yz_status
add_gram_list(const collector *c, condition *to, gram_key key, bool other)
{
    bool found;
    TRY(add_list(c, to, &(term_list){ .gram = key }, &found));
    to->has_other = to->has_other || (found && other);
    return YZ_OK;
}

static gram_key
key_across(const collector *c, const element *first, const element *second)
{
    const variant_table *variants = c->context->patterns->variants;
    return gram_across(variant_group(variants, first->c),
                       variant_group(variants, second->c));
}

/* Whether a text may have signs between two elements that a query omits. */
static bool
may_be_across(const collector *c, const element *first, const element *second)
{
    return c->omits && second && char_is_han(first->c) &&
           (char_is_han(second->c) || char_is_word(second->c));
}

/* The condition that a gram occurs; `second` NULL: one character. */
static yz_status
add_gram(collector *c, const element *first, const element *second)
{
    size_t first_count;
    size_t second_count;
    const uint32_t *const firsts = forms_of(first, &first_count);
    const uint32_t *const seconds = forms_of(second, &second_count);
    const gram_key exact = gram_of(first->c, second ? second->c : 0);
    condition *to = &c->found.items[c->found.count++];
    to->lists = arena_array(c->context->arena, first_count * second_count + 1,
                            sizeof(*to->lists));
    if (!to->lists)
        return error_nomem(c->context->err);
    for (size_t i = 0; i < first_count; i++)
        for (size_t j = 0; j < second_count; j++) {
            const gram_key key = gram_of(firsts[i], seconds[j]);
            TRY(add_gram_list(c, to, key, key != exact));
        }
    if (!may_be_across(c, first, second))
        return YZ_OK;
    const uint32_t before = to->list_count;
    TRY(add_gram_list(c, to, key_across(c, first, second), true));
    to->is_across = to->list_count > before;
    return YZ_OK;
}

static yz_status
add_word(collector *c, char field, yz_str term)
{
    enum { LISTS_MAX = 3 }; /* those of a number */
    bool found;
    condition *to = &c->found.items[c->found.count++];
    to->has_other = true;
    to->lists = arena_array(c->context->arena, LISTS_MAX, sizeof(*to->lists));
    if (!to->lists)
        return error_nomem(c->context->err);
    return add_list(
        c, to, &(term_list){ .is_word = true, .field = field, .word = term },
        &found);
}

/* A gram of the characters that the query has for a number in Han digits. */
static gram_key
number_gram(const element *e)
{
    for (uint32_t i = 0; i + 1 < e->unit_count; i++)
        if (char_is_gram(e->units[i]) && char_is_gram(e->units[i + 1]))
            return gram_of(e->units[i], e->units[i + 1]);
    for (uint32_t i = 0; i < e->unit_count; i++)
        if (char_is_gram(e->units[i]))
            return gram_of(e->units[i], 0);
    return 0;
}

/* A number: as a word, in Han digits, or as the query has it in a longer run. */
static yz_status
add_number(collector *c, const element *e)
{
    TRY(add_word(c, WORD_TEXT, e->term));
    condition *to = &c->found.items[c->found.count - 1];
    TRY(add_gram_list(c, to, gram_number(e->term.data, e->term.size), true));
    return e->unit_count ? add_gram_list(c, to, number_gram(e), false) : YZ_OK;
}

bool
element_is_gram(const element *e)
{
    return e->type == ELEMENT_CHAR && char_is_gram(e->c);
}

/* Look the first pairs up at once, in all their forms. */
static yz_status
find_pairs(const collector *c, const element *elements, uint32_t count)
{
    gram_key keys[GRAMS_AT_ONCE];
    size_t found = 0;
    if (!c->context->segment)
        return YZ_OK;
    for (uint32_t i = 0; i + 1 < count; i++) {
        size_t first_count;
        size_t second_count;
        if (!element_is_gram(&elements[i]) ||
            !element_is_gram(&elements[i + 1]))
            continue;
        const uint32_t *const firsts = forms_of(&elements[i], &first_count);
        const uint32_t *const seconds =
            forms_of(&elements[i + 1], &second_count);
        if (found < GRAMS_AT_ONCE &&
            may_be_across(c, &elements[i], &elements[i + 1]))
            keys[found++] = key_across(c, &elements[i], &elements[i + 1]);
        for (size_t j = 0; j < first_count * second_count; j++)
            if (found < GRAMS_AT_ONCE)
                keys[found++] = gram_of(firsts[j / second_count],
                                        seconds[j % second_count]);
    }
    return segment_find_grams(c->context->segment, keys, found,
                              c->context->err);
}

/* `more`: how many conditions are to come beside those of the elements. */
static yz_status
collect(collector *c, const element *elements, uint32_t count, uint32_t more)
{
    c->found.items = arena_array(c->context->arena, (size_t)count + more + 1,
                                 sizeof(*c->found.items));
    if (!c->found.items)
        return error_nomem(c->context->err);
    TRY(find_pairs(c, elements, count));
    for (uint32_t i = 0; i < count; i++) {
        const element *e = &elements[i];
        const bool before = i > 0 && element_is_gram(&elements[i - 1]);
        const bool after = i + 1 < count && element_is_gram(&elements[i + 1]);
        c->found.varies = c->found.varies || e->type == ELEMENT_SIGN;
        if (e->type == ELEMENT_WORD)
            TRY(add_word(c, WORD_TEXT, e->term));
        else if (e->type == ELEMENT_NUMBER)
            TRY(add_number(c, e));
        else if (element_is_gram(e) && after)
            TRY(add_gram(c, e, e + 1));
        else if (element_is_gram(e) && !before)
            TRY(add_gram(c, e, NULL));
        if (c->found.count && !c->found.items[c->found.count - 1].postings)
            return YZ_OK; /* no passage has them all */
    }
    return YZ_OK;
}

/*
 * A word of letters that occurs as the query has it occurs with its stem, so
 * the stem's list bounds the exact form too, and better than the bigrams of its
 * letters do.
 */
static yz_status
collect_stems(collector *c, const pattern *p)
{
    for (uint32_t i = 0; i < p->variant_count; i++)
        if (p->variant[i].type == ELEMENT_WORD ||
            (p->variant[i].type == ELEMENT_NUMBER && !p->variant[i].unit_count))
            TRY(add_word(c, WORD_TEXT, p->variant[i].term));
    return YZ_OK;
}

static int
condition_compare(const void *a, const void *b)
{
    const condition *x = a;
    const condition *y = b;
    return (x->postings > y->postings) - (x->postings < y->postings);
}

yz_status
conditions_of_word(const match_context *m, char field, yz_str term,
                   condition_list *ret_found)
{
    collector c = { .context = m };
    c.found.items = arena_array(m->arena, 1, sizeof(*c.found.items));
    if (!c.found.items)
        return error_nomem(m->err);
    TRY(add_word(&c, field, term));
    *ret_found = c.found;
    return YZ_OK;
}

yz_status
conditions_of(const match_context *m, const pattern *p, bool variant,
              condition_list *ret_found)
{
    const bool other = variant && p->variant;
    collector c = { .context = m, .omits = other && p->omits };
    c.found.varies = other && p->omitted;
    TRY(collect(&c, other ? p->variant : p->exact,
                other ? p->variant_count : p->exact_count, p->variant_count));
    if (!variant && !m->patterns->stale_words)
        TRY(collect_stems(&c, p));
    qsort(c.found.items, c.found.count, sizeof(*c.found.items),
          condition_compare);
    *ret_found = c.found;
    return YZ_OK;
}
