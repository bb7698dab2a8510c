/* SPDX-License-Identifier: MIT */
/*
 * A run is read in two passes. The first splits it into parts, quoted or not.
 * The second takes the suffixes off the last part and finds the wildcards,
 * which need text on both sides.
 */
#include "query/parse/run.h"
#include "query/parse/quote.h"

typedef struct run_part {
    size_t begin;
    size_t end;
    bool quoted;
} run_part;

typedef struct run_parts {
    run_part *items;
    size_t count;
    size_t capacity;
} run_parts;

/* ---- cutting ------------------------------------------------------------- */

static yz_status
run_parts_add(scanner *s, run_parts *list, run_part one)
{
    if (text_is_quotes(scanner_slice(s, one.begin, one.end)))
        return YZ_OK;
    if (list->count == list->capacity) {
        const size_t capacity = list->capacity ? 2 * list->capacity : 4;
        run_part *items = arena_array(s->arena, capacity, sizeof(*items));
        if (!items)
            return error_nomem(s->notices->err);
        for (size_t i = 0; i < list->count; i++)
            items[i] = list->items[i];
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = one;
    return YZ_OK;
}

static yz_status
read_quoted(scanner *s, run_parts *list)
{
    const size_t at = s->at;
    const quotation q = quote_find(s, at);
    s->at = q.next;
    if (!q.closed)
        TRY(notices_repair(s->notices, span_of(at, q.begin),
                           "read as closed at the end",
                           "the quotation mark that opens %s is not closed",
                           notices_typed(s->notices, at, s->text.size)));
    return run_parts_add(s, list, (run_part){ q.begin, q.end, true });
}

static yz_status
read_stray(scanner *s)
{
    const size_t at = s->at;
    scanner_key(s, at, &s->at);
    return notices_repair(
        s->notices, span_of(at, s->at), "ignored",
        "the quotation mark that closes %s has no opening one",
        notices_typed(s->notices, scanner_token_begin(s, at), s->at));
}

static yz_status
read_text(scanner *s, run_parts *list)
{
    size_t next = s->at;
    const size_t begin = s->at;
    while (!scanner_at_boundary(s, s->at) &&
           !key_is_quote(scanner_key(s, s->at, &next)))
        s->at = next;
    return run_parts_add(s, list, (run_part){ begin, s->at, false });
}

static yz_status
cut(scanner *s, run_parts *list)
{
    const size_t begin = s->at;
    while (!scanner_at_boundary(s, s->at)) {
        if (!key_is_quote(scanner_peek(s, s->at)))
            TRY(read_text(s, list));
        else if (quote_opens(s, s->at, s->at == begin))
            TRY(read_quoted(s, list));
        else
            TRY(read_stray(s));
    }
    return YZ_OK;
}

/* ---- wildcards ----------------------------------------------------------- */

/*
 * Where in unquoted text the first key that is no `?` begins, and the last one
 * ends. If all are `?`, the first begins at the end, the last at the beginning.
 */
static void
trim_marks(const scanner *s, const run_part *text, size_t *ret_begin,
           size_t *ret_end)
{
    size_t next;
    *ret_begin = text->end;
    *ret_end = text->begin;
    for (size_t at = text->begin; at < text->end; at = next) {
        const bool wildcard = scanner_at_wildcard(s, at);
        scanner_key(s, at, &next);
        if (wildcard)
            continue;
        if (*ret_begin == text->end)
            *ret_begin = at;
        *ret_end = next;
    }
}

static void
add_part(run *r, yz_str text, bool any)
{
    if (any || text.size)
        r->parts[r->part_count++] = (phrase_part){ text, any };
}

/* Text in which every `?` from `from` to `to` is a wildcard. */
static void
add_text(const scanner *s, const run_part *text, size_t from, size_t to, run *r)
{
    size_t begin = text->begin;
    size_t next;
    for (size_t at = from; at < to; at = next) {
        const bool wildcard = scanner_at_wildcard(s, at);
        scanner_key(s, at, &next);
        if (!wildcard)
            continue;
        add_part(r, scanner_slice(s, begin, at), false);
        add_part(r, (yz_str){ 0 }, true);
        begin = next;
    }
    add_part(r, scanner_slice(s, begin, text->end), false);
}

/*
 * A `?` is a wildcard if the run has anything but `?` on both sides of it;
 * quoted text counts.
 */
static void
add_unquoted(const scanner *s, const run_parts *list, size_t i, run *r)
{
    const run_part *text = &list->items[i];
    size_t from;
    size_t to;
    trim_marks(s, text, &from, &to);
    if (i > 0)
        from = text->begin;
    if (i + 1 < list->count)
        to = text->end;
    add_text(s, text, from, to, r);
}

/* A range is one part, and each `?` may add two. */
static size_t
parts_max(const scanner *s, const run_parts *list)
{
    size_t parts = list->count + 1;
    size_t next;
    for (size_t i = 0; i < list->count; i++)
        for (size_t at = list->items[i].begin; at < list->items[i].end;
             at = next) {
            parts += scanner_at_wildcard(s, at) ? 2 : 0;
            scanner_key(s, at, &next);
        }
    return parts;
}

static yz_status
add_parts(scanner *s, const run_parts *list, run *r)
{
    r->parts = arena_array(s->arena, parts_max(s, list), sizeof(*r->parts));
    if (!r->parts)
        return error_nomem(s->notices->err);
    for (size_t i = 0; i < list->count; i++) {
        const run_part *one = &list->items[i];
        if (one->quoted || s->plain)
            add_part(r, scanner_slice(s, one->begin, one->end), false);
        else
            add_unquoted(s, list, i, r);
        r->quoted |= one->quoted;
        r->bare |= !one->quoted;
    }
    return YZ_OK;
}

/* ---- entry --------------------------------------------------------------- */

/* Whether a run has anything but spaces and quotation marks. */
static bool
says_something(const scanner *s, const run_parts *list)
{
    size_t next;
    for (size_t i = 0; i < list->count; i++)
        for (size_t at = list->items[i].begin; at < list->items[i].end;
             at = next) {
            const uint32_t key = scanner_key(s, at, &next);
            if (!key_is_space(key) && !key_is_quote(key))
                return true;
        }
    return false;
}

static void
take_suffix(scanner *s, run_parts *list, run *r)
{
    run_part *last = &list->items[list->count - 1];
    const size_t end = last->end;
    if (last->quoted)
        return;
    r->suffix = suffix_find(s, last->begin, end, list->count == 1);
    r->suffix_text = scanner_slice(s, r->suffix.begin, end);
    last->end = r->suffix.begin;
    list->count -= last->begin == last->end;
}

static yz_status
read_raw(scanner *s, const quotation *q, run *r)
{
    run_part whole = { q->begin, q->end, true };
    const run_parts list = { &whole, 1, 1 };
    r->literal = r->quoted = true;
    s->at = q->next;
    r->suffix.weighed = suffix_weight(s, s->at, &r->suffix.weight, &s->at);
    return says_something(s, &list) ? add_parts(s, &list, r) : YZ_OK;
}

yz_status
run_read(scanner *s, run *ret_run)
{
    quotation raw;
    run_parts list = { 0 };
    run r = { .suffix = { .weight = 1 } };
    const size_t begin = s->at;
    if (quote_find_raw(s, begin, &raw)) {
        TRY(read_raw(s, &raw, &r));
        *ret_run = r;
        return YZ_OK;
    }
    TRY(cut(s, &list));
    if (scanner_peek(s, begin) == '\'' && s->at > begin + 1)
        TRY(notices_repair(s->notices, span_of(begin, begin + 1),
                           "read as text",
                           "the apostrophe that opens %s as a raw string is "
                           "not closed",
                           notices_typed(s->notices, begin, s->at)));
    if (!s->plain && list.count)
        take_suffix(s, &list, &r);
    if (says_something(s, &list))
        TRY(add_parts(s, &list, &r));
    *ret_run = r;
    return YZ_OK;
}
