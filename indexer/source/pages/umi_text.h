/* SPDX-License-Identifier: MIT */
/*
 * Umi-OCR's text and CSV: a part of the file for each picture, without boxes.
 */
#ifndef YZ_SOURCE_UMI_TEXT_H
#define YZ_SOURCE_UMI_TEXT_H

#include "indexer/ocr/ocr_reader.h"

extern const ocr_format umi_format;

/** Whether a text that begins so is Umi-OCR's. */
bool
umi_is_text(yz_str head);

#endif /* YZ_SOURCE_UMI_TEXT_H */
