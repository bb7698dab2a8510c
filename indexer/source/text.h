/* SPDX-License-Identifier: MIT */
/*
 * The reader of OCR text: one file is one page, one page is one report.
 */
#ifndef YZ_SOURCE_TEXT_H
#define YZ_SOURCE_TEXT_H

#include "core/report/report.h"
#include "core/text/charset.h"

/**
 * The report of a page of text. `name` is the report's, `path` the file's as
 * it was given. Ids are left to report_make_ids().
 *
 * @return YZ_OK with `*ret_report` owned by the caller; YZ_E_SOURCE for a file
 *         without text; YZ_E_LIMIT for a passage too long, with its line;
 *         YZ_E_NOMEM.
 */
yz_status
text_source_report(const yz_allocator *memory, const decoded *file, yz_str name,
                   yz_str path, yz_report **ret_report, yz_error *err);

#endif /* YZ_SOURCE_TEXT_H */
