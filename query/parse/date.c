/* SPDX-License-Identifier: MIT */
#include "query/parse/date.h"
#include "core/report/report.h"

#include <stdio.h>
#include <string.h>

/* ---- the calendar -------------------------------------------------------- */

/* YYYYMMDD; 0 if the calendar has no such day. */
static uint32_t
day_number(uint32_t year, uint32_t month, uint32_t day)
{
    char text[32];
    if (year > 9999 || month > 12 || day > 31)
        return 0;
    snprintf(text, sizeof(text), "%04u-%02u-%02u", year, month, day);
    return report_date_number(str_of(text));
}

static uint32_t
month_end(uint32_t year, uint32_t month)
{
    uint32_t day = 31;
    while (day && !day_number(year, month, day))
        day--;
    return day_number(year, month, day);
}

static uint32_t
day_after(uint32_t date)
{
    const uint32_t year = date / 10000;
    const uint32_t month = date / 100 % 100;
    const uint32_t tomorrow = day_number(year, month, date % 100 + 1);
    if (tomorrow)
        return tomorrow;
    return month < 12 ? day_number(year, month + 1, 1)
                      : day_number(year + 1, 1, 1);
}

static uint32_t
day_before(uint32_t date)
{
    const uint32_t year = date / 10000;
    const uint32_t month = date / 100 % 100;
    if (date % 100 > 1)
        return date - 1;
    return month > 1 ? month_end(year, month - 1) : month_end(year - 1, 12);
}

/* ---- one date ------------------------------------------------------------ */

/* Take the text off the beginning, if it is there. */
static bool
take(yz_str *text, const char *what)
{
    const size_t size = strlen(what);
    if (text->size < size || memcmp(text->data, what, size) != 0)
        return false;
    text->data += size;
    text->size -= size;
    return true;
}

/* A number of `least` to `most` digits. */
static bool
take_number(yz_str *text, size_t least, size_t most, uint32_t *ret_number)
{
    size_t digits = 0;
    *ret_number = 0;
    while (digits < text->size && digits < most && text->data[digits] >= '0' &&
           text->data[digits] <= '9')
        *ret_number = *ret_number * 10 + (uint32_t)(text->data[digits++] - '0');
    text->data += digits;
    text->size -= digits;
    return digits >= least;
}

static bool
span_of_parts(uint32_t year, uint32_t month, uint32_t day, date_span *ret_span)
{
    ret_span->first = day_number(year, month ? month : 1, day ? day : 1);
    ret_span->last =
        day ? ret_span->first : month_end(year, month ? month : 12);
    return ret_span->first && ret_span->last;
}

static bool
read_compact(yz_str text, date_span *ret_span)
{
    uint32_t year;
    uint32_t month;
    uint32_t day;
    return text.size == 8 && take_number(&text, 4, 4, &year) &&
           take_number(&text, 2, 2, &month) && take_number(&text, 2, 2, &day) &&
           month && day && span_of_parts(year, month, day, ret_span);
}

/* 2025年, 2025年1月, 2025年1月4日. */
static bool
read_chinese(yz_str text, uint32_t year, date_span *ret_span)
{
    uint32_t month = 0;
    uint32_t day = 0;
    if (text.size &&
        !(take_number(&text, 1, 2, &month) && month && take(&text, "月")))
        return false;
    if (text.size && !(take_number(&text, 1, 2, &day) && day &&
                       (take(&text, "日") || take(&text, "号"))))
        return false;
    return text.size == 0 && span_of_parts(year, month, day, ret_span);
}

static bool
read_one(yz_str text, date_span *ret_span)
{
    static const char *const separators[] = { "-", "/", "." };
    uint32_t year;
    uint32_t month = 0;
    uint32_t day = 0;
    if (read_compact(text, ret_span))
        return true;
    if (!take_number(&text, 4, 4, &year))
        return false;
    if (take(&text, "年"))
        return read_chinese(text, year, ret_span);
    for (size_t i = 0; i < ARRAY_LENGTH(separators); i++) {
        if (!take(&text, separators[i]))
            continue;
        if (!take_number(&text, 1, 2, &month) || !month)
            return false;
        if (take(&text, separators[i]) &&
            (!take_number(&text, 1, 2, &day) || !day))
            return false;
        break;
    }
    return text.size == 0 && span_of_parts(year, month, day, ret_span);
}

/* ---- spans --------------------------------------------------------------- */

static bool
read_compared(yz_str text, date_span *ret_span)
{
    date_span one;
    const bool above = take(&text, ">");
    const bool at_least = take(&text, "≥");
    const bool below = !above && !at_least && take(&text, "<");
    const bool at_most = !above && !at_least && !below && take(&text, "≤");
    const bool equal = take(&text, "=");
    if ((at_least || at_most) && equal)
        return false;
    if (!read_one(text, &one))
        return false;
    *ret_span = one;
    if (above || at_least) {
        ret_span->first = above && !equal ? day_after(one.last) : one.first;
        ret_span->last = 0;
        return ret_span->first != 0;
    }
    if (below || at_most) {
        ret_span->first = 0;
        ret_span->last = below && !equal ? day_before(one.first) : one.last;
        return ret_span->last != 0;
    }
    return true;
}

/* `a..b`, either side of which may be missing. */
static bool
read_range(yz_str first, yz_str last, date_span *ret_span)
{
    date_span from = { 0 };
    date_span to = { 0 };
    if (!first.size && !last.size)
        return false;
    if ((first.size && !read_one(first, &from)) ||
        (last.size && !read_one(last, &to)))
        return false;
    *ret_span = (date_span){ from.first, to.last };
    return !from.first || !to.last || from.first <= to.last;
}

bool
date_read(yz_str text, date_span *ret_span)
{
    for (size_t i = 0; i + 1 < text.size; i++) {
        if (text.data[i] != '.' || text.data[i + 1] != '.')
            continue;
        const yz_str first = { text.data, i };
        const yz_str last = { text.data + i + 2, text.size - i - 2 };
        return read_range(first, last, ret_span);
    }
    return read_compared(text, ret_span);
}
