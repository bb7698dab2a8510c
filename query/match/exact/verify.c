/* SPDX-License-Identifier: MIT */
#include "query/match/exact/verify.h"

#include "core/text/charclass.h"

/* How far ahead of the comparison memory is asked for. */
enum { ENTRIES_AHEAD = 16, TEXTS_AHEAD = 6 };

void
verify_prefetch(segment *s, const passage_set *from, uint32_t i)
{
    if (i + ENTRIES_AHEAD < from->count)
        segment_prefetch_entry(s, from->passages[i + ENTRIES_AHEAD]);
    if (i + TEXTS_AHEAD < from->count)
        segment_prefetch_text(s, from->passages[i + TEXTS_AHEAD]);
}

bool
verify_units(const match_context *m, const pattern *p, const uint16_t *units,
             uint32_t length)
{
    pattern_match match;
    if (pattern_find(p, false, m->patterns, units, length, 0, &match))
        return true;
    return !m->strict && p->variant &&
           pattern_find(p, true, m->patterns, units, length, 0, &match);
}

bool
element_packed_forms(const element *e, packed_forms *ret_forms)
{
    ret_forms->count = 0;
    if (e->type != ELEMENT_CHAR || e->c < HAN_FIRST ||
        e->c >= HAN_FIRST + HAN_COUNT)
        return false;
    ret_forms->units[ret_forms->count++] = (uint16_t)e->c;
    for (uint32_t i = 1; i < e->form_count; i++)
        if (e->forms[i] <= 0xffff)
            ret_forms->units[ret_forms->count++] = (uint16_t)e->forms[i];
    return true;
}

/*
 * Whether the pattern occurs in a passage. The needle (NULL: none) is the
 * pattern as codes, which nearly always decides without folding the text.
 */
static yz_status
occurs_in(const match_context *m, const pattern *p, bool variant,
          const packed_needle *needle, uint32_t passage, bool *ret_occurs)
{
    const uint16_t *units;
    uint32_t length;
    pattern_match match;
    packed_answer answer = PACKED_UNKNOWN;
    if (needle) {
        packed_text text;
        TRY(segment_packed_text(m->segment, passage, &text, m->err));
        answer = packed_text_find(&text, needle);
    }
    *ret_occurs = answer == PACKED_PRESENT;
    if (answer != PACKED_UNKNOWN)
        return YZ_OK;
    TRY(segment_skeleton(m->segment, passage, &m->patterns->skeletons, &units,
                         &length, m->err));
    *ret_occurs =
        pattern_find(p, variant, m->patterns, units, length, 0, &match);
    return YZ_OK;
}

/*
 * The pattern as codes; false where it cannot be looked for so. Where it is of
 * no letters and digits it cuts no word of them.
 */
static bool
make_needle(const match_context *m, const pattern *p, bool variant,
            packed_needle *ret_needle)
{
    uint16_t units[PACKED_NEEDLE_MAX];
    if (variant || p->exact_count > PACKED_NEEDLE_MAX)
        return false;
    for (uint32_t i = 0; i < p->exact_count; i++) {
        const element *e = &p->exact[i];
        if (e->type != ELEMENT_CHAR || e->c > 0xffff ||
            char_may_be_of_word(e->c))
            return false;
        units[i] = (uint16_t)e->c;
    }
    return packed_needle_make(m->segment->fold, units, p->exact_count,
                              ret_needle);
}

yz_status
verify(const match_context *m, const pattern *p, bool variant, candidates *from)
{
    passage_set *all = &from->passages;
    packed_needle needle;
    uint32_t count = 0;
    TRY(cancellation_poll(m->cancellation, m->err));
    if (from->certain)
        return YZ_OK;
    const bool has_needle = make_needle(m, p, variant, &needle);
    for (uint32_t i = 0; i < all->count; i++) {
        bool occurs;
        TRY(cancellation_poll(m->cancellation, m->err));
        verify_prefetch(m->segment, all, i);
        TRY(occurs_in(m, p, variant, has_needle ? &needle : NULL,
                      all->passages[i], &occurs));
        if (occurs)
            all->passages[count++] = all->passages[i];
    }
    all->count = count;
    return YZ_OK;
}
