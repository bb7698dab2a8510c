/* SPDX-License-Identifier: MIT */
/*
 * Each gram of the pattern is a condition: one of its lists (a variant has a
 * list for each form) must hold the passage. Conditions are met rarest first,
 * until reading the next list would cost more than comparing what is left.
 */
#include "query/match/exact/candidates.h"

#include "core/text/charclass.h"

#include <stdlib.h>
#include <string.h>

/* Comparing a passage costs about as much as decoding this many postings. */
enum { POSTINGS_A_COMPARISON = 32 };

/* Where the list of a term is, and in which dictionary. */
typedef struct term_list {
    list_place where;
    bool is_word; /**< of the word dictionary, not of grams */
} term_list;

typedef struct condition {
    term_list *lists;
    uint32_t list_count;
    uint64_t postings; /**< of all lists: a bound of the passages */
    bool has_other;    /**< a list of another form than the exact one */
    bool is_across;    /**< the last list tells of signs in between */
} condition;

typedef struct condition_list {
    condition *items;
    uint32_t count;
    bool varies; /**< what is in no gram has other forms */
} condition_list;

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

static yz_status
add_list(condition *to, yz_status found, const list_place *where, bool is_word)
{
    if (found == YZ_DONE)
        return YZ_OK;
    if (found != YZ_OK)
        return found;
    to->lists[to->list_count++] = (term_list){ *where, is_word };
    to->postings += where->count;
    return YZ_OK;
}

/* Add the list of a gram; `other`: it tells of another form. */
static yz_status
add_gram_list(const collector *c, condition *to, gram_key key, bool other)
{
    list_place where;
    const yz_status found =
        segment_gram(c->context->segment, key, &where, c->context->err);
    TRY(add_list(to, found, &where, false));
    to->has_other = to->has_other || (found == YZ_OK && other);
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
add_word(collector *c, yz_str term)
{
    enum { LISTS_MAX = 3 }; /* those of a number */
    list_place where;
    condition *to = &c->found.items[c->found.count++];
    to->has_other = true;
    to->lists = arena_array(c->context->arena, LISTS_MAX, sizeof(*to->lists));
    if (!to->lists)
        return error_nomem(c->context->err);
    const yz_status found = segment_word(c->context->segment, WORD_TEXT, term,
                                         &where, c->context->err);
    return add_list(to, found, &where, true);
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
    TRY(add_word(c, e->term));
    condition *to = &c->found.items[c->found.count - 1];
    TRY(add_gram_list(c, to, gram_number(e->term.data, e->term.size), true));
    return e->unit_count ? add_gram_list(c, to, number_gram(e), false) : YZ_OK;
}

static bool
is_gram(const element *e)
{
    return e->type == ELEMENT_CHAR && char_is_gram(e->c);
}

/* Look the first pairs up at once, in all their forms. */
static yz_status
find_pairs(const collector *c, const element *elements, uint32_t count)
{
    gram_key keys[GRAMS_AT_ONCE];
    size_t found = 0;
    for (uint32_t i = 0; i + 1 < count; i++) {
        size_t first_count;
        size_t second_count;
        if (!is_gram(&elements[i]) || !is_gram(&elements[i + 1]))
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
        const bool before = i > 0 && is_gram(&elements[i - 1]);
        const bool after = i + 1 < count && is_gram(&elements[i + 1]);
        c->found.varies = c->found.varies || e->type == ELEMENT_SIGN;
        if (e->type == ELEMENT_WORD)
            TRY(add_word(c, e->term));
        else if (e->type == ELEMENT_NUMBER)
            TRY(add_number(c, e));
        else if (is_gram(e) && after)
            TRY(add_gram(c, e, e + 1));
        else if (is_gram(e) && !before)
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
            TRY(add_word(c, p->variant[i].term));
    return YZ_OK;
}

static int
condition_compare(const void *a, const void *b)
{
    const condition *x = a;
    const condition *y = b;
    return (x->postings > y->postings) - (x->postings < y->postings);
}

static yz_status
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

/* ---- reading the lists ----------------------------------------------------------- */

static yz_status
list_open(const match_context *m, const term_list *from, posting_list *ret_list)
{
    return from->is_word
               ? segment_word_list(m->segment, &from->where, ret_list, m->err)
               : segment_gram_list(m->segment, &from->where, ret_list, m->err);
}

/* The passages of one list of a condition. */
static yz_status
list_passages(const match_context *m, const term_list *from,
              passage_set *ret_passages)
{
    posting_list list;
    passage_set all = passage_set_new(m->arena, from->where.count, 0);
    if (!all.passages)
        return error_nomem(m->err);
    TRY(list_open(m, from, &list));
    TRY(postings_decode(&list, all.passages, NULL, m->err));
    all.count = list.count;
    *ret_passages = all;
    return YZ_OK;
}

static yz_status
add_passages(const match_context *m, const passage_set *more, passage_set *out)
{
    *out = passage_set_unite(out, more, m->arena);
    return passage_set_there(out) ? YZ_OK : error_nomem(m->err);
}

/* Keep the passages of a set in which the pattern occurs. */
static yz_status
keep_matching(const match_context *m, const pattern *p, passage_set *kept)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < kept->count; i++) {
        const uint16_t *units;
        uint32_t length;
        pattern_match match;
        TRY(cancellation_poll(m->cancellation, m->err));
        TRY(segment_skeleton(m->segment, kept->passages[i],
                             &m->patterns->skeletons, &units, &length, m->err));
        if (pattern_find(p, true, m->patterns, units, length, 0, &match))
            kept->passages[count++] = kept->passages[i];
    }
    kept->count = count;
    return YZ_OK;
}

/*
 * A list across signs proposes alone, even where all other lists decide. It is
 * short, so its passages are compared at once.
 */
static yz_status
decide_list(const match_context *m, const condition *from, uint32_t i,
            const pattern *decided, passage_set *list)
{
    const bool across = from->is_across && i + 1 == from->list_count;
    return decided && across ? keep_matching(m, decided, list) : YZ_OK;
}

/* The passages of a condition; `decided`: of this pattern, for certain. */
static yz_status
condition_passages(const match_context *m, const condition *from,
                   const pattern *decided, passage_set *ret_passages)
{
    passage_set out = passage_set_new(m->arena, 0, 0);
    if (!out.passages)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < from->list_count; i++) {
        passage_set one;
        TRY(list_passages(m, &from->lists[i], &one));
        TRY(decide_list(m, from, i, decided, &one));
        TRY(add_passages(m, &one, &out));
    }
    *ret_passages = out;
    return YZ_OK;
}

/* A copy, out of which conditions take passages. */
static yz_status
copy_passages(const match_context *m, const passage_set *from,
              passage_set *ret_copy)
{
    passage_set copy = passage_set_new(m->arena, from->count, 0);
    if (!copy.passages)
        return error_nomem(m->err);
    copy.count = from->count;
    memcpy(copy.passages, from->passages, copy.count * sizeof(uint32_t));
    *ret_copy = copy;
    return YZ_OK;
}

/* Keep those that are in a list of the condition, too. */
static yz_status
keep_common(const match_context *m, const condition *from,
            const pattern *decided, passage_set *kept)
{
    passage_set all = { 0 };
    for (uint32_t i = 0; i < from->list_count; i++) {
        posting_list list;
        passage_set copy = *kept;
        TRY(list_open(m, &from->lists[i], &list));
        if (from->list_count > 1)
            TRY(copy_passages(m, kept, &copy));
        TRY(postings_intersect(&list, copy.passages, &copy.count, m->err));
        TRY(decide_list(m, from, i, decided, &copy));
        TRY(add_passages(m, &copy, &all));
    }
    kept->count = all.count;
    if (all.count)
        kept->passages = all.passages;
    return YZ_OK;
}

static yz_status
all_passages(const match_context *m, passage_set *ret_all)
{
    const uint32_t passages = m->segment->info.passages;
    passage_set all = passage_set_new(m->arena, passages, 0);
    if (!all.passages)
        return error_nomem(m->err);
    while (all.count < passages)
        passage_set_push(&all, all.count);
    *ret_all = all;
    return YZ_OK;
}

/* What the first condition, or the caller, leaves to be looked at. */
static yz_status
first_passages(const match_context *m, const passage_set *within,
               const condition_list *conditions, const pattern *decided,
               uint32_t *next, passage_set *ret_passages)
{
    if (within && within->bits) {
        *ret_passages = passage_set_list(within, within->count, m->arena);
        return ret_passages->passages ? YZ_OK : error_nomem(m->err);
    }
    if (within)
        return copy_passages(m, within, ret_passages);
    if (conditions->count)
        return condition_passages(m, &conditions->items[(*next)++], decided,
                                  ret_passages);
    return all_passages(m, ret_passages);
}

bool
candidates_decided(const pattern *p, bool variant)
{
    const bool other = variant && p->variant;
    const element *elements = other ? p->variant : p->exact;
    const uint32_t count = other ? p->variant_count : p->exact_count;
    if (count > 2)
        return false;
    if (count == 1 && elements->type == ELEMENT_WORD)
        return true; /* the words' lists are by stem */
    for (uint32_t i = 0; i < count; i++)
        if (!is_gram(&elements[i]) ||
            (!p->literal && char_is_word(elements[i].c)))
            return false;
    return true;
}

static bool
has_other(const condition_list *conditions)
{
    for (uint32_t i = 0; i < conditions->count; i++)
        if (conditions->items[i].has_other)
            return true;
    return conditions->varies;
}

yz_status
candidates_find(const match_context *m, const pattern *p, bool variant,
                const passage_set *within, candidates *ret_candidates)
{
    condition_list conditions;
    passage_set out;
    uint32_t next = 0;
    const bool certain = candidates_decided(p, variant);
    TRY(conditions_of(m, p, variant, &conditions));
    const pattern *const decided = certain ? p : NULL;
    if (conditions.count && variant && !has_other(&conditions)) {
        *ret_candidates = (candidates){
            .passages = passage_set_new(m->arena, 0, YZ_TIER_VARIANT),
            .nothing_new = true,
        };
        return ret_candidates->passages.passages ? YZ_OK : error_nomem(m->err);
    }
    TRY(first_passages(m, within, &conditions, decided, &next, &out));
    for (; next < conditions.count && out.count; next++) {
        if (!certain && conditions.items[next].postings >
                            (uint64_t)out.count * POSTINGS_A_COMPARISON)
            break;
        TRY(keep_common(m, &conditions.items[next], decided, &out));
    }
    out.tier = variant ? YZ_TIER_VARIANT : YZ_TIER_EXACT;
    *ret_candidates = (candidates){ .passages = out, .certain = certain };
    return YZ_OK;
}

yz_status
candidates_add(const match_context *m, const pattern *p, bool variant,
               passage_set *bits)
{
    condition_list conditions;
    TRY(conditions_of(m, p, variant, &conditions));
    const condition *only = &conditions.items[0];
    for (uint32_t i = 0; conditions.count && i < only->list_count; i++) {
        passage_set one;
        TRY(list_passages(m, &only->lists[i], &one));
        TRY(decide_list(m, only, i, p, &one));
        passage_set_add(bits, one.passages, one.count);
    }
    return YZ_OK;
}

yz_status
candidates_bound(const match_context *m, const pattern *p, bool variant,
                 uint32_t *ret_bound)
{
    condition_list conditions;
    const uint32_t passages = m->segment->info.passages;
    TRY(conditions_of(m, p, variant, &conditions));
    const uint64_t bound =
        conditions.count ? conditions.items[0].postings : passages;
    *ret_bound = bound < passages ? (uint32_t)bound : passages;
    return YZ_OK;
}
