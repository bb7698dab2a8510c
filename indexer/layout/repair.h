/* SPDX-License-Identifier: MIT */
/*
 * Layout repair: from the OCR text of a page to its passages (docs/layout.md).
 */
#ifndef YZ_LAYOUT_REPAIR_H
#define YZ_LAYOUT_REPAIR_H

#include "core/report/report.h"
#include "core/text/charset.h"

/**
 * Append the passages of a page to the report, in the order of their first
 * lines: kind, section, title, date, text, truncated, rules, blocks, pieces.
 * Every line that is not blank is in one of them. A blank page has none.
 *
 * Nothing of the report points into `file`.
 *
 * @return YZ_OK, YZ_E_LIMIT (a passage is too long; see line), YZ_E_NOMEM.
 */
yz_status
layout_repair(const decoded *file, yz_report *report, yz_error *err);

/** What is known of the lines of a page beside their text. */
struct printed_line;

/**
 * The same of a page whose lines' places are known, in reading order.
 * @param printed  one for each line of the text
 */
yz_status
layout_repair_printed(const decoded *file, const struct printed_line *printed,
                      yz_report *report, yz_error *err);

#endif /* YZ_LAYOUT_REPAIR_H */
