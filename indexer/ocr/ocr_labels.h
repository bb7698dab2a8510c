/* SPDX-License-Identifier: MIT */
/*
 * The names that engines and schemas give to blocks, and the kinds they are.
 */
#ifndef YZ_OCR_OCR_LABELS_H
#define YZ_OCR_OCR_LABELS_H

#include "indexer/ocr/ocr_page.h"

/** The kind of a label, whatever its case; OCR_TEXT if it is not known. */
ocr_kind
label_kind(const char *label);

#endif /* YZ_OCR_OCR_LABELS_H */
