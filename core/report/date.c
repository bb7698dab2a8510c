/* SPDX-License-Identifier: MIT */
/*
 * A date is tried in the forms that are surest first: eight digits, a year and
 * what is joined to it, a year of an era, an English date. Each has to be one
 * of the calendar, and a number that goes on behind it makes it none.
 */
#include "core/report/date.h"

#include "core/report/date_parts.h"
#include "core/report/report.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_NAMED_MIN = 1800, YEAR_NAMED_MAX = 2100 };

/* ---- the calendar -------------------------------------------------------- */

uint32_t
date_number(uint32_t year, uint32_t month, uint32_t day)
{
    char text[32];
    if (year > 9999 || month > 12 || day > 31)
        return 0;
    snprintf(text, sizeof(text), "%04u-%02u-%02u", year, month, day);
    return report_date_number(str_of(text));
}

uint32_t
date_month_end(uint32_t year, uint32_t month)
{
    uint32_t day = 31;
    while (day && !date_number(year, month, day))
        day--;
    return date_number(year, month, day);
}

/* `month` or `day` 0: all of them. */
static bool
span_of(uint32_t year, uint32_t month, uint32_t day, date_span *ret_span)
{
    ret_span->first = date_number(year, month ? month : 1, day ? day : 1);
    ret_span->last =
        day ? ret_span->first : date_month_end(year, month ? month : 12);
    return ret_span->first && ret_span->last;
}

void
date_put(date_span span, char text[DATE_TEXT_SIZE])
{
    const uint32_t date = span.first % 100000000;
    snprintf(text, DATE_TEXT_SIZE, "%04u-%02u-%02u", date / 10000,
             date / 100 % 100, date % 100);
}

/* ---- one date ------------------------------------------------------------ */

static bool
take_compact(yz_str *in, date_span *ret_span)
{
    yz_str rest = *in;
    uint32_t number;
    if (!take_digits(&rest, 8, 8, &number) || number % 100 == 0 ||
        number / 100 % 100 == 0 ||
        !span_of(number / 10000, number / 100 % 100, number % 100, ret_span))
        return false;
    *in = rest;
    return true;
}

/*
 * What follows 年: a month and a day, a month, or nothing of both. A number
 * that follows but is no month or day of the calendar makes it no date at all.
 */
static bool
take_rest_in_chinese(yz_str *in, uint32_t year, date_span *ret_span)
{
    uint32_t month = 0;
    uint32_t day = 0;
    yz_str rest = *in;
    yz_str number = *in;
    uint32_t value;
    if (take_month(&rest, &month) && take_unit(&rest, "月")) {
        *in = number = rest;
        if (take_day(&rest, &day))
            *in = rest;
        else if (take_count(&number, 2, &value))
            return false;
    } else if (take_count(&number, 2, &value) && take_unit(&number, "月")) {
        return false;
    } else {
        month = 0;
    }
    return span_of(year, month, day, ret_span);
}

static bool
take_rest_by_signs(yz_str *in, uint32_t year, date_span *ret_span)
{
    uint32_t month = 0;
    uint32_t day = 0;
    yz_str rest = *in;
    const uint32_t sign = take_sign(&rest);
    if (sign) {
        if (!take_month(&rest, &month))
            return false;
        *in = rest;
        const uint32_t second = take_sign(&rest);
        if (second == sign && take_day(&rest, &day))
            *in = rest;
        else if (second && second == sign)
            return false;
    }
    return span_of(year, month, day, ret_span);
}

/* 公元2025年1月4日, 2025.1.4, 2024-05, 2024. */
static bool
take_common(yz_str *in, date_span *ret_span)
{
    static const char *const eras[] = { "公元", "西元" };
    yz_str rest = *in;
    uint32_t year;
    bool is_pure;
    take_word_of(&rest, eras, ARRAY_LENGTH(eras));
    if (!take_year(&rest, &year, &is_pure))
        return false;
    if (take_unit(&rest, "年")) {
        if (!take_rest_in_chinese(&rest, year, ret_span))
            return false;
    } else if (!is_pure || !take_rest_by_signs(&rest, year, ret_span)) {
        return false;
    }
    *in = rest;
    return true;
}

/* 民国二十六年七月七日, and 光绪二十六年, whose days are of the moon. */
static bool
take_era(yz_str *in, date_span *ret_span)
{
    static const struct {
        const char *name;
        uint16_t before; /* the year before its first */
        uint16_t years;
    } eras[] = {
        { "民国", 1911, 200 }, { "民國", 1911, 200 }, { "宣统", 1908, 4 },
        { "宣統", 1908, 4 },   { "光绪", 1874, 34 },  { "光緒", 1874, 34 },
        { "同治", 1861, 13 },  { "咸丰", 1850, 11 },  { "咸豐", 1850, 11 },
        { "道光", 1820, 30 },
    };
    static const char *const heads[] = { "中华", "中華", "大清", "清" };
    yz_str rest = *in;
    take_word_of(&rest, heads, ARRAY_LENGTH(heads));
    for (size_t i = 0; i < ARRAY_LENGTH(eras); i++) {
        uint32_t year;
        if (!take_word(&rest, eras[i].name))
            continue;
        take_blanks(&rest);
        if (take_word(&rest, "元"))
            year = 1;
        else if (!take_count(&rest, 3, &year))
            return false;
        if (year < 1 || year > eras[i].years || !take_unit(&rest, "年") ||
            !take_rest_in_chinese(&rest, eras[i].before + year, ret_span))
            return false;
        if (eras[i].before != 1911 &&
            !span_of(eras[i].before + year, 0, 0, ret_span))
            return false;
        *in = rest;
        return true;
    }
    return false;
}

/* January 4, 2025; 4 January 2025; Jan 2025. */
static bool
take_english(yz_str *in, date_span *ret_span)
{
    yz_str rest = *in;
    uint32_t year;
    uint32_t month;
    uint32_t day = 0;
    const bool day_first = take_ordinal_day(&rest, &day);
    take_blanks(&rest);
    if (!take_month_name(&rest, &month))
        return false;
    take_blanks(&rest);
    if (!day_first && take_ordinal_day(&rest, &day))
        take_blanks(&rest);
    take_word(&rest, ",");
    take_blanks(&rest);
    if (!take_digits(&rest, 4, 4, &year) ||
        !span_of(year, month, day, ret_span))
        return false;
    *in = rest;
    return true;
}

bool
date_take(yz_str *text, date_span *ret_span)
{
    return take_compact(text, ret_span) || take_common(text, ret_span) ||
           take_era(text, ret_span) || take_english(text, ret_span);
}

bool
date_read(yz_str text, date_span *ret_span)
{
    take_blanks(&text);
    date_take_weekday(&text);
    take_blanks(&text);
    if (!date_take(&text, ret_span))
        return false;
    date_take_weekday(&text);
    date_take_time(&text);
    take_blanks(&text);
    return text.size == 0;
}

/* ---- names of files -------------------------------------------------------- */

/* A run of letters and digits this long, all of them hexadecimal, is a hash. */
static bool
is_in_hash(yz_str name, size_t at)
{
    enum { HASH_LENGTH_MIN = 12 };
    static const char hex[] = "0123456789abcdefABCDEF";
    size_t begin = at;
    size_t end = at;
    while (begin > 0 && strchr(hex, name.data[begin - 1]))
        begin--;
    while (end < name.size && name.data[end] && strchr(hex, name.data[end]))
        end++;
    bool has_letter = false;
    for (size_t i = begin; i < end; i++)
        has_letter |= name.data[i] > '9';
    return has_letter && end - begin >= HASH_LENGTH_MIN;
}

/* Eight digits of a run of eight, or of a time stamp of fourteen. */
static bool
take_stamp(yz_str *in, date_span *ret_span)
{
    enum { DATE_DIGITS = 8, TIME_DIGITS = 6 };
    size_t digits = 0;
    while (digits < in->size && in->data[digits] >= '0' &&
           in->data[digits] <= '9')
        digits++;
    if (digits != DATE_DIGITS && digits != DATE_DIGITS + TIME_DIGITS)
        return false;
    yz_str date = { in->data, DATE_DIGITS };
    if (!take_compact(&date, ret_span))
        return false;
    in->data += digits;
    in->size -= digits;
    return true;
}

static bool
is_plausible(date_span span)
{
    return date_is_day(span) && span.first / 10000 >= YEAR_NAMED_MIN &&
           span.first / 10000 <= YEAR_NAMED_MAX;
}

bool
date_of_path(yz_str path, date_span *ret_span)
{
    const yz_str name = str_file_name(path);
    *ret_span = (date_span){ 0 };
    for (size_t at = 0; at < name.size;) {
        yz_str rest = { name.data + at, name.size - at };
        date_span span;
        const bool after_digit =
            at > 0 && name.data[at - 1] >= '0' && name.data[at - 1] <= '9';
        if (after_digit || is_in_hash(name, at) ||
            !(take_stamp(&rest, &span) || take_common(&rest, &span)) ||
            !is_plausible(span)) {
            at++;
            continue;
        }
        if (ret_span->first && ret_span->first != span.first)
            return false;
        *ret_span = span;
        at = (size_t)(rest.data - name.data);
    }
    return ret_span->first != 0;
}
