/* SPDX-License-Identifier: MIT */
/*
 * From a page as an OCR engine described it to passages that know their boxes
 * (docs/layout.md, "Coordinates").
 */
#ifndef YZ_LAYOUT_PAGE_LAYOUT_H
#define YZ_LAYOUT_PAGE_LAYOUT_H

#include "core/report/report.h"
#include "indexer/ocr/ocr_page.h"

/**
 * Append the passages of a page to the report, in reading order: as
 * layout_repair() does, and pages, rows, cells and readings besides. Blocks and
 * pieces have the lines and bytes of the file where the page knows them, else
 * 0. Nothing of the report points into the page.
 *
 * @return YZ_OK, also for a page without text; YZ_E_LIMIT; YZ_E_NOMEM.
 */
yz_status
page_layout(const ocr_page *page, yz_report *report, yz_error *err);

#endif /* YZ_LAYOUT_PAGE_LAYOUT_H */
