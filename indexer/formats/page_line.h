/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * A line of PAGE XML, while it is open: its words and glyphs, and the readings
 * (TextEquiv) of each. The reading of the lowest index counts; the others
 * become alternatives of the word, or of the line where it has no words.
 */
#include "indexer/formats/xml_reader.h"

/* Something with a polygon and a text: a glyph, a word, a line, a region. */
typedef struct page_item {
    ocr_box box;
    size_t text_begin; /* in `texts` */
    size_t text_end;
    int32_t text_index; /* of the reading that was taken */
    float confidence;
    bool has_text;
    ocr_place place;
} page_item;

/* A reading that was not taken. */
typedef struct page_reading {
    size_t text_begin;
    size_t text_end;
    float confidence;
    size_t word; /* of `words`, or PAGE_OF_LINE */
} page_reading;

#define PAGE_OF_LINE SIZE_MAX

typedef struct page_line {
    buffer texts; /* of the line, or of the region without lines */
    ARRAY_OF(page_item) words;
    ARRAY_OF(page_item) glyphs;
    ARRAY_OF(page_reading) others;
    page_item item;
    bool is_vertical;
    bool is_open;
    bool in_word;
    bool in_glyph;
    int32_t reading_index; /* of the TextEquiv that is open */
    float reading_confidence;
} page_line;

void
line_open(xml_reader *r, page_line *l, bool is_vertical);
void
line_open_word(xml_reader *r, page_line *l);
void
line_open_glyph(xml_reader *r, page_line *l);

/* What is innermost of the line, its words and glyphs; NULL: nothing is open. */
page_item *
line_innermost(page_line *l);

/* A TextEquiv begins. */
void
line_open_reading(page_line *l, const char **attributes);

/* Its text has ended: a reading of the item, which is of the line or around it. */
void
line_take_reading(xml_reader *r, page_line *l, page_item *item);

/* The text of an item; of nothing if it has none. */
yz_str
line_text(const page_line *l, const page_item *item);

/* Add the line to the last block of the page. */
void
line_put(const page_line *l, ocr_page *page);

void
line_dispose(page_line *l);
