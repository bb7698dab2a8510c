/* SPDX-License-Identifier: MIT */
#include "query/search/one_list.h"

#include "query/match/exact/candidates.h"

/* Fewer matches than these are decoded sooner than their lists are pruned. */
enum { MATCHES_MIN = 256 };

/* The phrase that is the whole query; NULL: it is something else. */
static const plan_leaf *
phrase_alone(const search_context *c)
{
    const request *r = c->request;
    const plan_leaf *leaf = c->understanding->plan.root->leaf;
    const bool plain = r->sort == YZ_SORT_SCORE && !r->facets &&
                       !r->has_cursor && filter_is_empty(&r->filter) &&
                       (r->tiers & YZ_TIER_BIT(YZ_TIER_EXACT));
    return plain && leaf && !leaf->negated && leaf->node->fuzzy == FUZZY_NONE
               ? leaf
               : NULL;
}

/* Whether marks in the text may part the phrase: such matches are no list's. */
static yz_status
may_have_marks(const search_context *c, const plan_leaf *leaf, bool *ret_may)
{
    misread_query unused;
    understanding *u = c->understanding;
    *ret_may = false;
    if (u->strict)
        return YZ_OK;
    const yz_status status =
        misreads_query(&u->misreads, leaf, true, c->arena, &unused, c->err);
    *ret_may = status == YZ_OK;
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
find_lists(const search_context *c, const plan_leaf *leaf, bool variant,
           posting_list *lists, bool *ret_found)
{
    understanding *u = c->understanding;
    *ret_found = true;
    for (uint32_t i = 0; i < u->snapshot->segment_count && *ret_found; i++) {
        const match_context m = { .segment = &u->snapshot->segments[i],
                                  .patterns = &u->patterns,
                                  .strict = u->strict,
                                  .cancellation = c->cancellation,
                                  .arena = c->arena,
                                  .err = c->err };
        TRY(candidates_list(&m, &leaf->pattern, variant, &lists[i], ret_found));
    }
    return YZ_OK;
}

/* The passages of a list that are not deleted. */
static yz_status
decode_live(const search_context *c, uint32_t number, const posting_list *list,
            passage_set *ret_live)
{
    const segment *s = &c->understanding->snapshot->segments[number];
    passage_set live = passage_set_new(c->arena, list->count, YZ_TIER_EXACT);
    if (!live.passages)
        return error_nomem(c->err);
    if (list->count)
        TRY(postings_decode(list, live.passages, NULL, c->err));
    for (uint32_t i = 0; i < list->count; i++)
        if (!segment_is_deleted(s, live.passages[i]))
            live.passages[live.count++] = live.passages[i];
    *ret_live = live;
    return YZ_OK;
}

static yz_status
count_live(const search_context *c, const posting_list *lists,
           uint64_t *ret_count)
{
    const yz_snapshot *snapshot = c->understanding->snapshot;
    *ret_count = 0;
    for (uint32_t i = 0; i < snapshot->segment_count; i++) {
        passage_set live = { .count = lists[i].count };
        if (snapshot->segments[i].deleted)
            TRY(decode_live(c, i, &lists[i], &live));
        *ret_count += live.count;
    }
    return YZ_OK;
}

yz_status
one_list_match(const search_context *c, matches *m, bool *ret_done)
{
    const plan_leaf *leaf = phrase_alone(c);
    const uint32_t segments = c->understanding->snapshot->segment_count;
    const bool variant = !c->understanding->strict &&
                         c->request->tiers != YZ_TIER_BIT(YZ_TIER_EXACT);
    bool marks = false;
    *ret_done = false;
    if (!leaf)
        return YZ_OK;
    if (variant)
        TRY(may_have_marks(c, leaf, &marks));
    if (marks)
        return YZ_OK;
    posting_list *lists = arena_array(c->arena, segments + 1, sizeof(*lists));
    if (!lists)
        return error_nomem(c->err);
    TRY(find_lists(c, leaf, variant, lists, ret_done));
    uint64_t count = 0;
    if (*ret_done)
        TRY(count_live(c, lists, &count));
    *ret_done = count >= MATCHES_MIN;
    if (!*ret_done)
        return YZ_OK;
    m->lists = lists;
    m->summary.counts[YZ_TIER_EXACT] = count;
    return YZ_OK;
}

yz_status
one_list_decode(const search_context *c, const matches *m,
                passage_set *ret_sets)
{
    for (uint32_t i = 0; i < c->understanding->snapshot->segment_count; i++)
        TRY(decode_live(c, i, &m->lists[i], &ret_sets[i]));
    return YZ_OK;
}
