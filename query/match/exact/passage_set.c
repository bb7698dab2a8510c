/* SPDX-License-Identifier: MIT */
/*
 * Two lists are merged, or where one is much shorter, its passages are looked
 * for in the other. A list and bits: each passage of the list is looked up.
 * Two sets of bits: word by word, if the result needs no grades; else one of
 * them becomes a list first. All operations are in this one file, of more than
 * 400 lines, since whoever changes a form changes each of them.
 */
#include "query/match/exact/passage_set.h"

#include "core/base/bit_set.h"

#include <string.h>

/* ---- making ------------------------------------------------------------- */

passage_set
passage_set_new(arena *a, uint32_t capacity, uint32_t tier)
{
    return (passage_set){
        .passages =
            arena_uninitialized(a, (size_t)capacity + 1, sizeof(uint32_t)),
        .tier = tier,
    };
}

passage_set
passage_set_new_graded(arena *a, uint32_t capacity)
{
    passage_set set = passage_set_new(a, capacity, 0);
    set.grades = arena_uninitialized(a, (size_t)capacity + 1, sizeof(grade));
    return set.grades ? set : (passage_set){ 0 };
}

passage_set
passage_set_new_like(arena *a, uint32_t capacity, const passage_set *like)
{
    return like->grades ? passage_set_new_graded(a, capacity)
                        : passage_set_new(a, capacity, like->tier);
}

passage_set
passage_set_new_bits(arena *a, uint32_t end, uint32_t tier)
{
    return (passage_set){
        .bits = arena_array(a, bits_words(end) + 1, sizeof(uint64_t)),
        .tier = tier,
        .end = end,
    };
}

void
passage_set_add(passage_set *set, const uint32_t *passages, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        set->count += bits_add(set->bits, passages[i]);
}

void
passage_set_recount(passage_set *set)
{
    set->count = (uint32_t)bits_count(set->bits, bits_words(set->end));
}

void
passage_set_merge(passage_set *set, const passage_set *bits)
{
    for (size_t i = 0; i < bits_words(bits->end); i++) {
        const uint64_t more = bits->bits[i] & ~set->bits[i];
        set->bits[i] |= more;
        set->count += word_count(more);
    }
}

/* What of the numbers below `end` is in word i. */
static uint64_t
word_of(const passage_set *set, size_t i)
{
    return i < bits_words(set->end) ? set->bits[i] : 0;
}

void
passage_set_keep(passage_set *set, const passage_set *bits)
{
    set->count = 0;
    for (size_t i = 0; i < bits_words(set->end); i++) {
        set->bits[i] &= word_of(bits, i);
        set->count += word_count(set->bits[i]);
    }
}

void
passage_set_clear(passage_set *set)
{
    memset(set->bits, 0, bits_words(set->end) * sizeof(*set->bits));
    set->count = 0;
}

/* Bits as those of another set, of a tier, with more passages to come. */
static passage_set
copy_bits(const passage_set *from, uint32_t end, uint32_t tier, arena *a)
{
    passage_set copy = passage_set_new_bits(a, end, tier);
    if (!copy.bits)
        return copy;
    memcpy(copy.bits, from->bits, bits_words(from->end) * sizeof(*copy.bits));
    copy.count = from->count;
    return copy;
}

/* ---- between the forms ---------------------------------------------------- */

passage_set
passage_set_list(const passage_set *set, uint32_t most, arena *a)
{
    passage_set list = *set;
    if (list.count > most)
        list.count = most;
    if (!set->bits)
        return list;
    const uint32_t count = list.count;
    list = passage_set_new(a, count, set->tier);
    for (uint32_t i = 0; list.passages && list.count < count; i++)
        for (uint64_t rest = set->bits[i]; rest && list.count < count;
             rest &= rest - 1)
            passage_set_push(&list, i * 64 + word_lowest(rest));
    return list;
}

/* Passages of a list that are in the bits, or are not. */
static passage_set
select_by_bits(const passage_set *list, const passage_set *bits, bool wanted,
               arena *a)
{
    passage_set some = passage_set_new_like(a, list->count, list);
    for (uint32_t i = 0; some.passages && i < list->count; i++)
        if (passage_set_has(bits, list->passages[i]) == wanted)
            passage_set_push_from(&some, list, i);
    return some;
}

static bool
all_exact(const passage_set *set)
{
    return !set->grades && set->tier == YZ_TIER_EXACT;
}

static bool
same_grade(const passage_set *x, const passage_set *y)
{
    return !x->grades && !y->grades && x->tier == y->tier;
}

/* ---- AND ------------------------------------------------------------------ */

static grade
worse_of(grade x, grade y)
{
    return (grade){ x.tier > y.tier ? x.tier : y.tier, x.loss + y.loss };
}

/* Where in x and in y a passage is that is in both; the grade is the worse. */
static void
push_common(passage_set *both, const passage_set *x, uint32_t i,
            const passage_set *y, uint32_t j)
{
    const uint32_t passage = x->passages[i];
    if (both->grades)
        passage_set_push_graded(
            both, passage,
            worse_of(passage_set_grade(x, i), passage_set_grade(y, j)));
    else
        passage_set_push(both, passage);
}

/* The first place from `at` on whose passage is not before `passage`. */
static uint32_t
gallop(const passage_set *set, uint32_t at, uint32_t passage)
{
    uint32_t step = 1;
    while (step < set->count - at && set->passages[at + step] < passage) {
        at += step;
        step *= 2;
    }
    uint32_t end = step < set->count - at ? at + step : set->count;
    while (at < end) {
        const uint32_t middle = at + (end - at) / 2;
        if (set->passages[middle] < passage)
            at = middle + 1;
        else
            end = middle;
    }
    return at;
}

/* Of a few in many: each is looked for. */
static void
intersect_sparse(const passage_set *few, const passage_set *many,
                 passage_set *both)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < few->count && at < many->count; i++) {
        at = gallop(many, at, few->passages[i]);
        if (at < many->count && many->passages[at] == few->passages[i])
            push_common(both, few, i, many, at);
    }
}

/* Side by side, without a branch that depends on what is there. */
static void
intersect_dense(const passage_set *x, const passage_set *y, passage_set *both)
{
    uint32_t i = 0;
    uint32_t j = 0;
    while (i < x->count && j < y->count) {
        const uint32_t p = x->passages[i];
        const uint32_t q = y->passages[j];
        both->passages[both->count] = p;
        if (both->grades)
            both->grades[both->count] =
                worse_of(passage_set_grade(x, i), passage_set_grade(y, j));
        both->count += p == q;
        i += p <= q;
        j += q <= p;
    }
}

static passage_set
intersect_lists(const passage_set *x, const passage_set *y, arena *a)
{
    enum { TIMES_MORE = 16 }; /* above which looking is cheaper */
    const passage_set *few = x->count < y->count ? x : y;
    const passage_set *many = few == x ? y : x;
    passage_set both =
        x->grades || y->grades
            ? passage_set_new_graded(a, few->count)
            : passage_set_new(a, few->count,
                              x->tier > y->tier ? x->tier : y->tier);
    if (!both.passages)
        return both;
    if (many->count / TIMES_MORE > few->count)
        intersect_sparse(few, many, &both);
    else
        intersect_dense(x, y, &both);
    return both;
}

static passage_set
intersect_bits(const passage_set *x, const passage_set *y, arena *a)
{
    passage_set both =
        copy_bits(x, x->end, x->tier > y->tier ? x->tier : y->tier, a);
    if (both.bits)
        passage_set_keep(&both, y);
    return both;
}

passage_set
passage_set_intersect(const passage_set *x, const passage_set *y, arena *a)
{
    if (x->bits && y->bits)
        return intersect_bits(x, y, a);
    if (x->bits || y->bits) {
        const passage_set *bits = x->bits ? x : y;
        const passage_set *list = x->bits ? y : x;
        if (!list->grades || all_exact(bits)) {
            passage_set both = select_by_bits(list, bits, true, a);
            if (!list->grades && bits->tier > list->tier)
                both.tier = bits->tier;
            return both;
        }
        const passage_set other = passage_set_list(bits, bits->count, a);
        return other.passages ? intersect_lists(list, &other, a) : other;
    }
    return intersect_lists(x, y, a);
}

/* ---- OR ------------------------------------------------------------------- */

static bool
is_better(grade x, grade y)
{
    return x.tier < y.tier || (x.tier == y.tier && x.loss < y.loss);
}

/* All of one grade: the numbers alone. */
static void
unite_plain(const passage_set *x, const passage_set *y, passage_set *either)
{
    uint32_t i = 0;
    uint32_t j = 0;
    while (i < x->count && j < y->count) {
        const uint32_t p = x->passages[i];
        const uint32_t q = y->passages[j];
        passage_set_push(either, p < q ? p : q);
        i += p <= q;
        j += q <= p;
    }
    while (i < x->count)
        passage_set_push(either, x->passages[i++]);
    while (j < y->count)
        passage_set_push(either, y->passages[j++]);
}

static void
unite_graded(const passage_set *x, const passage_set *y, passage_set *either)
{
    uint32_t i = 0;
    uint32_t j = 0;
    while (i < x->count || j < y->count) {
        const bool has_x = i < x->count;
        const bool has_y = j < y->count;
        const bool takes_x =
            has_x && (!has_y || x->passages[i] <= y->passages[j]);
        const bool takes_y =
            has_y && (!has_x || y->passages[j] <= x->passages[i]);
        const uint32_t passage = takes_x ? x->passages[i] : y->passages[j];
        grade best =
            takes_x ? passage_set_grade(x, i) : passage_set_grade(y, j);
        if (takes_x && takes_y && is_better(passage_set_grade(y, j), best))
            best = passage_set_grade(y, j);
        passage_set_push_graded(either, passage, best);
        i += takes_x;
        j += takes_y;
    }
}

static passage_set
unite_lists(const passage_set *x, const passage_set *y, arena *a)
{
    const uint32_t capacity = x->count + y->count;
    passage_set either = same_grade(x, y)
                             ? passage_set_new(a, capacity, x->tier)
                             : passage_set_new_graded(a, capacity);
    if (either.passages && either.grades)
        unite_graded(x, y, &either);
    else if (either.passages)
        unite_plain(x, y, &either);
    return either;
}

/* Into a copy of the bits; all are of one grade. */
static passage_set
unite_into_bits(const passage_set *bits, const passage_set *other, arena *a)
{
    const uint32_t last =
        other->bits ? other->end : other->passages[other->count - 1] + 1;
    passage_set either =
        copy_bits(bits, last > bits->end ? last : bits->end, bits->tier, a);
    if (!either.bits)
        return either;
    if (other->bits)
        passage_set_merge(&either, other);
    else
        passage_set_add(&either, other->passages, other->count);
    return either;
}

passage_set
passage_set_unite(const passage_set *x, const passage_set *y, arena *a)
{
    if (!x->count || !y->count)
        return x->count ? *x : *y;
    if (same_grade(x, y) && (x->bits || y->bits))
        return unite_into_bits(x->bits ? x : y, x->bits ? y : x, a);
    const passage_set first = passage_set_list(x, x->count, a);
    const passage_set second = passage_set_list(y, y->count, a);
    if (!first.passages || !second.passages)
        return (passage_set){ 0 };
    return unite_lists(&first, &second, a);
}

/* ---- NOT ------------------------------------------------------------------ */

static passage_set
subtract_lists(const passage_set *x, const passage_set *y, arena *a)
{
    passage_set rest = passage_set_new_like(a, x->count, x);
    uint32_t j = 0;
    for (uint32_t i = 0; rest.passages && i < x->count; i++) {
        while (j < y->count && y->passages[j] < x->passages[i])
            j++;
        if (j == y->count || y->passages[j] != x->passages[i])
            passage_set_push_from(&rest, x, i);
    }
    return rest;
}

static passage_set
subtract_from_bits(const passage_set *x, const passage_set *y, arena *a)
{
    passage_set rest = copy_bits(x, x->end, x->tier, a);
    if (!rest.bits)
        return rest;
    if (y->bits) {
        rest.count = 0;
        for (size_t i = 0; i < bits_words(x->end); i++) {
            rest.bits[i] &= ~word_of(y, i);
            rest.count += word_count(rest.bits[i]);
        }
        return rest;
    }
    for (uint32_t i = 0; i < y->count && y->passages[i] < x->end; i++) {
        rest.count -= bits_test(rest.bits, y->passages[i]);
        bits_clear(rest.bits, y->passages[i]);
    }
    return rest;
}

passage_set
passage_set_subtract(const passage_set *x, const passage_set *y, arena *a)
{
    if (!x->count || !y->count)
        return *x;
    if (x->bits)
        return subtract_from_bits(x, y, a);
    return y->bits ? select_by_bits(x, y, false, a) : subtract_lists(x, y, a);
}

passage_set
passage_set_complement(const passage_set *x, uint32_t end, arena *a)
{
    passage_set all = passage_set_new_bits(a, end, YZ_TIER_EXACT);
    if (!all.bits)
        return all;
    memset(all.bits, 0xff, bits_words(end) * sizeof(uint64_t));
    if (end % 64)
        all.bits[end / 64] = word_mask(end % 64);
    all.count = end;
    return passage_set_subtract(&all, x, a);
}

/* ---- reading -------------------------------------------------------------- */

bool
passage_set_has(const passage_set *set, uint32_t passage)
{
    if (set->bits)
        return passage < set->end && bits_test(set->bits, passage);
    const uint32_t at = set->count ? gallop(set, 0, passage) : 0;
    return at < set->count && set->passages[at] == passage;
}

bool
passage_set_same_passages(const passage_set *x, const passage_set *y)
{
    const passage_set *list = x->bits ? y : x;
    const passage_set *other = x->bits ? x : y;
    if (x->count != y->count)
        return false;
    if (!other->bits)
        return !memcmp(x->passages, y->passages, x->count * sizeof(uint32_t));
    for (uint32_t i = 0; !list->bits && i < list->count; i++)
        if (!passage_set_has(other, list->passages[i]))
            return false;
    for (size_t i = 0; list->bits && i < bits_words(other->end); i++)
        if (word_of(list, i) != word_of(other, i))
            return false;
    return true;
}

passage_set
passage_set_copy(const passage_set *set, uint32_t end, arena *a)
{
    const bool as_bits = set->bits || (!set->grades && set->count > end / 32);
    if (as_bits) {
        passage_set bits =
            passage_set_new_bits(a, set->bits ? set->end : end, set->tier);
        if (bits.bits && set->bits)
            passage_set_merge(&bits, set);
        else if (bits.bits)
            passage_set_add(&bits, set->passages, set->count);
        return bits;
    }
    passage_set list = passage_set_new_like(a, set->count, set);
    for (uint32_t i = 0; list.passages && i < set->count; i++)
        passage_set_push_from(&list, set, i);
    return list;
}
