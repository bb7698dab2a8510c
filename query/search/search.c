/* SPDX-License-Identifier: MIT */
/*
 * One search: what the query means, what is asked for, what matches, and the
 * page of the best.
 */
#include "core/base/abi.h"
#include "query/search/page.h"
#include "query/search/stages.h"

static yz_status
search_run(yz_results *r, const yz_search_options *options, arena *scratch,
           yz_error *err)
{
    understanding *u = &r->understanding;
    request asked;
    matches found;
    TRY(understanding_make(u, &r->arena, err));
    TRY(request_read(options, u, r->began_ns, scratch, &asked, err));
    if (!u->plan.root)
        return error_set(err, YZ_E_SYNTAX,
                         "the query is empty: it has nothing to search for");
    understanding_accept(u, asked.strict, asked.reach, asked.follow_misreads,
                         err);
    cancellation stop = asked.cancellation;
    const search_context c = { &asked, u, &stop, scratch, err };
    TRY(stages_run(&c, &found));
    r->matches = found.summary;
    return page_make(&c, &found, &r->arena, &r->page);
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
    r->arena.from = memory;
    current_hit_init(&r->current, memory);
    understanding_init(&r->understanding, snapshot_retain(snapshot), query);
    arena scratch = snapshot->scratch; /* taken, and given back below */
    snapshot->scratch = (arena){ .from = memory };
    const yz_status status = search_run(r, &own, &scratch, reterr);
    arena_clear(&scratch);
    arena_dispose(&snapshot->scratch);
    snapshot->scratch = scratch;
    r->ended_ns = monotonic_now_ns();
    if (status != YZ_OK) {
        yz_results_close(r);
        return status;
    }
    *ret_results = r;
    return YZ_OK;
}
