/* SPDX-License-Identifier: MIT */
#include "query/results/understanding.h"

void
understanding_init(understanding *u, yz_snapshot *snapshot,
                   const yz_query *query)
{
    const yz_index *index = snapshot->index;
    *u = (understanding){
        .snapshot = snapshot,
        .query = query_retain(query),
        .patterns = { .fold = index->fold,
                      .variants = index->variants,
                      .stale_words = index->words_are_stale,
                      .scratch.from = index->memory,
                      .skeletons =
                          skeleton_buffer_of(index->memory, index->fold) },
    };
}

void
understanding_dispose(understanding *u)
{
    evidence_dispose(&u->misreads.evidence);
    arena_dispose(&u->patterns.scratch);
    skeleton_buffer_dispose(&u->patterns.skeletons);
    yz_query_free(u->query);
}

yz_status
understanding_make(understanding *u, cancellation *stop, arena *a,
                   yz_error *err)
{
    TRY(snapshot_analyzer(u->snapshot, &u->patterns.analyzer, err));
    TRY(snapshot_user_tables(u->snapshot, &u->tables, err));
    return plan_make(u->query, &u->patterns, &u->tables->synonyms, stop, a,
                     &u->plan, err);
}

void
understanding_accept(understanding *u, bool strict, misread_reach reach,
                     bool follow, yz_error *err)
{
    u->strict = strict;
    u->misreads.reach = reach;
    u->misreads.off = !follow;
    evidence_init(&u->misreads.evidence, u->snapshot, &u->patterns,
                  &u->tables->lookalikes, err);
}

yz_status
understanding_weigh(understanding *u, cancellation *stop, arena *a,
                    yz_error *err)
{
    TRY(rank_terms_make(&u->plan, u->snapshot, stop, a, &u->terms, err));
    if (u->plan.has_synonyms)
        TRY(rank_synonym_terms_make(&u->plan, u->snapshot, stop, a,
                                    &u->synonym_terms, err));
    return bonus_make(&u->plan, &u->terms, &u->patterns, stop, a, &u->bonus,
                      err);
}
