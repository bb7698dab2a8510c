/* SPDX-License-Identifier: MIT */
/*
 * Passages of a page that an OCR engine described, by the text of its lines:
 * the rules for bare text, and then the places of the lines.
 */
#ifndef YZ_LAYOUT_PAGE_TEXT_H
#define YZ_LAYOUT_PAGE_TEXT_H

#include "core/report/report.h"
#include "indexer/ocr/ocr_page.h"

/**
 * Append the page's passages to the report. Without a place in the file a
 * passage has blocks and pieces whose lines and bytes are 0.
 * @return YZ_OK; YZ_E_LIMIT for a passage too long; YZ_E_NOMEM.
 */
yz_status
page_text_repair(const ocr_page *page, yz_report *report, yz_error *err);

#endif /* YZ_LAYOUT_PAGE_TEXT_H */
