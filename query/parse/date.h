/* SPDX-License-Identifier: MIT */
/*
 * Dates as people type them: `2024`, `2024-01`, `2024-1-4`, `2025.1.4`,
 * `2025/1/4`, `20250104`, `2025年1月4日`, and spans of them: `2024..2025`,
 * `..2024-06`, `>=2025-01-01`. A year or a month is a span, its ends included.
 */
#ifndef YZ_PARSE_DATE_H
#define YZ_PARSE_DATE_H

#include "core/base/status.h"

/** Days as YYYYMMDD, both ends included; 0 is open. */
typedef struct date_span {
    uint32_t first;
    uint32_t last;
} date_span;

/** Read a date or a span, its keys folded. false: it is none. */
bool
date_read(yz_str text, date_span *ret_span);

#endif /* YZ_PARSE_DATE_H */
