/* SPDX-License-Identifier: MIT */
#include "indexer/source/passage_check.h"

#include "core/base/utf8.h"
#include "core/report/boxes.h"
#include "core/report/report.h"

#include <jansson.h>

static yz_status
check_str(yz_str text, size_t size_max, const char *name, yz_error *err)
{
    if (text.size > size_max)
        return error_set(err, YZ_E_LIMIT,
                         "the %s of the passage has %zu bytes, more than the "
                         "limit of %zu; shorten it",
                         name, text.size, size_max);
    if (text.size && !text.data)
        return error_set(err, YZ_E_INVALID, "the %s of the passage is NULL",
                         name);
    const size_t valid = utf8_valid_prefix(text.data, text.size);
    if (valid == text.size)
        return YZ_OK;
    return error_set(err, YZ_E_INVALID,
                     "the %s of the passage is not UTF-8 at byte %zu; convert "
                     "it",
                     name, valid);
}

/* Extra is given back as it is, so it must be what is promised of it. */
static yz_status
check_extra(yz_str extra, yz_error *err)
{
    json_error_t error;
    if (!extra.size)
        return YZ_OK;
    TRY(check_str(extra, YZ_PASSAGE_SIZE_MAX, "extra", err));
    json_t *value = json_loadb(extra.data, extra.size, JSON_ALLOW_NUL, &error);
    const bool is_object = json_is_object(value);
    json_decref(value);
    if (is_object)
        return YZ_OK;
    return error_set(err, YZ_E_INVALID,
                     "the extra of the passage is not a JSON object");
}

yz_status
passage_check(const yz_passage *p, yz_error *err)
{
    const struct {
        yz_str text;
        const char *name;
    } names[] = { { p->report, "report" },
                  { p->id, "id" },
                  { p->section, "section" },
                  { p->title, "title" } };
    if (!p->text.size)
        return error_set(err, YZ_E_INVALID, "the passage has no text");
    TRY(check_str(p->text, YZ_PASSAGE_SIZE_MAX, "text", err));
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        TRY(check_str(names[i].text, YZ_NAME_SIZE_MAX, names[i].name, err));
    if (!yz_kind_name(p->kind))
        return error_set(err, YZ_E_INVALID, "unknown kind %u",
                         (unsigned)p->kind);
    if (p->date.size && !report_date_number(p->date))
        return error_set(err, YZ_E_INVALID,
                         "the date of the passage is not a day; write "
                         "YYYY-MM-DD, or omit it");
    TRY(boxes_check(p, err));
    return check_extra(p->extra, err);
}

yz_status
passage_copy(const yz_passage *p, arena *a, yz_passage *ret_copy, yz_error *err)
{
    yz_passage copy = { .report = arena_str(a, p->report),
                        .id = p->id.size ? arena_str(a, p->id)
                                         : report_id_of(a, p->report, p->text),
                        .section = arena_str(a, p->section),
                        .title = arena_str(a, p->title),
                        .date = arena_str(a, p->date),
                        .text = arena_str(a, p->text),
                        .extra = arena_str(a, p->extra),
                        .kind = p->kind,
                        .truncated = p->truncated };
    if (!copy.report.data || !copy.id.data || !copy.section.data ||
        !copy.title.data || !copy.date.data || !copy.text.data ||
        !copy.extra.data)
        return error_nomem(err);
    TRY(boxes_copy(p, a, &copy, err));
    copy.path = copy.report;
    *ret_copy = copy;
    return YZ_OK;
}
