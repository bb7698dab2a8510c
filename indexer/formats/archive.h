/* SPDX-License-Identifier: MIT */
/*
 * Archives and compressed files, by libarchive.
 */
#ifndef YZ_FORMATS_ARCHIVE_H
#define YZ_FORMATS_ARCHIVE_H

#include "indexer/ocr/ocr_part.h"

extern const ocr_archive_reader archive_reader;

#endif /* YZ_FORMATS_ARCHIVE_H */
