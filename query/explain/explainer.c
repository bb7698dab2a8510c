/* SPDX-License-Identifier: MIT */
#include "query/explain/explainer.h"

#include "query/match/exact/occurrences.h"
#include "query/match/filter.h"
#include "query/match/members.h"
#include "query/match/pinyin.h"
#include "query/parse/print.h"

static yz_status
count_in_segment(const match_context *m, const pattern *p,
                 occurrence_count *count)
{
    passage_set hits;
    TRY(occurrences_find(m, p, NULL, &hits));
    for (uint32_t i = 0; i < hits.count; i++) {
        if (segment_is_deleted(m->segment, hits.passages[i]))
            continue;
        if (passage_set_grade(&hits, i).tier == YZ_TIER_EXACT)
            count->exact++;
        else
            count->variant++;
    }
    return YZ_OK;
}

yz_status
explainer_count(explainer *x, const pattern *p, occurrence_count *ret_count)
{
    arena a = { .from = x->arena->from };
    cancellation never = { 0 };
    yz_status status = YZ_OK;
    *ret_count = (occurrence_count){ 0 };
    for (uint32_t i = 0; i < x->snapshot->segment_count && status == YZ_OK;
         i++) {
        match_context m = { .segment = &x->snapshot->segments[i],
                            .patterns = x->context,
                            .cancellation = &never,
                            .arena = &a,
                            .err = x->err };
        arena_clear(&a);
        status = count_in_segment(&m, p, ret_count);
    }
    arena_dispose(&a);
    return status;
}

yz_str
explainer_text(explainer *x, const plan_leaf *leaf, uint32_t begin,
               uint32_t end)
{
    return skeleton_utf8(leaf->skeleton.units + begin, end - begin, x->arena);
}

void
explainer_print_passages(explainer *x, uint64_t count)
{
    buffer_printf(&x->out, "%llu passage%s", (unsigned long long)count,
                  count == 1 ? "" : "s");
}

yz_status
explainer_print_pattern(explainer *x, yz_str name, const pattern *p)
{
    occurrence_count count;
    TRY(explainer_count(x, p, &count));
    buffer_printf(&x->out, "%.*s: in ", (int)name.size, name.data);
    explainer_print_passages(x, count.exact + count.variant);
    if (count.variant)
        buffer_printf(&x->out, ", %llu of them as a variant",
                      (unsigned long long)count.variant);
    buffer_put_u8(&x->out, '\n');
    return YZ_OK;
}

yz_status
explainer_print_phrase(explainer *x, const plan_leaf *leaf)
{
    buffer name = { .from = x->out.from };
    tree_print(leaf->node, &name);
    const yz_status status =
        buffer_ok(&name)
            ? explainer_print_pattern(x, buffer_str(&name), &leaf->pattern)
            : error_nomem(x->err);
    buffer_dispose(&name);
    return status;
}

yz_status
explainer_finish(explainer *x, yz_status status, yz_write_fn write,
                 void *context)
{
    if (status == YZ_OK && !buffer_ok(&x->out))
        status = error_nomem(x->err);
    if (status == YZ_OK && x->out.size)
        write(context, buffer_str(&x->out));
    buffer_dispose(&x->out);
    return status;
}

/* ---- fields -------------------------------------------------------------- */

static yz_status
count_field_in_segment(const match_context *m, const filter *f, uint64_t *count)
{
    filter_answers answers = { 0 };
    for (uint32_t i = 0; i < m->segment->info.passages; i++) {
        bool matches = !segment_is_deleted(m->segment, i);
        if (matches)
            TRY(filter_meets(m, f, &answers, i, &matches));
        *count += matches;
    }
    return YZ_OK;
}

static yz_status
count_member_in_segment(const match_context *m, const plan_node *field,
                        uint64_t *count)
{
    passage_set found;
    TRY(members_match(m, field, NULL, &found));
    found = passage_set_list(&found, found.count, m->arena);
    if (!found.passages)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < found.count; i++)
        *count += !segment_is_deleted(m->segment, found.passages[i]);
    return YZ_OK;
}

static yz_status
count_sound_in_segment(const match_context *m, const pinyin_query *q,
                       uint64_t *count)
{
    passage_set found;
    TRY(pinyin_match_find(m, q, &found));
    for (uint32_t i = 0; i < found.count; i++)
        *count += !segment_is_deleted(m->segment, found.passages[i]);
    return YZ_OK;
}

static yz_status
print_field(explainer *x, const plan_node *field)
{
    filter f;
    uint64_t count = 0;
    cancellation never = { 0 };
    TRY(filter_of_field(field, x->arena, &f, x->err));
    for (uint32_t i = 0; i < x->snapshot->segment_count; i++) {
        match_context m = { .segment = &x->snapshot->segments[i],
                            .patterns = x->context,
                            .cancellation = &never,
                            .arena = x->arena,
                            .err = x->err };
        if (field->node->field == FIELD_EXTRA)
            TRY(count_member_in_segment(&m, field, &count));
        else if (field->node->field == FIELD_PINYIN)
            TRY(count_sound_in_segment(&m, &field->node->sound, &count));
        else
            TRY(count_field_in_segment(&m, &f, &count));
    }
    tree_print(field->node, &x->out);
    buffer_printf(&x->out, ": ");
    explainer_print_passages(x, count);
    buffer_put_u8(&x->out, '\n');
    return YZ_OK;
}

yz_status
explainer_print_fields(explainer *x, const plan_node *n)
{
    if (n->node->type == NODE_FIELD)
        return print_field(x, n);
    for (size_t i = 0; i < n->child_count; i++)
        TRY(explainer_print_fields(x, n->children[i]));
    return YZ_OK;
}
