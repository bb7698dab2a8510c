/* SPDX-License-Identifier: MIT */
/*
 * Date ranges as people type them: `2024..2025`, `..2024-06`, `>=2025-01-01`,
 * and every form of a date that core/report reads. A year or a month is the
 * range of its days. Both ends are inclusive.
 */
#ifndef YZ_PARSE_DATE_H
#define YZ_PARSE_DATE_H

#include "core/report/date.h"

/** Read a date or a range from a key-folded text. false: it is neither. */
bool
date_span_read(yz_str text, date_span *ret_span);

#endif /* YZ_PARSE_DATE_H */
