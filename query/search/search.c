/* SPDX-License-Identifier: MIT */
/*
 * One search, from a parsed query to a page of hits.
 */
#include "query/search/search.h"
#include "core/base/abi.h"

static yz_status
search_run(search *s)
{
    yz_results *r = s->results;
    const size_t segments = r->snapshot->segment_count;
    TRY(snapshot_analyzer(r->snapshot, &r->context.analyzer, s->err));
    r->context.fold = r->snapshot->index->fold;
    r->context.skeletons = skeleton_buffer_of(r->arena.from, r->context.fold);
    r->context.stale_words = r->snapshot->index->words_are_stale;
    r->context.variants = r->snapshot->index->variants;
    TRY(snapshot_user_tables(r->snapshot, &s->tables, s->err));
    TRY(plan_make(r->query, &r->context, &s->tables->synonyms, &r->arena,
                  &r->plan, s->err));
    TRY(search_read_options(s));
    if (!r->plan.root)
        return error_set(s->err, YZ_E_SYNTAX,
                         "the query is empty: nothing of it can be looked "
                         "for");
    s->hits = arena_array(&s->arena, segments + 1, sizeof(*s->hits));
    s->answers = arena_array(&s->arena, segments + 1, sizeof(*s->answers));
    if (!s->hits || !s->answers)
        return error_nomem(s->err);
    for (size_t i = 0; i < segments; i++) {
        segment_answers *of = &s->answers[i];
        of->leaves =
            arena_array(&s->arena, r->plan.leaf_count + 1, sizeof(*of->leaves));
        of->sounds = arena_array(&s->arena, r->plan.sound_count + 1,
                                 sizeof(*of->sounds));
        if (!of->leaves || !of->sounds)
            return error_nomem(s->err);
    }
    TRY(search_match_tiers(s));
    return search_make_page(s);
}

yz_status
yz_search(yz_snapshot *snapshot, const yz_query *query,
          const yz_search_options *options, yz_results **ret_results,
          yz_error *reterr)
{
    yz_search_options own = YZ_OPTIONS(yz_search_options);
    TRY(abi_take_options(&own, options, reterr));
    TRY(abi_check_flags(own.flags, YZ_SEARCH_STRICT | YZ_SEARCH_COUNT_ONLY,
                        reterr));
    TRY(store_check_process(snapshot->index->store, reterr));
    const yz_allocator *memory = snapshot->index->memory;
    yz_results *r = memory_zeroed(memory, 1, sizeof(*r));
    if (!r)
        return error_nomem(reterr);
    r->began_ns = monotonic_now_ns();
    r->arena.from = r->hit_arena.from = memory;
    r->neighbour_arena.from = r->context.scratch.from = memory;
    r->passage_ranges = passage_ranges_of(memory);
    r->snapshot = snapshot_retain(snapshot);
    r->query = query_retain(query);
    search s = { .results = r, .options = &own, .err = reterr };
    s.arena = snapshot->scratch; /* taken, and given back below */
    snapshot->scratch = (arena){ .from = memory };
    s.order.scratch.from = memory;
    s.order.cancellation = &s.cancellation;
    s.order.arena = &r->arena;
    s.order.err = reterr;
    const yz_status status = search_run(&s);
    arena_dispose(&s.order.scratch);
    arena_clear(&s.arena);
    arena_dispose(&snapshot->scratch);
    snapshot->scratch = s.arena;
    r->ended_ns = monotonic_now_ns();
    if (status != YZ_OK) {
        yz_results_close(r);
        return status;
    }
    *ret_results = r;
    return YZ_OK;
}
