/* SPDX-License-Identifier: MIT */
/*
 * Chinese paragraphs are indented by two ems. OCR drops these spaces, but the
 * first line stays two ems shorter than the column: thresholds lie around 2,
 * as far apart as half-width characters and lost marks ask for.
 */
#include "indexer/layout/fit.h"

#include "core/base/reader.h"

#include "indexer/layout/glyphs.h"
#include "indexer/layout/patterns.h"

/* How far, in ems, a first line may fall short of its column. */
static const double short_min = 1.4;
static const double short_max = 3.2;
/* Within this of its column a line is full. */
static const double full_max = 1.2;
static const double full_alone_max = 1.0;
/* Visible white space that indents, and that centres a line. */
static const double lead_min = 0.9;
static const double lead_max = 5;

yz_str
row_text(const page *p, const row *r)
{
    const token *first = page_token(p, r->token_first);
    const token *last = page_token(p, r->token_first + r->token_count - 1);
    return (yz_str){ p->file->text.data + first->begin,
                     last->end - first->begin };
}

static bool
is_of_number_or_word(uint32_t c)
{
    return char_digit(c) >= 0 ||
           (c < 0x80 && c > ' ' && c != ';' && c != ':' &&
            !glyph_is_closer(c) && !glyph_is_opener(c) && c != '!' && c != '?');
}

/* Width of the beginning of `text` that no printer would part. */
static double
unbreakable_width(yz_str text, bool among_han)
{
    size_t at = 0;
    double width = 0;
    uint32_t c = utf8_next(text.data, text.size, &at);
    if (glyph_is_opener(c) && at < text.size) {
        width += glyph_width(c, among_han);
        c = utf8_next(text.data, text.size, &at);
    }
    bool in_word = is_of_number_or_word(c);
    width += glyph_width(c, among_han && !in_word);
    while (at < text.size) {
        c = utf8_next(text.data, text.size, &at);
        in_word = in_word && is_of_number_or_word(c);
        if (!in_word) {
            if (glyph_cannot_begin_line(c))
                width += glyph_width(c, among_han);
            break;
        }
        width += glyph_width(c, false);
    }
    return width;
}

bool
row_is_excused(const page *p, const row *r, const row *next, double column)
{
    const double space = p->han ? 0 : 0.5;
    return r->width + space + unbreakable_width(row_text(p, next), p->han) >
           column;
}

bool
block_is_visibly_indented(const page *p, const block *b)
{
    const double lead = block_line(p, b, 0)->lead;
    double least = p->lead_min;
    for (size_t i = 1; i < b->line_count; i++) {
        const double other = block_line(p, b, i)->lead;
        if (i == 1 || other < least)
            least = other;
    }
    return lead - least >= lead_min && lead - least <= lead_max;
}

/* Where the line is in its column says more than what its text lacks. */
static indent
printed_indent(const printed_line *printed)
{
    static const double in_min = 1.2;
    static const double in_max = 5;
    static const double full_lead_max = 0.8;
    if (printed->lead >= in_min && printed->lead <= in_max)
        return INDENT_IN;
    return printed->lead < full_lead_max ? INDENT_FULL : INDENT_UNKNOWN;
}

indent
block_indent(const page *p, const block *b, double column)
{
    const printed_line *printed = block_printed(p, b);
    if (printed && printed->lead >= 0 && !text_begins_item(b->text))
        return printed_indent(printed);
    if (b->column > 0)
        column = b->column;
    if (block_is_visibly_indented(p, b) || text_begins_item(b->text))
        return INDENT_IN;
    if (column <= 0 || !p->han)
        return INDENT_UNKNOWN;
    const row *first = block_row(p, b, 0);
    const double missing = column - row_measure(p, first);
    if (b->row_count == 1) {
        if (missing >= short_min && missing <= short_max)
            return INDENT_IN;
        return missing <= full_alone_max && missing >= -full_alone_max
                   ? INDENT_FULL
                   : INDENT_UNKNOWN;
    }
    const bool excused = row_is_excused(p, first, block_row(p, b, 1), column);
    if (missing >= short_min && !excused)
        return INDENT_IN;
    return missing <= full_max || excused ? INDENT_FULL : INDENT_UNKNOWN;
}
