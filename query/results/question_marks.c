/* SPDX-License-Identifier: MIT */
#include "query/results/question_marks.h"

#include "query/match/exact/occurrences.h"
#include "query/parse/rereading.h"

/* Whether a live passage of the segment has the phrase. */
static yz_status
occurs_in_segment(const match_context *m, const plan_leaf *leaf,
                  bool *ret_occurs)
{
    passage_set found;
    TRY(occurrences_find(m, &leaf->pattern, NULL, &found));
    for (uint32_t i = 0; i < found.count && !*ret_occurs; i++)
        *ret_occurs = !segment_is_deleted(m->segment, found.passages[i]);
    return YZ_OK;
}

/* With an arena of the phrase's own, whose memory counts as the search's. */
static yz_status
occurs(const plan_leaf *leaf, yz_snapshot *snapshot, match_context *m,
       bool *ret_occurs)
{
    *ret_occurs = false;
    for (uint32_t i = 0; i < snapshot->segment_count && !*ret_occurs; i++) {
        m->segment = &snapshot->segments[i];
        arena_clear(m->arena);
        TRY(occurs_in_segment(m, leaf, ret_occurs));
    }
    return YZ_OK;
}

yz_status
question_marks_read(const yz_query *query, const plan *p, yz_snapshot *snapshot,
                    pattern_context *patterns, cancellation *stop,
                    yz_query **ret_query, yz_error *err)
{
    arena a = { .from = snapshot->index->memory };
    arena scratch = { .from = a.from };
    match_context m = { .patterns = patterns,
                        .cancellation = stop,
                        .arena = &scratch,
                        .err = err };
    size_t count = 0;
    *ret_query = NULL;
    const node **phrases = arena_array(&a, p->leaf_count + 1, sizeof(*phrases));
    yz_status status = phrases ? YZ_OK : error_nomem(err);
    for (size_t i = 0; status == YZ_OK && i < p->leaf_count; i++) {
        bool found = !node_has_wildcards(p->leaves[i]->node);
        if (!found)
            status = occurs(p->leaves[i], snapshot, &m, &found);
        if (!found)
            phrases[count++] = p->leaves[i]->node;
    }
    if (status == YZ_OK && count)
        status =
            query_with_marks_as_text(query, phrases, count, ret_query, err);
    arena_dispose(&scratch);
    arena_dispose(&a);
    return status;
}
