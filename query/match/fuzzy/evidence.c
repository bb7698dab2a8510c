/* SPDX-License-Identifier: MIT */
/*
 * A noisy channel: the odds that a character was misread, as a sum of
 * logarithms. How noisy the report is, is the prior; shape is the channel; the
 * words and the company of the character in its passage say which of the two
 * was printed. docs/ocr.md has the model, its sources, and how the weights were
 * chosen and tried on texts that did not choose them.
 *
 * What counts as rare grows with the root of the collection. A small one has
 * not enough text to say so: there the words weigh more.
 */
#include "query/match/fuzzy/evidence.h"

#include "core/index/engine_terms.h"
#include "core/index/remote.h"
#include "core/index/report_noise.h"
#include "core/text/charclass.h"
#include "query/match/fuzzy/figures.h"
#include "query/match/fuzzy/inside_word.h"

#include <math.h>

enum { LARGE_CHARACTERS = 250000, MEASURED_CHARACTERS = 464000 };

/*
 * What each piece of evidence adds to the odds: rounded from logistic
 * regressions on two collections, each alone (docs/ocr.md has both).
 */
static const double ODDS_BASE = 3.25;
static const double ODDS_ALIKE = 1.5;    /* one of the 20 nearest shapes, */
static const double ODDS_LIKENESS = 1.3; /* times its similarity, */
static const double ODDS_NEAREST = 1.5;  /* and one of the 5 nearest */
static const double ODDS_DEBRIS = 2;     /* no character was read */
static const double ODDS_OWN = 3;        /* a pair of the user's */
static const double ODDS_COMPANY = -1.1; /* times ln of the commoner pair */
static const double ODDS_UNIQUE = 1.8;   /* a pair that no other passage has */
static const double ODDS_INSIDE = -1.5;  /* the text's character is in a word */
static const double ODDS_INSIDE_SMALL = -0.8; /* more, if nothing is rare */
static const double ODDS_WORD = 2;     /* the query's would be in a word */
static const double ODDS_LENGTH = 0.8; /* a fifth and a sixth character */
static const double ODDS_SHORT = -1.5; /* three characters or fewer */

/* Above these odds a misreading is the better explanation. */
static const double ODDS_AUTO = 0;
static const double ODDS_ON = -2.75;

/*
 * The prior: marks of noise a character. A report of fewer than a few hundred
 * characters has not shown what it is, and a passage differs from its report.
 */
static const double QUIET = 0.0001; /* before any of it is known */
static const double QUIETEST = 0.00005;
static const double REPORT_KNOWN = 200; /* characters */
static const double PASSAGE_KNOWN = 100;

/* A stranger is worth less than a look-alike, an added or lost one least. */
static const double DEBRIS_WEIGHT = 0.8;
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
                     .readings.arena.from = snapshot->index->memory,
                     .large = characters >= LARGE_CHARACTERS,
                     .scale = 1,
                     .sure = fmin(1, characters / LARGE_CHARACTERS),
                     .err = err };
    if (characters > MEASURED_CHARACTERS)
        e->scale = sqrt(characters / MEASURED_CHARACTERS);
}

void
evidence_dispose(evidence *e)
{
    arena_dispose(&e->scratch);
    arena_dispose(&e->readings.arena);
}

yz_status
evidence_move(evidence *e, segment *s, uint32_t passage, yz_error *err)
{
    e->segment = s;
    e->passage = passage;
    e->has_prior = false;
    return other_readings_take(&e->readings, s, passage, err);
}

static void
note(evidence *e, yz_status status)
{
    e->status = e->status == YZ_OK ? status : e->status;
}

/* ---- how noisy the passage is -------------------------------------------- */

static double
prior_of(noise_sum report, noise_sum passage)
{
    const double of_report =
        fmax(QUIETEST, ((double)report.marks + QUIET * REPORT_KNOWN) /
                           ((double)report.characters + REPORT_KNOWN));
    return ((double)passage.marks + of_report * PASSAGE_KNOWN) /
           ((double)passage.characters + PASSAGE_KNOWN);
}

/* The logarithm of the share of characters that were misread, as it seems. */
static double
prior(evidence *e)
{
    noise_sum report = { 0 };
    noise_sum passage = { 0 };
    if (!e->has_prior && e->segment) {
        yz_status status =
            passage_noise(e->segment, e->passage, &passage, e->err);
        if (status == YZ_OK)
            status = report_noise(e->snapshot, e->segment, e->passage, &report,
                                  e->err);
        note(e, status);
    }
    if (!e->has_prior)
        e->prior = log(prior_of(report, passage));
    e->has_prior = true;
    return e->prior;
}

/* ---- company ---------------------------------------------------------------- */

static double
pair_count_elsewhere(evidence *e, gram_key pair)
{
    uint64_t count = 0;
    buffer name = { .from = e->scratch.from };
    engine_term_of_gram(pair, false, &name);
    const yz_str term = buffer_str(&name);
    note(e, buffer_ok(&name) ? remote_count_terms(e->snapshot->index->remote,
                                                  &term, 1, &count, e->err)
                             : error_nomem(e->err));
    buffer_dispose(&name);
    return (double)count;
}

static double
pair_count(evidence *e, gram_key pair)
{
    uint64_t count = 0;
    if (e->snapshot->index->remote)
        return pair_count_elsewhere(e, pair);
    for (uint32_t i = 0; i < e->snapshot->segment_count; i++) {
        list_place where;
        const yz_status found =
            segment_gram(&e->snapshot->segments[i], pair, &where, e->err);
        if (found == YZ_OK)
            count += where.count;
        else if (found != YZ_DONE)
            note(e, found);
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
    const uint32_t before = departure_char_before(d);
    const uint32_t after = departure_char_at(d, d->end);
    const uint32_t there =
        d->end > d->begin ? departure_char_at(d, d->begin) : 0;
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

/* ---- words ---------------------------------------------------------------- */

/* With the text's character (query 0), or the query's instead. */
static bool
is_in_word(evidence *e, const departure *d, uint32_t query)
{
    bool is_inside = false;
    note(e, departure_is_inside_word(d, query, e->context->analyzer,
                                     &e->scratch, &is_inside, e->err));
    return is_inside;
}

/* ---- odds ----------------------------------------------------------------- */

static double
shape_odds(const departure *d, const lookalike *alike)
{
    double odds = d->open ? ODDS_DEBRIS : 0;
    if (alike->weight <= 0)
        return odds;
    enum { NEAREST = 5 };
    odds += ODDS_ALIKE + ODDS_LIKENESS * alike->weight;
    return odds + (alike->rank < NEAREST ? ODDS_NEAREST : 0) +
           (alike->own ? ODDS_OWN : 0);
}

static double
length_odds(const departure *d)
{
    enum { PHRASE = 4, BEYOND_MAX = 2 };
    if (d->characters < PHRASE)
        return ODDS_SHORT;
    return ODDS_LENGTH * fmin(d->characters - PHRASE, BEYOND_MAX);
}

/* Nothing is known of the company of debris, nor between two marks. */
static double
company_odds(evidence *e, const departure *d)
{
    const double smooth = 0.5;
    const double unknown = 20;
    if (d->open)
        return 0;
    const company c = company_of(e, d);
    const double commoner = c.sides ? c.commoner / e->scale : unknown;
    return ODDS_COMPANY * log(commoner + smooth) +
           (c.sides && c.rarer <= 1 ? e->sure * ODDS_UNIQUE : 0);
}

/*
 * Whether the odds are above a limit. Cutting texts into words costs most, so
 * it is left out where its outcome would decide nothing.
 */
static bool
odds_are_above(evidence *e, const departure *d, const lookalike *alike,
               double limit)
{
    double odds = ODDS_BASE + shape_odds(d, alike) + length_odds(d) + prior(e);
    if (odds + ODDS_UNIQUE - ODDS_COMPANY + ODDS_WORD <= limit)
        return false;
    odds += company_odds(e, d);
    const double inside = ODDS_INSIDE + (1 - e->sure) * ODDS_INSIDE_SMALL;
    if (odds + ODDS_WORD <= limit || odds + inside > limit)
        return odds + ODDS_WORD > limit;
    if (!d->open && is_in_word(e, d, 0))
        odds += inside;
    if (odds > limit || odds + ODDS_WORD <= limit)
        return odds > limit;
    return is_in_word(e, d, d->query);
}

/* ---- rules ---------------------------------------------------------------- */

/* A pair that the user is sure of; learned ones are, if seen twice. */
static bool
is_listed(const lookalike *alike)
{
    const double sure = 0.8 - 1 / 255.0;
    return alike->own && alike->weight >= sure;
}

/* A figure is never taken for another. */
static bool
is_other_figure(const departure *d)
{
    return char_is_figure(d->query) &&
           char_is_figure(departure_char_at(d, d->begin));
}

/* Of three characters, by default only a pair that the user listed. */
static bool
is_misread(evidence *e, misread_reach reach, const departure *d,
           const lookalike *alike)
{
    enum { PHRASE = 4 };
    if (is_listed(alike))
        return true;
    if (d->characters < PHRASE &&
        (reach == REACH_AUTO || (!d->open && alike->weight <= 0)))
        return false;
    if (is_other_figure(d))
        return false;
    return odds_are_above(e, d, alike,
                          reach == REACH_AUTO ? ODDS_AUTO : ODDS_ON);
}

static bool
loose_allows(evidence *e, const departure *d)
{
    enum { LONG = 6 };
    if (d->characters < LONG)
        return false;
    if (!e->large)
        return true;
    const company c = company_of(e, d);
    return c.sides == 2 && c.rarer <= (d->misread > 1 ? 1 : 2) * e->scale;
}

static bool
substitution_allowed(evidence *e, misread_reach reach, const departure *d,
                     const lookalike *alike)
{
    const bool asked = reach == REACH_ANY || reach == REACH_SHAPE;
    if (asked)
        return reach == REACH_ANY || d->open || alike->weight > 0;
    if (reach == REACH_MARKS)
        return false;
    return (d->misread < 2 && is_misread(e, reach, d, alike)) ||
           (reach == REACH_LOOSE && (d->open || loose_allows(e, d)));
}

/* ---- the whole -------------------------------------------------------------- */

const other_reading *
evidence_reading(const evidence *e, uint32_t query, uint32_t text)
{
    return other_readings_find(&e->readings, e->context->variants, query, text);
}

double
evidence_weigh(evidence *e, misread_reach reach, const departure *d)
{
    lookalike alike = { 0 };
    const uint32_t text = departure_char_at(d, d->begin);
    const bool one = d->end - d->begin == (text > 0xffff ? 2 : 1);
    if (!d->query || d->begin == d->end)
        return reach == REACH_ANY || loose_allows(e, d) ? EDIT_WEIGHT : 0;
    const other_reading *other =
        one ? evidence_reading(e, d->query, text) : NULL;
    if (other && reach != REACH_MARKS)
        return other->weight;
    if (!one || !lookalike_find(e->own, d->query, text, &alike))
        alike = (lookalike){ 0 };
    if (!substitution_allowed(e, reach, d, &alike))
        return 0;
    if (alike.weight > 0)
        return alike.weight;
    return d->open ? DEBRIS_WEIGHT : STRANGER_WEIGHT;
}
