/* SPDX-License-Identifier: MIT */
/*
 * A walk along query and text at once. Where they agree there is nothing to
 * choose; where they do not, each way to go on is tried within the limits, so
 * the walk is short. Each way that reaches the end is judged.
 */
#include "query/match/fuzzy/misread.h"

#include "core/base/bit_set.h"
#include "core/text/charclass.h"
#include "query/match/fuzzy/ocr_debris.h"

#include <string.h>

/* ---- walking ------------------------------------------------------------------ */

typedef struct walk {
    const misread_query *query;
    evidence *evidence;
    const uint16_t *units;
    uint32_t length;
    uint32_t begin;
    misread_edit edits[MISREAD_EDITS_MAX];
    size_t edit_count;
    uint32_t breaks;
    uint32_t misread;
    uint32_t open;
    misread_match best;
    bool found;
} walk;

static void
walk_on(walk *w, uint32_t i, uint32_t at);

static bool
chars_agree(const walk *w, uint32_t query, uint32_t text)
{
    const variant_table *variants = w->evidence->context->variants;
    if (query == text)
        return true;
    if (char_sign(query) != SIGN_NONE)
        return char_sign(query) == char_sign(text);
    return variant_related(variants, query, text);
}

static double
edit_weigh(walk *w, const misread_edit *e)
{
    const double mark = 0.99; /* beside something misread */
    if (e->type == MISREAD_MARK)
        return w->misread + w->open ? mark : 1;
    const departure d = { .units = w->units,
                          .length = w->length,
                          .begin = e->begin,
                          .end = e->end,
                          .query = e->query,
                          .characters = w->query->characters,
                          .misread = w->misread,
                          .open = e->type == MISREAD_OPEN };
    return evidence_weigh(w->evidence, w->query->reach, &d);
}

/* Punctuation alone makes a variant of a phrase, not of a word. */
static yz_tier
tier_of(const walk *w)
{
    enum { PHRASE = 4 };
    return w->misread + w->open || w->query->characters < PHRASE
               ? YZ_TIER_LOOKALIKE
               : YZ_TIER_VARIANT;
}

/* A way has reached the end of the query: judge it, and keep the best. */
static void
walk_end(walk *w, uint32_t end)
{
    misread_match m = { .begin = w->begin,
                        .end = end,
                        .tier = tier_of(w),
                        .weight = 1,
                        .edit_count = w->edit_count };
    if (!w->edit_count || skeleton_inside_word(w->units, w->length, end))
        return;
    if (w->query->listed_only && !(w->misread + w->open))
        return;
    for (size_t i = 0; i < w->edit_count && m.weight > 0; i++) {
        m.edits[i] = w->edits[i];
        m.edits[i].weight = edit_weigh(w, &m.edits[i]);
        m.weight *= m.edits[i].weight;
    }
    if (m.weight <= 0 ||
        (w->found && (w->best.tier < m.tier ||
                      (w->best.tier == m.tier && w->best.weight >= m.weight))))
        return;
    w->best = m;
    w->found = true;
}

/* Go on behind an edit, if the limits allow one more, and come back. */
static void
walk_edit(walk *w, misread_type type, uint32_t query, uint32_t i, uint32_t at,
          uint32_t end)
{
    const bool lost_mark = type == MISREAD_MARK && query;
    uint32_t *kind = type == MISREAD_OPEN ? &w->open : &w->misread;
    const uint32_t most =
        type == MISREAD_OPEN ? w->query->open : w->query->misread;
    if (w->edit_count == MISREAD_EDITS_MAX)
        return;
    if (!lost_mark && w->breaks == w->query->breaks)
        return;
    if (type != MISREAD_MARK && *kind == most)
        return;
    w->edits[w->edit_count++] = (misread_edit){ type, query, at, end, 0 };
    w->breaks += !lost_mark;
    *kind += type != MISREAD_MARK;
    walk_on(w, query ? i + 1 : i, end);
    *kind -= type != MISREAD_MARK;
    w->breaks -= !lost_mark;
    w->edit_count--;
}

/* The query's character is an ideograph and the text has something else. */
static void
walk_han(walk *w, uint32_t query, uint32_t i, uint32_t at)
{
    uint32_t width = 0;
    const uint32_t text =
        at < w->length ? skeleton_char(w->units, w->length, at, &width) : 0;
    const uint32_t debris =
        debris_end(w->units, w->length, at, query, w->evidence->own);
    if (text && char_is_han(text))
        walk_edit(w, MISREAD_WRONG, query, i, at, at + width);
    if (debris > at)
        walk_edit(w, MISREAD_OPEN, query, i, at, debris);
    if (!w->query->edits)
        return;
    walk_edit(w, MISREAD_LOST, query, i, at, at);
    if (i > 0 && text && char_is_han(text))
        walk_edit(w, MISREAD_ADDED, 0, i, at, at + width);
}

/* The end of what agrees with the query's character at `at`; `at`: nothing. */
static uint32_t
agreeing_end(const walk *w, uint32_t query, uint32_t at)
{
    uint32_t width;
    if (at >= w->length ||
        !chars_agree(w, query, skeleton_char(w->units, w->length, at, &width)))
        return at;
    return char_is_dash(query) ? dashes_end(w->units, w->length, at)
                               : at + width;
}

static void
walk_char(walk *w, uint32_t i, uint32_t at)
{
    const uint32_t query = w->query->chars[i];
    const bool mark = char_is_punctuation(query);
    const uint32_t end = agreeing_end(w, query, at);
    if (end > at) {
        walk_on(w, i + 1, end);
        if (!mark)
            return;
    }
    if (mark)
        walk_edit(w, MISREAD_MARK, query, i, at, at);
    if (!char_is_han(query))
        return;
    const uint32_t marks = i > 0 ? marks_end(w->units, w->length, at) : at;
    if (marks > at)
        walk_edit(w, MISREAD_MARK, 0, i, at, marks);
    walk_han(w, query, i, at);
}

/*
 * Go on behind signs that may be omitted, [at, end) of the text. They break
 * nothing; where they are not those of the query they are reported, as long as
 * there is space.
 */
static void
walk_omitted(walk *w, uint32_t i, uint32_t at, uint32_t end)
{
    const misread_query *q = w->query;
    const misread_run run = q->omitted[i];
    const bool same = run.end - run.begin == end - at &&
                      memcmp(q->units + run.begin, w->units + at,
                             (end - at) * sizeof(*w->units)) == 0;
    const bool reported = !same && w->edit_count < MISREAD_EDITS_MAX;
    if (reported)
        w->edits[w->edit_count++] =
            (misread_edit){ MISREAD_MARK,
                            run.end > run.begin ? q->units[run.begin] : 0, at,
                            end, 0 };
    walk_char(w, i, end);
    w->edit_count -= reported;
}

static void
walk_on(walk *w, uint32_t i, uint32_t at)
{
    if (i == w->query->count) {
        walk_end(w, at);
        return;
    }
    if (w->query->omits && i > 0) {
        const uint32_t end = omissible_end(w->units, w->length, at);
        walk_omitted(w, i, at, end);
        if (end == at)
            return;
    }
    walk_char(w, i, at);
}

/* ---- finding ------------------------------------------------------------------- */

static bool
match_at(walk *w, uint32_t at)
{
    if ((w->units[at] & 0xfc00) == 0xdc00)
        return false;
    w->begin = at;
    w->found = false;
    walk_on(w, 0, at);
    return w->found && !skeleton_inside_word(w->units, w->length, at);
}

/* Most units of a text for a character, with what stands before it. */
enum { BETWEEN_MAX = DEBRIS_UNITS_MAX + MARKS_MAX + OMISSIBLE_MAX };

/*
 * How far before this unit a match may begin, if the unit is character `i` of
 * the query: where ideographs alone stand before it, each is one of the
 * query's or one added; otherwise debris and marks take more room.
 */
static uint32_t
slack_before(const walk *w, uint32_t at, uint32_t i)
{
    const uint32_t narrow = i + w->query->breaks;
    uint32_t run = 0;
    while (run < narrow && run < at && w->units[at - run - 1] >= 0x4e00 &&
           w->units[at - run - 1] <= 0x9fff)
        run++;
    return run == narrow || i == 0 ? (i ? narrow : 0) : i * BETWEEN_MAX;
}

/*
 * Places where a match may begin, a bit each: a window of the text, since an
 * anchor further on may allow a place before one that an earlier anchor does.
 */
enum { WINDOW = 4096 };

typedef struct beginnings {
    uint32_t first;
    uint32_t end; /**< of the window, in the text */
    uint64_t bits[WINDOW / 64];
} beginnings;

static void
beginnings_add(beginnings *b, uint32_t first, uint32_t last)
{
    const uint32_t end = last < b->end ? last + 1 : b->end;
    for (uint32_t at = first > b->first ? first : b->first; at < end; at++)
        bits_set(b->bits, at - b->first);
}

/* Anchors behind the window may still reach into it. */
static void
beginnings_find(const walk *w, uint32_t first, beginnings *b)
{
    const anchors *from = &w->query->anchors;
    const uint32_t reach =
        from->items[from->count - 1].place * BETWEEN_MAX + w->query->breaks + 1;
    const uint32_t rest = w->length - first;
    b->first = first;
    b->end = rest < WINDOW ? w->length : first + WINDOW;
    memset(b->bits, 0, bits_words(b->end - first) * sizeof(*b->bits));
    const uint32_t end =
        w->length - b->end < reach ? w->length : b->end + reach;
    for (uint32_t at = first, place; at < end; at++) {
        at = anchors_next(from, w->units, end, at, &place);
        if (at == end)
            break;
        const uint32_t slack = slack_before(w, at, place);
        beginnings_add(b, at > slack ? at - slack : 0, at);
    }
}

/* The first place of the window, from `at` on; its end if there is none. */
static uint32_t
beginnings_next(const beginnings *b, uint32_t at)
{
    return b->first +
           (uint32_t)bits_next(b->bits, b->end - b->first, at - b->first);
}

bool
misread_find(const misread_query *q, evidence *e, const uint16_t *units,
             uint32_t length, uint32_t from, misread_match *ret_match)
{
    walk w = { .query = q, .evidence = e, .units = units, .length = length };
    beginnings b;
    for (uint32_t first = from; first < length; first = b.end) {
        beginnings_find(&w, first, &b);
        uint32_t at = beginnings_next(&b, first);
        for (; at < b.end; at = beginnings_next(&b, at + 1))
            if (match_at(&w, at)) {
                *ret_match = w.best;
                return true;
            }
    }
    return false;
}

bool
misread_best(const misread_query *q, evidence *e, const uint16_t *units,
             uint32_t length, misread_match *ret_match)
{
    misread_match m;
    bool found = false;
    for (uint32_t from = 0; misread_find(q, e, units, length, from, &m);
         from = m.begin + 1) {
        if (found &&
            (ret_match->tier < m.tier ||
             (ret_match->tier == m.tier && ret_match->weight >= m.weight)))
            continue;
        *ret_match = m;
        found = true;
    }
    return found;
}
