/* SPDX-License-Identifier: MIT */
#include "query/plan/pattern.h"
#include "core/text/charclass.h"

#include <string.h>

static const uint32_t NO_MATCH = UINT32_MAX;

/* ---- making -------------------------------------------------------------- */

yz_status
element_forms(element *e, const variant_table *variants, arena *a,
              yz_error *err)
{
    uint32_t forms[VARIANT_FORMS_MAX];
    const size_t count = variant_forms(variants, e->c, forms);
    if (count == 1)
        return YZ_OK;
    uint32_t *own = arena_array(a, count, sizeof(*own));
    if (!own)
        return error_nomem(err);
    memcpy(own, forms, count * sizeof(*own));
    e->forms = own;
    e->form_count = (uint32_t)count;
    return YZ_OK;
}

/* One element per character. */
static yz_status
make_exact(const pattern_source *source, arena *a, pattern *p, yz_error *err)
{
    element *elements = arena_array(a, source->length + 1, sizeof(*elements));
    uint32_t width;
    if (!elements)
        return error_nomem(err);
    for (uint32_t at = 0; at < source->length; at += width) {
        element *e = &elements[p->exact_count++];
        e->c = skeleton_char(source->units, source->length, at, &width);
        if (!source->any || !source->any[at])
            continue;
        e->type = ELEMENT_ANY;
        width = 1;
    }
    p->exact = elements;
    return YZ_OK;
}

/* The end of the word of letters and digits that begins at `at`; `at` if none
 * does, or if a wildcard or the end of a prefix makes it unknown. */
static uint32_t
word_end(const pattern_source *source, uint32_t at)
{
    uint32_t width;
    uint32_t end = at;
    const uint32_t c = skeleton_char(source->units, source->length, at, &width);
    if (source->literal || !char_is_word(c) ||
        skeleton_inside_word(source->units, source->length, at))
        return at;
    if (source->any && at > 0 && source->any[at - 1])
        return at;
    do {
        if (source->any && source->any[end])
            return at;
        end += width;
        if (end < source->length)
            skeleton_char(source->units, source->length, end, &width);
    } while (end < source->length &&
             skeleton_inside_word(source->units, source->length, end));
    if (source->any && end < source->length && source->any[end])
        return at;
    return source->prefix && end == source->length ? at : end;
}

/* Words with a letter have other forms; numbers do not. */
static bool
has_letter(const uint16_t *units, uint32_t length)
{
    uint32_t width;
    for (uint32_t at = 0; at < length; at += width) {
        const uint32_t c = skeleton_char(units, length, at, &width);
        if (char_is_word(c) && !char_is_digit(c))
            return true;
    }
    return false;
}

static yz_status
make_variant(const pattern_source *source, pattern_context *context, arena *a,
             pattern *p, yz_error *err)
{
    element *elements = arena_array(a, source->length + 1, sizeof(*elements));
    uint32_t count = 0;
    uint32_t width;
    bool differs = false;
    if (!elements)
        return error_nomem(err);
    for (uint32_t at = 0; at < source->length; at += width) {
        element *e = &elements[count++];
        const uint32_t end = word_end(source, at);
        if (end > at && has_letter(source->units + at, end - at)) {
            e->type = ELEMENT_WORD;
            TRY(analyzer_latin_term(context->analyzer, source->units + at,
                                    end - at, a, &e->term, err));
            width = end - at;
            differs = true;
            continue;
        }
        e->c = skeleton_char(source->units, source->length, at, &width);
        if (source->any && source->any[at]) {
            e->type = ELEMENT_ANY;
            width = 1;
        } else {
            TRY(element_forms(e, context->variants, a, err));
            differs = differs || e->form_count;
        }
    }
    p->variant = differs ? elements : NULL;
    p->variant_count = differs ? count : 0;
    return YZ_OK;
}

/* The unit at which a character begins in a text. */
static uint16_t
lead_unit(uint32_t c)
{
    return c <= 0xffff ? (uint16_t)c : (uint16_t)(0xd7c0 + (c >> 10));
}

/* The units at which the elements can begin. */
static pattern_start
start_of(const element *elements, uint32_t count)
{
    pattern_start start = { 0 };
    if (!count || elements->type != ELEMENT_CHAR)
        return start;
    start.units[start.count++] = lead_unit(elements->c);
    for (uint32_t i = 1; i < elements->form_count; i++)
        start.units[start.count++] = lead_unit(elements->forms[i]);
    return start;
}

yz_status
pattern_make(const pattern_source *source, pattern_context *context, arena *a,
             pattern *ret_pattern, yz_error *err)
{
    pattern p = { .literal = source->literal, .prefix = source->prefix };
    TRY(make_exact(source, a, &p, err));
    TRY(make_variant(source, context, a, &p, err));
    p.exact_start = start_of(p.exact, p.exact_count);
    p.variant_start = start_of(p.variant, p.variant_count);
    *ret_pattern = p;
    return YZ_OK;
}

/* ---- comparing ----------------------------------------------------------- */

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

/* The end of the text's word at `at` if its stem is the element's. */
static uint32_t
word_at(const element *e, pattern_context *context, const uint16_t *units,
        uint32_t length, uint32_t at)
{
    uint32_t end = at;
    uint32_t width;
    yz_str term;
    const bool plain = (units[at] & 0xf800) != 0xd800;
    if (plain && !(context->fold->entries[units[at]] & FOLD_WORD))
        return NO_MATCH;
    if (!char_is_word(skeleton_char(units, length, at, &width)) ||
        cuts_word(context->fold, units, length, at))
        return NO_MATCH;
    for (end = at + width; end < length; end += width) {
        if (!inside_word(context->fold, units, length, end))
            break;
        skeleton_char(units, length, end, &width);
    }
    arena_clear(&context->scratch);
    if (analyzer_latin_term(context->analyzer, units + at, end - at,
                            &context->scratch, &term, NULL) != YZ_OK)
        return NO_MATCH;
    return str_equal(term, e->term) ? end : NO_MATCH;
}

static uint32_t
element_at(const element *e, pattern_context *context, const uint16_t *units,
           uint32_t length, uint32_t at)
{
    uint32_t width;
    if (at >= length)
        return NO_MATCH;
    if (e->type == ELEMENT_WORD)
        return word_at(e, context, units, length, at);
    const uint32_t c = skeleton_char(units, length, at, &width);
    if (e->type == ELEMENT_ANY || c == e->c)
        return at + width;
    for (uint32_t i = 1; i < e->form_count; i++)
        if (c == e->forms[i])
            return at + width;
    return NO_MATCH;
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
    for (uint32_t i = 0; i < count && end != NO_MATCH; i++)
        end = element_at(&elements[i], context, units, length, end);
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
