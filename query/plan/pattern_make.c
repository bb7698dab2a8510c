/* SPDX-License-Identifier: MIT */
/*
 * Making a pattern. The variant form is made of larger elements than
 * characters where these are one word, one number or one sign to a reader; what
 * a text may omit is left out of it.
 */
#include "query/plan/pattern.h"

#include "core/text/charclass.h"

#include <string.h>

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

/* ---- the variant form ----------------------------------------------------------- */

/* What the variant form is made of, element by element. */
typedef struct variant_maker {
    const pattern_source *source;
    const variant_table *variants;
    analyzer *analyzer;
    arena *arena;
    yz_error *err;
    element *elements;
    uint32_t count;
    bool differs; /* other text than that of the exact form can match */
} variant_maker;

static bool
is_open_at(const variant_maker *m, uint32_t at)
{
    return m->source->any && m->source->any[at];
}

static element *
next_element(variant_maker *m)
{
    return &m->elements[m->count++];
}

/* Digits of ASCII alone, four or more. */
static bool
is_long_number(yz_str term)
{
    for (size_t i = 0; i < term.size; i++)
        if (term.data[i] < '0' || term.data[i] > '9')
            return false;
    return term.size >= HAN_NUMBER_MIN && term.size <= HAN_NUMBER_MAX;
}

/* Words with a letter, or that hold digits in groups, have other forms. */
static bool
word_varies(const uint16_t *units, uint32_t length, yz_str term)
{
    uint32_t width;
    for (uint32_t at = 0; at < length; at += width) {
        const uint32_t c = skeleton_char(units, length, at, &width);
        if (c == ',' || (char_is_word(c) && !char_is_digit(c)))
            return true;
    }
    return is_long_number(term);
}

/* A word of letters and digits; *ret_width 0: none that has other forms. */
static yz_status
make_word(variant_maker *m, uint32_t at, uint32_t *ret_width)
{
    yz_str term;
    const uint16_t *units = m->source->units + at;
    const uint32_t length = word_end(m->source, at) - at;
    *ret_width = 0;
    if (!length)
        return YZ_OK;
    TRY(analyzer_latin_term(m->analyzer, units, length, m->arena, &term,
                            m->err));
    if (!word_varies(units, length, term))
        return YZ_OK;
    element *e = next_element(m);
    e->type = is_long_number(term) ? ELEMENT_NUMBER : ELEMENT_WORD;
    e->term = term;
    m->differs = true;
    *ret_width = length;
    return YZ_OK;
}

/* A number in Han digits; *ret_width 0: none is here. */
static yz_status
make_number(variant_maker *m, uint32_t at, uint32_t *ret_width)
{
    han_number n;
    const pattern_source *from = m->source;
    *ret_width = 0;
    if (from->literal || from->any ||
        !han_number_at(from->units, from->length, at, &n) ||
        (from->prefix && n.end == from->length))
        return YZ_OK;
    element *e = next_element(m);
    e->type = ELEMENT_NUMBER;
    e->term = arena_str(m->arena, (yz_str){ n.digits, n.count });
    if (!e->term.data)
        return error_nomem(m->err);
    e->units = from->units + at;
    e->unit_count = n.end - at;
    m->differs = true;
    *ret_width = n.end - at;
    return YZ_OK;
}

/* Signs that are one with others, where a text may not omit them. */
static bool
make_sign(variant_maker *m, uint32_t c, uint32_t at, uint32_t *width)
{
    const sign_kind kind = char_sign(c);
    if (kind == SIGN_NONE || m->source->literal || m->source->any)
        return false;
    element *e = next_element(m);
    e->type = ELEMENT_SIGN;
    e->c = c;
    e->sign = kind;
    m->differs = true;
    if (kind == SIGN_DASH)
        *width = dashes_end(m->source->units, m->source->length, at) - at;
    return true;
}

static yz_status
make_char(variant_maker *m, uint32_t at, uint32_t *ret_width)
{
    const pattern_source *from = m->source;
    const uint32_t c = skeleton_char(from->units, from->length, at, ret_width);
    if (is_open_at(m, at)) {
        next_element(m)->type = ELEMENT_ANY;
        *ret_width = 1;
        return YZ_OK;
    }
    if (make_sign(m, c, at, ret_width))
        return YZ_OK;
    element *e = next_element(m);
    e->c = c;
    TRY(element_forms(e, m->variants, m->arena, m->err));
    m->differs = m->differs || e->form_count;
    return YZ_OK;
}

/* The element at `at`, and how many units it takes. */
static yz_status
make_element(variant_maker *m, uint32_t at, uint32_t *ret_width)
{
    TRY(make_word(m, at, ret_width));
    if (!*ret_width)
        TRY(make_number(m, at, ret_width));
    return *ret_width ? YZ_OK : make_char(m, at, ret_width);
}

static yz_status
make_variant(variant_maker *m, pattern *p)
{
    const pattern_source *from = m->source;
    uint32_t width;
    m->elements = arena_array(m->arena, from->length + 1, sizeof(element));
    if (!m->elements)
        return error_nomem(m->err);
    for (uint32_t at = 0; at < from->length; at += width) {
        width = 0;
        if (p->omits)
            width = omissible_end(from->units, from->length, at) - at;
        p->omitted = p->omitted || width;
        if (!width)
            TRY(make_element(m, at, &width));
    }
    if (m->differs || (p->omits && m->count > 1)) {
        p->variant = m->elements;
        p->variant_count = m->count;
    }
    return YZ_OK;
}

/* ---- both forms ------------------------------------------------------------------- */

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

/* Tell whether the exact form is a word of letters and digits. */
static yz_status
find_word(const pattern_source *source, pattern_context *context, arena *a,
          pattern *p, yz_error *err)
{
    if (!source->length || word_end(source, 0) != source->length)
        return YZ_OK;
    TRY(analyzer_latin_term(context->analyzer, source->units, source->length, a,
                            &p->word, err));
    p->is_term = skeleton_is_utf8(source->units, source->length, p->word);
    return YZ_OK;
}

yz_status
pattern_make(const pattern_source *source, pattern_context *context, arena *a,
             pattern *ret_pattern, yz_error *err)
{
    pattern p = { .literal = source->literal, .prefix = source->prefix };
    TRY(make_exact(source, a, &p, err));
    TRY(find_word(source, context, a, &p, err));
    p.omits = source->omits && !source->literal && !source->any;
    variant_maker m = { .source = source,
                        .variants = context->variants,
                        .analyzer = context->analyzer,
                        .arena = a,
                        .err = err };
    TRY(make_variant(&m, &p));
    p.exact_start = start_of(p.exact, p.exact_count);
    p.variant_start = start_of(p.variant, p.variant_count);
    *ret_pattern = p;
    return YZ_OK;
}
