/* SPDX-License-Identifier: MIT */
/*
 * All places of all patterns are laid out in order of their beginning, then a
 * search with backtracking picks a chain of places, one a pattern. Two
 * patterns (nearly all queries) cost a look at neighbours only; the work for
 * more is bounded by STEPS_MAX, beyond which the chain counts as not found.
 */
#include "query/match/proximity.h"

#include "core/base/array.h"
#include "core/base/bit_set.h"
#include "query/match/exact/verify.h"

#include <stdlib.h>

enum { STEPS_MAX = 200000, PATTERNS_MAX = 64 };

typedef struct place {
    uint32_t begin;
    uint32_t end;
    uint32_t pattern;
} place;

typedef struct chain {
    const place *places;
    size_t place_count;
    const uint16_t *units;
    uint64_t wanted; /**< a bit a pattern that is still to come */
    uint32_t distance;
    uint32_t steps;
} chain;

static int
place_compare(const void *a, const void *b)
{
    const place *x = a;
    const place *y = b;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

/* Characters (not units) between two places. */
static uint32_t
characters(const uint16_t *units, uint32_t begin, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t i = begin; i < end; i++)
        count += (units[i] & 0xfc00) != 0xdc00;
    return count;
}

/* Can the wanted patterns follow a chain that ends at `end`? */
static bool
chain_goes_on(chain *c, size_t from, uint32_t end)
{
    if (!c->wanted)
        return true;
    for (size_t i = from; i < c->place_count; i++) {
        const place *next = &c->places[i];
        const uint64_t bit = 1ull << next->pattern;
        if (++c->steps > STEPS_MAX)
            return false;
        if (next->begin < end || !(c->wanted & bit))
            continue;
        if (characters(c->units, end, next->begin) > c->distance)
            return false; /* and all after it are farther */
        c->wanted &= ~bit;
        if (chain_goes_on(c, i + 1, next->end))
            return true;
        c->wanted |= bit;
    }
    return false;
}

static bool
chain_exists(chain *c)
{
    const uint64_t all = c->wanted;
    for (size_t i = 0; i < c->place_count; i++) {
        c->wanted = all & ~(1ull << c->places[i].pattern);
        if (chain_goes_on(c, i + 1, c->places[i].end))
            return true;
    }
    return false;
}

typedef ARRAY_OF(place) place_list;

/* A passage in which the places are looked for. */
typedef struct skeleton_view {
    const uint16_t *units;
    uint32_t length;
} skeleton_view;

static yz_status
places_find(const match_context *m, const pattern *p, uint32_t number,
            bool variant, const skeleton_view *in, place_list *list)
{
    pattern_match match;
    uint32_t from = 0;
    while (pattern_find(p, variant, m->patterns, in->units, in->length, from,
                        &match)) {
        if (!ARRAY_PUSH(list, (place){ match.begin, match.end, number }))
            return error_nomem(m->err);
        from = match.begin + 1;
    }
    return YZ_OK;
}

static yz_status
meets_in_form(const match_context *m, const proximity *p, bool variant,
              const skeleton_view *in, bool *ret_meets)
{
    place_list list = { .from = m->arena->from };
    yz_status status = YZ_OK;
    for (size_t i = 0; i < p->count && status == YZ_OK; i++)
        status =
            places_find(m, p->patterns[i], (uint32_t)i, variant, in, &list);
    if (status == YZ_OK && list.count) {
        qsort(list.items, list.count, sizeof(place), place_compare);
        chain c = { .places = list.items,
                    .place_count = list.count,
                    .units = in->units,
                    .wanted = word_mask((uint32_t)p->count),
                    .distance = p->distance };
        *ret_meets = chain_exists(&c);
    }
    ARRAY_DISPOSE(&list);
    return status;
}

/* ---- refusing ----------------------------------------------------------- */

/* The forms of a pattern of ideographs alone, behind those of others. */
static bool
add_forms(const pattern *p, packed_forms *forms, uint32_t *count)
{
    const element *elements = p->variant ? p->variant : p->exact;
    const uint32_t more = p->variant ? p->variant_count : p->exact_count;
    if (!more || more > PACKED_PHRASE_MAX - *count)
        return false;
    for (uint32_t i = 0; i < more; i++)
        if (!element_packed_forms(&elements[i], &forms[(*count)++]))
            return false;
    return true;
}

yz_status
proximity_make(const match_context *m, const pattern *const *patterns,
               size_t count, uint32_t distance, proximity *ret_proximity)
{
    packed_forms forms[PACKED_PHRASE_MAX];
    uint32_t ends[CLOSE_WORDS_MAX];
    uint32_t length = 0;
    proximity p = { patterns, count, distance, NULL };
    *ret_proximity = p;
    if (count < 2 || count > CLOSE_WORDS_MAX)
        return YZ_OK;
    for (size_t i = 0; i < count; i++) {
        if (!add_forms(patterns[i], forms, &length))
            return YZ_OK;
        ends[i] = length;
    }
    packed_close *close = arena_uninitialized(m->arena, 1, sizeof(*close));
    if (!close)
        return error_nomem(m->err);
    packed_close_make(m->segment->fold, forms, ends, (uint32_t)count, distance,
                      close);
    ret_proximity->close = close;
    return YZ_OK;
}

static yz_status
may_meet(const match_context *m, const proximity *p, uint32_t passage,
         bool *ret_may)
{
    packed_text text;
    *ret_may = true;
    if (!p->close)
        return YZ_OK;
    TRY(segment_packed_text(m->segment, passage, &text, m->err));
    *ret_may = packed_text_may_be_close(&text, p->close);
    return YZ_OK;
}

yz_status
proximity_meets(const match_context *m, const proximity *p, uint32_t passage,
                bool *ret_meets, yz_tier *ret_tier)
{
    skeleton_view in;
    bool may;
    *ret_meets = false;
    if (ret_tier)
        *ret_tier = YZ_TIER_VARIANT;
    if (p->count > PATTERNS_MAX)
        return YZ_OK;
    TRY(may_meet(m, p, passage, &may));
    if (!may)
        return YZ_OK;
    TRY(segment_skeleton(m->segment, passage, &m->patterns->skeletons,
                         &in.units, &in.length, m->err));
    if (ret_tier || m->strict)
        TRY(meets_in_form(m, p, false, &in, ret_meets));
    if (ret_tier)
        *ret_tier = *ret_meets ? YZ_TIER_EXACT : YZ_TIER_VARIANT;
    if (*ret_meets || m->strict)
        return YZ_OK;
    return meets_in_form(m, p, true, &in, ret_meets);
}
