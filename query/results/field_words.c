/* SPDX-License-Identifier: MIT */
#include "query/results/field_words.h"

#include "core/base/array.h"
#include "core/base/utf8.h"
#include "query/match/filter.h"
#include "query/parse/rereading.h"

typedef struct reader {
    const yz_query *query;
    yz_snapshot *snapshot;
    pattern_context *patterns;
    cancellation *stop;
    arena arena;
    yz_error *err;
    ARRAY_OF(const node *) texts; /**< fields that nothing matches */
} reader;

/* Is it a field with a Chinese name, as a page may print it? */
static bool
has_chinese_name(const yz_query *q, const node *n)
{
    size_t at = n->span.begin;
    if (n->field != FIELD_REPORT && n->field != FIELD_TITLE &&
        n->field != FIELD_SECTION)
        return false;
    if (at >= n->span.end || n->span.end > q->text.size)
        return false;
    const uint32_t c = utf8_next(q->text.data, n->span.end, &at);
    return c >= 0x4e00 && c <= 0x9fff;
}

static yz_status
matches_in_segment(reader *r, const plan_node *n, segment *s, bool *ret_does)
{
    const match_context m = { .segment = s,
                              .patterns = r->patterns,
                              .cancellation = r->stop,
                              .arena = &r->arena,
                              .err = r->err };
    filter f;
    filter_answers answers = { 0 };
    *ret_does = false;
    TRY(filter_of_field(n, &r->arena, &f, r->err));
    for (uint32_t i = 0; !*ret_does && i < s->info.passages; i++) {
        TRY(cancellation_poll(r->stop, r->err));
        if (!segment_is_deleted(s, i))
            TRY(filter_meets(&m, &f, &answers, i, ret_does));
    }
    return YZ_OK;
}

static yz_status
read_field(reader *r, const plan_node *n)
{
    bool does = false;
    for (uint32_t i = 0; !does && i < r->snapshot->segment_count; i++)
        TRY(matches_in_segment(r, n, &r->snapshot->segments[i], &does));
    if (does || ARRAY_PUSH(&r->texts, n->node))
        return YZ_OK;
    return error_nomem(r->err);
}

static yz_status
read_node(reader *r, const plan_node *n)
{
    if (n->node->type == NODE_FIELD && has_chinese_name(r->query, n->node))
        return read_field(r, n);
    for (size_t i = 0; i < n->child_count; i++)
        TRY(read_node(r, n->children[i]));
    return YZ_OK;
}

static bool
is_there(const yz_query *query, const plan_node *n)
{
    bool found =
        n->node->type == NODE_FIELD && has_chinese_name(query, n->node);
    for (size_t i = 0; !found && i < n->child_count; i++)
        found = is_there(query, n->children[i]);
    return found;
}

bool
field_words_are_there(const yz_query *query, const plan *p)
{
    return p->root && is_there(query, p->root);
}

yz_status
field_words_read(const yz_query *query, const plan *p, yz_snapshot *snapshot,
                 pattern_context *patterns, cancellation *stop,
                 yz_query **ret_query, yz_error *err)
{
    const yz_allocator *memory = snapshot->index->memory;
    reader r = { .query = query,
                 .snapshot = snapshot,
                 .patterns = patterns,
                 .stop = stop,
                 .arena.from = memory,
                 .err = err,
                 .texts.from = memory };
    *ret_query = NULL;
    yz_status status = p->root ? read_node(&r, p->root) : YZ_OK;
    if (status == YZ_OK && r.texts.count)
        status = query_with_fields_as_text(query, r.texts.items, r.texts.count,
                                           ret_query, err);
    ARRAY_DISPOSE(&r.texts);
    arena_dispose(&r.arena);
    return status;
}
