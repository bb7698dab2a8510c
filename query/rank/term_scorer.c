/* SPDX-License-Identifier: MIT */
/*
 * Each posting list is stored with a bound: its greatest frequency and its
 * smallest length, maybe of different passages (docs/format.md). BM25 rises
 * with the frequency and falls with the length, so that the score of these two
 * is the list's upper bound.
 */
#include "query/rank/term_scorer.h"

enum { PASSAGES_A_POSTING = 8 };

static void
sum_up_lists(term_scorer *s)
{
    float greatest = 0;
    for (uint32_t i = 0; i < s->lists.count; i++) {
        const float bound = term_scorer_bound(s, s->lists.items[i].bound);
        greatest = bound > greatest ? bound : greatest;
        s->posting_count += s->lists.items[i].count;
    }
    s->bound.sum = greatest;
    s->bound.most = greatest * s->lift_scores + s->lift_most;
}

yz_status
term_scorer_init(const rank_term *term, const curve_table *curve,
                 const term_lift *lift, segment *s, arena *a,
                 term_scorer *ret_scorer, yz_error *err)
{
    static const float no_gains[256];
    term_scorer *out = ret_scorer;
    *out = (term_scorer){ .term = term,
                          .curve = curve,
                          .space = curve_space(term),
                          .weight = (float)(term->weight * term->idf),
                          .gains = no_gains,
                          .lift_scores = 1 };
    if (lift) {
        out->lift_least = (float)lift->least;
        out->lift_most = (float)lift->most;
        out->lift_scores = lift->replaces ? 0 : 1;
        out->gains = lift->gains ? lift->gains : no_gains;
    }
    TRY(term_lists_open(term, s, a, &out->lists, err));
    out->next_blocks =
        arena_array(a, out->lists.count + 1, sizeof(*out->next_blocks));
    if (!out->next_blocks)
        return error_nomem(err);
    sum_up_lists(out);
    out->is_long = out->posting_count > s->info.passages / PASSAGES_A_POSTING;
    return YZ_OK;
}
