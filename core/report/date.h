/* SPDX-License-Identifier: MIT */
/*
 * The one reader of dates: date lines of pages, dates of JSON lines, the
 * filters of a query and the names of files all mean by it the same.
 *
 *     2025-01-04  2025/1/4  2025.1.4  20250104  2025年1月4日  二〇二五年一月四日
 *     2024-05  2024年5月  2024年  January 4, 2025  4 Jan 2025
 *     民国二十六年七月七日  民國26年  光绪二十六年  宣统元年
 *     2024-01-02T10:00:00+08:00  2025年1月4日（星期六）上午9时30分
 */
#ifndef YZ_REPORT_DATE_H
#define YZ_REPORT_DATE_H

#include "core/base/status.h"

/** Days as YYYYMMDD, both ends included; 0 is open. */
typedef struct date_span {
    uint32_t first;
    uint32_t last;
} date_span;

/** Bytes of YYYY-MM-DD and a NUL. */
enum { DATE_TEXT_SIZE = 11 };

/** YYYYMMDD, or 0 if the calendar has no such day. */
uint32_t
date_number(uint32_t year, uint32_t month, uint32_t day);

/** The last day of the month, as YYYYMMDD; 0 if there is no such month. */
uint32_t
date_month_end(uint32_t year, uint32_t month);

/** Is it one day, not a month or a year? */
static inline bool
date_is_day(date_span span)
{
    return span.first == span.last;
}

/**
 * Take the date that the text begins with. A year or a month is the span of its
 * days. Days of the lunar calendar (光绪, 宣统 and before) are not converted:
 * such a date is the year in which most of that year lay.
 */
bool
date_take(yz_str *text, date_span *ret_span);

/** Take a weekday in any of its forms, with the brackets or mark around it. */
bool
date_take_weekday(yz_str *text);

/** Take a time of day and its zone, with what joins it to a date. */
bool
date_take_time(yz_str *text);

/** The whole text is a date, perhaps with a weekday and a time behind it. */
bool
date_read(yz_str text, date_span *ret_span);

/**
 * The one day that the last part of a path names: 20250104, 2025-01-04,
 * 2025_01_04, 2025年1月4日. false where there is none, or two that differ.
 */
bool
date_of_path(yz_str path, date_span *ret_span);

/** Write the first day of the span as YYYY-MM-DD. */
void
date_put(date_span span, char text[DATE_TEXT_SIZE]);

#endif /* YZ_REPORT_DATE_H */
