/* SPDX-License-Identifier: MIT */
/*
 * Markdown as OCR engines and people write it: headings, paragraphs, captions,
 * tables, front matter. A file is one page without boxes.
 */
#ifndef YZ_SOURCE_MARKDOWN_H
#define YZ_SOURCE_MARKDOWN_H

#include "indexer/ocr/ocr_reader.h"

extern const ocr_format markdown_format;

#endif /* YZ_SOURCE_MARKDOWN_H */
