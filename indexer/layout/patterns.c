/* SPDX-License-Identifier: MIT */
/*
 * Each pattern is the regular expression one would write, spelled out: over
 * UTF-8 without a locale, in linear time, and able to say what it means.
 */
#include "indexer/layout/patterns.h"

#include "core/base/reader.h"
#include "core/text/charclass.h"
#include "indexer/layout/glyphs.h"

#include <string.h>

/* The name of a person has at most this many Han characters. */
enum { NAME_CHARS_MAX = 4 };

ending
text_ending(yz_str text, bool among_han)
{
    size_t at = text.size;
    uint32_t last = 0;
    while (at > 0) {
        last = utf8_previous(text.data, &at);
        if (!glyph_is_closer(last))
            break;
    }
    if (glyph_ends_sentence(last))
        return ENDING_CLOSED;
    if (last == '.' && at > 0) {
        const uint32_t before = utf8_previous(text.data, &at);
        return char_is_space(before) || (among_han && char_digit(before) >= 0)
                   ? ENDING_OPEN
                   : ENDING_CLOSED;
    }
    if (last == ':' || last == ';' || last == 0xff1a || last == 0xff1b)
        return ENDING_PAUSED;
    return glyph_is_clause_mark(last) ? ENDING_COMMA : ENDING_OPEN;
}

uint32_t
text_first_char(yz_str text)
{
    return peek_char(text);
}

bool
text_has_clause_mark(yz_str text)
{
    static const char *const marks[] = { ",", "，", "。", ";", "；", ". " };
    return text_has_word_of(text, marks, ARRAY_LENGTH(marks));
}

/* 第一条, but not 第一条的规定 and not 第一条、第二条. */
static bool
is_article(yz_str text)
{
    static const char *const units[] = { "条", "章", "节", "编", "款" };
    static const char *const references[] = { "的", "规", "、", "至", "和",
                                              "或", "所", "第", "，", "," };
    uint32_t number;
    if (!take_word(&text, "第"))
        return false;
    unsigned digits = take_number(&text, 5, &number);
    for (; char_numeral(peek_char(text)) >= 0 || peek_char(text) == 0x767e;
         digits++)
        take_char(&text); /* 百 included */
    return digits > 0 && take_word_of(&text, units, ARRAY_LENGTH(units)) &&
           !take_word_of(&text, references, ARRAY_LENGTH(references));
}

/* （一） or (1), but not （一）项. */
static bool
is_bracketed_number(yz_str text)
{
    static const char *const references[] = { "项", "款", "目", "、" };
    uint32_t number;
    if (!take_word(&text, "(") && !take_word(&text, "（"))
        return false;
    if (take_number(&text, 2, &number) == 0 && !take_numeral(&text, &number))
        return false;
    return (take_word(&text, ")") || take_word(&text, "）")) &&
           !take_word_of(&text, references, ARRAY_LENGTH(references));
}

/* 一、 or 1. or 1、 before something that is no number: not 三、四线, 2.5. */
static bool
is_counted(yz_str text)
{
    static const char *const stops[] = { ".", "．" };
    uint32_t number;
    const bool is_decimal = take_number(&text, 2, &number) > 0;
    if (!is_decimal && !take_numeral(&text, &number))
        return false;
    if (!take_word(&text, "、") &&
        !(is_decimal && take_word_of(&text, stops, ARRAY_LENGTH(stops))))
        return false;
    const uint32_t c = peek_char(text);
    return c != 0 && char_digit(c) < 0 && char_numeral(c) < 0;
}

bool
text_begins_item(yz_str text)
{
    const uint32_t c = peek_char(text);
    return (c >= 0x2460 && c <= 0x249b) || c == 0x2022 || is_article(text) ||
           is_bracketed_number(text) || is_counted(text);
}

static const char *const byline_words[] = {
    "全媒体记者", "首席记者", "见习记者",   "实习记者", "特约记者",
    "本报记者",   "本刊记者", "本报通讯员", "本网记者", "特约通讯员",
    "记者",       "通讯员",   "特派员",     "评论员",   "责任编辑",
    "责编",       "美编",     "编辑",       "撰稿",     "校对",
    "摄影报道",   "摄影",     "文/图",      "文/",      "图/",
    "文·",        "图·",
};

/* Words that list those who made the page, with numbers and colons. */
static const char *const imprint_words[] = { "责任编辑", "责编", "美编",
                                             "编辑",     "校对", "版式" };

/* After the words of the trade nothing but names, each by itself. */
static bool
is_all_names(yz_str text)
{
    unsigned run = 0;
    while (text.size) {
        if (take_word_of(&text, byline_words, ARRAY_LENGTH(byline_words))) {
            run = 0;
            continue;
        }
        const uint32_t c = peek_char(text);
        take_char(&text);
        if (char_digit(c) >= 0 || (glyph_is_clause_mark(c) && c != 0x3001))
            return false;
        run = glyph_is_han(c) ? run + 1 : 0;
        if (run > NAME_CHARS_MAX)
            return false;
    }
    return run != 1;
}

/* By JANE DOE */
static bool
is_english_byline(yz_str text)
{
    if (!take_word(&text, "By ") && !take_word(&text, "BY "))
        return false;
    const uint32_t c = peek_char(text);
    return c >= 'A' && c <= 'Z' && text.size <= 60 &&
           !text_has_long_number(text);
}

bool
text_is_byline(yz_str text, bool among_han)
{
    if (text_ending(text, among_han) != ENDING_OPEN)
        return false;
    if (!among_han)
        return is_english_byline(text);
    if (glyph_is_byline_mark(peek_char(text)))
        return text_has_word_of(text, byline_words, ARRAY_LENGTH(byline_words));
    yz_str rest = text;
    if (!take_word(&rest, "("))
        take_word(&rest, "（");
    yz_str imprint = rest;
    if (take_word_of(&imprint, imprint_words, ARRAY_LENGTH(imprint_words)))
        return true;
    const yz_str names = rest;
    return take_word_of(&rest, byline_words, ARRAY_LENGTH(byline_words)) &&
           is_all_names(names);
}

bool
text_is_names(yz_str text)
{
    size_t count = 0;
    for (; text.size; take_char(&text), count++) {
        if (!glyph_is_han(peek_char(text)))
            return false;
    }
    return count >= 2 && count <= 9;
}

bool
text_is_bracketed(yz_str text)
{
    const uint32_t first = peek_char(text);
    return (first == '(' || first == 0xff08) &&
           (text_ends_with(text, ")") || text_ends_with(text, "）"));
}

bool
text_is_credit(yz_str text)
{
    static const char *const words[] = { "图片", "照片",   "供图",
                                         "摄",   "资料图", "提供",
                                         "来源", "制图",   "版图" };
    const size_t count = utf8_count(text.data, text.size);
    return text_is_bracketed(text) && count >= 4 && count <= 52 &&
           text_has_word_of(text, words, ARRAY_LENGTH(words));
}

bool
text_begins_caption(yz_str text)
{
    static const char *const heads[] = { "图为",   "资料图",       "图片来源",
                                         "图源",   "本报资料图片", "上图",
                                         "下图",   "左图",         "右图",
                                         "图:",    "图：",         "本图:",
                                         "本图：", "图片说明" };
    if (take_word_of(&text, heads, ARRAY_LENGTH(heads)))
        return true;
    uint32_t number;
    if (!take_word(&text, "图"))
        return false;
    const uint32_t c = peek_char(text);
    return (c >= 0x2460 && c <= 0x2473) || take_number(&text, 2, &number) > 0;
}

bool
text_is_caption(yz_str text)
{
    static const char *const tails[] = { "供图", "供图)", "供图）", "摄",
                                         "摄)",  "摄）",  "/摄影" };
    for (size_t i = 0; i < ARRAY_LENGTH(tails); i++) {
        if (text_ends_with(text, tails[i]) && !text_ends_with(text, "拍摄"))
            return true;
    }
    return text_begins_caption(text);
}

bool
text_is_masthead(yz_str text)
{
    return text_is_names(text) &&
           (text_ends_with(text, "报") || text_ends_with(text, "報") ||
            text_ends_with(text, "周刊") || text_ends_with(text, "月刊"));
}

bool
text_has_long_number(yz_str text)
{
    unsigned digits = 0;
    for (; text.size && digits < 3; take_char(&text))
        digits = char_digit(peek_char(text)) >= 0 ? digits + 1 : 0;
    return digits == 3;
}

bool
text_has_han_pair(yz_str text)
{
    unsigned run = 0;
    for (; text.size && run < 2; take_char(&text))
        run = glyph_is_han(peek_char(text)) ? run + 1 : 0;
    return run == 2;
}

/* A field of a table: does it hold a number and nothing else? */
static bool
is_number_field(yz_str field)
{
    bool has_digit = false;
    for (; field.size; take_char(&field)) {
        const uint32_t c = peek_char(field);
        if (char_digit(c) >= 0)
            has_digit = true;
        else if (!char_is_space(c) && c != '.' && c != '-' && c != '+' &&
                 c != '%' && c != '"')
            return false;
    }
    return has_digit;
}

static bool
is_row_of(yz_str text, char separator)
{
    enum { FIELDS_MIN = 3 };
    size_t fields = 0;
    size_t numbers = 0;
    for (size_t begin = 0; begin <= text.size;) {
        const char *mark =
            memchr(text.data + begin, separator, text.size - begin);
        const size_t end = mark ? (size_t)(mark - text.data) : text.size;
        fields++;
        numbers += is_number_field((yz_str){ text.data + begin, end - begin });
        begin = end + 1;
    }
    return fields >= FIELDS_MIN && numbers * 2 >= fields;
}

bool
text_is_table_row(yz_str text)
{
    return text.size > 0 && (is_row_of(text, '\t') || is_row_of(text, ','));
}
