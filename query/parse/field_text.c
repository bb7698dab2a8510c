/* SPDX-License-Identifier: MIT */
#include "query/parse/field_text.h"

#include "core/base/utf8.h"
#include "query/parse/field.h"

#include <string.h>

typedef struct rewriting {
    const yz_query *from;
    const node *const *fields;
    size_t count;
    arena *arena;
    yz_error *err;
} rewriting;

static bool
is_given(const rewriting *r, const node *n)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->fields[i] == n)
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

static yz_status
copy_node(const rewriting *r, const node *from, node **ret_node)
{
    node *n = arena_alloc(r->arena, sizeof(*n));
    if (!n)
        return error_nomem(r->err);
    *n = *from;
    *ret_node = n;
    if (is_given(r, from))
        return read_as_phrase(r, n);
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
    const yz_str typed = typed_text(r->from, field->span);
    const char *name = field_name(field->field);
    const yz_str message = arena_printf(
        r->arena,
        "no %s matches, so %.*s was read as text; %s:%.*s asks for the field",
        name, (int)typed.size, typed.data, name, (int)field->value.size,
        field->value.data);
    if (!message.data)
        return error_nomem(r->err);
    *ret_warning = (yz_warning){
        .message = message,
        .span = field->span,
        .column =
            (uint32_t)utf8_count(r->from->text.data, field->span.begin) + 1,
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
        TRY(warn_of_field(r, r->fields[i], &warnings[before + i]));
    to->warnings = warnings;
    to->warning_count = before + r->count;
    return YZ_OK;
}

yz_status
query_with_fields_as_text(const yz_query *query, const node *const *fields,
                          size_t count, yz_query **ret_query, yz_error *err)
{
    yz_query *q = memory_zeroed(query->arena.from, 1, sizeof(*q));
    if (!q)
        return error_nomem(err);
    q->users = 1;
    q->flags = query->flags;
    q->text = query->text;
    q->made_of = query_retain(query);
    q->arena.from = memory_keep(&q->allocator, query->arena.from);
    const rewriting r = { query, fields, count, &q->arena, err };
    yz_status status = copy_node(&r, query->root, &q->root);
    if (status == YZ_OK)
        status = add_warnings(&r, q);
    if (status != YZ_OK) {
        yz_query_free(q);
        return status;
    }
    *ret_query = q;
    return YZ_OK;
}
