/* SPDX-License-Identifier: MIT */
/*
 * From pages to reports: a file of pages is one report, given a page at a time.
 */
#ifndef YZ_SOURCE_PAGE_SOURCE_H
#define YZ_SOURCE_PAGE_SOURCE_H

#include "core/report/report.h"
#include "indexer/ocr/ocr_reader.h"

typedef struct page_source page_source;

/**
 * @param source  outlives the page source, and all it refers to; what it reads
 *                is UTF-8 unless the format says otherwise itself
 * @param name    the report's, likewise
 */
yz_status
page_source_open(const ocr_format *format, const ocr_source *source,
                 yz_str name, page_source **ret_pages, yz_error *err);

/**
 * The passages of the next page that has some; without ids.
 * @return YZ_OK; YZ_DONE; as ocr_format.next().
 */
yz_status
page_source_next(page_source *pages, yz_report **ret_report, yz_error *err);

/** Bytes that it holds, about. */
size_t
page_source_size(const page_source *pages);

/** Accepts NULL. */
void
page_source_close(page_source *pages);

#endif /* YZ_SOURCE_PAGE_SOURCE_H */
