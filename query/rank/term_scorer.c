/* SPDX-License-Identifier: MIT */
/*
 * Each posting list is stored with a bound: its greatest frequency and its
 * smallest length, maybe of different passages (docs/format.md). BM25 rises
 * with the frequency and falls with the length, so that the score of these two
 * is the list's upper bound.
 */
#include "query/rank/term_scorer.h"
#include "query/rank/curve.h"

static void
sum_up_lists(term_scorer *s)
{
    for (uint32_t i = 0; i < s->lists.count; i++) {
        const float bound = term_scorer_bound(s, s->lists.items[i].bound);
        s->upper_bound = bound > s->upper_bound ? bound : s->upper_bound;
        s->posting_count += s->lists.items[i].count;
    }
}

static void
tabulate(term_scorer *s, const yz_snapshot *snapshot)
{
    const double weight = s->term->weight * s->term->idf;
    double norms[256];
    curve_norms(s->term, snapshot, norms);
    s->weight = (float)weight;
    for (uint32_t code = 0; code < 256; code++) {
        s->norms[code] = (float)norms[code];
        s->once[code] = (float)(weight / (1 + norms[code]));
    }
}

yz_status
term_scorer_init(const rank_term *term, const yz_snapshot *snapshot, segment *s,
                 arena *a, term_scorer *ret_scorer, yz_error *err)
{
    term_scorer *out = ret_scorer;
    *out = (term_scorer){ .term = term, .space = curve_space(term) };
    TRY(term_lists_open(term, s, a, &out->lists, err));
    if (!out->lists.count && !term->certain)
        return YZ_OK;
    out->next_blocks =
        arena_array(a, out->lists.count + 1, sizeof(*out->next_blocks));
    if (!out->next_blocks)
        return error_nomem(err);
    tabulate(out, snapshot);
    sum_up_lists(out);
    return YZ_OK;
}
