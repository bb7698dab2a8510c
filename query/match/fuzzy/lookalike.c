/* SPDX-License-Identifier: MIT */
#include "query/match/fuzzy/lookalike.h"

#include "query/match/exact/verify.h"
#include "query/match/fuzzy/pigeonhole.h"

#include <math.h>

yz_status
misreads_query(const misreads *r, const plan_leaf *leaf, bool marks_only,
               arena *a, misread_query *ret_query, yz_error *err)
{
    misread_reach reach = r->reach;
    if (marks_only)
        reach = REACH_MARKS;
    else if (leaf->node->fuzzy != FUZZY_NONE)
        reach = leaf->node->fuzzy == FUZZY_EDIT ? REACH_ANY : REACH_SHAPE;
    else if (r->off)
        return YZ_DONE;
    return misread_make(&leaf->pattern, reach, r->evidence.context->variants,
                        r->evidence.own, a, ret_query, err);
}

/*
 * A weight as the order of hits has it: what is lost, in millionths. What was
 * misread always loses something, by which its edits are known to be there.
 */
static uint32_t
loss_of(const misread_match *match)
{
    const uint32_t loss = (uint32_t)lround((1 - match->weight) * 1e6);
    return loss || match->tier < YZ_TIER_LOOKALIKE ? loss : 1;
}

/*
 * The phrase as codes, which say of nearly all texts that it does not occur in
 * them, without folding them. NULL: it cannot be made so, or does not pay.
 */
static packed_near *
near_make(const match_context *m, const misread_query *q,
          const passage_set *from)
{
    enum { PAYS = 16 };
    packed_forms forms[PACKED_PHRASE_MAX];
    const uint32_t errors = q->reach == REACH_MARKS ? 0 : q->breaks;
    if (from->count < PAYS || q->count > PACKED_PHRASE_MAX ||
        errors > PACKED_ERRORS_MAX)
        return NULL;
    for (uint32_t i = 0; i < q->count; i++)
        if (!element_packed_forms(&q->elements[i], &forms[i]))
            return NULL;
    packed_near *near = arena_uninitialized(m->arena, 1, sizeof(*near));
    if (near)
        packed_near_make(m->segment->fold, forms, q->count, errors, q->edits,
                         near);
    return near;
}

static yz_status
may_occur(const match_context *m, const packed_near *near, uint32_t passage,
          bool *ret_may)
{
    packed_text text;
    *ret_may = true;
    if (!near)
        return YZ_OK;
    TRY(segment_packed_text(m->segment, passage, &text, m->err));
    *ret_may = packed_text_may_be_near(&text, near);
    return YZ_OK;
}

static yz_status
compare(const match_context *m, misreads *r, const misread_query *q,
        const passage_set *from, passage_set *out)
{
    evidence *e = &r->evidence;
    const packed_near *near = near_make(m, q, from);
    for (uint32_t i = 0; i < from->count; i++) {
        const uint32_t passage = from->passages[i];
        const uint16_t *units;
        uint32_t length;
        misread_match match;
        bool may;
        TRY(cancellation_poll(m->cancellation, m->err));
        verify_prefetch(m->segment, from, i);
        TRY(may_occur(m, near, passage, &may));
        if (!may)
            continue;
        TRY(segment_skeleton(m->segment, passage, &m->patterns->skeletons,
                             &units, &length, m->err));
        TRY(evidence_move(e, m->segment, passage, m->err));
        if (misread_best(q, e, units, length, &match))
            passage_set_push_graded(out, passage,
                                    (grade){ match.tier, loss_of(&match) });
        TRY(e->status);
    }
    return YZ_OK;
}

yz_status
match_misread(const match_context *m, misreads *r, const plan_leaf *leaf,
              bool marks_only, const passage_set *within,
              const passage_set *known, passage_set *ret_passages)
{
    misread_query q;
    passage_set from = passage_set_new(m->arena, 0, YZ_TIER_LOOKALIKE);
    const yz_status made =
        misreads_query(r, leaf, marks_only, m->arena, &q, m->err);
    if (made != YZ_OK && made != YZ_DONE)
        return made;
    if (made == YZ_OK) {
        bool capped;
        TRY(pigeonhole_find(m, &q, within, MISREAD_CANDIDATES_MAX - r->compared,
                            &from, &capped));
        r->capped = r->capped || capped;
        r->compared += from.count;
        from = passage_set_subtract(&from, known, m->arena);
    }
    passage_set found = passage_set_new_graded(m->arena, from.count);
    if (!from.passages || !found.passages)
        return error_nomem(m->err);
    *ret_passages = found;
    return made == YZ_OK ? compare(m, r, &q, &from, ret_passages) : YZ_OK;
}
