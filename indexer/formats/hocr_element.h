/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * What an element of hOCR is, by its name and classes, and what its title says
 * of it: "bbox 1 2 3 4; x_wconf 93".
 */
#include "indexer/ocr/ocr_page.h"

/* What an element is. */
typedef enum hocr_role {
    HOCR_NONE,
    HOCR_PAGE,
    HOCR_BLOCK,
    HOCR_LINE,
    HOCR_WORD,
    HOCR_CHARACTER,
    HOCR_OTHER_READING,
    HOCR_SKIPPED /* style, script, the title of the document */
} hocr_role;

/* Its kind is that of a block or a line; OCR_TEXT where the class tells none. */
hocr_role
hocr_role_of(const char *name, const char *classes, ocr_kind *ret_kind);

/* What is behind a property's name in the title, up to ';'; NULL: nothing. */
const char *
hocr_property(const char *title, const char *name);

/* The box of the property of that name; no box where it has no four numbers. */
ocr_box
hocr_box(const ocr_page *page, const char *title, const char *name);

/* Of 0 to 1, or OCR_CONFIDENCE_NONE. */
float
hocr_confidence(const char *title, const char *name);

/* The image's name, with or without quotes. */
yz_str
hocr_image(const char *title);
