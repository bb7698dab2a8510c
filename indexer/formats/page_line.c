/* SPDX-License-Identifier: MIT */
#include "indexer/formats/page_line.h"
#include "indexer/formats/page_order.h"

#include <string.h>

void
line_open(xml_reader *r, page_line *l, bool is_vertical)
{
    l->texts.size = 0;
    l->words.count = l->glyphs.count = l->others.count = 0;
    l->item =
        (page_item){ .confidence = OCR_CONFIDENCE_NONE, .place = xml_place(r) };
    l->is_vertical = is_vertical;
    l->is_open = true;
    l->in_word = l->in_glyph = false; /* whatever it is in */
}

void
line_open_word(xml_reader *r, page_line *l)
{
    const page_item word = { .confidence = OCR_CONFIDENCE_NONE };
    if (!l->is_open)
        return;
    if (!ARRAY_PUSH(&l->words, word))
        xml_fail(r, YZ_E_NOMEM, "out of memory");
    l->in_word = true;
    l->in_glyph = false;
}

void
line_open_glyph(xml_reader *r, page_line *l)
{
    const page_item glyph = { .confidence = OCR_CONFIDENCE_NONE };
    if (!l->in_word)
        return;
    if (!ARRAY_PUSH(&l->glyphs, glyph))
        xml_fail(r, YZ_E_NOMEM, "out of memory");
    l->in_glyph = true;
}

page_item *
line_innermost(page_line *l)
{
    if (l->in_glyph)
        return &l->glyphs.items[l->glyphs.count - 1];
    if (l->in_word)
        return &l->words.items[l->words.count - 1];
    return l->is_open ? &l->item : NULL;
}

void
line_open_reading(page_line *l, const char **attributes)
{
    const double confidence = xml_number(attributes, "conf", -1);
    l->reading_index = order_index(attributes);
    l->reading_confidence = confidence >= 0 && confidence <= 1
                                ? (float)confidence
                                : OCR_CONFIDENCE_NONE;
}

static void
add_other(xml_reader *r, page_line *l, const page_item *i, size_t begin,
          size_t end, float confidence)
{
    const bool is_word = l->in_word && !l->in_glyph;
    const page_reading other = { begin, end, confidence,
                                 is_word ? l->words.count - 1 : PAGE_OF_LINE };
    if (l->in_glyph || (i != &l->item && !is_word))
        return;
    if (!ARRAY_PUSH(&l->others, other))
        xml_fail(r, YZ_E_NOMEM, "out of memory");
}

/* The first reading of the lowest index is taken. */
void
line_take_reading(xml_reader *r, page_line *l, page_item *i)
{
    const yz_str text = xml_collected(r);
    if (i->has_text && !l->is_open)
        return;
    const size_t begin = l->texts.size;
    buffer_put_text(&l->texts, text);
    if (!buffer_ok(&l->texts)) {
        xml_fail(r, YZ_E_NOMEM, "out of memory");
        return;
    }
    if (i->has_text && l->reading_index >= i->text_index) {
        add_other(r, l, i, begin, l->texts.size, l->reading_confidence);
        return;
    }
    if (i->has_text)
        add_other(r, l, i, i->text_begin, i->text_end, i->confidence);
    i->text_begin = begin;
    i->text_end = l->texts.size;
    i->text_index = l->reading_index;
    i->confidence = l->reading_confidence;
    i->has_text = true;
    i->place = xml_collected_place(r);
}

yz_str
line_text(const page_line *l, const page_item *item)
{
    if (!item->has_text)
        return (yz_str){ 0 };
    return (yz_str){ (const char *)l->texts.data + item->text_begin,
                     item->text_end - item->text_begin };
}

/* Do the items, with spaces between them, spell the text? */
static bool
spells(const page_line *l, const page_item *items, size_t count, yz_str text)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        const yz_str part = line_text(l, &items[i]);
        while (at < text.size && text.data[at] == ' ')
            at++;
        if (!part.size || part.size > text.size - at ||
            memcmp(text.data + at, part.data, part.size) != 0)
            return false;
        at += part.size;
    }
    while (at < text.size && text.data[at] == ' ')
        at++;
    return count > 0 && at == text.size;
}

static yz_str
other_text(const page_line *l, const page_reading *other)
{
    return (yz_str){ (const char *)l->texts.data + other->text_begin,
                     other->text_end - other->text_begin };
}

/* Put the other readings of word `i`; those of words before were put. */
static void
put_others(ocr_page *page, const page_line *l, size_t i, size_t *next)
{
    for (; *next < l->others.count; ++*next) {
        const page_reading *other = &l->others.items[*next];
        if (other->word == i)
            ocr_put_alternative(page, other_text(l, other), other->confidence);
        else if (other->word != PAGE_OF_LINE && other->word > i)
            return;
    }
}

static void
put_items(ocr_page *page, const page_line *l, const page_item *items,
          size_t count, yz_str text)
{
    size_t at = 0;
    size_t next = items == l->words.items ? 0 : l->others.count;
    for (size_t i = 0; i < count; i++) {
        const yz_str part = line_text(l, &items[i]);
        const bool has_space = at < text.size && text.data[at] == ' ';
        while (at < text.size && text.data[at] == ' ')
            at++;
        if (has_space)
            ocr_put_space(page);
        ocr_put_word(page, part, items[i].box, items[i].confidence);
        put_others(page, l, i, &next);
        at += part.size;
    }
}

/* A line without a text of its own has that of its words. */
static void
put_words(ocr_page *page, const page_line *l)
{
    for (size_t i = 0; i < l->words.count; i++) {
        const page_item *word = &l->words.items[i];
        if (i)
            ocr_put_space(page);
        ocr_put_word(page, line_text(l, word), word->box, word->confidence);
    }
}

static void
put_line_text(ocr_page *page, const page_line *l, ocr_line *line)
{
    const yz_str text = line_text(l, &l->item);
    if (spells(l, l->glyphs.items, l->glyphs.count, text)) {
        line->flags |= OCR_CHARACTERS;
        put_items(page, l, l->glyphs.items, l->glyphs.count, text);
    } else if (spells(l, l->words.items, l->words.count, text)) {
        put_items(page, l, l->words.items, l->words.count, text);
    } else if (l->item.has_text && text.size) {
        ocr_put_text(page, text);
    } else {
        put_words(page, l);
    }
}

void
line_put(const page_line *l, ocr_page *page)
{
    ocr_line *line = ocr_add_line(page, l->item.box);
    line->confidence = l->item.confidence;
    line->place = l->item.place;
    line->flags = l->is_vertical ? OCR_VERTICAL : 0;
    put_line_text(page, l, line);
    for (size_t i = 0; i < l->others.count; i++) {
        const page_reading *other = &l->others.items[i];
        if (other->word == PAGE_OF_LINE && !l->words.count)
            ocr_put_alternative(page, other_text(l, other), other->confidence);
    }
}

void
line_dispose(page_line *l)
{
    buffer_dispose(&l->texts);
    ARRAY_DISPOSE(&l->words);
    ARRAY_DISPOSE(&l->glyphs);
    ARRAY_DISPOSE(&l->others);
}
