/* SPDX-License-Identifier: MIT */
#include "core/report/date_parts.h"

#include "core/report/date.h"

/* The first character, of full-width forms the ASCII one; 0 at the end. */
static uint32_t
peek(yz_str in)
{
    const uint32_t c = peek_char(in);
    return c >= 0xff01 && c <= 0xff5e ? c - 0xfee0 : c;
}

static bool
take_one(yz_str *in, uint32_t c)
{
    if (!in->size || peek(*in) != c)
        return false;
    take_char(in);
    return true;
}

/* ---- numbers ------------------------------------------------------------- */

bool
take_digits(yz_str *in, unsigned least, unsigned most, uint32_t *ret_value)
{
    yz_str rest = *in;
    uint32_t value;
    const unsigned digits = take_number(&rest, most, &value);
    if (digits < least || char_digit(peek_char(rest)) >= 0)
        return false;
    *in = rest;
    *ret_value = value;
    return true;
}

/* 〇 to 九 have their value, 十 廿 卅 百 more than 9; -1: no numeral. */
static int
numeral_of(uint32_t c)
{
    const int numeral = char_numeral(c);
    if (c == 0xff2f) /* a letter, see take_year() */
        return -1;
    return numeral >= 0  ? numeral
           : c == 0x25ef ? 0
           : c == 0x5eff ? 20
           : c == 0x5345 ? 30
           : c == 0x767e ? 100
                         : -1;
}

/* In units, 二十三, 廿六, 一百一十三, or numeral by numeral, 一一三. */
static bool
take_numerals(yz_str *in, uint32_t *ret_value)
{
    enum { NUMERALS_MAX = 6 };
    yz_str rest = *in;
    uint32_t value = 0;
    uint32_t ones = 0;
    unsigned count = 0;
    for (int n; (n = numeral_of(peek_char(rest))) >= 0; count++) {
        take_char(&rest);
        if (count == NUMERALS_MAX)
            return false;
        if (n < 10) {
            ones = ones * 10 + (uint32_t)n;
        } else {
            value += n == 10 || n == 100 ? (ones ? ones : 1) * (uint32_t)n
                                         : (uint32_t)n;
            ones = 0;
        }
    }
    if (count == 0)
        return false;
    *in = rest;
    *ret_value = value + ones;
    return true;
}

bool
take_count(yz_str *in, unsigned most, uint32_t *ret_value)
{
    return take_digits(in, 1, most, ret_value) || take_numerals(in, ret_value);
}

bool
take_year(yz_str *in, uint32_t *ret_year, bool *ret_pure)
{
    enum { YEAR_LENGTH = 4, SURE_MIN = 2 };
    yz_str rest = *in;
    unsigned digits = 0;
    unsigned numerals = 0;
    *ret_year = 0;
    for (unsigned i = 0; i < YEAR_LENGTH; i++, take_char(&rest)) {
        const int digit = char_digit(peek_char(rest));
        const int numeral = numeral_of(peek_char(rest));
        const bool is_o = peek(rest) == 'O' || peek(rest) == 'o';
        if (numeral > 9 || (numeral < 0 && digit < 0 && !is_o))
            return false;
        digits += digit >= 0;
        numerals += numeral >= 0;
        *ret_year = *ret_year * 10 + (uint32_t)(digit >= 0     ? digit
                                                : numeral >= 0 ? numeral
                                                               : 0);
    }
    *ret_pure = digits == YEAR_LENGTH || numerals == YEAR_LENGTH;
    if (char_digit(peek_char(rest)) >= 0 || numeral_of(peek_char(rest)) >= 0 ||
        (digits < SURE_MIN && numerals < SURE_MIN))
        return false;
    *in = rest;
    return true;
}

bool
take_month(yz_str *in, uint32_t *ret_month)
{
    yz_str rest = *in;
    if (take_word(&rest, "元") || take_word(&rest, "正"))
        *ret_month = 1;
    else if (!take_count(&rest, 2, ret_month))
        return false;
    if (*ret_month < 1 || *ret_month > 12)
        return false;
    *in = rest;
    return true;
}

bool
take_day(yz_str *in, uint32_t *ret_day)
{
    static const char *const units[] = { "日", "号", "號", "曰" };
    yz_str rest = *in;
    take_word(&rest, "初");
    if (!take_count(&rest, 2, ret_day) || *ret_day < 1 || *ret_day > 31)
        return false;
    yz_str unit = rest;
    take_blanks(&unit);
    if (take_word_of(&unit, units, ARRAY_LENGTH(units)))
        rest = unit;
    *in = rest;
    return true;
}

/* ---- what joins them ------------------------------------------------------ */

bool
take_unit(yz_str *in, const char *unit)
{
    yz_str rest = *in;
    take_blanks(&rest);
    if (!take_word(&rest, unit))
        return false;
    *in = rest;
    take_blanks(&rest);
    if (take_one(&rest, '/'))
        take_blanks(&rest);
    yz_str number = rest;
    uint32_t value;
    if (take_word(&number, "初") || take_month(&number, &value) ||
        take_count(&number, 2, &value))
        *in = rest;
    return true;
}

uint32_t
take_sign(yz_str *in)
{
    static const struct {
        uint16_t c;
        char sign;
    } signs[] = { { '-', '-' },    { 0x2010, '-' }, { 0x2011, '-' },
                  { 0x2012, '-' }, { 0x2013, '-' }, { 0x2014, '-' },
                  { 0x2212, '-' }, { '/', '/' },    { '.', '.' },
                  { 0xb7, '.' },   { 0x2022, '.' }, { 0x30fb, '.' },
                  { '_', '_' } };
    yz_str rest = *in;
    take_blanks(&rest);
    const uint32_t c = peek(rest);
    for (size_t i = 0; i < ARRAY_LENGTH(signs); i++) {
        if (signs[i].c != c)
            continue;
        take_char(&rest);
        take_blanks(&rest);
        *in = rest;
        return (uint32_t)signs[i].sign;
    }
    return 0;
}

/* ---- English --------------------------------------------------------------- */

static uint32_t
lower(uint32_t c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

/* The whole word, or its first three letters (of Sept four) and a stop. */
static bool
take_latin_word(yz_str *in, const char *word)
{
    enum { SHORT_LENGTH = 3, SHORT_MAX = 4 };
    yz_str rest = *in;
    size_t same = 0;
    while (word[same] &&
           lower(peek(rest)) == lower((unsigned char)word[same])) {
        take_char(&rest);
        same++;
    }
    const uint32_t next = lower(peek(rest));
    if (next >= 'a' && next <= 'z')
        return false;
    if (word[same] && (same < SHORT_LENGTH || same > SHORT_MAX))
        return false;
    take_one(&rest, '.');
    *in = rest;
    return true;
}

bool
take_month_name(yz_str *in, uint32_t *ret_month)
{
    static const char *const months[] = { "January", "February", "March",
                                          "April",   "May",      "June",
                                          "July",    "August",   "September",
                                          "October", "November", "December" };
    for (uint32_t i = 0; i < ARRAY_LENGTH(months); i++) {
        if (!take_latin_word(in, months[i]))
            continue;
        *ret_month = i + 1;
        return true;
    }
    return false;
}

bool
take_ordinal_day(yz_str *in, uint32_t *ret_day)
{
    static const char *const endings[] = { "st", "nd", "rd", "th" };
    if (!take_digits(in, 1, 2, ret_day))
        return false;
    take_word_of(in, endings, ARRAY_LENGTH(endings));
    return true;
}

/* ---- what follows a date ---------------------------------------------------- */

static bool
take_weekday_name(yz_str *in)
{
    static const char *const weeks[] = { "星期", "礼拜", "禮拜", "週", "周" };
    static const char *const days[] = { "一", "二", "三", "四", "五", "六",
                                        "日", "天", "曰", "1",  "2",  "3",
                                        "4",  "5",  "6",  "7" };
    static const char *const english[] = { "Monday",   "Tuesday", "Wednesday",
                                           "Thursday", "Friday",  "Saturday",
                                           "Sunday" };
    yz_str rest = *in;
    if (take_word_of(&rest, weeks, ARRAY_LENGTH(weeks))) {
        take_blanks(&rest);
        if (!take_word_of(&rest, days, ARRAY_LENGTH(days)))
            return false;
        *in = rest;
        return true;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(english); i++)
        if (take_latin_word(in, english[i]))
            return true;
    return false;
}

bool
date_take_weekday(yz_str *in)
{
    static const char *const marks[] = { ",",  "，", "/", "／",
                                         "、", "·",  "|", "｜" };
    static const char *const openers[] = { "(", "（", "[", "【", "〔" };
    static const char *const closers[] = { ")", "）", "]", "】", "〕" };
    yz_str rest = *in;
    take_blanks(&rest);
    const bool is_open = take_word_of(&rest, openers, ARRAY_LENGTH(openers));
    if (!is_open && take_word_of(&rest, marks, ARRAY_LENGTH(marks)))
        take_blanks(&rest);
    if (!take_weekday_name(&rest))
        return false;
    take_blanks(&rest);
    if (is_open && !take_word_of(&rest, closers, ARRAY_LENGTH(closers)))
        return false;
    if (!is_open) {
        yz_str mark = rest;
        if (take_word(&mark, ",") || take_word(&mark, "，"))
            rest = mark;
    }
    *in = rest;
    return true;
}

/* Z, UTC, GMT, +08:00, +0800. */
static void
take_zone(yz_str *in)
{
    static const char *const names[] = { "Z", "z", "UTC", "GMT", "CST" };
    yz_str rest = *in;
    uint32_t value;
    take_blanks(&rest);
    if (take_word_of(&rest, names, ARRAY_LENGTH(names))) {
        *in = rest;
        return;
    }
    const uint32_t sign = peek(rest);
    if (sign != '+' && sign != '-' && sign != 0x2212)
        return;
    take_char(&rest);
    if (take_digits(&rest, 4, 4, &value)) {
        *in = rest;
    } else if (take_digits(&rest, 2, 2, &value)) {
        if (take_one(&rest, ':') && !take_digits(&rest, 2, 2, &value))
            return;
        *in = rest;
    }
}

/* 10:00, 10:00:00.5, 10时30分, 9點. */
static bool
take_clock(yz_str *in)
{
    static const char *const hours[] = { "时", "時", "点", "點" };
    static const char *const hour_ends[] = { "许", "半", "整" };
    yz_str rest = *in;
    uint32_t hour;
    uint32_t value;
    if (!take_count(&rest, 2, &hour) || hour > 24)
        return false;
    if (take_one(&rest, ':')) {
        if (!take_digits(&rest, 2, 2, &value) || value > 59)
            return false;
        if (take_one(&rest, ':') &&
            (!take_digits(&rest, 2, 2, &value) || value > 60))
            return false;
        if (take_one(&rest, '.') || take_one(&rest, ','))
            take_digits(&rest, 1, 9, &value);
    } else if (take_word_of(&rest, hours, ARRAY_LENGTH(hours))) {
        if (take_count(&rest, 2, &value) && take_word(&rest, "分") &&
            take_count(&rest, 2, &value))
            take_word(&rest, "秒");
        take_word_of(&rest, hour_ends, ARRAY_LENGTH(hour_ends));
    } else {
        return false;
    }
    *in = rest;
    return true;
}

bool
date_take_time(yz_str *in)
{
    static const char *const parts[] = { "上午", "下午", "早上", "晚上", "中午",
                                         "凌晨", "晚",   "晨",   "夜" };
    yz_str rest = *in;
    if (!take_word(&rest, "T") && !take_word(&rest, "t"))
        take_blanks(&rest);
    take_word_of(&rest, parts, ARRAY_LENGTH(parts));
    take_blanks(&rest);
    if (!take_clock(&rest))
        return false;
    take_zone(&rest);
    *in = rest;
    return true;
}
