/* SPDX-License-Identifier: MIT */
#include "query/parse/leaf.h"
#include "query/parse/field.h"
#include "query/parse/quote.h"

#include <string.h>

/* The distance of the pieces of `"a b"~` if none is given. */
static const uint32_t QUOTED_DISTANCE_DEFAULT = 10;

/* ---- phrases ------------------------------------------------------------- */

yz_status
leaf_count(leaf_maker *m, size_t at)
{
    if (++m->count <= YZ_QUERY_LEAVES_MAX)
        return YZ_OK;
    return notices_error(m->notices, YZ_E_LIMIT, at,
                         "the query has more than %d phrases and fields; "
                         "split it",
                         YZ_QUERY_LEAVES_MAX);
}

/* A node of weight 1, not yet counted as a leaf; NULL if out of memory. */
static node *
leaf_new(leaf_maker *m, node_type type, yz_span span)
{
    node *n = arena_alloc(m->arena, sizeof(*n));
    if (n)
        *n = (node){ .type = type, .span = span, .weight = 1 };
    return n;
}

static bool
has_space(const phrase_part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < parts[i].text.size;)
            if (key_is_space(key_next(parts[i].text, &at)))
                return true;
    return false;
}

/* After quotes with a space inside, `~` gives the distance of NEAR. */
static fuzzy_type
fuzzy_of(const suffix *s, const phrase_part *parts, size_t count)
{
    if (!s->fuzzy || has_space(parts, count))
        return FUZZY_NONE;
    return s->has_distance && s->distance > 0 ? FUZZY_EDIT : FUZZY_SHAPE;
}

/* `~n` allows one wrong character at most. */
static yz_status
warn_distance(leaf_maker *m, const token *t)
{
    if (!t->run.suffix.fuzzy || t->run.suffix.distance < 2)
        return YZ_OK;
    return notices_repair(m->notices, t->span, "searched with one",
                          "%s allows %u wrong characters, but one is the most",
                          notices_typed(m->notices, t->span.begin, t->span.end),
                          (unsigned)t->run.suffix.distance);
}

static yz_status
phrase_of_parts(leaf_maker *m, const token *t, const phrase_part *parts,
                size_t count, node **ret_node)
{
    node *n = leaf_new(m, NODE_PHRASE, t->span);
    if (!n)
        return error_nomem(m->notices->err);
    n->parts = parts;
    n->part_count = count;
    n->literal = t->run.literal;
    n->bare = t->run.bare;
    n->prefix = t->run.suffix.prefix;
    n->fuzzy = fuzzy_of(&t->run.suffix, parts, count);
    n->weight = t->run.suffix.weight;
    *ret_node = n;
    return leaf_count(m, t->span.begin);
}

yz_status
leaf_of_text(leaf_maker *m, yz_str text, node **ret_node)
{
    const token whole = { .span = { 0, (uint32_t)text.size },
                          .run = { .literal = true,
                                   .suffix = { .weight = 1 } } };
    phrase_part *part = arena_alloc(m->arena, sizeof(*part));
    if (!part)
        return error_nomem(m->notices->err);
    part->text = text;
    return phrase_of_parts(m, &whole, part, 1, ret_node);
}

/* ---- near each other ----------------------------------------------------- */

/* Splitting a run at its spaces. */
typedef struct cutter {
    leaf_maker *maker;
    const token *token;
    phrase_part *parts; /**< capacity for the parts of all pieces */
    size_t part_count;  /**< of the current piece */
    node_list pieces;
} cutter;

/* End a piece. Wildcards at its ends, next to a space, are dropped. */
static yz_status
cutter_end_piece(cutter *c)
{
    node *piece = NULL;
    phrase_part *parts = c->parts;
    size_t count = c->part_count;
    c->parts += count;
    c->part_count = 0;
    while (count && parts[count - 1].any)
        count--;
    while (count && parts->any) {
        parts++;
        count--;
    }
    if (!count)
        return YZ_OK;
    if (c->pieces.count == NODE_NEAR_PARTS_MAX)
        return notices_error(
            c->maker->notices, YZ_E_LIMIT, c->token->span.begin,
            "NEAR joins at most %d phrases; use fewer", NODE_NEAR_PARTS_MAX);
    TRY(phrase_of_parts(c->maker, c->token, parts, count, &piece));
    return node_list_add(c->maker->arena, &c->pieces, piece,
                         c->maker->notices->err);
}

static void
cutter_add(cutter *c, yz_str text, bool any)
{
    if (any || !text_is_quotes(text))
        c->parts[c->part_count++] = (phrase_part){ text, any };
}

static yz_status
cutter_cut(cutter *c, const phrase_part *part)
{
    const yz_str text = part->text;
    size_t begin = 0;
    size_t next = 0;
    if (part->any) {
        cutter_add(c, text, true);
        return YZ_OK;
    }
    for (size_t at = 0; at < text.size; at = next) {
        next = at;
        if (!key_is_space(key_next(text, &next)))
            continue;
        cutter_add(c, (yz_str){ text.data + begin, at - begin }, false);
        TRY(cutter_end_piece(c));
        begin = next;
    }
    cutter_add(c, (yz_str){ text.data + begin, text.size - begin }, false);
    return YZ_OK;
}

/* The largest number of parts that the pieces of a run can have. */
static size_t
parts_max(const run *r)
{
    size_t parts = r->part_count;
    for (size_t i = 0; i < r->part_count; i++)
        for (size_t at = 0; at < r->parts[i].text.size;)
            parts += key_is_space(key_next(r->parts[i].text, &at));
    return parts;
}

/* `"a b"~5`. With one piece only, the quotation marks mean nothing. */
static yz_status
near_of_run(leaf_maker *m, const token *t, node **ret_node)
{
    cutter c = { .maker = m, .token = t };
    c.parts = arena_array(m->arena, parts_max(&t->run), sizeof(*c.parts));
    if (!c.parts)
        return error_nomem(m->notices->err);
    for (size_t i = 0; i < t->run.part_count; i++)
        TRY(cutter_cut(&c, &t->run.parts[i]));
    TRY(cutter_end_piece(&c));
    for (size_t i = 0; i + 1 < c.pieces.count; i++)
        c.pieces.items[i]->prefix = false;
    for (size_t i = 0; c.pieces.count > 1 && i < c.pieces.count; i++)
        c.pieces.items[i]->fuzzy = FUZZY_NONE;
    TRY(node_join(m->arena, NODE_NEAR, &c.pieces, ret_node, m->notices->err));
    if ((*ret_node)->type != NODE_NEAR)
        return warn_distance(m, t);
    (*ret_node)->distance = t->run.suffix.has_distance
                                ? t->run.suffix.distance
                                : QUOTED_DISTANCE_DEFAULT;
    return YZ_OK;
}

yz_status
leaf_of_run(leaf_maker *m, const token *t, node **ret_node)
{
    if (t->run.suffix.fuzzy && t->run.quoted)
        return near_of_run(m, t, ret_node);
    TRY(warn_distance(m, t));
    return phrase_of_parts(m, t, t->run.parts, t->run.part_count, ret_node);
}

/* ---- fields -------------------------------------------------------------- */

/* Of names, a star or tilde at the end is a part. */
static bool
is_verbatim(field_type field)
{
    return field == FIELD_REPORT || field == FIELD_ID;
}

/* The value of a field is text: in it, `?` and `*` belong to a glob. */
static yz_status
value_of_run(leaf_maker *m, field_type field, const run *r, yz_str *ret_value)
{
    size_t size = r->suffix_text.size;
    for (size_t i = 0; i < r->part_count; i++)
        size += r->parts[i].any ? 1 : r->parts[i].text.size;
    char *value = arena_alloc(m->arena, size + 1);
    if (!value)
        return error_nomem(m->notices->err);
    size = 0;
    for (size_t i = 0; i < r->part_count; i++) {
        const yz_str text = r->parts[i].any ? str_of("?") : r->parts[i].text;
        memcpy(value + size, text.data, text.size);
        size += text.size;
    }
    if (is_verbatim(field) && r->suffix_text.size) {
        memcpy(value + size, r->suffix_text.data, r->suffix_text.size);
        size += r->suffix_text.size;
    }
    *ret_value = (yz_str){ value, size };
    return YZ_OK;
}

/* Not a field after all: its name and its value, as one phrase. */
static yz_status
phrase_of_field(leaf_maker *m, yz_str name, const token *t, node **ret_node)
{
    const size_t count = t->run.part_count + (name.size != 0);
    phrase_part *parts = arena_array(m->arena, count, sizeof(*parts));
    if (!parts)
        return error_nomem(m->notices->err);
    parts[0].text = name;
    for (size_t i = 0; i < t->run.part_count; i++)
        parts[i + (name.size != 0)] = t->run.parts[i];
    return phrase_of_parts(m, t, parts, count, ret_node);
}

static yz_status
ignore_suffix(leaf_maker *m, field_type field, const token *t)
{
    if (!t->run.suffix_text.size || is_verbatim(field))
        return YZ_OK;
    return notices_warn(
        m->notices, t->span,
        "%s: a field matches or does not, so *, ~ and ^ have no effect",
        notices_typed(m->notices, t->span.begin, t->span.end));
}

yz_status
leaf_of_field(leaf_maker *m, const named_field *field, yz_str name,
              const token *t, node **ret_node)
{
    yz_str value = { 0 };
    const char *problem = NULL;
    node *n = leaf_new(m, NODE_FIELD, t->span);
    if (!n)
        return error_nomem(m->notices->err);
    TRY(value_of_run(m, field->type, &t->run, &value));
    TRY(field_read(field, value, t->run.quoted || t->run.literal, m->arena, n,
                   &problem, m->notices->err));
    if (!t->run.part_count)
        problem = "the field has no value";
    if (problem) {
        TRY(notices_repair(
            m->notices, t->span, "read as text", "%s: %s",
            notices_typed(m->notices, t->span.begin, t->span.end), problem));
        return phrase_of_field(m, name, t, ret_node);
    }
    TRY(ignore_suffix(m, field->type, t));
    *ret_node = n;
    return leaf_count(m, t->span.begin);
}
