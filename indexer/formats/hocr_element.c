/* SPDX-License-Identifier: MIT */
#include "indexer/formats/hocr_element.h"
#include "indexer/ocr/ocr_number.h"

#include <string.h>
#include <strings.h>

/* ---- titles: "bbox 1 2 3 4; x_wconf 93" ---------------------------------------- */

const char *
hocr_property(const char *title, const char *name)
{
    const size_t size = strlen(name);
    while (title && *title) {
        title += strspn(title, " \t\r\n;");
        if (!strncmp(title, name, size) && strchr(" \t\r\n", title[size]))
            return title + size;
        const char *quote = strpbrk(title, ";\"'");
        if (quote && *quote != ';') /* a name may have a semicolon */
            quote = strchr(quote + 1, *quote);
        title = quote ? strchr(quote, ';') : NULL;
    }
    return NULL;
}

ocr_box
hocr_box(const ocr_page *page, const char *title, const char *name)
{
    double edge[4];
    const char *at = hocr_property(title, name);
    for (size_t i = 0; i < 4; i++)
        if (!at || !ocr_take_number(&at, &edge[i]))
            return (ocr_box){ 0 };
    return ocr_box_of(page, edge[0], edge[1], edge[2], edge[3]);
}

float
hocr_confidence(const char *title, const char *name)
{
    double value;
    const char *at = hocr_property(title, name);
    if (!at || !ocr_take_number(&at, &value) || !(value >= 0 && value <= 100))
        return OCR_CONFIDENCE_NONE;
    return (float)(value / 100);
}

yz_str
hocr_image(const char *title)
{
    const char *at = hocr_property(title, "image");
    if (!at)
        return (yz_str){ 0 };
    at += strspn(at, " \t\r\n");
    const char quote = *at;
    if (quote == '"' || quote == '\'') {
        at++;
        const char *end = strchr(at, quote);
        return (yz_str){ at, end ? (size_t)(end - at) : strlen(at) };
    }
    return (yz_str){ at, strcspn(at, "; \t\r\n") };
}

/* ---- what an element is ------------------------------------------------------ */

static bool
has_class(const char *classes, const char *name)
{
    const size_t size = strlen(name);
    for (const char *at = classes; at && *at;) {
        at += strspn(at, " \t\r\n");
        const size_t length = strcspn(at, " \t\r\n");
        if (length == size && !strncmp(at, name, size))
            return true;
        at += length;
    }
    return false;
}

/* Classes of what is set apart: blocks, or, as spans of Tesseract, lines. */
static const struct {
    const char *name;
    ocr_kind kind;
} typeset[] = {
    { "ocr_header", OCR_HEADER },      { "ocr_footer", OCR_FOOTER },
    { "ocr_caption", OCR_CAPTION },    { "ocr_textfloat", OCR_TEXT },
    { "ocr_pageno", OCR_PAGE_NUMBER }, { "ocr_title", OCR_HEADLINE },
    { "ocr_author", OCR_BYLINE },      { "ocr_section", OCR_HEADING },
    { "ocr_chapter", OCR_HEADING },    { "ocr_table", OCR_TABLE },
    { "ocr_display", OCR_FORMULA },    { "ocr_math", OCR_FORMULA },
    { "ocr_photo", OCR_PICTURE },      { "ocr_image", OCR_PICTURE },
    { "ocr_float", OCR_TEXT },         { "ocr_separator", OCR_SEPARATOR },
    { "ocr_noise", OCR_NOISE },
};

static bool
is_typeset(const char *classes, ocr_kind *ret_kind)
{
    for (size_t i = 0; i < ARRAY_LENGTH(typeset); i++)
        if (has_class(classes, typeset[i].name)) {
            *ret_kind = typeset[i].kind;
            return true;
        }
    return false;
}

static bool
is_skipped(const char *name)
{
    return !strcasecmp(name, "style") || !strcasecmp(name, "script") ||
           !strcasecmp(name, "head");
}

hocr_role
hocr_role_of(const char *name, const char *classes, ocr_kind *ret_kind)
{
    *ret_kind = OCR_TEXT;
    if (is_skipped(name))
        return HOCR_SKIPPED;
    if (!classes)
        return HOCR_NONE;
    if (has_class(classes, "ocr_page"))
        return HOCR_PAGE;
    if (has_class(classes, "ocrx_word") || has_class(classes, "ocr_word"))
        return HOCR_WORD;
    if (has_class(classes, "ocrx_cinfo") || has_class(classes, "ocr_glyph") ||
        has_class(classes, "ocrx_char"))
        return HOCR_CHARACTER;
    if (has_class(classes, "ocr_line") || has_class(classes, "ocrx_line"))
        return HOCR_LINE;
    if (has_class(classes, "ocr_par") || has_class(classes, "ocr_carea") ||
        has_class(classes, "ocrx_block"))
        return HOCR_BLOCK;
    if (has_class(classes, "alt") && !strcasecmp(name, "del"))
        return HOCR_OTHER_READING;
    if (!is_typeset(classes, ret_kind))
        return HOCR_NONE;
    return strcasecmp(name, "span") != 0 ? HOCR_BLOCK : HOCR_LINE;
}
