/* SPDX-License-Identifier: MIT */
/*
 * All that is known of plain text is its lines; layout repair makes passages
 * of them. What is added here is where they come from.
 */
#include "indexer/source/text.h"

#include "indexer/layout/repair.h"
#include "indexer/source/report_origin.h"

yz_status
text_source_report(const yz_allocator *memory, const decoded *file, yz_str name,
                   yz_str path, yz_report **ret_report, yz_error *err)
{
    yz_report *report = report_new(memory);
    if (!report)
        return error_nomem(err);
    yz_status status = layout_repair(file, report, err);
    if (status == YZ_OK && report->passages.count == 0)
        status = error_set(
            err, YZ_E_SOURCE,
            "the file is empty; give a file with text, or omit this one");
    if (status == YZ_OK)
        status = report_set_origin(report, file->encoding, name, path, err);
    if (status == YZ_OK)
        status = report_set_date_of_name(report, path, err);
    if (status == YZ_OK)
        *ret_report = report;
    else
        yz_report_free(report);
    return status;
}
