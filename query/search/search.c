/* SPDX-License-Identifier: MIT */
/*
 * One search: what the query means, what is asked for, what matches, and the
 * page of the best.
 */
#include "query/search/search.h"

#include "core/base/abi.h"
#include "core/index/remote.h"
#include "query/search/page.h"
#include "query/search/stages.h"

/* Filters do not decide it: what they exclude was found. */
static bool
finds_nothing_as_typed(const matches *m)
{
    return !m->summary.counts[YZ_TIER_EXACT] &&
           !m->summary.counts[YZ_TIER_VARIANT] && !m->summary.filtered;
}

static yz_status
search_run(yz_results *r, const yz_search_options *options, supply *from,
           arena *scratch, yz_error *err)
{
    understanding *u = &r->understanding;
    request asked;
    matches found;
    cancellation stop = request_cancellation(options, r->began_ns);
    const bool strict = (options->flags & YZ_SEARCH_STRICT) ||
                        (u->query->flags & YZ_QUERY_STRICT);
    TRY(understanding_make(u, !strict, &stop, &r->arena, err));
    TRY(request_read(options, u, scratch, &asked, err));
    if (!u->plan.root)
        return error_set(err, YZ_E_SYNTAX,
                         "the query is empty: it has nothing to search for");
    understanding_accept(u, asked.strict, asked.reach, asked.follow_misreads,
                         err);
    const search_context c = { &asked, u, &stop, scratch, from, err };
    TRY(stages_run(&c, &found));
    if (!strict && finds_nothing_as_typed(&found)) {
        bool again;
        TRY(understanding_read_marks(u, &stop, &r->arena, &again, err));
        if (again)
            TRY(stages_run(&c, &found));
    }
    r->matches = found.summary;
    return page_make(&c, &found, &r->arena, &r->page);
}

static yz_status
error_budget(const memory_budget *budget, yz_error *err)
{
    return error_set(err, YZ_E_LIMIT,
                     "the query needs more than %zu MB of memory; ask for "
                     "less at once, or allow it more",
                     budget->limit >> 20);
}

/* What an ordinary search needs stays for the next one; more goes back. */
static void
scratch_give_back(arena *scratch)
{
    enum { KEPT_MAX = 8 << 20 };
    if (scratch->held > KEPT_MAX)
        arena_dispose(scratch);
    else
        arena_clear(scratch);
}

yz_status
search_here(yz_snapshot *snapshot, const yz_query *query,
            const yz_search_options *options, supply *from,
            yz_results **ret_results, yz_error *reterr)
{
    yz_search_options own = YZ_OPTIONS(yz_search_options);
    TRY(abi_take_options(&own, options, reterr));
    TRY(abi_check_flags(own.flags,
                        YZ_SEARCH_STRICT | YZ_SEARCH_COUNT_ONLY |
                            YZ_SEARCH_REVERSE | YZ_SEARCH_FACET_GAPS,
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
    memory_budget budget = {
        .limit = own.memory_max ? (size_t)own.memory_max : YZ_SEARCH_MEMORY_MAX,
    };
    arena_set_budget(&r->arena, &budget);
    arena_set_budget(&scratch, &budget);
    yz_status status = search_run(r, &own, from, &scratch, reterr);
    if (status == YZ_E_NOMEM && budget.exceeded)
        status = error_budget(&budget, reterr);
    arena_set_budget(&r->arena, NULL);
    arena_set_budget(&scratch, NULL);
    scratch_give_back(&scratch);
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

yz_status
yz_search(yz_snapshot *snapshot, const yz_query *query,
          const yz_search_options *options, yz_results **ret_results,
          yz_error *reterr)
{
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(abi_require(query, "query", reterr));
    if (snapshot->index->remote)
        return remote_search(snapshot, query, options, ret_results, reterr);
    return search_here(snapshot, query, options, NULL, ret_results, reterr);
}
