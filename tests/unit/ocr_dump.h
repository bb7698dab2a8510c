/* SPDX-License-Identifier: MIT */
/*
 * What a reader of pages makes of some bytes, as text to compare: a line for
 * each page, block, line and word, and for what was reported.
 */
#ifndef YZ_TESTS_OCR_DUMP_H
#define YZ_TESTS_OCR_DUMP_H

#include "indexer/ocr/ocr_reader.h"

/**
 * The dump of all pages. Boxes that are not known, confidences and places that
 * are not there are left out.
 *
 *     page 1 1800x2500 pixel order=given kinds image=page1.jpg
 *      block heading 10,20,30,40
 *       line 10,20,30,40 0.95 "工会"
 *        word 10,20,20,40 "工"
 *     refused 3: what is wrong
 *     error 4: what is wrong
 *
 * @param step  how many bytes the reader gets at once; 0: as many as it wants
 * @return text to be freed
 */
char *
ocr_dump(const ocr_format *format, yz_str data, const char *path, size_t step);

/** Fail the test, and show where they differ, unless the dump is `expected`,
    with one byte at a time, too. */
void
ocr_expect(const ocr_format *format, const char *data, const char *expected);

/** A file of tests/data/ocr. The caller frees `data`. */
yz_str
ocr_data(const char *name);

#endif /* YZ_TESTS_OCR_DUMP_H */
