/* SPDX-License-Identifier: MIT */
#include "query/results/understanding.h"

#include "core/index/declared.h"
#include "query/results/field_words.h"
#include "query/results/question_marks.h"

void
understanding_init(understanding *u, yz_snapshot *snapshot,
                   const yz_query *query)
{
    const yz_index *index = snapshot->index;
    *u = (understanding){
        .snapshot = snapshot,
        .query = query_retain(query),
        .asked = query_retain(query),
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
    yz_query_free(u->asked);
}

static yz_status
make_plan(understanding *u, cancellation *stop, arena *a, yz_error *err)
{
    return plan_make(u->query, &u->patterns, &u->tables->synonyms, stop, a,
                     &u->plan, err);
}

/* Plan again if some field is text in this snapshot. */
static yz_status
read_field_words(understanding *u, cancellation *stop, arena *a, yz_error *err)
{
    yz_query *other;
    if (u->snapshot->index->remote && field_words_are_there(u->query, &u->plan))
        return error_set(err, YZ_E_UNSUPPORTED,
                         "whether the colon makes a field there depends on "
                         "what all passages have, which an index of OpenSearch "
                         "is not asked: write report:, title: or section:, or "
                         "put the words in quotes");
    TRY(field_words_read(u->query, &u->plan, u->snapshot, &u->patterns, stop,
                         &other, err));
    if (!other)
        return YZ_OK;
    yz_query_free(u->query);
    u->query = other;
    return make_plan(u, stop, a, err);
}

yz_status
understanding_make(understanding *u, bool field_words, cancellation *stop,
                   arena *a, yz_error *err)
{
    TRY(snapshot_analyzer(u->snapshot, &u->patterns.analyzer, err));
    TRY(snapshot_user_tables(u->snapshot, &u->tables, err));
    TRY(snapshot_declared(u->snapshot, &u->patterns.declared, err));
    TRY(make_plan(u, stop, a, err));
    return field_words ? read_field_words(u, stop, a, err) : YZ_OK;
}

yz_status
understanding_read_marks(understanding *u, cancellation *stop, arena *a,
                         bool *ret_read, yz_error *err)
{
    yz_query *other;
    TRY(question_marks_read(u->query, &u->plan, u->snapshot, &u->patterns, stop,
                            &other, err));
    *ret_read = other;
    if (!other)
        return YZ_OK;
    yz_query_free(u->query);
    u->query = other;
    return make_plan(u, stop, a, err);
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
understanding_weigh(understanding *u, bool relaxed, cancellation *stop,
                    arena *a, yz_error *err)
{
    TRY(rank_terms_make(&u->plan, u->snapshot, stop, a, &u->terms, err));
    if (u->plan.has_synonyms)
        TRY(rank_synonym_terms_make(&u->plan, u->snapshot, stop, a,
                                    &u->synonym_terms, err));
    TRY(bonus_make(&u->plan, &u->terms, &u->patterns, stop, a, &u->bonus, err));
    if (!relaxed)
        return YZ_OK;
    return rescoring_make(&u->terms, u->snapshot, stop, a, &u->rescoring, err);
}
