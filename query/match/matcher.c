/* SPDX-License-Identifier: MIT */
#include "query/match/matcher.h"
#include "core/text/charclass.h"
#include "query/match/fuzzy/lookalike.h"

bool
match_units(matcher *m, const pattern *p, const uint16_t *units,
            uint32_t length, yz_tier *ret_tier)
{
    pattern_match match;
    *ret_tier = YZ_TIER_EXACT;
    if (pattern_find(p, false, m->context, units, length, 0, &match))
        return true;
    *ret_tier = YZ_TIER_VARIANT;
    return !m->strict && p->variant &&
           pattern_find(p, true, m->context, units, length, 0, &match);
}

/* How far ahead of the comparison memory is asked for. */
enum { ENTRIES_AHEAD = 16, TEXTS_AHEAD = 6 };

void
match_prefetch(segment *s, const candidates *from, uint32_t i)
{
    if (i + ENTRIES_AHEAD < from->count)
        segment_prefetch_entry(s, from->passages[i + ENTRIES_AHEAD]);
    if (i + TEXTS_AHEAD < from->count)
        segment_prefetch_text(s, from->passages[i + TEXTS_AHEAD]);
}

/*
 * Whether the pattern stands in a passage. The needle (NULL: none) is the
 * pattern as codes, which nearly always decides without folding the text.
 */
static yz_status
stands_in(matcher *m, const pattern *p, bool variant,
          const packed_needle *needle, uint32_t passage, bool *ret_stands)
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
    *ret_stands = answer == PACKED_PRESENT;
    if (answer != PACKED_UNKNOWN)
        return YZ_OK;
    TRY(segment_skeleton(m->segment, passage, &m->context->skeletons, &units,
                         &length, m->err));
    *ret_stands =
        pattern_find(p, variant, m->context, units, length, 0, &match);
    return YZ_OK;
}

/*
 * The pattern as codes; false where it cannot be looked for so. Where it is of
 * no letters and digits it cuts no word of them.
 */
static bool
make_needle(const matcher *m, const pattern *p, bool variant,
            packed_needle *ret_needle)
{
    uint16_t units[PACKED_NEEDLE_MAX];
    if (variant || p->exact_count > PACKED_NEEDLE_MAX)
        return false;
    for (uint32_t i = 0; i < p->exact_count; i++) {
        const element *e = &p->exact[i];
        if (e->type != ELEMENT_CHAR || e->c > 0xffff || char_is_word(e->c))
            return false;
        units[i] = (uint16_t)e->c;
    }
    return packed_needle_make(m->segment->fold, units, p->exact_count,
                              ret_needle);
}

/* Keep the candidates where the pattern really stands. */
static yz_status
verify(matcher *m, const pattern *p, bool variant, const candidates *from,
       passage_set *out)
{
    const uint32_t tier = variant ? YZ_TIER_VARIANT : YZ_TIER_EXACT;
    packed_needle needle;
    const bool has_needle =
        !from->certain && make_needle(m, p, variant, &needle);
    for (uint32_t i = 0; i < from->count; i++) {
        bool stands = true;
        TRY(cancellation_poll(m->cancellation, m->err));
        if (!from->certain) {
            match_prefetch(m->segment, from, i);
            TRY(stands_in(m, p, variant, has_needle ? &needle : NULL,
                          from->passages[i], &stands));
        }
        if (stands)
            out->hits[out->count++] = (hit){ from->passages[i], tier, 0 };
    }
    return YZ_OK;
}

/* Take out what is known to match; both rise. */
static void
drop_known(candidates *from, const passage_set *known)
{
    uint32_t count = 0;
    uint32_t j = 0;
    for (uint32_t i = 0; i < from->count; i++) {
        const uint32_t passage = from->passages[i];
        while (j < known->count && known->hits[j].passage < passage)
            j++;
        if (j == known->count || known->hits[j].passage != passage)
            from->passages[count++] = passage;
    }
    from->count = count;
}

/* Of all passages, or (not NULL) of those `within`. */
static yz_status
match_form(matcher *m, const pattern *p, bool variant, const candidates *within,
           const passage_set *known, passage_set *ret_hits)
{
    candidates from;
    TRY(candidates_within(m->segment, p, variant, within, m->context, m->arena,
                          &from, m->err));
    if (known)
        drop_known(&from, known);
    *ret_hits = passage_set_new(m->arena, from.count);
    if (!ret_hits->hits)
        return error_nomem(m->err);
    return verify(m, p, variant, &from, ret_hits);
}

static yz_status
match_forms(matcher *m, const pattern *p, const candidates *within,
            passage_set *ret_hits)
{
    passage_set exact;
    passage_set variant;
    TRY(match_form(m, p, false, within, NULL, &exact));
    *ret_hits = exact;
    if (m->strict || !p->variant)
        return YZ_OK;
    TRY(match_form(m, p, true, within, &exact, &variant));
    if (!variant.count)
        return YZ_OK;
    *ret_hits = passage_set_unite(&exact, &variant, m->arena);
    return ret_hits->hits ? YZ_OK : error_nomem(m->err);
}

yz_status
match_pattern(matcher *m, const pattern *p, passage_set *ret_hits)
{
    return match_forms(m, p, NULL, ret_hits);
}

/* Add the passages where the phrase stands misread. */
static yz_status
add_misread(matcher *m, const plan_leaf *leaf, bool marks_only,
            passage_set *known)
{
    passage_set more;
    TRY(match_misread(m, leaf, marks_only, known, &more));
    *known = passage_set_unite(known, &more, m->arena);
    return known->hits ? YZ_OK : error_nomem(m->err);
}

/* The candidates of match_either(), of all passages or (not NULL) of some. */
static yz_status
either_candidates(matcher *m, const pattern *p, const candidates *within,
                  candidates *ret_from, bool *ret_variant)
{
    *ret_variant = !m->strict && p->variant;
    TRY(candidates_within(m->segment, p, *ret_variant, within, m->context,
                          m->arena, ret_from, m->err));
    if (!ret_from->nothing_new)
        return YZ_OK;
    *ret_variant = false;
    return candidates_within(m->segment, p, false, within, m->context, m->arena,
                             ret_from, m->err);
}

static yz_status
either_verified(matcher *m, const pattern *p, const candidates *within,
                passage_set *ret_hits)
{
    candidates from;
    bool variant;
    TRY(either_candidates(m, p, within, &from, &variant));
    passage_set found = passage_set_new(m->arena, from.count);
    if (!found.hits)
        return error_nomem(m->err);
    TRY(verify(m, p, variant, &from, &found));
    *ret_hits = found;
    return YZ_OK;
}

yz_status
match_either(matcher *m, const pattern *p, passage_set *ret_hits)
{
    return either_verified(m, p, NULL, ret_hits);
}

static yz_status
passages_of(matcher *m, const passage_set *hits, candidates *ret_passages)
{
    candidates all = { .count = hits->count };
    all.passages =
        arena_uninitialized(m->arena, (size_t)all.count + 1, sizeof(uint32_t));
    if (!all.passages)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < all.count; i++)
        all.passages[i] = hits->hits[i].passage;
    *ret_passages = all;
    return YZ_OK;
}

yz_status
match_within(matcher *m, const pattern *p, const passage_set *within,
             passage_set *ret_hits)
{
    candidates some;
    TRY(passages_of(m, within, &some));
    return either_verified(m, p, &some, ret_hits);
}

static bool
has_bit(const uint64_t *bits, uint32_t passage)
{
    return bits[passage / 64] >> passage % 64 & 1;
}

/* Compare those that are not marked yet. */
static yz_status
mark_verified(matcher *m, const pattern *p, uint64_t *bits)
{
    candidates from;
    passage_set found;
    bool variant;
    uint32_t count = 0;
    TRY(either_candidates(m, p, NULL, &from, &variant));
    for (uint32_t i = 0; i < from.count; i++)
        if (!has_bit(bits, from.passages[i]))
            from.passages[count++] = from.passages[i];
    from.count = count;
    found = passage_set_new(m->arena, count);
    if (!found.hits)
        return error_nomem(m->err);
    TRY(verify(m, p, variant, &from, &found));
    for (uint32_t i = 0; i < found.count; i++)
        bits[found.hits[i].passage / 64] |= 1ull << found.hits[i].passage % 64;
    return YZ_OK;
}

yz_status
match_mark(matcher *m, const pattern *p, bool certain, uint64_t *bits)
{
    const bool variant = !m->strict && p->variant;
    if (candidates_decided(p, variant) != certain)
        return YZ_OK;
    if (!certain)
        return mark_verified(m, p, bits);
    return candidates_mark(m->segment, p, variant, m->context, m->arena, bits,
                           m->err);
}

/* Phrases that may be misread are looked for in all passages. */
static yz_status
may_be_misread(matcher *m, const plan_leaf *leaf, bool *ret_may)
{
    misread_query unused;
    yz_status status = YZ_DONE;
    if (m->misreads && !m->strict)
        status =
            misreads_query(m->misreads, leaf, true, m->arena, &unused, m->err);
    if (m->misreads && !m->strict && status == YZ_DONE)
        status =
            misreads_query(m->misreads, leaf, false, m->arena, &unused, m->err);
    *ret_may = status == YZ_OK;
    return status == YZ_DONE ? YZ_OK : status;
}

static bool
same_passages(const passage_set *x, const passage_set *y)
{
    if (x->count != y->count)
        return false;
    for (uint32_t i = 0; i < x->count; i++)
        if (x->hits[i].passage != y->hits[i].passage)
            return false;
    return true;
}

/* The same passages are nearly always asked about for the next tier, too. */
static yz_status
phrase_within(matcher *m, const plan_leaf *leaf, const passage_set *within,
              passage_set *ret_hits)
{
    candidates some;
    leaf_answers *kept = &m->kept[leaf->number];
    const bool known =
        kept->partial.hits && same_passages(&kept->asked, within);
    if (!known) {
        TRY(passages_of(m, within, &some));
        if (m->exact_only && !leaf->negated)
            TRY(match_form(m, &leaf->pattern, false, &some, NULL,
                           &kept->partial));
        else
            TRY(match_forms(m, &leaf->pattern, &some, &kept->partial));
        kept->asked = *within;
    }
    *ret_hits = kept->partial;
    return YZ_OK;
}

yz_status
match_phrase(matcher *m, const plan_leaf *leaf, const passage_set *within,
             passage_set *ret_hits)
{
    passage_set *kept = &m->kept[leaf->number].phrase;
    bool misread = true;
    if (!kept->hits && within)
        TRY(may_be_misread(m, leaf, &misread));
    if (!misread)
        return phrase_within(m, leaf, within, ret_hits);
    if (!kept->hits && m->exact_only && !leaf->negated)
        TRY(match_form(m, &leaf->pattern, false, NULL, NULL, kept));
    if (!kept->hits) {
        TRY(match_pattern(m, &leaf->pattern, kept));
        if (m->misreads && !m->strict)
            TRY(add_misread(m, leaf, true, kept));
    }
    *ret_hits = *kept;
    return YZ_OK;
}

yz_status
match_phrase_misread(matcher *m, const plan_leaf *leaf,
                     const passage_set *within, passage_set *ret_hits)
{
    passage_set *kept = &m->kept[leaf->number].misread;
    bool misread = true;
    if (!kept->hits)
        TRY(may_be_misread(m, leaf, &misread));
    if (!misread)
        return match_phrase(m, leaf, within, ret_hits);
    if (!kept->hits) {
        TRY(match_phrase(m, leaf, NULL, kept));
        TRY(add_misread(m, leaf, false, kept));
    }
    *ret_hits = *kept;
    return YZ_OK;
}
