/* SPDX-License-Identifier: MIT */
/*
 * hOCR, as engines and libraries write it.
 */
#ifndef YZ_FORMATS_HOCR_H
#define YZ_FORMATS_HOCR_H

#include "indexer/ocr/ocr_reader.h"

extern const ocr_format hocr_format;

#endif /* YZ_FORMATS_HOCR_H */
