/* SPDX-License-Identifier: MIT */
/*
 * The parts that pages in JSON are made of in every engine's form: boxes,
 * confidences, texts with marks of Markdown and HTML. Whatever is not of the
 * expected form counts as absent.
 */
#ifndef YZ_SOURCE_JSON_PARTS_H
#define YZ_SOURCE_JSON_PARTS_H

#include "indexer/ocr/ocr_page.h"

#include <jansson.h>

/** A string's text; empty for any other value. Borrowed from it. */
yz_str
json_text_of(const json_t *value);

/** The member, if it is a string. */
yz_str
json_member_text(const json_t *object, const char *key);

/** The member as a number; `otherwise` if it is none. */
double
json_member_number(const json_t *object, const char *key, double otherwise);

/** The level of a heading, from 1 to 255; 0 if the member is none. */
uint32_t
json_member_level(const json_t *object, const char *key);

/** A confidence from 0 to 1, or OCR_CONFIDENCE_NONE. */
float
json_confidence(const json_t *value);

/**
 * The box of `[x0, y0, x1, y1]`, of a list of points `[x, y]`, or of numbers
 * x, y, x, y, …, in the page's units. One that is not known if it is no such
 * list.
 */
ocr_box
json_box_of(const ocr_page *page, const json_t *value);

/** Put a text into the last line without marks of Markdown, HTML and LaTeX;
    rows of a table in HTML end with a line feed. */
void
ocr_put_marked(ocr_page *page, yz_str text);

/** ocr_put_block() of a text with marks. */
void
ocr_put_marked_block(ocr_page *page, ocr_kind kind, ocr_box box, yz_str text);

#endif /* YZ_SOURCE_JSON_PARTS_H */
