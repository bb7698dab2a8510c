/* SPDX-License-Identifier: MIT */
/*
 * What libyizhan-formats gives to libyizhan, which loads it when a file needs
 * it first: readers that need libraries which the rest does without. Both are
 * of one release; one refuses the other of another.
 */
#ifndef YZ_OCR_OCR_PART_H
#define YZ_OCR_OCR_PART_H

#include "indexer/ocr/ocr_reader.h"

/** Counts what changes here or in what is shared, within a release. */
#define OCR_PART_VERSION 1u
/** The name of the function that it exports: an ocr_part_fn. */
#define OCR_PART_SYMBOL "yizhan_formats_part"

/** An archive that is read member by member. */
typedef struct ocr_archive ocr_archive;

typedef struct ocr_archive_reader {
    yz_status (*open)(const ocr_source *source, ocr_archive **ret_archive,
                      yz_error *err);
    /**
     * Go to the next member that is a file; its path is borrowed until the next
     * call. Of a file that is compressed alone the path is empty.
     * @return YZ_OK; YZ_DONE; YZ_E_SOURCE: what follows cannot be read.
     */
    yz_status (*next)(ocr_archive *archive, yz_str *ret_path, yz_error *err);
    /** Bytes of the member, as ocr_input.read(). */
    yz_status (*read)(ocr_archive *archive, void *to, size_t size,
                      size_t *ret_got, yz_error *err);
    void (*close)(ocr_archive *archive);
} ocr_archive_reader;

typedef struct ocr_part {
    uint32_t release; /**< yz_version() of the library that it is made for */
    uint32_t version; /**< OCR_PART_VERSION */
    const ocr_format *xml;
    const ocr_format *hocr;
    const ocr_archive_reader *archive;
} ocr_part;

typedef const ocr_part *(*ocr_part_fn)(void);

#endif /* YZ_OCR_OCR_PART_H */
