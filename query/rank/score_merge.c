/* SPDX-License-Identifier: MIT */
/*
 * Lists of hits that grow by the postings of terms: which hits there are is
 * known as bits, and a hit comes into the list with its first term.
 */
#include "core/base/bit_set.h"
#include "query/rank/score_list.h"
#include "query/rank/term_postings.h"

/* What merging works on. */
typedef struct score_merge {
    const score_list *from;
    score_list to;
    uint32_t next; /* of the hits of `from` */
    const certain_terms *certain;
    uint64_t *unseen;
    code_run han;
    code_run own; /* in the space of the term */
    yz_error *err;
} score_merge;

static yz_status
merge_begin(score_merge *m, const score_list *from, uint32_t more, arena *a)
{
    m->from = from;
    m->to = score_list_make(from->segment, from->count + more, a);
    return m->to.bounds ? YZ_OK : error_nomem(m->err);
}

static inline void
take_next(score_merge *m)
{
    m->to.bounds[m->to.count] = m->from->bounds[m->next];
    m->to.passages[m->to.count++] = m->from->passages[m->next++];
}

/* Take the hits of the list that come before a passage. */
static inline void
take_before(score_merge *m, uint32_t passage)
{
    while (m->next < m->from->count && m->from->passages[m->next] < passage)
        take_next(m);
}

/* Append a hit that was not seen yet. */
static inline yz_status
let_in(score_merge *m, uint32_t passage)
{
    uint8_t code;
    score_list *to = &m->to;
    TRY(code_run_at(&m->han, to->segment, LENGTH_HAN, passage, &code, m->err));
    bits_clear(m->unseen, passage);
    to->bounds[to->count] = certain_terms_bounds(m->certain, code);
    to->passages[to->count++] = passage;
    return YZ_OK;
}

/* Add the term's score to the hit that came last. */
static inline yz_status
add_score(score_merge *m, const term_scorer *s, uint32_t frequency)
{
    uint8_t code;
    const uint32_t last = m->to.count - 1;
    TRY(code_run_at(&m->own, m->to.segment, s->space, m->to.passages[last],
                    &code, m->err));
    term_scorer_add(s, frequency, code, &m->to.bounds[last]);
    return YZ_OK;
}

static yz_status
merge_postings(score_merge *m, const term_scorer *s,
               const term_postings *postings)
{
    const score_list *from = m->from;
    for (uint32_t i = 0; i < postings->count; i++) {
        const uint32_t passage = postings->passages[i];
        take_before(m, passage);
        if (m->next < from->count && from->passages[m->next] == passage)
            take_next(m);
        else if (bits_test(m->unseen, passage))
            TRY(let_in(m, passage));
        else
            continue;
        TRY(add_score(m, s,
                      postings->frequencies ? postings->frequencies[i] : 1));
    }
    take_before(m, POSTINGS_END);
    return YZ_OK;
}

/* NOLINTBEGIN(readability-non-const-parameter): cleared through the merge. */
yz_status
score_list_merge(score_list *l, const term_scorer *s,
                 const certain_terms *certain, uint64_t *unseen, arena *a,
                 yz_error *err)
{
    term_postings postings;
    score_merge m = { .certain = certain, .unseen = unseen, .err = err };
    TRY(term_postings_decode(&s->lists, a, &postings, err));
    TRY(merge_begin(&m, l, postings.count, a));
    TRY(merge_postings(&m, s, &postings));
    *l = m.to;
    return YZ_OK;
}

yz_status
score_list_complete(score_list *l, const certain_terms *certain,
                    uint64_t *unseen, arena *a, yz_error *err)
{
    const uint32_t end = l->segment->info.passages;
    const size_t more = bits_count(unseen, bits_words(end));
    score_merge m = { .certain = certain, .unseen = unseen, .err = err };
    TRY(merge_begin(&m, l, (uint32_t)more, a));
    BITS_EACH (passage, unseen, end) {
        take_before(&m, (uint32_t)passage);
        TRY(let_in(&m, (uint32_t)passage));
    }
    take_before(&m, POSTINGS_END);
    *l = m.to;
    return YZ_OK;
}
/* NOLINTEND(readability-non-const-parameter) */
