/* SPDX-License-Identifier: MIT */
/*
 * Each member has a taker. What a taker cannot use goes the way of unknown
 * members: into `extra`, under its own name.
 */
#include "indexer/source/passage_json.h"

#include "core/report/date.h"
#include "indexer/source/flat_json.h"
#include "indexer/source/marks.h"
#include "indexer/source/origin_json.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A passage while its members are read. */
typedef struct reading {
    passage_origin *origin;
    arena *arena;
    yz_passage passage;
    json_t *source; /**< read when the text is known; likewise the next */
    json_t *encoding;
    json_t *extra;
} reading;

/* YZ_DONE: not understood, to be kept. */
typedef yz_status (*member_take)(reading *r, json_t *value, yz_error *err);

static void
warn(const reading *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
warn(const reading *r, const char *format, ...)
{
    yz_error notice;
    va_list args;
    va_start(args, format);
    error_fill_list(&notice, YZ_E_SOURCE, format, args);
    va_end(args);
    r->origin->notice(r->origin->notice_context, YZ_WARNING, &notice);
}

static yz_str
str_of_json(const json_t *string)
{
    return (yz_str){ json_string_value(string), json_string_length(string) };
}

/* ---- members ----------------------------------------------------------- */

static yz_status
take_text_of(reading *r, const json_t *value, size_t size_max, yz_str *to,
             yz_error *err)
{
    if (json_is_null(value))
        return YZ_OK;
    if (!json_is_string(value))
        return YZ_DONE;
    if (json_string_length(value) > size_max)
        return error_set(err, YZ_E_LIMIT,
                         "a text of %zu bytes is longer than the limit of %zu; "
                         "split the passage, or shorten its names",
                         json_string_length(value), size_max);
    *to = arena_str(r->arena, str_of_json(value));
    return to->data ? YZ_OK : error_nomem(err);
}

static yz_status
take_text(reading *r, json_t *value, yz_error *err)
{
    return take_text_of(r, value, YZ_PASSAGE_SIZE_MAX, &r->passage.text, err);
}

static yz_status
take_section(reading *r, json_t *value, yz_error *err)
{
    return take_text_of(r, value, YZ_NAME_SIZE_MAX, &r->passage.section, err);
}

static yz_status
take_title(reading *r, json_t *value, yz_error *err)
{
    return take_text_of(r, value, YZ_NAME_SIZE_MAX, &r->passage.title, err);
}

/* Passages one behind the other mostly belong to the same report. */
static yz_status
take_report(reading *r, json_t *value, yz_error *err)
{
    yz_str *named = &r->origin->named;
    if (!json_is_string(value) || !str_equal(str_of_json(value), *named)) {
        yz_str other = { 0 };
        const yz_status status =
            take_text_of(r, value, YZ_NAME_SIZE_MAX, &other, err);
        if (status != YZ_OK || !other.size)
            return status;
        *named = other;
    }
    r->passage.report = *named;
    return YZ_OK;
}

static yz_status
take_id(reading *r, json_t *value, yz_error *err)
{
    if (!json_is_number(value))
        return take_text_of(r, value, YZ_NAME_SIZE_MAX, &r->passage.id, err);
    char *number = json_dumps(value, JSON_ENCODE_ANY);
    if (!number)
        return error_nomem(err);
    r->passage.id = arena_str(r->arena, str_of(number));
    free(number);
    return r->passage.id.data ? YZ_OK : error_nomem(err);
}

static yz_status
take_kind(reading *r, json_t *value, yz_error *err)
{
    (void)err;
    if (json_is_null(value) ||
        (json_is_string(value) &&
         yz_kind_from_name(str_of_json(value), &r->passage.kind)))
        return YZ_OK;
    warn(r,
         "unknown kind \"%.64s\"; the passage is read as a paragraph, and the "
         "kind is kept in extra",
         json_is_string(value) ? json_string_value(value) : "");
    return YZ_DONE;
}

/* A time of day, and that it was a month, is kept in extra. */
static yz_status
take_date(reading *r, json_t *value, yz_error *err)
{
    const bool is_text = json_is_string(value);
    if (json_is_null(value) || (is_text && !json_string_length(value)))
        return YZ_OK;
    date_span span;
    if (!is_text || !date_read(str_of_json(value), &span)) {
        warn(r, "the date \"%.64s\" cannot be read; it is kept in extra",
             is_text ? json_string_value(value) : "");
        return YZ_DONE;
    }
    char text[DATE_TEXT_SIZE];
    date_put(span, text);
    r->passage.date = arena_str(r->arena, str_of(text));
    if (!r->passage.date.data)
        return error_nomem(err);
    return date_is_day(span) && !strchr(json_string_value(value), ':')
               ? YZ_OK
               : YZ_DONE;
}

static yz_status
take_truncated(reading *r, json_t *value, yz_error *err)
{
    (void)err;
    r->passage.truncated = json_is_true(value);
    return json_is_boolean(value) || json_is_null(value) ? YZ_OK : YZ_DONE;
}

static yz_status
take_source(reading *r, json_t *value, yz_error *err)
{
    (void)err;
    if (json_is_object(value))
        r->source = value;
    return json_is_object(value) || json_is_null(value) ? YZ_OK : YZ_DONE;
}

static yz_status
take_encoding(reading *r, json_t *value, yz_error *err)
{
    (void)err;
    if (json_is_string(value) && json_string_length(value))
        r->encoding = value;
    return json_is_string(value) || json_is_null(value) ? YZ_OK : YZ_DONE;
}

static yz_status
take_extra(reading *r, json_t *value, yz_error *err)
{
    if (json_is_null(value))
        return YZ_OK;
    if (!json_is_object(value))
        return YZ_DONE;
    return json_object_update(r->extra, value) == 0 ? YZ_OK : error_nomem(err);
}

/* What --explain printed is about the page, so it is not kept. */
static yz_status
take_rules(reading *r, json_t *value, yz_error *err)
{
    (void)r;
    (void)err;
    return json_is_array(value) ? YZ_OK : YZ_DONE;
}

static const struct {
    const char *name;
    member_take take;
} members[] = {
    { "text", take_text },       { "id", take_id },
    { "report", take_report },   { "kind", take_kind },
    { "section", take_section }, { "title", take_title },
    { "date", take_date },       { "truncated", take_truncated },
    { "source", take_source },   { "encoding", take_encoding },
    { "extra", take_extra },     { "rules", take_rules },
};

static yz_status
keep(reading *r, yz_str name, json_t *value, yz_error *err)
{
    return json_object_setn_nocheck(r->extra, name.data, name.size, value) == 0
               ? YZ_OK
               : error_nomem(err);
}

static yz_status
take_member(reading *r, yz_str name, json_t *value, yz_error *err)
{
    for (size_t i = 0; i < ARRAY_LENGTH(members); i++) {
        if (!str_equal(name, str_of(members[i].name)))
            continue;
        const yz_status status = members[i].take(r, value, err);
        return status == YZ_DONE ? keep(r, name, value, err) : status;
    }
    return keep(r, name, value, err);
}

/* ---- where it comes from ----------------------------------------------- */

/* A passage that does not say so comes from its line. */
static yz_status
origin_of_line(reading *r, yz_error *err)
{
    yz_passage *p = &r->passage;
    yz_block *block = arena_alloc(r->arena, sizeof(*block));
    if (!block)
        return error_nomem(err);
    const uint32_t line = r->origin->line;
    *block = (yz_block){ line, line, 0, p->text.size };
    p->path = r->origin->path;
    p->blocks = block;
    p->block_count = 1;
    return passage_leave_out_marks(p, line, r->arena, err);
}

static yz_status
keep_origin(reading *r, yz_error *err)
{
    if (r->source)
        TRY(keep(r, str_of("source"), r->source, err));
    if (r->encoding)
        TRY(keep(r, str_of("encoding"), r->encoding, err));
    return origin_of_line(r, err);
}

/* An encoding without a source says nothing of our bytes. */
static yz_status
take_origin(reading *r, yz_error *err)
{
    if (!r->source)
        return keep_origin(r, err);
    r->passage.path = r->origin->path;
    const yz_status status =
        origin_json_read(r->source, r->encoding, r->arena, &r->passage, err);
    if (status != YZ_DONE)
        return status;
    warn(r, "the member source does not fit the text; it is kept in extra, and "
            "the passage gets its line in this file as its place");
    return keep_origin(r, err);
}

/* ---- the whole --------------------------------------------------------- */

static yz_status
take_members(reading *r, json_t *object, yz_error *err)
{
    const char *name;
    size_t size;
    json_t *value;
    json_object_keylen_foreach(object, name, size, value)
        TRY(take_member(r, (yz_str){ name, size }, value, err));
    if (r->passage.text.size == 0)
        return error_set(err, YZ_E_SOURCE,
                         "it has no text; give each passage a member \"text\", "
                         "a string that is not empty");
    return take_origin(r, err);
}

static yz_status
put_extra(reading *r, yz_error *err)
{
    if (json_object_size(r->extra) == 0)
        return YZ_OK;
    char *extra = json_dumps(r->extra, JSON_COMPACT);
    if (!extra)
        return error_nomem(err);
    r->passage.extra = arena_str(r->arena, str_of(extra));
    free(extra);
    return r->passage.extra.data ? YZ_OK : error_nomem(err);
}

static yz_status
object_read(reading *r, json_t *object, yz_report *report, yz_error *err)
{
    TRY(take_members(r, object, err));
    TRY(put_extra(r, err));
    yz_passage *passage = report_add(report);
    if (!passage)
        return error_nomem(err);
    *passage = r->passage;
    if (!passage->report.size)
        passage->report = r->origin->report;
    return YZ_OK;
}

static yz_status
parse(yz_str line, json_t **ret_value, yz_error *err)
{
    json_error_t error;
    *ret_value = flat_json_read(line);
    if (*ret_value)
        return YZ_OK;
    json_t *value = json_loadb(line.data, line.size, JSON_ALLOW_NUL, &error);
    if (!value)
        return error_set(err, YZ_E_SOURCE,
                         "it is not JSON: %s; repair the line", error.text);
    if (!json_is_object(value)) {
        json_decref(value);
        return error_set(err, YZ_E_SOURCE,
                         "it is not an object; write one passage per line");
    }
    *ret_value = value;
    return YZ_OK;
}

yz_str
passage_json_report(const json_t *object)
{
    const json_t *report = json_object_get(object, "report");
    return json_is_string(report) ? str_of_json(report) : (yz_str){ 0 };
}

yz_status
passage_json_read(yz_str line, passage_origin *origin, yz_report *report,
                  yz_error *err)
{
    json_t *object = NULL;
    TRY(parse(line, &object, err));
    reading r = { .origin = origin,
                  .arena = &report->arena,
                  .extra = json_object() };
    const yz_status status =
        r.extra ? object_read(&r, object, report, err) : error_nomem(err);
    json_decref(r.extra);
    json_decref(object);
    return status;
}
