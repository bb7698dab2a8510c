/* SPDX-License-Identifier: MIT */
#include "query/match/fuzzy/anchors.h"

#include "core/base/bit_set.h"
#include "core/text/charclass.h"
#include "core/text/signs.h"
#include "query/match/fuzzy/ocr_debris.h"

enum {
    UNIT_KINDS = 0x10000,
    SURROGATES = 0xd800,
    SURROGATES_END = 0xe000,
    LEAD_BASE = 0xd7c0
};

static bool
is_surrogate(uint32_t unit)
{
    return unit >= SURROGATES && unit < SURROGATES_END;
}

/* Of a rare plane, or a dash. */
static bool
is_vague(uint32_t unit)
{
    return unit >= UNIT_KINDS || is_surrogate(unit) || char_is_dash(unit);
}

/* Whether a unit of a text may be this character of an anchor; 0: any vague. */
static bool
unit_agrees(const anchors *a, uint16_t anchored, uint32_t unit)
{
    if (!anchored)
        return is_vague(unit);
    /* A rare form of any character may begin or end with it. */
    return is_surrogate(unit) || variant_related(a->variants, anchored, unit);
}

static uint16_t
unit_of(uint32_t c)
{
    return is_vague(c) ? 0 : (uint16_t)c;
}

static bool
has_unit(const anchors *a, uint16_t unit)
{
    return bits_test(a->units, unit);
}

static void
add_unit(anchors *a, uint32_t unit)
{
    bits_set(a->units, unit);
}

/* All units at which a character of the query can begin in a text. */
static void
add_units(anchors *a, uint16_t unit)
{
    uint32_t forms[VARIANT_FORMS_MAX];
    const size_t count = unit ? variant_forms(a->variants, unit, forms) : 0;
    for (size_t i = 0; i < count; i++)
        add_unit(a, forms[i] < UNIT_KINDS ? forms[i]
                                          : LEAD_BASE + (forms[i] >> 10));
    for (uint32_t any = 0; !unit && any < UNIT_KINDS; any++)
        if (is_vague(any))
            add_unit(a, any);
}

static void
add_anchor(anchors *a, const uint32_t *chars, uint32_t place)
{
    anchor *to = &a->items[a->count++];
    to->place = place;
    to->first = unit_of(chars[place]);
    to->second = a->pairs ? unit_of(chars[place + 1]) : 0;
}

static bool
is_pair(const uint32_t *chars)
{
    return chars[0] < UNIT_KINDS && chars[1] < UNIT_KINDS &&
           char_is_gram(chars[0]) && char_is_gram(chars[1]);
}

/* false: the phrase has not as many pairs. */
static bool
choose_pairs(anchors *a, const uint32_t *chars, uint32_t count, uint32_t wanted)
{
    a->pairs = true;
    for (uint32_t i = 0; i + 1 < count && a->count < wanted; i++)
        if (is_pair(chars + i))
            add_anchor(a, chars, i++);
    return a->count == wanted;
}

static void
choose_characters(anchors *a, const uint32_t *chars, uint32_t count,
                  uint32_t wanted)
{
    uint32_t whole = 0;
    a->pairs = false;
    a->count = 0;
    for (uint32_t i = 0; i < count && i < ANCHORS_MAX && whole < wanted; i++) {
        add_anchor(a, chars, i);
        whole += !char_is_punctuation(chars[i]);
    }
}

bool
anchors_make(const uint32_t *chars, uint32_t count, uint32_t breaks,
             const variant_table *variants, arena *a, anchors *ret_anchors)
{
    anchors out = { .variants = variants };
    out.units = arena_array(a, UNIT_KINDS / 64, sizeof(*out.units));
    if (!out.units)
        return false;
    if (!choose_pairs(&out, chars, count, breaks + 1))
        choose_characters(&out, chars, count, breaks + 1);
    for (uint32_t i = 0; i < out.count; i++)
        add_units(&out, out.items[i].first);
    *ret_anchors = out;
    return true;
}

/* Whether the second character of a pair follows, behind signs as well. */
static bool
second_follows(const anchors *a, uint16_t second, const uint16_t *units,
               uint32_t length, uint32_t at)
{
    if (at < length && unit_agrees(a, second, units[at]))
        return true;
    if (!a->omits || at >= length || !char_begins_omissible(units[at]))
        return false;
    const uint32_t end = omissible_end(units, length, at);
    return end > at && unit_agrees(a, second, units[end]);
}

/* Which anchor begins here; false: none does. */
static bool
anchor_at(const anchors *a, const uint16_t *units, uint32_t length, uint32_t at,
          uint32_t *ret_place)
{
    for (uint32_t i = a->count; i-- > 0;) {
        if (!unit_agrees(a, a->items[i].first, units[at]))
            continue;
        if (a->pairs &&
            !second_follows(a, a->items[i].second, units, length, at + 1))
            continue;
        *ret_place = a->items[i].place;
        return true;
    }
    return false;
}

uint32_t
anchors_next(const anchors *from, const uint16_t *units, uint32_t length,
             uint32_t at, uint32_t *ret_place)
{
    for (; at < length; at++)
        if (has_unit(from, units[at]) &&
            anchor_at(from, units, length, at, ret_place))
            return at;
    return length;
}
