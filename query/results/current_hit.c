/* SPDX-License-Identifier: MIT */
/*
 * Walking the hits of a page. What is found out about the current one lies in
 * its arena until the next.
 */
#include "query/results/current_hit.h"

#include "core/base/abi.h"
#include "core/index/passages.h"
#include "core/index/remote.h"
#include "query/results/edits.h"
#include "query/results/highlights.h"
#include "query/results/results.h"
#include "query/show/match_boxes.h"
#include "query/show/place.h"

void
current_hit_init(current_hit *c, const yz_allocator *memory)
{
    *c = (current_hit){ .arena.from = memory,
                        .passage_ranges = passage_ranges_of(memory),
                        .neighbour_arena.from = memory };
}

void
current_hit_dispose(current_hit *c)
{
    arena_dispose(&c->arena);
    passage_ranges_dispose(&c->passage_ranges);
    arena_dispose(&c->neighbour_arena);
}

yz_status
yz_results_next(yz_results *r, const yz_hit **ret_hit, yz_error *reterr)
{
    TRY(abi_require(r, "results handle", reterr));
    current_hit *c = &r->current;
    edit_list edits;
    if (c->next >= r->page.count)
        return YZ_DONE;
    const ranked *from = &r->page.hits[c->next];
    arena_clear(&c->arena);
    c->matches_found = false;
    c->ranges_found = false;
    TRY(segment_passage(from->segment, from->passage, &c->arena, &c->passage,
                        reterr));
    c->next++;
    if (c->next < r->page.count) /* while this one is looked at */
        segment_prefetch_passage(from[1].segment, from[1].passage);
    TRY(edits_find(&r->understanding, from, &c->arena, &edits, reterr));
    c->hit = (yz_hit){ .rank = r->page.rank_before + c->next,
                       .score = from->score,
                       .tier = (yz_tier)from->tier,
                       .passage = &c->passage,
                       .edits = edits.items,
                       .edit_count = edits.count };
    *ret_hit = &c->hit;
    return YZ_OK;
}

/* ---- where the query occurs --------------------------------------------- */

/* End the list with ARRAY_DISPOSE(). */
static yz_status
find_highlights(yz_results *r, highlight_list *ret_list, yz_error *err)
{
    current_hit *c = &r->current;
    if (c->next == 0)
        return error_set(
            err, YZ_E_INVALID,
            "there is no current hit; call yz_results_next() first");
    const ranked *hit = results_current(r);
    TRY(evidence_move(&r->understanding.misreads.evidence, hit->segment,
                      hit->passage, err));
    return highlights_find(&r->understanding, hit->tier, &c->passage, &c->arena,
                           ret_list, err);
}

/* The places of all highlights, each once. */
static yz_status
place_matches(current_hit *c, const highlight_list *list, yz_error *err)
{
    placer places = { .passage = &c->passage };
    c->match_count = 0;
    c->matches = arena_array(&c->arena, list->count + 1, sizeof(*c->matches));
    if (!c->matches)
        return error_nomem(err);
    for (size_t i = 0; i < list->count; i++) {
        const yz_span span = list->items[i].text;
        const yz_span *last =
            c->match_count ? &c->matches[c->match_count - 1].text : NULL;
        if (last && last->begin == span.begin && last->end == span.end)
            continue;
        TRY(place_match(&places, span, &c->arena, &c->matches[c->match_count],
                        err));
        TRY(match_boxes_find(&c->passage, &c->arena,
                             &c->matches[c->match_count], err));
        c->match_count++;
    }
    c->matches_found = true;
    return YZ_OK;
}

yz_status
yz_results_matches(yz_results *r, const yz_match **ret_matches,
                   size_t *ret_count, yz_error *reterr)
{
    TRY(abi_require(r, "results handle", reterr));
    highlight_list list;
    if (!r->current.matches_found) {
        TRY(find_highlights(r, &list, reterr));
        const yz_status status = place_matches(&r->current, &list, reterr);
        ARRAY_DISPOSE(&list);
        if (status != YZ_OK)
            return status;
    }
    *ret_matches = r->current.matches;
    *ret_count = r->current.match_count;
    return YZ_OK;
}

yz_status
yz_results_snippets(yz_results *r, const yz_snippet_options *options,
                    const yz_snippet **ret_snippets, size_t *ret_count,
                    yz_error *reterr)
{
    TRY(abi_require(r, "results handle", reterr));
    enum { WIDTH_DEFAULT = 120 };
    yz_snippet_options own = YZ_OPTIONS(yz_snippet_options);
    highlight_list list;
    TRY(abi_take_options(&own, options, reterr));
    TRY(find_highlights(r, &list, reterr));
    const yz_status status = snippet_make(
        r->current.passage.text, list.items, list.count,
        own.width ? own.width : WIDTH_DEFAULT, own.snippets ? own.snippets : 1,
        own.full != 0, &r->current.arena, ret_snippets, ret_count, reterr);
    ARRAY_DISPOSE(&list);
    return status;
}

/* ---- its neighbours ----------------------------------------------------- */

static yz_status
read_neighbour(current_hit *c, segment *s, uint32_t number, yz_error *err)
{
    arena_clear(&c->neighbour_arena);
    TRY(segment_passage(s, number, &c->neighbour_arena, &c->neighbour, err));
    return str_equal(c->neighbour.report, c->passage.report) ? YZ_OK : YZ_DONE;
}

/* Most reports lie one passage behind the other in their segment. */
static yz_status
step_in_segment(const segment *s, int step, passage_spot *spot)
{
    for (int64_t number = (int64_t)spot->passage + step;
         number >= 0 && number < s->info.passages; number += step) {
        if (segment_is_deleted(s, (uint32_t)number))
            continue;
        spot->passage = (uint32_t)number;
        return YZ_OK;
    }
    return YZ_DONE;
}

/* The passage ranges of the hit's report, looked up once. */
static yz_status
find_ranges(yz_results *r, yz_error *err)
{
    current_hit *c = &r->current;
    if (c->ranges_found)
        return YZ_OK;
    TRY(passage_ranges_find(&c->passage_ranges, r->understanding.snapshot,
                            c->passage.report, err));
    c->ranges_found = true;
    return YZ_OK;
}

yz_status
yz_results_neighbour(yz_results *r, int32_t distance,
                     const yz_passage **ret_passage, yz_error *reterr)
{
    TRY(abi_require(r, "results handle", reterr));
    TRY(remote_refuses(r->understanding.snapshot->index,
                       "reading the passages beside a hit", reterr));
    current_hit *c = &r->current;
    if (c->next == 0)
        return error_set(
            reterr, YZ_E_INVALID,
            "there is no current hit; call yz_results_next() first");
    const ranked *from = results_current(r);
    passage_spot spot = { from->segment, from->passage };
    const int step = distance < 0 ? -1 : 1;
    TRY(find_ranges(r, reterr));
    const bool apart =
        c->passage_ranges.list.count > 1 &&
        passage_ranges_with(&c->passage_ranges, spot.segment, spot.passage);
    for (int64_t left = (int64_t)distance * step; left > 0; left--)
        TRY(apart ? passage_ranges_step(&c->passage_ranges, step, &spot, reterr)
                  : step_in_segment(spot.segment, step, &spot));
    TRY(read_neighbour(c, spot.segment, spot.passage, reterr));
    *ret_passage = &c->neighbour;
    return YZ_OK;
}
