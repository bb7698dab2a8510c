/* SPDX-License-Identifier: MIT */
/*
 * R3, the date line: 2025.1.4 星期六, 二〇二五年一月四日, January 4, 2025. A
 * sentence may begin with a date too; what tells them apart is how little a
 * date line says after it.
 */
#include "indexer/layout/glyphs.h"
#include "indexer/layout/patterns.h"
#include "indexer/layout/reader.h"

#include <stdio.h>

/* Longest date line, what may follow a date, what may precede it. */
enum { LINE_CHARS_MAX = 34, TAIL_CHARS_MAX = 14, HEAD_CHARS_MAX = 10 };

typedef struct date {
    uint32_t year;
    uint32_t month;
    uint32_t day;
} date;

static bool
take_year_of_numerals(yz_str *in, uint32_t *ret_year)
{
    yz_str rest = *in;
    uint32_t year = 0;
    for (unsigned i = 0; i < 4; i++) {
        const int numeral = glyph_numeral(peek_char(rest));
        if (numeral < 0 || numeral > 9)
            return false;
        year = year * 10 + (uint32_t)numeral;
        take_char(&rest);
    }
    *ret_year = year;
    *in = rest;
    return true;
}

static bool
take_year(yz_str *in, uint32_t *ret_year)
{
    if (!take_year_of_numerals(in, ret_year) &&
        take_number(in, 4, ret_year) != 4)
        return false;
    return *ret_year >= 1800 && *ret_year < 2200;
}

static bool
take_part(yz_str *in, uint32_t *ret_value)
{
    return take_numeral(in, ret_value) || take_number(in, 2, ret_value) > 0;
}

static bool
take_separator(yz_str *in, const char *unit)
{
    const char *const separators[] = { unit, ".", "．", "-", "/", "－", "·" };
    take_blanks(in);
    const bool found = take_word_of(in, separators, ARRAY_LENGTH(separators));
    take_blanks(in);
    return found;
}

/* Year, month, day, as it is written in Chinese and by ISO 8601. */
static bool
take_date(yz_str *in, date *ret_date)
{
    yz_str rest = *in;
    if (!take_year(&rest, &ret_date->year) || !take_separator(&rest, "年") ||
        !take_part(&rest, &ret_date->month) || !take_separator(&rest, "月") ||
        !take_part(&rest, &ret_date->day))
        return false;
    yz_str unit = rest;
    take_blanks(&unit);
    if (take_word(&unit, "日") || take_word(&unit, "号"))
        rest = unit;
    *in = rest;
    return true;
}

static bool
take_month_name(yz_str *in, uint32_t *ret_month)
{
    static const char *const months[] = { "January", "February", "March",
                                          "April",   "May",      "June",
                                          "July",    "August",   "September",
                                          "October", "November", "December" };
    for (uint32_t i = 0; i < ARRAY_LENGTH(months); i++) {
        if (!take_word(in, months[i]))
            continue;
        *ret_month = i + 1;
        return true;
    }
    return false;
}

/* January 4, 2025 or 4 January 2025, with or without the weekday. */
static bool
take_english_date(yz_str *in, date *ret_date)
{
    static const char *const weekdays[] = { "Monday",   "Tuesday", "Wednesday",
                                            "Thursday", "Friday",  "Saturday",
                                            "Sunday" };
    yz_str rest = *in;
    if (take_word_of(&rest, weekdays, ARRAY_LENGTH(weekdays))) {
        take_word(&rest, ",");
        take_blanks(&rest);
    }
    const bool day_first = take_number(&rest, 2, &ret_date->day) > 0;
    take_blanks(&rest);
    if (!take_month_name(&rest, &ret_date->month))
        return false;
    take_blanks(&rest);
    if (!day_first && take_number(&rest, 2, &ret_date->day) == 0)
        return false;
    take_word(&rest, ",");
    take_blanks(&rest);
    if (take_number(&rest, 4, &ret_date->year) != 4)
        return false;
    *in = rest;
    return true;
}

static bool
date_is_valid(const date *d)
{
    static const uint8_t days[] = { 31, 29, 31, 30, 31, 30,
                                    31, 31, 30, 31, 30, 31 };
    return d->year >= 1800 && d->year < 2200 && d->month >= 1 &&
           d->month <= 12 && d->day >= 1 && d->day <= days[d->month - 1] &&
           (d->month != 2 || d->day < 29 || d->year % 400 == 0 ||
            (d->year % 4 == 0 && d->year % 100 != 0));
}

static bool
take_weekday(yz_str *in)
{
    static const char *const weekdays[] = { "星期", "周",     "礼拜", "農曆",
                                            "农历", "（农历", "(农历" };
    return take_word_of(in, weekdays, ARRAY_LENGTH(weekdays));
}

/* 第3版, 总第812期, 今日8版 */
static bool
is_issue(yz_str tail)
{
    static const char *const heads[] = { "总第", "第", "今日" };
    static const char *const units[] = { "版", "期", "号" };
    uint32_t number;
    return take_word_of(&tail, heads, ARRAY_LENGTH(heads)) &&
           (take_number(&tail, 6, &number) > 0 ||
            take_numeral(&tail, &number)) &&
           take_word_of(&tail, units, ARRAY_LENGTH(units));
}

static bool
is_tail(yz_str tail, bool alone)
{
    const size_t before = tail.size;
    take_blanks(&tail);
    if (tail.size == 0)
        return true;
    yz_str weekday = tail;
    if (take_weekday(&weekday) || is_issue(tail))
        return !text_has_clause_mark(tail);
    return alone && tail.size < before && !text_has_clause_mark(tail) &&
           utf8_count(tail.data, tail.size) <= TAIL_CHARS_MAX;
}

/* Where a date begins within the head of the line; what precedes is eaten. */
static bool
find_date(yz_str *in, date *ret_date, bool *ret_at_front)
{
    for (unsigned i = 0; i <= HEAD_CHARS_MAX && in->size; i++) {
        if ((take_date(in, ret_date) || take_english_date(in, ret_date)) &&
            date_is_valid(ret_date)) {
            *ret_at_front = i == 0;
            return true;
        }
        take_char(in);
    }
    return false;
}

bool
text_is_date_line(yz_str text, bool alone, char ret_date[11])
{
    if (utf8_count(text.data, text.size) > LINE_CHARS_MAX)
        return false;
    yz_str rest = text;
    const bool weekday_first = take_word(&rest, "星期");
    if (weekday_first)
        take_char(&rest);
    take_blanks(&rest);
    date d;
    bool at_front;
    const yz_str head = rest;
    if (!find_date(&rest, &d, &at_front) || !is_tail(rest, alone))
        return false;
    take_blanks(&rest);
    const yz_str before = { head.data, head.size - rest.size };
    if (!at_front && (text_has_clause_mark(before) || !take_weekday(&rest)))
        return false;
    if (ret_date)
        snprintf(ret_date, 11, "%04u-%02u-%02u", d.year, d.month, d.day);
    return true;
}
