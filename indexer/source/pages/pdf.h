/* SPDX-License-Identifier: MIT */
/*
 * PDF with a layer of text, read by the program pdftotext.
 */
#ifndef YZ_SOURCE_PDF_H
#define YZ_SOURCE_PDF_H

#include "indexer/ocr/ocr_reader.h"

extern const ocr_format pdf_format;

#endif /* YZ_SOURCE_PDF_H */
