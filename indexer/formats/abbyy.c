/* SPDX-License-Identifier: MIT */
/*
 * ABBYY FineReader XML, versions 6 to 10: document, page, block, text, par,
 * line, formatting, and a box for each character (charParams), or only the text
 * of a formatting. A paragraph becomes a block. The variants of a character are
 * other readings of it.
 */
#include "indexer/formats/xml_reader.h"

#include <string.h>

typedef struct abbyy_state {
    ocr_kind kind; /* of the block that is open */
    bool in_line;
    bool in_character;
    bool in_variant;
    bool has_characters; /* the formatting has some */
    ocr_box box;         /* of the character */
    float confidence;    /* likewise; then of the variant */
    float variant_confidence;
    size_t variants;  /* bytes of them, in `others` */
    char others[256]; /* variants, a NUL behind each */
} abbyy_state;

static ocr_box
box_of(const xml_reader *r, const char **attributes)
{
    const double l = xml_number(attributes, "l", -1);
    const double t = xml_number(attributes, "t", -1);
    const double right = xml_number(attributes, "r", -1);
    const double b = xml_number(attributes, "b", -1);
    if (l < 0 || t < 0 || right <= l || b <= t)
        return (ocr_box){ 0 };
    return ocr_box_of(r->page, l, t, right, b);
}

static float
confidence_of(const char **attributes)
{
    const double confidence = xml_number(attributes, "charConfidence", -1);
    if (confidence < 0 || confidence > 100)
        return OCR_CONFIDENCE_NONE;
    return (float)(confidence / 100);
}

static ocr_kind
kind_of_block(const char **attributes)
{
    const char *type = xml_attribute(attributes, "blockType");
    if (!type || !strcmp(type, "Text"))
        return OCR_TEXT;
    if (!strcmp(type, "Table"))
        return OCR_TABLE;
    return !strncmp(type, "Separator", 9) ? OCR_SEPARATOR : OCR_PICTURE;
}

static void
begin_block(xml_reader *r, const char **attributes)
{
    abbyy_state *s = r->state;
    s->kind = kind_of_block(attributes);
    if (s->kind == OCR_PICTURE || s->kind == OCR_SEPARATOR)
        ocr_add_block(r->page, s->kind, box_of(r, attributes));
}

static void
begin_character(xml_reader *r, const char **attributes)
{
    abbyy_state *s = r->state;
    s->in_character = s->has_characters = true;
    s->variants = 0;
    s->box = box_of(r, attributes);
    s->confidence = confidence_of(attributes);
    xml_collect(r);
}

static void
begin_line(xml_reader *r, const char **attributes)
{
    abbyy_state *s = r->state;
    ocr_line *line = ocr_add_line(r->page, box_of(r, attributes));
    line->place = xml_place(r);
    line->flags = OCR_CHARACTERS;
    s->in_line = true;
}

static void
abbyy_begin(xml_reader *r, const char *name, const char **attributes)
{
    abbyy_state *s = r->state;
    if (!strcmp(name, "page")) {
        xml_begin_page(r, xml_number(attributes, "width", 0),
                       xml_number(attributes, "height", 0), (ocr_scale){ 0 });
        r->page->order = OCR_ORDER_FILE;
        *s = (abbyy_state){ 0 };
    } else if (!r->in_page) {
        return;
    } else if (!strcmp(name, "charParams")) {
        begin_character(r, attributes);
    } else if (!strcmp(name, "charRecVariant")) {
        s->in_variant = true;
        s->variant_confidence = confidence_of(attributes);
        xml_collect(r);
    } else if (!strcmp(name, "block")) {
        begin_block(r, attributes);
    } else if (!strcmp(name, "par")) {
        ocr_add_block(r->page, s->kind, (ocr_box){ 0 });
    } else if (!strcmp(name, "line")) {
        begin_line(r, attributes);
    } else if (!strcmp(name, "formatting") && s->in_line) {
        s->has_characters = false;
        xml_collect(r);
    }
}

static bool
is_space(yz_str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!strchr(" \t\r\n", text.data[i]) || !text.data[i])
            return false;
    return true;
}

static void
keep_variant(xml_reader *r, yz_str text)
{
    abbyy_state *s = r->state;
    s->in_variant = false;
    if (is_space(text) || s->variants + text.size + 1 > sizeof(s->others))
        return;
    memcpy(s->others + s->variants, text.data, text.size);
    s->others[s->variants + text.size] = '\0';
    s->variants += text.size + 1;
}

static void
end_character(xml_reader *r)
{
    abbyy_state *s = r->state;
    const yz_str text = xml_collected(r);
    s->in_character = false;
    if (!s->in_line)
        return;
    if (is_space(text)) {
        ocr_put_space(r->page);
        return;
    }
    ocr_put_word(r->page, text, s->box, s->confidence);
    for (size_t at = 0; at < s->variants;) {
        const yz_str other = str_of(s->others + at);
        if (!str_equal(other, text))
            ocr_put_alternative(r->page, other, OCR_CONFIDENCE_NONE);
        at += other.size + 1;
    }
}

/* A text without characters: its spaces are those of the line. */
static void
end_formatting(xml_reader *r)
{
    const abbyy_state *s = r->state;
    const yz_str text = xml_collected(r);
    ocr_page *page = r->page;
    if (!s->in_line || s->has_characters || is_space(text) ||
        page->failed != YZ_OK)
        return;
    page->lines.items[page->lines.count - 1].flags = 0;
    ocr_put_text(page, text);
}

static void
abbyy_end(xml_reader *r, const char *name)
{
    abbyy_state *s = r->state;
    if (!r->in_page)
        return;
    if (!strcmp(name, "charRecVariant")) {
        keep_variant(r, xml_collected(r));
        xml_collect(r); /* the character comes behind its variants */
    } else if (!strcmp(name, "charRecVariants")) {
        xml_collect(r);
    } else if (!strcmp(name, "charParams")) {
        end_character(r);
    } else if (!strcmp(name, "formatting")) {
        end_formatting(r);
    } else if (!strcmp(name, "line")) {
        s->in_line = false;
    } else if (!strcmp(name, "page")) {
        xml_end_page(r);
    }
}

const xml_schema abbyy_schema = {
    "document", sizeof(abbyy_state), abbyy_begin, abbyy_end, NULL, NULL, NULL
};
