/* SPDX-License-Identifier: MIT */
/*
 * Whatever a break is, some ideograph taken out leaves a phrase whose grams
 * are all in the text: a wrong or lost character is that one, and a character
 * added between two tears no pair but one that goes with either of them. So
 * each ideograph is taken out in turn (with two breaks, each two of them), and
 * the passages with all other grams are united: few, since they have nearly
 * the whole phrase. Punctuation alone tears one pair and takes no character.
 *
 * A long phrase is cut into one piece more than it may have breaks, of which
 * one is whole. Each holds one of as many pairs that are rare together. Where
 * it has no such pairs, between its marks, as many rare characters will do.
 */
#include "query/match/fuzzy/pigeonhole.h"

#include "core/text/charclass.h"
#include "query/match/exact/candidates.h"

#include <assert.h>

typedef struct pigeonhole {
    const match_context *context;
    const misread_query *query;
    const passage_set *within; /**< NULL: all passages */
    passage_set found;         /**< bits */
    pattern_visit visit;       /**< NULL: passages are looked for */
    void *visit_context;
} pigeonhole;

#define NONE_OPEN UINT32_MAX
enum { TAKEN_MAX = 8 };

/* Characters [begin, end) of the query, with places that hold anything. */
typedef struct piece {
    uint32_t begin;
    uint32_t end;
    uint32_t open[2]; /**< characters taken out */
    uint32_t gap;     /**< a place before this one; 0: none */
} piece;

static const piece WHOLE = { .open = { NONE_OPEN, NONE_OPEN } };

static yz_status
piece_pattern(pigeonhole *h, const piece *p, pattern *ret_pattern)
{
    uint32_t count = 0;
    element *elements = arena_array(h->context->arena, p->end - p->begin + 2,
                                    sizeof(*elements));
    if (!elements)
        return error_nomem(h->context->err);
    for (uint32_t i = p->begin; i < p->end; i++) {
        if (p->gap && i == p->gap)
            elements[count++].type = ELEMENT_ANY;
        if (i == p->open[0] || i == p->open[1])
            elements[count++].type = ELEMENT_ANY;
        else
            elements[count++] = h->query->elements[i];
    }
    *ret_pattern = (pattern){ .exact = elements,
                              .exact_count = count,
                              .variant = elements,
                              .variant_count = count,
                              .omits = h->query->omits };
    return YZ_OK;
}

static yz_status
add_piece(pigeonhole *h, const piece *p)
{
    const match_context *m = h->context;
    pattern whole;
    candidates from;
    TRY(cancellation_check(m->cancellation, m->err));
    TRY(piece_pattern(h, p, &whole));
    if (h->visit)
        return h->visit(h->visit_context, &whole);
    TRY(candidates_find(m, &whole, true, h->within, &from));
    if (from.nothing_new)
        TRY(candidates_find(m, &whole, false, h->within, &from));
    passage_set_add(&h->found, from.passages.passages, from.passages.count);
    return YZ_OK;
}

static bool
is_han_at(const pigeonhole *h, uint32_t i)
{
    return char_is_han(h->query->chars[i]);
}

/* Punctuation before each ideograph, or nowhere: marks of the query lost. */
static yz_status
add_gaps(pigeonhole *h)
{
    piece p = WHOLE;
    p.end = h->query->count;
    for (p.gap = 1; p.gap < p.end; p.gap++)
        if (is_han_at(h, p.gap))
            TRY(add_piece(h, &p));
    return YZ_OK;
}

/* Each ideograph taken out, or each two. */
static yz_status
add_taken(pigeonhole *h)
{
    const bool two = h->query->breaks > 1;
    piece p = WHOLE;
    p.end = h->query->count;
    for (uint32_t i = 0; i < p.end; i++) {
        p.open[0] = i;
        p.open[1] = NONE_OPEN;
        if (!is_han_at(h, i))
            continue;
        if (!two)
            TRY(add_piece(h, &p));
        for (uint32_t j = i + 1; two && j < p.end; j++) {
            p.open[1] = j;
            if (is_han_at(h, j))
                TRY(add_piece(h, &p));
        }
    }
    return YZ_OK;
}

/* ---- pieces ----------------------------------------------------------------------- */

enum { PIECES = 3 };

/* The cheapest ways to choose pairs among the first this many characters. */
typedef struct choice {
    uint64_t cost[PIECES + 1];
    uint32_t pair[PIECES + 1]; /**< where the last chosen pair begins */
} choice;

static yz_status
part_cost(pigeonhole *h, uint32_t begin, uint32_t end, uint64_t *ret_cost)
{
    piece p = WHOLE;
    pattern whole;
    uint32_t bound;
    p.begin = begin;
    p.end = end;
    *ret_cost = UINT64_MAX;
    TRY(cancellation_poll(h->context->cancellation, h->context->err));
    for (uint32_t i = begin; i < end; i++)
        if (!char_is_gram(h->query->chars[i]))
            return YZ_OK;
    *ret_cost = 1;
    if (h->visit)
        return YZ_OK;
    TRY(piece_pattern(h, &p, &whole));
    TRY(candidates_bound(h->context, &whole, true, &bound));
    *ret_cost = bound;
    return YZ_OK;
}

/* choices[i]: of characters [0, i). */
static yz_status
choices_fill(pigeonhole *h, choice *choices)
{
    for (uint32_t i = 0; i <= h->query->count; i++) {
        uint64_t cost = UINT64_MAX;
        choice *now = &choices[i];
        for (int k = 1; k <= PIECES; k++)
            now->cost[k] = UINT64_MAX;
        if (i > 0)
            *now = choices[i - 1];
        if (i < 2)
            continue;
        TRY(part_cost(h, i - 2, i, &cost));
        for (int k = 1; cost != UINT64_MAX && k <= PIECES; k++) {
            const uint64_t before = choices[i - 2].cost[k - 1];
            if (before == UINT64_MAX || before + cost >= now->cost[k])
                continue;
            now->cost[k] = before + cost;
            now->pair[k] = i - 2;
        }
    }
    return YZ_OK;
}

/* The rarest ideographs: each break takes one of them at most. */
static yz_status
add_characters(pigeonhole *h, uint32_t wanted)
{
    uint32_t places[PIECES];
    uint64_t costs[PIECES];
    uint32_t found = 0;
    for (uint32_t i = 0; i < h->query->count; i++) {
        uint64_t cost;
        if (!is_han_at(h, i))
            continue;
        TRY(part_cost(h, i, i + 1, &cost));
        uint32_t at = found < wanted ? found++ : wanted;
        for (; at > 0 && costs[at - 1] > cost; at--) {
            if (at == wanted)
                continue;
            costs[at] = costs[at - 1];
            places[at] = places[at - 1];
        }
        if (at < wanted) {
            costs[at] = cost;
            places[at] = i;
        }
    }
    for (uint32_t i = 0; i < found; i++) {
        piece p = WHOLE;
        p.begin = places[i];
        p.end = places[i] + 1;
        TRY(add_piece(h, &p));
    }
    return YZ_OK;
}

static yz_status
add_pieces(pigeonhole *h)
{
    const uint32_t count = h->query->count;
    const uint32_t pieces = h->query->breaks + 1;
    choice *choices =
        arena_array(h->context->arena, count + 1, sizeof(*choices));
    piece p = WHOLE;
    uint32_t limit = count;
    p.end = count;
    if (!choices)
        return error_nomem(h->context->err);
    TRY(choices_fill(h, choices));
    if (choices[count].cost[pieces] == UINT64_MAX)
        return add_characters(h, pieces);
    for (uint32_t k = pieces; k > 0; k--) {
        const uint32_t pair = choices[limit].pair[k];
        p.begin = k > 1 ? pair : 0;
        TRY(add_piece(h, &p));
        p.end = limit = pair;
    }
    return YZ_OK;
}

/* ---- how many there may be ------------------------------------------------ */

/*
 * A break takes a pair or two neighbouring ones, so that with few breaks
 * one of the rarest 2 * breaks + 1 pairs stays: each of these may be the one.
 */
yz_status
pigeonhole_bound(const match_context *m, const misread_query *q,
                 uint32_t *ret_bound)
{
    enum { RAREST_MAX = 5 };
    pigeonhole h = { .context = m, .query = q };
    const uint64_t passages = m->segment->info.passages;
    const uint32_t kept = 2 * q->breaks + 1;
    uint64_t rarest[RAREST_MAX];
    uint64_t bound = 0;
    uint32_t count = 0;
    assert(kept <= RAREST_MAX);
    for (uint32_t i = 0; i + 1 < q->count; i++) {
        uint64_t cost;
        TRY(part_cost(&h, i, i + 2, &cost));
        uint32_t at = count < kept ? count++ : kept;
        for (; at > 0 && rarest[at - 1] > cost; at--)
            if (at < kept)
                rarest[at] = rarest[at - 1];
        if (at < kept)
            rarest[at] = cost;
    }
    for (uint32_t i = 0; i < count; i++)
        bound += rarest[i] < passages ? rarest[i] : passages;
    *ret_bound =
        count < kept || bound > passages ? (uint32_t)passages : (uint32_t)bound;
    return YZ_OK;
}

/* ---- the whole -------------------------------------------------------------------- */

/* Below this many passages it is cheaper to compare them than to read lists. */
enum { FEW_PASSAGES = 48 };

static yz_status
add_all(pigeonhole *h)
{
    const misread_query *q = h->query;
    if (q->count > TAKEN_MAX)
        return add_pieces(h);
    return q->reach == REACH_MARKS ? add_gaps(h) : add_taken(h);
}

static yz_status
find_all(pigeonhole *h)
{
    const match_context *m = h->context;
    h->found = passage_set_new_bits(m->arena, m->segment->info.passages,
                                    YZ_TIER_LOOKALIKE);
    return h->found.bits ? add_all(h) : error_nomem(m->err);
}

yz_status
pigeonhole_patterns(const match_context *m, const misread_query *q,
                    pattern_visit visit, void *visit_context)
{
    pigeonhole h = {
        .context = m, .query = q, .visit = visit, .visit_context = visit_context
    };
    return add_all(&h);
}

yz_status
pigeonhole_find(const match_context *m, const misread_query *q,
                const passage_set *within, uint32_t most,
                passage_set *ret_passages, bool *ret_capped)
{
    pigeonhole h = { .context = m, .query = q, .within = within };
    if (within && within->count <= FEW_PASSAGES)
        h.found = *within;
    else
        TRY(find_all(&h));
    *ret_capped = h.found.count > most;
    *ret_passages = passage_set_list(&h.found, most, m->arena);
    return ret_passages->passages ? YZ_OK : error_nomem(m->err);
}
