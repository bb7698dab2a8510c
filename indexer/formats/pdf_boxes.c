/* SPDX-License-Identifier: MIT */
/*
 * What `pdftotext -bbox-layout` prints of a PDF: pages of flows, blocks, lines
 * and words, in points from the top left. They become dots of 300 to the inch,
 * which is what `pdftoppm -r 300` makes pixels of.
 */
#include "indexer/formats/xml_reader.h"

#include <string.h>

typedef struct pdf_state {
    ocr_box word_box;
    double x; /* where the line before begins, in this block */
    double y;
    double height; /* 0: there is none */
} pdf_state;

static const double dots = 300.0 / 72;

static ocr_box
box_of(const xml_reader *r, const char **attributes)
{
    return ocr_box_of(r->page, xml_number(attributes, "xMin", -1),
                      xml_number(attributes, "yMin", -1),
                      xml_number(attributes, "xMax", -1),
                      xml_number(attributes, "yMax", -1));
}

/*
 * Does the line go on with the one before? The boxes of words in a layer of
 * text are often too wide, and pdftotext then parts what overlaps.
 */
static bool
goes_on(const pdf_state *s, const char **attributes)
{
    const double x = xml_number(attributes, "xMin", -1);
    const double y = xml_number(attributes, "yMin", -1);
    return s->height > 0 && x > s->x && y - s->y < s->height * 0.3 &&
           s->y - y < s->height * 0.3;
}

static void
begin_line(xml_reader *r, const char **attributes)
{
    pdf_state *s = r->state;
    ocr_page *page = r->page;
    const ocr_box box = box_of(r, attributes);
    if (goes_on(s, attributes) && page->failed == YZ_OK) {
        ocr_line *line = &page->lines.items[page->lines.count - 1];
        line->box = ocr_box_union(line->box, box);
    } else {
        ocr_add_line(page, box);
    }
    s->x = xml_number(attributes, "xMin", -1);
    s->y = xml_number(attributes, "yMin", -1);
    s->height = xml_number(attributes, "yMax", -1) - s->y;
}

static void
pdf_begin(xml_reader *r, const char *name, const char **attributes)
{
    pdf_state *s = r->state;
    if (!strcmp(name, "page")) {
        xml_begin_page(r, xml_number(attributes, "width", 0),
                       xml_number(attributes, "height", 0),
                       (ocr_scale){ dots, dots, 0 });
        r->page->unit = OCR_UNIT_DOT;
        r->page->order = OCR_ORDER_FILE;
    } else if (!r->in_page) {
        return;
    } else if (!strcmp(name, "block")) {
        ocr_add_block(r->page, OCR_TEXT, box_of(r, attributes));
        s->height = 0;
    } else if (!strcmp(name, "line")) {
        begin_line(r, attributes);
    } else if (!strcmp(name, "word")) {
        s->word_box = box_of(r, attributes);
        xml_collect(r);
    }
}

static void
pdf_end(xml_reader *r, const char *name)
{
    const pdf_state *s = r->state;
    if (!r->in_page)
        return;
    if (!strcmp(name, "word")) {
        ocr_put_space(r->page);
        ocr_put_word(r->page, xml_collected(r), s->word_box,
                     OCR_CONFIDENCE_NONE);
    } else if (!strcmp(name, "page")) {
        xml_end_page(r);
    }
}

const xml_schema pdf_schema = {
    "html", sizeof(pdf_state), pdf_begin, pdf_end, NULL, NULL, NULL
};
