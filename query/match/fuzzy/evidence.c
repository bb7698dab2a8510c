/* SPDX-License-Identifier: MIT */
/*
 * The numbers were measured on 464,000 characters of law text, 450 passages of
 * it read by Tesseract (docs/ocr.md). What counts as rare grows with the root
 * of the collection; below LARGE_CHARACTERS nothing can be called rare, and
 * shape decides alone.
 */
#include "query/match/fuzzy/evidence.h"

#include "core/text/charclass.h"
#include "core/text/skeleton.h"

#include <math.h>

enum { LARGE_CHARACTERS = 250000, MEASURED_CHARACTERS = 464000 };

/* Units on either side of a character that are cut into words. */
enum { WORD_WINDOW = 100 };

/* A stranger is worth less than a look-alike, an added or lost one least. */
static const double STRANGER_WEIGHT = 0.4;
static const double EDIT_WEIGHT = 0.2;

void
evidence_init(evidence *e, yz_snapshot *snapshot, pattern_context *context,
              const lookalike_pairs *own, yz_error *err)
{
    const double characters = (double)snapshot->lengths[LENGTH_HAN];
    *e = (evidence){ .snapshot = snapshot,
                     .context = context,
                     .own = own,
                     .scratch.from = snapshot->index->memory,
                     .large = characters >= LARGE_CHARACTERS,
                     .scale = 1,
                     .err = err };
    if (characters > MEASURED_CHARACTERS)
        e->scale = sqrt(characters / MEASURED_CHARACTERS);
}

void
evidence_dispose(evidence *e)
{
    arena_dispose(&e->scratch);
}

/* ---- company ---------------------------------------------------------------- */

static double
pair_count(evidence *e, gram_key pair)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < e->snapshot->segment_count; i++) {
        list_place where;
        const yz_status found =
            segment_gram(&e->snapshot->segments[i], pair, &where, e->err);
        if (found == YZ_OK)
            count += where.count;
        else if (found != YZ_DONE && e->status == YZ_OK)
            e->status = found;
    }
    return (double)count;
}

/* Passages in which two characters are neighbours. */
static double
pair_frequency(evidence *e, uint32_t first, uint32_t second)
{
    const gram_key pair = gram_of(first, second);
    known_pair *known =
        &e->known[(pair ^ pair >> 19) * UINT64_C(0x9e3779b97f4a7c15) >> 56];
    if (known->key != pair)
        *known = (known_pair){ pair, pair_count(e, pair) };
    return known->count;
}

/* How often the neighbours of a departure keep which company. */
typedef struct company {
    double rarer; /**< of the text's two pairs there */
    double commoner;
    double gain; /**< how much more usual the query's pairs would be */
    int sides;   /**< how many sides speak */
} company;

static uint32_t
char_before(const departure *d)
{
    return d->begin ? skeleton_char_before(d->units, d->begin) : 0;
}

static uint32_t
char_at(const departure *d, uint32_t at)
{
    uint32_t width;
    return at < d->length ? skeleton_char(d->units, d->length, at, &width) : 0;
}

/* What one side says, where there is a neighbour; nothing otherwise. */
static void
company_add(company *c, double text, double query)
{
    const double smooth = 0.3;
    c->rarer = fmin(c->rarer, text);
    c->commoner = c->commoner < HUGE_VAL ? fmax(c->commoner, text) : text;
    c->sides++;
    c->gain *= (query + smooth) / (text + smooth);
}

static bool
is_neighbour(uint32_t c)
{
    return c && char_is_gram(c);
}

/*
 * Grams know no punctuation, so beside a mark only the other side speaks; and
 * between two marks nothing does, and nothing is called rare.
 */
static company
company_of(evidence *e, const departure *d)
{
    const uint32_t before = char_before(d);
    const uint32_t after = char_at(d, d->end);
    const uint32_t there = d->end > d->begin ? char_at(d, d->begin) : 0;
    company c = { HUGE_VAL, HUGE_VAL, 1, 0 };
    if (!there) {
        if (is_neighbour(before) && is_neighbour(after))
            company_add(&c, pair_frequency(e, before, after), 0);
        c.sides *= 2;
        return c;
    }
    if (is_neighbour(before))
        company_add(&c, pair_frequency(e, before, there),
                    pair_frequency(e, before, d->query));
    if (is_neighbour(after))
        company_add(&c, pair_frequency(e, there, after),
                    pair_frequency(e, d->query, after));
    return c;
}

/* Whether the text's character is a word of its own. */
static bool
is_single(evidence *e, const departure *d)
{
    const uint32_t begin = d->begin > WORD_WINDOW ? d->begin - WORD_WINDOW : 0;
    const uint32_t rest = d->length - d->end;
    const uint32_t end = d->end + (rest < WORD_WINDOW ? rest : WORD_WINDOW);
    word_token *tokens;
    size_t count;
    arena_clear(&e->scratch);
    const yz_status status =
        analyzer_words(e->context->analyzer, d->units + begin, end - begin,
                       &e->scratch, &tokens, &count, e->err);
    if (status != YZ_OK) {
        e->status = e->status == YZ_OK ? status : e->status;
        return false;
    }
    for (size_t i = 0; i < count; i++)
        if (tokens[i].begin + begin == d->begin)
            return tokens[i].end + begin == d->end;
    return false;
}

/* ---- rules ------------------------------------------------------------------ */

static bool
auto_allows(evidence *e, const departure *d, const company *c, bool alike)
{
    const double s = e->scale;
    if (alike && c->rarer <= 2 * s)
        return true;
    return c->commoner <= s && c->gain >= 64 && is_single(e, d);
}

/* One side alone, the other being a mark, says too little for a guess. */
static bool
on_allows(evidence *e, const departure *d, const company *c, bool alike)
{
    const double s = e->scale;
    if (alike && c->rarer <= 5 * s)
        return true;
    if (c->sides < 2)
        return auto_allows(e, d, c, alike);
    if (c->rarer + c->commoner <= 3 * s ||
        (c->commoner <= 10 * s && c->gain >= 1))
        return true;
    return c->commoner <= 2 * s && is_single(e, d);
}

/* Three characters: a look-alike, and one of the nearest or out of words. */
static bool
short_allows(evidence *e, const departure *d, const company *c,
             const lookalike *alike)
{
    enum { NEAREST = 5 };
    if (e->large && c->commoner > 2 * e->scale)
        return false;
    return alike->weight > 0 && (alike->rank < NEAREST || is_single(e, d));
}

static bool
loose_allows(evidence *e, const company *c, uint32_t misread)
{
    return !e->large ||
           (c->sides == 2 && c->rarer <= (misread > 1 ? 1 : 2) * e->scale);
}

static bool
substitution_allowed(evidence *e, misread_reach reach, const departure *d,
                     const lookalike *alike)
{
    enum { SHORT = 3, LONG = 6 };
    const bool shape = alike->weight > 0;
    if (reach == REACH_ANY || (reach == REACH_SHAPE && shape))
        return true;
    if (reach == REACH_MARKS || reach == REACH_SHAPE)
        return false;
    if (!e->large && !shape && reach != REACH_LOOSE)
        return false;
    const company c = company_of(e, d);
    if (d->characters <= SHORT)
        return short_allows(e, d, &c, alike);
    if (!e->large && shape)
        return true;
    if (reach == REACH_AUTO)
        return auto_allows(e, d, &c, shape);
    if (d->misread < 2 && e->large && on_allows(e, d, &c, shape))
        return true;
    return reach == REACH_LOOSE && d->characters >= LONG &&
           loose_allows(e, &c, d->misread);
}

double
evidence_weigh(evidence *e, misread_reach reach, const departure *d)
{
    lookalike alike = { 0 };
    if (!d->query || d->begin == d->end) {
        const company c = company_of(e, d);
        return reach == REACH_ANY || loose_allows(e, &c, d->misread)
                   ? EDIT_WEIGHT
                   : 0;
    }
    if (!lookalike_find(e->own, d->query, char_at(d, d->begin), &alike))
        alike = (lookalike){ 0 };
    if (!substitution_allowed(e, reach, d, &alike))
        return 0;
    return alike.weight > 0 ? alike.weight : STRANGER_WEIGHT;
}
