/* SPDX-License-Identifier: MIT */
/*
 * R3, the date line: 2025.1.4 星期六, 人民日报 2025年1月4日 第3版. A sentence
 * may hold a date too; what tells them apart is that a date line consists of
 * parts, each of which only a date line has: the date, a weekday, a time, the
 * paper, its page and number. A line of its own may add a few words.
 */
#include "core/base/reader.h"
#include "indexer/layout/glyphs.h"
#include "indexer/layout/patterns.h"

#include <string.h>

/* Longest date line, what may follow a date, what may precede it. */
enum { LINE_CHARS_MAX = 44, TAIL_CHARS_MAX = 14, HEAD_CHARS_MAX = 10 };
enum { SPACED_CHARS_MIN = 5, YEAR_MIN = 1800, YEAR_MAX = 2199 };

/* ---- the parts beside the date --------------------------------------------- */

/* White space and the marks that stand between parts. */
static void
take_marks(yz_str *in)
{
    static const char *const marks[] = { ",",  "，", "、", "/",  "／", "|",
                                         "｜", "·",  "(",  "（", ")",  "）",
                                         "[",  "【", "]",  "】", "《", "》",
                                         ":",  "：", "—",  "-" };
    do {
        take_blanks(in);
    } while (take_word_of(in, marks, ARRAY_LENGTH(marks)));
}

/* A part ends with the text, at white space, at a mark, or before a number. */
static bool
ends_part(yz_str in)
{
    const size_t size = in.size;
    if (!size || char_digit(peek_char(in)) >= 0)
        return true;
    take_marks(&in);
    return in.size < size;
}

/* 人民日报, 《故事会》杂志: a name of Han that ends with a word of the press. */
static bool
take_paper(yz_str *in)
{
    enum { NAME_CHARS_MIN = 2, NAME_CHARS_MAX = 14 };
    static const char *const words[] = { "报",    "報",   "报海外版", "周刊",
                                         "週刊",  "月刊", "旬刊",     "季刊",
                                         "杂志",  "雜誌", "新华社",   "新华网",
                                         "人民网" };
    yz_str rest = *in;
    for (size_t count = 1; count <= NAME_CHARS_MAX; count++) {
        date_span span;
        if (!glyph_is_han(peek_char(rest)))
            return false;
        take_char(&rest);
        const yz_str name = { in->data, in->size - rest.size };
        bool is_paper = false;
        for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
            is_paper |= text_ends_with(name, words[i]);
        yz_str after = rest;
        if (!is_paper || count < NAME_CHARS_MIN ||
            (!ends_part(rest) && !date_take(&after, &span)))
            continue;
        *in = rest;
        return true;
    }
    return false;
}

/* 第3版, A03版, 总第812期, 今日8版, 第12卷. */
static bool
take_issue(yz_str *in)
{
    static const char *const heads[] = { "总第", "總第", "第", "今日", "共" };
    static const char *const units[] = { "版", "期", "号", "號",
                                         "页", "頁", "卷" };
    yz_str rest = *in;
    uint32_t number;
    const bool has_head = take_word_of(&rest, heads, ARRAY_LENGTH(heads));
    take_blanks(&rest);
    const uint32_t letter = peek_char(rest);
    const bool has_letter = letter >= 'A' && letter <= 'Z';
    if (has_letter)
        take_char(&rest);
    if (take_number(&rest, 6, &number) == 0 && !take_numeral(&rest, &number))
        return false;
    take_blanks(&rest);
    if (!take_word_of(&rest, units, ARRAY_LENGTH(units)) &&
        (has_head || !has_letter))
        return false;
    *in = rest;
    return true;
}

/* 农历甲辰年十二月初五, and the same without 农历. */
static bool
take_lunar_date(yz_str *in)
{
    static const char *const heads[] = { "农历", "農曆", "阴历",
                                         "陰曆", "夏历", "夏曆" };
    static const char *const stems[] = { "甲", "乙", "丙", "丁", "戊",
                                         "己", "庚", "辛", "壬", "癸" };
    yz_str rest = *in;
    if (!take_word_of(&rest, heads, ARRAY_LENGTH(heads))) {
        yz_str year = rest;
        if (!take_word_of(&year, stems, ARRAY_LENGTH(stems)))
            return false;
        take_char(&year);
        if (!take_word(&year, "年"))
            return false;
    }
    for (unsigned i = 0; i < TAIL_CHARS_MAX; i++) {
        if (!glyph_is_han(peek_char(rest)) && char_digit(peek_char(rest)) < 0)
            break;
        take_char(&rest);
    }
    *in = rest;
    return ends_part(rest);
}

static bool
take_label(yz_str *in)
{
    static const char *const labels[] = { "发布时间", "发布日期", "更新时间",
                                          "出版日期", "出版时间", "日期",
                                          "时间",     "来源",     "版次",
                                          "出版" };
    yz_str rest = *in;
    if (!take_word_of(&rest, labels, ARRAY_LENGTH(labels)) || !ends_part(rest))
        return false;
    *in = rest;
    return true;
}

static bool
take_part(yz_str *in)
{
    return date_take_weekday(in) || date_take_time(in) || take_issue(in) ||
           take_lunar_date(in) || take_label(in) || take_paper(in);
}

/* Parts to the end; of what is left *in is the beginning. */
static bool
take_parts(yz_str *in)
{
    for (;;) {
        take_marks(in);
        if (!in->size)
            return true;
        if (!take_part(in))
            return false;
    }
}

/* ---- the line --------------------------------------------------------------- */

/* A page's section: 第3版要闻, or on a line of its own after white space. */
static bool
is_few_words(yz_str before, yz_str words, bool alone)
{
    enum { SECTION_CHARS_MAX = 4 };
    const size_t count = utf8_count(words.data, words.size);
    const yz_str parted = { before.data, before.size - words.size };
    if (text_has_clause_mark(words))
        return false;
    if (text_ends_with(parted, "版"))
        return count <= SECTION_CHARS_MAX;
    size_t at = parted.size;
    const uint32_t last = at ? utf8_previous(parted.data, &at) : 0;
    return alone && count <= TAIL_CHARS_MAX &&
           (last == ' ' || last == '\t' || last == 0x3000);
}

static bool
is_tail(yz_str tail, bool alone)
{
    const yz_str before = tail;
    return take_parts(&tail) || is_few_words(before, tail, alone);
}

/*
 * Is it a day, or on top of the page a month or the year of an era? A year of
 * ours alone heads a part of a chronicle.
 */
static bool
is_precise(date_span span, yz_str source, bool on_top)
{
    static const char *const month[] = { "月" };
    const uint32_t year = span.first / 10000;
    if (year < YEAR_MIN || year > YEAR_MAX)
        return false;
    const bool is_month = span.first / 100 == span.last / 100;
    const bool is_era = char_digit(peek_char(source)) < 0 &&
                        char_numeral(peek_char(source)) < 0;
    return date_is_day(span) || (on_top && (is_month || is_era)) ||
           (!is_month && text_has_word_of(source, month, 1));
}

/* Where a date begins; *in goes on behind it. */
static bool
take_dated(yz_str *in, bool on_top, date_span *ret_date)
{
    yz_str rest = *in;
    if (!date_take(&rest, ret_date) ||
        !is_precise(*ret_date, (yz_str){ in->data, in->size - rest.size },
                    on_top))
        return false;
    *in = rest;
    return true;
}

/* The date stands behind a few words, which a weekday behind it excuses. */
static bool
is_headed(yz_str text, bool alone, date_span *ret_date)
{
    yz_str rest = text;
    for (unsigned i = 0; i <= HEAD_CHARS_MAX && rest.size; i++) {
        const yz_str head = { text.data, text.size - rest.size };
        if (take_dated(&rest, false, ret_date))
            return !text_has_clause_mark(head) && date_take_weekday(&rest) &&
                   is_tail(rest, alone);
        take_char(&rest);
    }
    return false;
}

static bool
is_date_line(yz_str text, date_place place, date_span *ret_date)
{
    const bool alone = place != DATE_IN_TEXT;
    const bool on_top = place == DATE_ON_TOP;
    yz_str rest = text;
    for (bool more = true; more;) {
        take_marks(&rest);
        if (take_dated(&rest, on_top, ret_date))
            return is_tail(rest, alone && date_is_day(*ret_date));
        more = take_part(&rest);
    }
    return is_headed(text, alone, ret_date);
}

/* The text without white space where all its characters stand apart. */
static yz_str
close_up(yz_str text, char *closed)
{
    size_t size = 0;
    unsigned chars = 0;
    unsigned joined = 0;
    for (yz_str rest = text; rest.size;) {
        const char *const begin = rest.data;
        take_char(&rest);
        memcpy(closed + size, begin, (size_t)(rest.data - begin));
        size += (size_t)(rest.data - begin);
        const size_t before = rest.size;
        take_blanks(&rest);
        chars++;
        joined += rest.size && rest.size == before;
    }
    return chars >= SPACED_CHARS_MIN && joined * 5 <= chars
               ? (yz_str){ closed, size }
               : text;
}

bool
text_is_date_line(yz_str text, date_place place, date_span *ret_date)
{
    char closed[2 * LINE_CHARS_MAX * 4];
    date_span unused;
    take_blanks(&text);
    if (text.size > sizeof(closed) ||
        utf8_count(text.data, text.size) > (size_t)2 * LINE_CHARS_MAX)
        return false;
    text = close_up(text, closed);
    return utf8_count(text.data, text.size) <= LINE_CHARS_MAX &&
           is_date_line(text, place, ret_date ? ret_date : &unused);
}
