/* SPDX-License-Identifier: MIT */
/*
 * Pages in JSON, whichever OCR engine wrote them: its members say which.
 */
#ifndef YZ_SOURCE_JSON_READER_H
#define YZ_SOURCE_JSON_READER_H

#include "indexer/ocr/ocr_reader.h"

#include <jansson.h>

extern const ocr_format json_format;

/**
 * Whether a text that begins so is JSON of a known engine, as far as its
 * beginning can show it.
 */
bool
json_is_of_engine(yz_str head);

/** Whether an object that is one line of a file is a page, or part of one, and
    no passage. */
bool
json_line_is_of_engine(const json_t *object);

#endif /* YZ_SOURCE_JSON_READER_H */
