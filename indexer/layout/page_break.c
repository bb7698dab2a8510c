/* SPDX-License-Identifier: MIT */
/*
 * A page number says what it is. A running head and a footnote are recognised by
 * where they stand: beside a page break, after a paragraph that is not
 * finished, before text that is not indented.
 */
#include "indexer/layout/page_break.h"

#include "core/base/reader.h"
#include "indexer/layout/captions.h"
#include "indexer/layout/fit.h"
#include "indexer/layout/glyphs.h"
#include "indexer/layout/kinds.h"
#include "indexer/layout/patterns.h"
#include "indexer/layout/run.h"

static const double running_head_width_max = 24;
/* A line this much shorter than the one below it is set apart from it. */
static const double head_share = 0.7;
/* Within this of its column a row is full. */
static const double full_max = 0.6;

enum { LOOK_OVER_MAX = 12, NUMBER_DIGITS_MAX = 4, BARE_DIGITS_MAX = 3 };

/* ---- page numbers ----------------------------------------------------------- */

static bool
take_count_of_pages(yz_str *in)
{
    uint32_t number;
    return take_number(in, NUMBER_DIGITS_MAX, &number) > 0 ||
           take_numeral(in, &number);
}

/* Dashes, dots and brackets around a number, as many as there are. */
static bool
take_ornament(yz_str *in)
{
    static const char *const ornaments[] = {
        "-",  "—",  "–",  "－", "―",  "─",  "~", "～", "·",  "•",
        "．", ".",  "(",  ")",  "（", "）", "[", "]",  "［", "］",
        "〔", "〕", "【", "】", "<",  ">",  "|", "｜", "*",
    };
    bool found = false;
    do {
        take_blanks(in);
        found |= in->size > 0;
    } while (take_word_of(in, ornaments, ARRAY_LENGTH(ornaments)));
    return found;
}

/* 第12页, 第 12 页 共 36 页, 共36页 第12页, 12页. */
static bool
is_counted_page(yz_str text)
{
    static const char *const heads[] = { "第", "共", "总" };
    static const char *const units[] = { "页", "頁" };
    static const char *const marks[] = { "/",  "／", ",",  "，", "、", "(",
                                         "（", ")",  "）", "|",  "｜" };
    unsigned count = 0;
    while (text.size) {
        const bool has_head = take_word_of(&text, heads, ARRAY_LENGTH(heads));
        take_blanks(&text);
        if (!take_count_of_pages(&text))
            return false;
        take_blanks(&text);
        if (!take_word_of(&text, units, ARRAY_LENGTH(units)) ||
            (!has_head && count))
            return false;
        take_blanks(&text);
        while (take_word_of(&text, marks, ARRAY_LENGTH(marks)))
            take_blanks(&text);
        count++;
    }
    return count > 0;
}

/* Page 12, Page 12 of 36, p. 12, P12. */
static bool
is_english_page(yz_str text)
{
    static const char *const heads[] = { "Page", "PAGE", "page", "p.",
                                         "P.",   "p",    "P" };
    static const char *const marks[] = { "of", "/", "OF" };
    uint32_t number;
    if (!take_word_of(&text, heads, ARRAY_LENGTH(heads)))
        return false;
    take_blanks(&text);
    if (!take_number(&text, NUMBER_DIGITS_MAX, &number))
        return false;
    take_blanks(&text);
    if (take_word_of(&text, marks, ARRAY_LENGTH(marks))) {
        take_blanks(&text);
        if (!take_number(&text, NUMBER_DIGITS_MAX, &number))
            return false;
    }
    take_blanks(&text);
    return text.size == 0;
}

/* - 12 -, ·12·, (12), 12/36: a number that something is set around. */
static bool
is_ornamented_number(yz_str text)
{
    const size_t size = text.size;
    uint32_t number;
    take_ornament(&text);
    const bool is_opened = text.size < size;
    if (!take_count_of_pages(&text))
        return false;
    take_blanks(&text);
    const bool is_share = take_word(&text, "/") || take_word(&text, "／");
    take_blanks(&text);
    if (is_share && !take_number(&text, NUMBER_DIGITS_MAX, &number))
        return false;
    const size_t before = text.size;
    take_ornament(&text);
    return text.size == 0 && (is_share || (is_opened && before > 0));
}

bool
text_is_page_number(yz_str text)
{
    take_blanks(&text);
    return is_ornamented_number(text) || is_counted_page(text) ||
           is_english_page(text);
}

/* Digits alone: a page number only where nothing else stands beside it. */
static bool
is_bare_number(yz_str text, unsigned digits_max)
{
    uint32_t number;
    take_blanks(&text);
    if (!take_number(&text, digits_max, &number))
        return false;
    take_blanks(&text);
    return text.size == 0;
}

static bool
is_page_number_line(const page *p, size_t i, yz_str text)
{
    const line *l = &p->lines.items[i];
    const bool is_last = i + 1 == p->lines.count;
    const bool at_break = l->begins_page || (!is_last && l[1].begins_page);
    const bool stands_apart =
        (i == 0 || l->gap > 0) && (is_last || l[1].gap > 0);
    return text_is_page_number(text) ||
           (at_break && is_bare_number(text, NUMBER_DIGITS_MAX)) ||
           (stands_apart && is_bare_number(text, BARE_DIGITS_MAX));
}

bool
block_is_page_number(const page *p, size_t i)
{
    const block *b = &p->blocks[i];
    return b->line_count == 1 &&
           is_page_number_line(p, b->line_first, block_source(p, b));
}

bool
line_stands_at_break(const page *p, size_t i)
{
    const line *l = &p->lines.items[i];
    const row here = row_of_line(p, l);
    const yz_str text = row_text(p, &here);
    if (is_page_number_line(p, i, text))
        return true;
    if (!l->begins_page || i == 0 || i + 1 == p->lines.count || l[1].gap > 0)
        return false;
    const row below = row_of_line(p, l + 1);
    return here.width <= running_head_width_max &&
           here.width <= head_share * below.width &&
           !text_has_clause_mark(text);
}

/* ---- what cuts a paragraph -------------------------------------------------- */

static bool
is_noted(const block *b, rule by)
{
    return b->decided && (b->rules & RULE_BIT(by)) != 0;
}

/* A form feed before or behind the block, or a page number beside it. */
static bool
is_at_break(const page *p, size_t i)
{
    const block *b = &p->blocks[i];
    const bool is_last = i + 1 == p->block_count;
    return block_line(p, b, 0)->begins_page ||
           (i > 0 && is_noted(b - 1, RULE_PAGE)) ||
           (!is_last && (block_line(p, b + 1, 0)->begins_page ||
                         is_noted(b + 1, RULE_PAGE)));
}

/* ① 数据来自…, [1] …, 注：…, * …: what a footnote begins with. */
static bool
begins_note(yz_str text)
{
    static const char *const marks[] = { "*",   "＊",   "※", "注：",
                                         "注:", "注释", "†" };
    static const char *const openers[] = { "[", "［", "〔", "【" };
    static const char *const closers[] = { "]", "］", "〕", "】" };
    const uint32_t c = peek_char(text);
    uint32_t number;
    if ((c >= 0x2460 && c <= 0x2473) || (c >= 0x2776 && c <= 0x277f) ||
        take_word_of(&text, marks, ARRAY_LENGTH(marks)))
        return true;
    if (take_word(&text, "注"))
        take_blanks(&text);
    return take_word_of(&text, openers, ARRAY_LENGTH(openers)) &&
           take_number(&text, 2, &number) > 0 &&
           take_word_of(&text, closers, ARRAY_LENGTH(closers));
}

static bool
may_be_running_head(const page *p, size_t i)
{
    const block *b = &p->blocks[i];
    const bool is_date = b->decided && b->kind == YZ_KIND_DATE;
    return b->line_count == 1 && (!b->decided || is_date) &&
           (is_date || b->width <= running_head_width_max) &&
           !text_has_clause_mark(b->text) && !text_begins_item(b->text);
}

/* The running text behind block `i`, over what may stand at a break too. */
static const block *
text_after(const page *p, size_t i)
{
    for (unsigned k = 0; k < LOOK_OVER_MAX && i + 1 < p->block_count; k++) {
        const block *b = &p->blocks[++i];
        if (!block_is_aside(b) && !begins_note(b->text) &&
            !(may_be_running_head(p, i) && is_at_break(p, i)))
            return b;
    }
    return NULL;
}

/* The column of a paragraph, by its widest row where it is short. */
static double
column_of(const page *p, const block *b)
{
    double widest = b->column;
    for (size_t i = 0; b->column <= 0 && i < b->row_count; i++) {
        const double width = row_measure(p, block_row(p, b, i));
        widest = width > widest ? width : widest;
    }
    return b->row_count > 1 ? widest : p->column;
}

/*
 * Does block `i` stand between a paragraph that is not finished and what is its
 * continuation? Without a page break beside it both have to be surely so, and
 * the page has no column by which captions are recognised (R9).
 */
static bool
cuts_paragraph(const page *p, size_t i, bool at_break)
{
    const block *before = page_body_before(p, i);
    const block *after = text_after(p, i);
    if (!before || !after || after->decided ||
        block_ending(p, before) >= ENDING_PAUSED)
        return false;
    const double column = column_of(p, before);
    const indent begin = block_indent(p, after, column);
    if (at_break)
        return begin != INDENT_IN;
    const row *last = block_row(p, before, before->row_count - 1);
    return p->column <= 0 && begin == INDENT_FULL && before->row_count > 1 &&
           after->row_count > 1 && row_measure(p, last) >= column - full_max;
}

void
page_decide_breaks(page *p)
{
    for (size_t i = 1; i < p->block_count; i++) {
        block *b = &p->blocks[i];
        const bool is_head = may_be_running_head(p, i);
        if (!b->decided && begins_note(b->text) && cuts_paragraph(p, i, true))
            block_decide(b, YZ_KIND_CAPTION, RULE_NOTE);
        else if (is_head && cuts_paragraph(p, i, is_at_break(p, i)))
            block_decide(b, b->decided ? b->kind : YZ_KIND_NOISE, RULE_RUNNING);
        if (b->decided)
            b->body = false;
    }
}
