/* SPDX-License-Identifier: MIT */
#include "query/parse/rereading.h"

#include "core/base/utf8.h"
#include "query/parse/field.h"
#include "query/parse/notices.h"

#include <string.h>

typedef struct rewriting {
    const yz_query *from;
    const node *const *nodes; /**< that become text: fields, or phrases with
                                   wildcards */
    size_t count;
    arena *arena;
    yz_error *err;
} rewriting;

static bool
is_given(const rewriting *r, const node *n)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->nodes[i] == n)
            return true;
    return false;
}

static yz_str
typed_text(const yz_query *q, yz_span span)
{
    return (yz_str){ q->text.data + span.begin, span.end - span.begin };
}

/* The phrase that the field would be without its name. */
static yz_status
read_as_phrase(const rewriting *r, node *n)
{
    phrase_part *part = arena_alloc(r->arena, sizeof(*part));
    if (!part)
        return error_nomem(r->err);
    part->text = typed_text(r->from, n->span);
    *n = (node){ .type = NODE_PHRASE,
                 .span = n->span,
                 .weight = 1,
                 .parts = part,
                 .part_count = 1,
                 .bare = true };
    return YZ_OK;
}

bool
node_has_wildcards(const node *n)
{
    for (size_t i = 0; i < n->part_count; i++)
        if (n->parts[i].any)
            return true;
    return false;
}

/* The phrase with `?` as it was typed for each wildcard. */
static yz_status
read_as_marks(const rewriting *r, node *n)
{
    phrase_part *parts =
        arena_array(r->arena, n->part_count + 1, sizeof(*parts));
    if (!parts)
        return error_nomem(r->err);
    for (size_t i = 0; i < n->part_count; i++)
        parts[i] = n->parts[i].any ? (phrase_part){ .text = str_of("?") }
                                   : n->parts[i];
    n->parts = parts;
    return YZ_OK;
}

static yz_status
copy_node(const rewriting *r, const node *from, node **ret_node)
{
    node *n = arena_alloc(r->arena, sizeof(*n));
    if (!n)
        return error_nomem(r->err);
    *n = *from;
    *ret_node = n;
    if (is_given(r, from))
        return n->type == NODE_FIELD ? read_as_phrase(r, n)
                                     : read_as_marks(r, n);
    if (!from->child_count)
        return YZ_OK;
    n->children =
        arena_array(r->arena, from->child_count, sizeof(*n->children));
    if (!n->children)
        return error_nomem(r->err);
    for (size_t i = 0; i < from->child_count; i++)
        TRY(copy_node(r, from->children[i], &n->children[i]));
    return YZ_OK;
}

static yz_status
warn_of_field(const rewriting *r, const node *field, yz_warning *ret_warning)
{
    static const char key[] =
        "no %s matches, so %.*s was read as text; %s:%.*s asks for the field";
    const yz_str typed = typed_text(r->from, field->span);
    const char *name = field_name(field->field);
    const yz_str message =
        arena_printf(r->arena, key, name, (int)typed.size, typed.data, name,
                     (int)field->value.size, field->value.data);
    if (!message.data)
        return error_nomem(r->err);
    *ret_warning = (yz_warning){
        .message = message,
        .span = field->span,
        .column =
            (uint32_t)utf8_count(r->from->text.data, field->span.begin) + 1,
        .key = key,
    };
    return YZ_OK;
}

static yz_status
warn_of_marks(const rewriting *r, const node *phrase, yz_warning *ret_warning)
{
    static const char key[] =
        "%s finds nothing with any character for ?; read as a question mark";
    const yz_span span = phrase->span;
    const notices n = { .text = r->from->text, .arena = r->arena };
    const yz_str message =
        arena_printf(r->arena, key, notices_typed(&n, span.begin, span.end));
    if (!message.data)
        return error_nomem(r->err);
    *ret_warning = (yz_warning){
        .message = message,
        .span = span,
        .column = (uint32_t)utf8_count(r->from->text.data, span.begin) + 1,
        .key = key,
    };
    return YZ_OK;
}

static yz_status
add_warnings(const rewriting *r, yz_query *to)
{
    const size_t before = r->from->warning_count;
    yz_warning *warnings =
        arena_array(r->arena, before + r->count, sizeof(*warnings));
    if (!warnings)
        return error_nomem(r->err);
    if (before)
        memcpy(warnings, r->from->warnings, before * sizeof(*warnings));
    for (size_t i = 0; i < r->count; i++)
        TRY(r->nodes[i]->type == NODE_FIELD
                ? warn_of_field(r, r->nodes[i], &warnings[before + i])
                : warn_of_marks(r, r->nodes[i], &warnings[before + i]));
    to->warnings = warnings;
    to->warning_count = before + r->count;
    return YZ_OK;
}

static yz_status
rewrite(rewriting *r, yz_query **ret_query)
{
    const yz_query *query = r->from;
    yz_error *err = r->err;
    yz_query *q = memory_zeroed(query->arena.from, 1, sizeof(*q));
    if (!q)
        return error_nomem(err);
    q->users = 1;
    q->flags = query->flags;
    q->text = query->text;
    q->made_of = query_retain(query);
    q->arena.from = memory_keep(&q->allocator, query->arena.from);
    r->arena = &q->arena;
    yz_status status = copy_node(r, query->root, &q->root);
    if (status == YZ_OK)
        status = add_warnings(r, q);
    if (status != YZ_OK) {
        yz_query_free(q);
        return status;
    }
    *ret_query = q;
    return YZ_OK;
}

yz_status
query_with_fields_as_text(const yz_query *query, const node *const *fields,
                          size_t count, yz_query **ret_query, yz_error *err)
{
    rewriting r = {
        .from = query, .nodes = fields, .count = count, .err = err
    };
    return rewrite(&r, ret_query);
}

yz_status
query_with_marks_as_text(const yz_query *query, const node *const *phrases,
                         size_t count, yz_query **ret_query, yz_error *err)
{
    rewriting r = {
        .from = query, .nodes = phrases, .count = count, .err = err
    };
    return rewrite(&r, ret_query);
}
