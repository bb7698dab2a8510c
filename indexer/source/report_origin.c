/* SPDX-License-Identifier: MIT */
#include "indexer/source/report_origin.h"

#include "core/report/date.h"

#include <stdio.h>

/* What --explain says of a passage whose date is that of its file's name. */
static const char date_rule[] = "R3-name";

yz_status
report_set_origin(yz_report *report, yz_str encoding, yz_str name, yz_str path,
                  yz_error *err)
{
    if (str_equal(encoding, str_of("UTF-8")))
        encoding = (yz_str){ 0 };
    const yz_str kept_name = arena_str(&report->arena, name);
    const yz_str kept_path = arena_str(&report->arena, path);
    const yz_str kept_encoding = arena_str(&report->arena, encoding);
    if (!kept_name.data || !kept_path.data || !kept_encoding.data)
        return error_nomem(err);
    for (size_t i = 0; i < report->passages.count; i++) {
        yz_passage *passage = &report->passages.items[i];
        passage->report = kept_name;
        passage->path = kept_path;
        passage->encoding = kept_encoding;
    }
    return YZ_OK;
}

/* A page that has no date line takes the date in its file's name. */
yz_status
report_set_date_of_name(yz_report *report, yz_str path, yz_error *err)
{
    date_span span;
    char text[DATE_TEXT_SIZE];
    if (report->passages.items[0].date.size || !date_of_path(path, &span))
        return YZ_OK;
    date_put(span, text);
    const yz_str date = arena_str(&report->arena, str_of(text));
    if (!date.data)
        return error_nomem(err);
    for (size_t i = 0; i < report->passages.count; i++) {
        yz_passage *passage = &report->passages.items[i];
        char rules[256];
        snprintf(rules, sizeof(rules), "%.*s%s%s", (int)passage->rules.size,
                 passage->rules.data, passage->rules.size ? " " : "",
                 date_rule);
        passage->date = date;
        passage->rules = arena_str(&report->arena, str_of(rules));
        if (!passage->rules.data)
            return error_nomem(err);
    }
    return YZ_OK;
}
