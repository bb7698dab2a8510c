/* SPDX-License-Identifier: MIT */
/*
 * Tesseract's TSV: a row for each page, block, paragraph, line and word.
 */
#ifndef YZ_SOURCE_TESSERACT_TSV_H
#define YZ_SOURCE_TESSERACT_TSV_H

#include "indexer/ocr/ocr_reader.h"

extern const ocr_format tsv_format;

/** Whether a text that begins so is Tesseract's. */
bool
tsv_is_tesseract(yz_str head);

#endif /* YZ_SOURCE_TESSERACT_TSV_H */
