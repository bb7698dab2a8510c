/* SPDX-License-Identifier: MIT */
/*
 * Spans of dates as people type them: `2024..2025`, `..2024-06`, `>=2025-01-01`,
 * and each form of a date that core/report reads. A year or a month is a span,
 * its ends included.
 */
#ifndef YZ_PARSE_DATE_H
#define YZ_PARSE_DATE_H

#include "core/report/date.h"

/** Read a date or a span, its keys folded. false: it is none. */
bool
date_span_read(yz_str text, date_span *ret_span);

#endif /* YZ_PARSE_DATE_H */
