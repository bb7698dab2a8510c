/* SPDX-License-Identifier: MIT */
#include "query/plan/pattern.h"
#include "core/text/charclass.h"

#include <string.h>

static const uint32_t NO_MATCH = UINT32_MAX;

/* ---- comparing ------------------------------------------------------------------- */

/*
 * skeleton_inside_word() at the price of two look-ups where neither side can
 * belong to a word. `at` lies within the text.
 */
static inline bool
inside_word(const fold_table *fold, const uint16_t *units, uint32_t length,
            uint32_t at)
{
    const uint32_t left = fold->entries[units[at - 1]];
    const uint32_t right = fold->entries[units[at]];
    const bool surrogate =
        (units[at - 1] & 0xf800) == 0xd800 || (units[at] & 0xf800) == 0xd800;
    if (!surrogate && left & right & FOLD_WORD)
        return true;
    if (!surrogate && !((left | right) & FOLD_DIGIT))
        return false;
    return skeleton_inside_word(units, length, at);
}

/* Whether no match may begin or end at `at`. */
static inline bool
cuts_word(const fold_table *fold, const uint16_t *units, uint32_t length,
          uint32_t at)
{
    return at > 0 && at < length && inside_word(fold, units, length, at);
}

/* The end of the word of letters and digits at `at`; NO_MATCH: none begins. */
static uint32_t
word_end_at(const fold_table *fold, const uint16_t *units, uint32_t length,
            uint32_t at)
{
    uint32_t width;
    const bool plain = (units[at] & 0xf800) != 0xd800;
    if (plain && !(fold->entries[units[at]] & FOLD_WORD))
        return NO_MATCH;
    if (!char_is_word(skeleton_char(units, length, at, &width)) ||
        cuts_word(fold, units, length, at))
        return NO_MATCH;
    uint32_t end = at + width;
    while (end < length && inside_word(fold, units, length, end)) {
        skeleton_char(units, length, end, &width);
        end += width;
    }
    return end;
}

/* The end of the text's word at `at` if its stem is the element's. */
static uint32_t
word_at(const element *e, pattern_context *context, const uint16_t *units,
        uint32_t length, uint32_t at)
{
    yz_str term;
    const uint32_t end = word_end_at(context->fold, units, length, at);
    if (end == NO_MATCH)
        return NO_MATCH;
    arena_clear(&context->scratch);
    if (analyzer_latin_term(context->analyzer, units + at, end - at,
                            &context->scratch, &term, NULL) != YZ_OK)
        return NO_MATCH;
    return str_equal(term, e->term) ? end : NO_MATCH;
}

/* The same number, in digits of either kind; or just what the query has. */
static uint32_t
number_at(const element *e, pattern_context *context, const uint16_t *units,
          uint32_t length, uint32_t at)
{
    han_number n;
    if (!(context->fold->entries[units[at]] & FOLD_NUMERAL))
        return word_at(e, context, units, length, at);
    if (han_number_at(units, length, at, &n) &&
        str_equal((yz_str){ n.digits, n.count }, e->term))
        return n.end;
    const bool same =
        e->unit_count && e->unit_count <= length - at &&
        memcmp(units + at, e->units, e->unit_count * sizeof(*units)) == 0;
    return same ? at + e->unit_count : NO_MATCH;
}

static uint32_t
sign_at(const element *e, const uint16_t *units, uint32_t length, uint32_t at)
{
    if (char_sign(units[at]) != e->sign)
        return NO_MATCH;
    return e->sign == SIGN_DASH ? dashes_end(units, length, at) : at + 1;
}

static uint32_t
char_at(const element *e, const uint16_t *units, uint32_t length, uint32_t at)
{
    uint32_t width;
    const uint32_t c = skeleton_char(units, length, at, &width);
    if (e->type == ELEMENT_ANY || c == e->c)
        return at + width;
    for (uint32_t i = 1; i < e->form_count; i++)
        if (c == e->forms[i])
            return at + width;
    return NO_MATCH;
}

static uint32_t
element_at(const element *e, pattern_context *context, const uint16_t *units,
           uint32_t length, uint32_t at)
{
    if (at >= length)
        return NO_MATCH;
    switch (e->type) {
    case ELEMENT_WORD:
        return word_at(e, context, units, length, at);
    case ELEMENT_NUMBER:
        return number_at(e, context, units, length, at);
    case ELEMENT_SIGN:
        return sign_at(e, units, length, at);
    default:
        return char_at(e, units, length, at);
    }
}

/* The same behind signs and marks that may be omitted, if `at` begins some. */
static uint32_t
element_behind(const element *e, pattern_context *context,
               const uint16_t *units, uint32_t length, uint32_t at)
{
    if (at >= length || !(context->fold->entries[units[at]] & FOLD_SIGN))
        return NO_MATCH;
    const uint32_t behind = omissible_end(units, length, at);
    return behind > at ? element_at(e, context, units, length, behind)
                       : NO_MATCH;
}

/* The end of a match that begins at `at`, or NO_MATCH. */
static uint32_t
match_at(const pattern *p, bool variant, pattern_context *context,
         const uint16_t *units, uint32_t length, uint32_t at)
{
    const element *elements = variant ? p->variant : p->exact;
    const uint32_t count = variant ? p->variant_count : p->exact_count;
    uint32_t end = at;
    if (!p->literal && cuts_word(context->fold, units, length, at))
        return NO_MATCH;
    for (uint32_t i = 0; i < count && end != NO_MATCH; i++) {
        const uint32_t before = end;
        end = element_at(&elements[i], context, units, length, before);
        if (end == NO_MATCH && i > 0 && variant && p->omits)
            end = element_behind(&elements[i], context, units, length, before);
    }
    if (end == NO_MATCH || p->literal || p->prefix)
        return end;
    return cuts_word(context->fold, units, length, end) ? NO_MATCH : end;
}

/* The first place from `at` on where a form can begin; `length`: nowhere. */
static uint32_t
next_start(const pattern_start *start, const uint16_t *units, uint32_t length,
           uint32_t at)
{
    if (start->count == 1) {
        while (at < length && units[at] != start->units[0])
            at++;
        return at;
    }
    for (; at < length; at++)
        for (uint32_t i = 0; i < start->count; i++)
            if (units[at] == start->units[i])
                return at;
    return at;
}

bool
pattern_find(const pattern *p, bool variant, pattern_context *context,
             const uint16_t *units, uint32_t length, uint32_t from,
             pattern_match *ret_match)
{
    variant = variant && p->variant;
    const pattern_start *start = variant ? &p->variant_start : &p->exact_start;
    for (uint32_t at = from; at < length; at++) {
        if (start->count)
            at = next_start(start, units, length, at);
        if (at == length)
            return false;
        if (at > 0 && (units[at] & 0xfc00) == 0xdc00)
            continue; /* the second half of a character */
        const uint32_t end = match_at(p, variant, context, units, length, at);
        if (end == NO_MATCH)
            continue;
        *ret_match = (pattern_match){ at, end };
        return true;
    }
    return false;
}
