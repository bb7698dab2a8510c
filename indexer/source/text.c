/* SPDX-License-Identifier: MIT */
/*
 * All that is known of plain text is its lines; layout repair makes passages
 * of them. What is added here is where they come from.
 */
#include "indexer/source/text.h"

#include "indexer/layout/repair.h"

static yz_status
set_origin(yz_report *report, const decoded *file, yz_str name, yz_str path,
           yz_error *err)
{
    const bool is_utf8 = str_equal(file->encoding, str_of("UTF-8"));
    const yz_str encoding = is_utf8 ? (yz_str){ 0 } : file->encoding;
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

yz_status
text_source_report(const yz_allocator *memory, const decoded *file, yz_str name,
                   yz_str path, yz_report **ret_report, yz_error *err)
{
    yz_report *report = report_new(memory);
    if (!report)
        return error_nomem(err);
    yz_status status = layout_repair(file, report, err);
    if (status == YZ_OK && report->passages.count == 0)
        status = error_set(err, YZ_E_SOURCE,
                           "the file is empty; give a file with text in it, "
                           "or leave this one out");
    if (status == YZ_OK)
        status = set_origin(report, file, name, path, err);
    if (status == YZ_OK)
        *ret_report = report;
    else
        yz_report_free(report);
    return status;
}
