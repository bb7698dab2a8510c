/* SPDX-License-Identifier: MIT */
/*
 * Each gram of the pattern is a condition: one of its lists (a variant has a
 * list for each form) must hold the passage. Conditions are met rarest first,
 * until reading the next list would cost more than comparing what is left.
 */
#include "query/match/candidates.h"
#include "core/text/charclass.h"

#include <stdlib.h>
#include <string.h>

/* Comparing a passage costs about as much as decoding so many postings. */
enum { POSTINGS_A_COMPARISON = 32 };

typedef struct condition {
    list_place *lists;
    uint32_t list_count;
    uint64_t postings; /**< of all lists: a bound of the passages */
    bool is_word;      /**< lists of the word dictionary, not of grams */
    bool has_other;    /**< a list of another form than the exact one */
} condition;

typedef struct condition_list {
    condition *items;
    uint32_t count;
} condition_list;

/* What collecting the conditions of one pattern works on. */
typedef struct collector {
    segment *segment;
    const variant_table *variants;
    bool variant;
    arena *arena;
    yz_error *err;
    condition_list found;
} collector;

static size_t
forms_of(const collector *c, uint32_t character,
         uint32_t forms[VARIANT_FORMS_MAX])
{
    uint16_t units[VARIANT_FORMS_MAX];
    forms[0] = character;
    if (!c->variant || character > 0xffff || character == 0)
        return 1;
    const size_t count = variant_forms(c->variants, (uint16_t)character, units);
    for (size_t i = 0; i < count; i++)
        forms[i] = units[i];
    return count;
}

static yz_status
add_list(condition *to, yz_status found, const list_place *where)
{
    if (found == YZ_DONE)
        return YZ_OK;
    if (found != YZ_OK)
        return found;
    to->lists[to->list_count++] = *where;
    to->postings += where->count;
    return YZ_OK;
}

/* The condition that a gram stands somewhere; `second` 0: one character. */
static yz_status
add_gram(collector *c, uint32_t first, uint32_t second)
{
    uint32_t firsts[VARIANT_FORMS_MAX];
    uint32_t seconds[VARIANT_FORMS_MAX];
    const size_t first_count = forms_of(c, first, firsts);
    const size_t second_count = forms_of(c, second, seconds);
    condition *to = &c->found.items[c->found.count++];
    to->lists =
        arena_array(c->arena, first_count * second_count, sizeof(*to->lists));
    if (!to->lists)
        return error_nomem(c->err);
    for (size_t i = 0; i < first_count; i++)
        for (size_t j = 0; j < second_count; j++) {
            list_place where;
            const gram_key key = gram_of(firsts[i], seconds[j]);
            const yz_status found =
                segment_gram(c->segment, key, &where, c->err);
            TRY(add_list(to, found, &where));
            if (found == YZ_OK && key != gram_of(first, second))
                to->has_other = true;
        }
    return YZ_OK;
}

static yz_status
add_word(collector *c, yz_str term)
{
    list_place where;
    condition *to = &c->found.items[c->found.count++];
    to->is_word = true;
    to->has_other = true;
    to->lists = arena_alloc(c->arena, sizeof(*to->lists));
    if (!to->lists)
        return error_nomem(c->err);
    const yz_status found =
        segment_word(c->segment, WORD_TEXT, term, &where, c->err);
    return add_list(to, found, &where);
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
        uint32_t firsts[VARIANT_FORMS_MAX];
        uint32_t seconds[VARIANT_FORMS_MAX];
        if (!is_gram(&elements[i]) || !is_gram(&elements[i + 1]))
            continue;
        const size_t first_count = forms_of(c, elements[i].c, firsts);
        const size_t second_count = forms_of(c, elements[i + 1].c, seconds);
        for (size_t j = 0; j < first_count * second_count; j++)
            if (found < GRAMS_AT_ONCE)
                keys[found++] = gram_of(firsts[j / second_count],
                                        seconds[j % second_count]);
    }
    return segment_find_grams(c->segment, keys, found, c->err);
}

/* `more`: room for so many conditions beside those of the elements. */
static yz_status
collect(collector *c, const element *elements, uint32_t count, uint32_t more)
{
    c->found.items = arena_array(c->arena, (size_t)count + more + 1,
                                 sizeof(*c->found.items));
    if (!c->found.items)
        return error_nomem(c->err);
    TRY(find_pairs(c, elements, count));
    for (uint32_t i = 0; i < count; i++) {
        const element *e = &elements[i];
        const bool before = i > 0 && is_gram(&elements[i - 1]);
        const bool after = i + 1 < count && is_gram(&elements[i + 1]);
        if (e->type == ELEMENT_WORD)
            TRY(add_word(c, e->term));
        else if (is_gram(e) && after)
            TRY(add_gram(c, e->c, elements[i + 1].c));
        else if (is_gram(e) && !before)
            TRY(add_gram(c, e->c, 0));
        if (c->found.count && !c->found.items[c->found.count - 1].postings)
            return YZ_OK; /* no passage has them all */
    }
    return YZ_OK;
}

/*
 * A word of letters that stands there as the query has it stands there with
 * its stem, so the stem's list bounds the exact form too, and better than the
 * pairs of its letters do.
 */
static yz_status
collect_stems(collector *c, const pattern *p)
{
    for (uint32_t i = 0; i < p->variant_count; i++)
        if (p->variant[i].type == ELEMENT_WORD)
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
conditions_of(segment *s, const pattern *p, bool variant,
              const pattern_context *context, arena *a,
              condition_list *ret_found, yz_error *err)
{
    collector c = { s, context->variants, variant, a, err, { 0 } };
    const bool other = variant && p->variant;
    TRY(collect(&c, other ? p->variant : p->exact,
                other ? p->variant_count : p->exact_count, p->variant_count));
    if (!variant && !context->stale_words)
        TRY(collect_stems(&c, p));
    qsort(c.found.items, c.found.count, sizeof(*c.found.items),
          condition_compare);
    *ret_found = c.found;
    return YZ_OK;
}

/* ---- reading the lists ----------------------------------------------------------- */

static yz_status
list_open(segment *s, const condition *from, const list_place *where,
          posting_list *ret_list, yz_error *err)
{
    return from->is_word ? segment_word_list(s, where, ret_list, err)
                         : segment_gram_list(s, where, ret_list, err);
}

/* Both rise; what is in both is kept once. `room` holds them all. */
static uint32_t
unite(const uint32_t *x, uint32_t x_count, const uint32_t *y, uint32_t y_count,
      uint32_t *room)
{
    uint32_t i = 0;
    uint32_t j = 0;
    uint32_t count = 0;
    while (i < x_count && j < y_count) {
        const uint32_t a = x[i];
        const uint32_t b = y[j];
        room[count++] = a < b ? a : b;
        i += a <= b;
        j += b <= a;
    }
    while (i < x_count)
        room[count++] = x[i++];
    while (j < y_count)
        room[count++] = y[j++];
    return count;
}

/* Unite `count` further passages of `list` with those in `out`. */
static yz_status
add_passages(candidates *out, const uint32_t *list, uint32_t count, arena *a,
             yz_error *err)
{
    uint32_t *room =
        arena_uninitialized(a, (size_t)out->count + count + 1, sizeof(*room));
    if (!room)
        return error_nomem(err);
    out->count = unite(out->passages, out->count, list, count, room);
    out->passages = room;
    return YZ_OK;
}

/* The passages of a condition, rising and each once. */
static yz_status
condition_passages(segment *s, const condition *from, arena *a,
                   candidates *ret_passages, yz_error *err)
{
    candidates out = { arena_alloc(a, sizeof(uint32_t)), 0, false, false };
    if (!out.passages)
        return error_nomem(err);
    for (uint32_t i = 0; i < from->list_count; i++) {
        posting_list list;
        uint32_t *passages = arena_uninitialized(
            a, (size_t)from->lists[i].count + 1, sizeof(*passages));
        if (!passages)
            return error_nomem(err);
        TRY(list_open(s, from, &from->lists[i], &list, err));
        TRY(postings_decode(&list, passages, NULL, err));
        if (out.count)
            TRY(add_passages(&out, passages, list.count, a, err));
        else
            out = (candidates){ passages, list.count, false, false };
    }
    *ret_passages = out;
    return YZ_OK;
}

/* Keep those that are in a list of the condition, too. */
static yz_status
keep_common(segment *s, const condition *from, candidates *kept, arena *a,
            yz_error *err)
{
    candidates all = { NULL, 0, false, false };
    for (uint32_t i = 0; i < from->list_count; i++) {
        posting_list list;
        uint32_t count = kept->count;
        uint32_t *copy = kept->passages;
        TRY(list_open(s, from, &from->lists[i], &list, err));
        if (from->list_count > 1) {
            copy = arena_uninitialized(a, (size_t)count + 1, sizeof(*copy));
            if (!copy)
                return error_nomem(err);
            memcpy(copy, kept->passages, count * sizeof(*copy));
        }
        TRY(postings_intersect(&list, copy, &count, err));
        if (all.count)
            TRY(add_passages(&all, copy, count, a, err));
        else
            all = (candidates){ copy, count, false, false };
    }
    kept->count = all.count;
    if (all.count)
        kept->passages = all.passages;
    return YZ_OK;
}

static yz_status
all_passages(const segment *s, arena *a, candidates *ret_all, yz_error *err)
{
    candidates all = { arena_uninitialized(a, (size_t)s->info.passages + 1,
                                           sizeof(uint32_t)),
                       0, false, false };
    if (!all.passages)
        return error_nomem(err);
    for (; all.count < s->info.passages; all.count++)
        all.passages[all.count] = all.count;
    *ret_all = all;
    return YZ_OK;
}

/*
 * A pattern of one or two gram characters is decided by its one list, unless a
 * word of letters may not be cut where it begins or ends.
 */
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
    return false;
}

/* Copied, since conditions take passages out. */
static yz_status
copy_passages(const candidates *from, arena *a, candidates *ret_copy,
              yz_error *err)
{
    candidates copy = { .count = from->count };
    copy.passages =
        arena_uninitialized(a, (size_t)copy.count + 1, sizeof(uint32_t));
    if (!copy.passages)
        return error_nomem(err);
    memcpy(copy.passages, from->passages, copy.count * sizeof(uint32_t));
    *ret_copy = copy;
    return YZ_OK;
}

yz_status
candidates_within(segment *s, const pattern *p, bool variant,
                  const candidates *within, const pattern_context *context,
                  arena *a, candidates *ret_candidates, yz_error *err)
{
    condition_list conditions;
    candidates out;
    uint32_t next = 0;
    const bool certain = candidates_decided(p, variant);
    TRY(conditions_of(s, p, variant, context, a, &conditions, err));
    if (conditions.count && variant && !has_other(&conditions)) {
        *ret_candidates = (candidates){ .nothing_new = true };
        return YZ_OK;
    }
    if (within)
        TRY(copy_passages(within, a, &out, err));
    else if (conditions.count)
        TRY(condition_passages(s, &conditions.items[next++], a, &out, err));
    else
        TRY(all_passages(s, a, &out, err));
    for (; next < conditions.count && out.count; next++) {
        if (!certain && conditions.items[next].postings >
                            (uint64_t)out.count * POSTINGS_A_COMPARISON)
            break;
        TRY(keep_common(s, &conditions.items[next], &out, a, err));
    }
    out.certain = certain;
    *ret_candidates = out;
    return YZ_OK;
}

yz_status
candidates_find(segment *s, const pattern *p, bool variant,
                const pattern_context *context, arena *a,
                candidates *ret_candidates, yz_error *err)
{
    return candidates_within(s, p, variant, NULL, context, a, ret_candidates,
                             err);
}

static yz_status
list_mark(const posting_list *list, arena *a, uint64_t *bits, yz_error *err)
{
    uint32_t *passages =
        arena_uninitialized(a, (size_t)list->count + 1, sizeof(*passages));
    if (!passages)
        return error_nomem(err);
    TRY(postings_decode(list, passages, NULL, err));
    for (uint32_t i = 0; i < list->count; i++)
        bits[passages[i] / 64] |= 1ull << passages[i] % 64;
    return YZ_OK;
}

yz_status
candidates_mark(segment *s, const pattern *p, bool variant,
                const pattern_context *context, arena *a, uint64_t *bits,
                yz_error *err)
{
    condition_list conditions;
    TRY(conditions_of(s, p, variant, context, a, &conditions, err));
    const condition *only = &conditions.items[0];
    for (uint32_t i = 0; conditions.count && i < only->list_count; i++) {
        posting_list list;
        TRY(list_open(s, only, &only->lists[i], &list, err));
        TRY(list_mark(&list, a, bits, err));
    }
    return YZ_OK;
}

yz_status
candidates_bound(segment *s, const pattern *p, bool variant,
                 const pattern_context *context, arena *a, uint32_t *ret_bound,
                 yz_error *err)
{
    condition_list conditions;
    TRY(conditions_of(s, p, variant, context, a, &conditions, err));
    const uint64_t bound =
        conditions.count ? conditions.items[0].postings : s->info.passages;
    *ret_bound = bound < s->info.passages ? (uint32_t)bound : s->info.passages;
    return YZ_OK;
}
