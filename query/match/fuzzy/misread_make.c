/* SPDX-License-Identifier: MIT */
/*
 * A phrase made ready to be compared with texts that were misread: its
 * characters without the signs that a text may omit, and how far it may differ.
 */
#include "query/match/fuzzy/misread.h"

#include "core/text/charclass.h"

/* ---- limits ------------------------------------------------------------------ */

/* Pairs of neighbouring gram characters, none overlapping. */
static uint32_t
disjoint_pairs(const misread_query *q)
{
    uint32_t pairs = 0;
    for (uint32_t i = 0; i + 1 < q->count; i++)
        if (char_is_gram(q->chars[i]) && char_is_gram(q->chars[i + 1])) {
            pairs++;
            i++;
        }
    return pairs;
}

/* Whether the user listed what one of the characters is read as. */
static bool
has_own_pair(const misread_query *q, const lookalike_pairs *own)
{
    for (uint32_t i = 0; own && i < q->count; i++)
        for (size_t j = 0; j < own->count; j++)
            if (own->items[j].query == q->chars[i] && own->items[j].weight > 0)
                return true;
    return false;
}

/*
 * With as many breaks as pieces less one, one piece is whole in the text:
 * what query/match/fuzzy/pigeonhole.c looks for.
 */
static bool
limits_set(misread_query *q, const lookalike_pairs *own)
{
    enum { WORD = 2, SHORT = 3, PHRASE = 4, LONG = 6, CLAUSE = 8 };
    const uint32_t n = q->characters;
    const bool asked = q->reach == REACH_SHAPE || q->reach == REACH_ANY;
    const uint32_t least = asked ? WORD : q->reach == REACH_ON ? SHORT : PHRASE;
    q->listed_only =
        q->reach == REACH_AUTO && n == SHORT && has_own_pair(q, own);
    if (n < (q->reach == REACH_LOOSE || q->listed_only ? SHORT : least))
        return false;
    q->breaks = 1;
    if (q->reach == REACH_MARKS)
        return true;
    if (n >= LONG && !asked && disjoint_pairs(q) > 2)
        q->breaks = 2;
    q->open = q->breaks;
    q->misread = q->reach == REACH_LOOSE && n >= CLAUSE ? q->breaks : 1;
    q->edits = q->reach == REACH_ANY || (q->reach == REACH_LOOSE && n >= LONG);
    return true;
}

/* ---- making -------------------------------------------------------------------- */

/* The units of a pattern of characters alone; false: it has others, or none. */
static bool
units_make(const pattern *p, arena *a, misread_query *q, uint32_t *ret_length)
{
    uint16_t *units =
        arena_array(a, 2 * (size_t)p->exact_count + 1, sizeof(*units));
    uint32_t length = 0;
    q->units = units;
    for (uint32_t i = 0; units && i < p->exact_count; i++) {
        const uint32_t c = p->exact[i].c;
        if (p->exact[i].type != ELEMENT_CHAR)
            return false;
        length += skeleton_char_put(units + length, c);
    }
    *ret_length = length;
    return units;
}

/* The character at `at`; of dashes one behind the other, the first. */
static yz_status
char_add(misread_query *q, uint32_t length, uint32_t at, uint32_t *ret_width,
         const variant_table *variants, arena *a, yz_error *err)
{
    element *e = &q->elements[q->count];
    e->c = skeleton_char(q->units, length, at, ret_width);
    if (char_is_dash(e->c))
        *ret_width = dashes_end(q->units, length, at) - at;
    q->chars[q->count++] = e->c;
    q->characters += char_is_han(e->c);
    return element_forms(e, variants, a, err);
}

static yz_status
chars_make(misread_query *q, uint32_t length, const variant_table *variants,
           arena *a, yz_error *err)
{
    uint32_t width;
    q->chars = arena_array(a, length + 1, sizeof(*q->chars));
    q->elements = arena_array(a, length + 1, sizeof(*q->elements));
    q->omitted = arena_array(a, length + 1, sizeof(*q->omitted));
    if (!q->chars || !q->elements || !q->omitted)
        return error_nomem(err);
    for (uint32_t at = 0; at < length; at += width) {
        const uint32_t end =
            q->omits ? omissible_end(q->units, length, at) : at;
        q->omitted[q->count] = (misread_run){ at, end };
        at = end;
        TRY(char_add(q, length, at, &width, variants, a, err));
    }
    return YZ_OK;
}

yz_status
misread_make(const pattern *p, misread_reach reach,
             const variant_table *variants, const lookalike_pairs *own,
             arena *a, misread_query *ret_query, yz_error *err)
{
    misread_query q = { .reach = reach, .omits = p->omits };
    uint32_t length;
    if (p->literal || p->prefix)
        return YZ_DONE;
    if (!units_make(p, a, &q, &length))
        return q.units ? YZ_DONE : error_nomem(err);
    TRY(chars_make(&q, length, variants, a, err));
    if (!limits_set(&q, own))
        return YZ_DONE;
    if (!anchors_make(q.chars, q.count, q.breaks, variants, a, &q.anchors))
        return error_nomem(err);
    q.anchors.omits = q.omits;
    *ret_query = q;
    return YZ_OK;
}
