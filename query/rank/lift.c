/* SPDX-License-Identifier: MIT */
#include "query/rank/lift.h"

#include "core/text/charclass.h"

/* The elements of a part as they are looked for. */
typedef struct part_elements {
    const element *items;
    uint32_t count;
} part_elements;

static part_elements
elements_of(const bonus_part *part)
{
    const pattern *p = &part->pattern;
    return p->variant ? (part_elements){ p->variant, p->variant_count }
                      : (part_elements){ p->exact, p->exact_count };
}

static bool
is_han(const element *e)
{
    return e->type == ELEMENT_CHAR && e->c <= UINT16_MAX && char_is_han(e->c) &&
           !char_may_be_of_word(e->c);
}

static uint32_t
form_of(const element *e, uint32_t i)
{
    return e->form_count ? e->forms[i] : e->c;
}

static uint32_t
form_count(const element *e)
{
    return e && e->form_count ? e->form_count : 1;
}

static bool
has_gram(const rank_term *term, gram_key key)
{
    for (size_t i = 0; i < term->gram_count; i++)
        if (term->grams[i] == key)
            return true;
    return false;
}

/* What making lifts works on. */
typedef struct lift_maker {
    const rank_terms *terms;
    yz_snapshot *snapshot;
    term_lift *by_term;
    lifts lifts;
    yz_error *err;
} lift_maker;

/* Whether any passage has a gram. */
static yz_status
occurs(const lift_maker *m, gram_key key, bool *ret_occurs)
{
    list_place where;
    *ret_occurs = false;
    for (uint32_t i = 0; i < m->snapshot->segment_count && !*ret_occurs; i++) {
        const yz_status found =
            segment_gram(&m->snapshot->segments[i], key, &where, m->err);
        *ret_occurs = found == YZ_OK;
        if (found != YZ_OK && found != YZ_DONE)
            return found;
    }
    return YZ_OK;
}

/*
 * Whether the term has every form of one or two (`second`) characters that
 * occurs: a character is looked for in more forms than are ranked as one.
 */
static yz_status
has_forms(const lift_maker *m, const rank_term *term, const element *first,
          const element *second, bool *ret_has)
{
    *ret_has = true;
    for (uint32_t i = 0; i < form_count(first); i++)
        for (uint32_t j = 0; j < form_count(second) && *ret_has; j++) {
            const gram_key key =
                gram_of(form_of(first, i), second ? form_of(second, j) : 0);
            bool other = false;
            if (!has_gram(term, key))
                TRY(occurs(m, key, &other));
            *ret_has = !other;
        }
    return YZ_OK;
}

static const rank_term *
term_of(const rank_terms *terms, const element *first, const element *second)
{
    const rank_space space = second ? RANK_PAIR : RANK_HAN;
    const gram_key key = gram_of(first->c, second ? second->c : 0);
    for (size_t i = 0; i < terms->count; i++)
        if (terms->items[i].space == space && has_gram(&terms->items[i], key))
            return &terms->items[i];
    return NULL;
}

/* Take the term of one or two characters if it is needed, and rarer. */
static yz_status
take_rarer(const lift_maker *m, const element *first, const element *second,
           const rank_term **rarest)
{
    bool has;
    if (!is_han(first) || (second && !is_han(second)))
        return YZ_OK;
    const rank_term *term = term_of(m->terms, first, second);
    if (!term || (*rarest && term->idf <= (*rarest)->idf))
        return YZ_OK;
    TRY(has_forms(m, term, first, second, &has));
    if (has)
        *rarest = term;
    return YZ_OK;
}

/* The rarest term that a passage must have to earn the part; NULL: none. */
static yz_status
needed_term(const lift_maker *m, const part_elements *of,
            const rank_term **ret_needed)
{
    *ret_needed = NULL;
    if (of->count == 1)
        return take_rarer(m, of->items, NULL, ret_needed);
    for (uint32_t i = 0; i + 1 < of->count; i++)
        TRY(take_rarer(m, &of->items[i], &of->items[i + 1], ret_needed));
    return YZ_OK;
}

static bool
has_form(const element *e, uint32_t c)
{
    for (uint32_t i = 0; i < form_count(e); i++)
        if ((e ? form_of(e, i) : 0) == c)
            return true;
    return false;
}

/* Whether the lists of a gram, one of the term's, have passages. */
static bool
is_listed(const lift_maker *m, const rank_term *term, size_t gram)
{
    for (uint32_t i = 0; i < m->snapshot->segment_count; i++)
        if (term->places[i * rank_term_lists(term) + gram].count)
            return true;
    return false;
}

/* Whether a passage that has the needed term earns the part by it. */
static bool
suffices(const lift_maker *m, const rank_term *needed, const part_elements *of)
{
    const element *second = of->count == 2 ? &of->items[1] : NULL;
    if (of->count > 2)
        return false;
    for (size_t i = 0; i < needed->gram_count; i++) {
        const gram_key key = needed->grams[i];
        const bool is_form = has_form(of->items, gram_first(key)) &&
                             has_form(second, gram_second(key));
        if (!is_form && is_listed(m, needed, i))
            return false;
    }
    return true;
}

static yz_status
add_part(lift_maker *m, const bonus_part *part)
{
    const part_elements of = elements_of(part);
    const rank_term *needed;
    TRY(needed_term(m, &of, &needed));
    if (!needed) {
        m->lifts.rest += part->score;
        return YZ_OK;
    }
    term_lift *lift = &m->by_term[needed - m->terms->items];
    lift->most += part->score;
    if (suffices(m, needed, &of))
        lift->least += part->score;
    return YZ_OK;
}

/* What the parts of the bonus add. */
static yz_status
add_bonus(lift_maker *m, const bonus *b, uint32_t tier)
{
    for (size_t i = 0; i < b->count; i++) {
        if (b->parts[i].certain && tier <= YZ_TIER_VARIANT)
            m->lifts.always += b->parts[i].score;
        else
            TRY(add_part(m, &b->parts[i]));
    }
    return YZ_OK;
}

static void
add_second_look(lift_maker *m, const rescoring *second)
{
    for (size_t i = 0; i < m->terms->count; i++) {
        const rank_term *term = &m->terms->items[i];
        const double most = rescoring_most(term);
        m->by_term[i].replaces = most > 0;
        m->by_term[i].most += most;
        m->by_term[i].gains = rescoring_least(second, term);
    }
}

yz_status
lifts_make(const lift_sources *from, uint32_t tier, arena *a, lifts *ret_lifts,
           yz_error *err)
{
    lift_maker m = {
        .terms = from->terms,
        .snapshot = from->snapshot,
        .by_term = arena_array(a, from->terms->count + 1, sizeof(*m.by_term)),
        .err = err,
    };
    if (!m.by_term)
        return error_nomem(err);
    TRY(add_bonus(&m, from->bonus, tier));
    if (from->second)
        add_second_look(&m, from->second);
    m.lifts.terms = m.by_term;
    *ret_lifts = m.lifts;
    return YZ_OK;
}
