/* SPDX-License-Identifier: MIT */
#include "query/explain/explanation.h"
#include "query/match/filter.h"
#include "query/match/pinyin.h"
#include "query/parse/print.h"

static yz_status
count_in_segment(matcher *m, const pattern *p, occurrence_count *count)
{
    passage_set hits;
    TRY(match_pattern(m, p, &hits));
    for (uint32_t i = 0; i < hits.count; i++) {
        if (segment_is_deleted(m->segment, hits.hits[i].passage))
            continue;
        if (hits.hits[i].tier == YZ_TIER_EXACT)
            count->exact++;
        else
            count->variant++;
    }
    return YZ_OK;
}

yz_status
explanation_occurrences(explanation *s, const pattern *p,
                        occurrence_count *ret_count)
{
    arena a = { .from = s->arena->from };
    cancellation never = { 0 };
    yz_status status = YZ_OK;
    *ret_count = (occurrence_count){ 0 };
    for (uint32_t i = 0; i < s->snapshot->segment_count && status == YZ_OK;
         i++) {
        matcher m = { .segment = &s->snapshot->segments[i],
                      .context = s->context,
                      .cancellation = &never,
                      .arena = &a,
                      .err = s->err };
        arena_clear(&a);
        status = count_in_segment(&m, p, ret_count);
    }
    arena_dispose(&a);
    return status;
}

yz_str
explanation_units(explanation *s, const plan_leaf *leaf, uint32_t begin,
                  uint32_t end)
{
    return skeleton_utf8(leaf->skeleton.units + begin, end - begin, s->arena);
}

void
explanation_passages(explanation *s, uint64_t count)
{
    buffer_printf(&s->out, "%llu passage%s", (unsigned long long)count,
                  count == 1 ? "" : "s");
}

yz_status
explanation_count(explanation *s, yz_str name, const pattern *p)
{
    occurrence_count count;
    TRY(explanation_occurrences(s, p, &count));
    buffer_printf(&s->out, "%.*s: in ", (int)name.size, name.data);
    explanation_passages(s, count.exact + count.variant);
    if (count.variant)
        buffer_printf(&s->out, ", %llu of them as a variant",
                      (unsigned long long)count.variant);
    buffer_put_u8(&s->out, '\n');
    return YZ_OK;
}

yz_status
explanation_phrase(explanation *s, const plan_leaf *leaf)
{
    buffer name = { .from = s->out.from };
    tree_print(leaf->node, &name);
    const yz_status status =
        buffer_ok(&name)
            ? explanation_count(s, buffer_str(&name), &leaf->pattern)
            : error_nomem(s->err);
    buffer_dispose(&name);
    return status;
}

yz_status
explanation_finish(explanation *s, yz_status status, yz_write_fn write,
                   void *context)
{
    if (status == YZ_OK && !buffer_ok(&s->out))
        status = error_nomem(s->err);
    if (status == YZ_OK && s->out.size)
        write(context, buffer_str(&s->out));
    buffer_dispose(&s->out);
    return status;
}

/* ---- fields ------------------------------------------------------------ */

static yz_status
count_field_in_segment(matcher *m, filter *f, uint64_t *count)
{
    for (uint32_t i = 0; i < m->segment->info.passages; i++) {
        bool meets = !segment_is_deleted(m->segment, i);
        if (meets)
            TRY(filter_meets(m, f, i, &meets));
        *count += meets;
    }
    return YZ_OK;
}

static yz_status
count_sound_in_segment(matcher *m, const pinyin_query *q, uint64_t *count)
{
    passage_set found;
    TRY(pinyin_match_find(m, q, &found));
    for (uint32_t i = 0; i < found.count; i++)
        *count += !segment_is_deleted(m->segment, found.hits[i].passage);
    return YZ_OK;
}

static yz_status
say_field(explanation *s, const plan_node *field)
{
    filter f;
    uint64_t count = 0;
    cancellation never = { 0 };
    TRY(filter_of_field(field, s->arena, &f, s->err));
    for (uint32_t i = 0; i < s->snapshot->segment_count; i++) {
        matcher m = { .segment = &s->snapshot->segments[i],
                      .context = s->context,
                      .cancellation = &never,
                      .arena = s->arena,
                      .err = s->err };
        if (field->node->field == FIELD_PINYIN)
            TRY(count_sound_in_segment(&m, &field->node->sound, &count));
        else
            TRY(count_field_in_segment(&m, &f, &count));
    }
    tree_print(field->node, &s->out);
    buffer_printf(&s->out, ": ");
    explanation_passages(s, count);
    buffer_put_u8(&s->out, '\n');
    return YZ_OK;
}

yz_status
explanation_fields(explanation *s, const plan_node *n)
{
    if (n->node->type == NODE_FIELD)
        return say_field(s, n);
    for (size_t i = 0; i < n->child_count; i++)
        TRY(explanation_fields(s, n->children[i]));
    return YZ_OK;
}
