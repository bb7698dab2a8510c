/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a file of pages, for the targets of single readers: whatever is
 * in them, the pages keep what the model promises, and what is refused is
 * refused with a sentence.
 */
#ifndef YZ_TESTS_FUZZ_OCR_H
#define YZ_TESTS_FUZZ_OCR_H

#include "indexer/ocr/ocr_reader.h"

/** Read all pages; the reader gets the bytes in parts of several sizes. */
void
fuzz_ocr_reader(const ocr_format *format, const uint8_t *data, size_t size);

#endif /* YZ_TESTS_FUZZ_OCR_H */
