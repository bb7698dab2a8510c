/* SPDX-License-Identifier: MIT */
/*
 * A reader of page formats, seen from outside: it is opened on the bytes of a
 * file and gives pages, one after the other. A format is a table of functions;
 * some lie in a part of their own, which is loaded when it is needed first.
 */
#ifndef YZ_OCR_OCR_READER_H
#define YZ_OCR_OCR_READER_H

#include "indexer/ocr/ocr_page.h"

/** Bytes that are read once, from the beginning to the end. */
typedef struct ocr_input {
    /**
     * The next bytes, at most `size`; `*ret_got` is 0 at the end only.
     * @return YZ_OK, YZ_E_IO, YZ_E_SOURCE, YZ_E_LIMIT or YZ_E_NOMEM.
     */
    yz_status (*read)(void *context, void *to, size_t size, size_t *ret_got,
                      yz_error *err);
    void *context;
    uint64_t size; /**< of all; 0: not known */
} ocr_input;

/** What a file says of all its pages. Borrowed from the reader. */
typedef struct ocr_issue {
    yz_str title;
    yz_str date; /**< as it is written there */
} ocr_issue;

/** What a reader is opened with. All of it outlives the reader. */
typedef struct ocr_source {
    ocr_input input;
    yz_str path; /**< of the file or member, for messages and neighbours */
    /** Whether bytes of the input are those of the file, from `byte_base` on. */
    bool has_bytes;
    uint64_t byte_base;
    const yz_allocator *memory;
    yz_notice_fn notice; /**< told what is left out; may be NULL */
    void *notice_context;
} ocr_source;

typedef struct ocr_reader ocr_reader;

typedef struct ocr_format {
    const char *name;
    yz_status (*open)(const ocr_source *source, ocr_reader **ret_reader,
                      yz_error *err);
    /**
     * Fill in the next page, which ocr_page_init() made.
     * @return YZ_OK; YZ_DONE; YZ_E_SOURCE with the line: what follows cannot be
     *         read, what was given stays; YZ_E_LIMIT; YZ_E_IO; YZ_E_NOMEM.
     */
    yz_status (*next)(ocr_reader *reader, ocr_page *page, yz_error *err);
    /** What is known so far; complete when the last page was given. */
    ocr_issue (*issue)(const ocr_reader *reader);
    void (*close)(ocr_reader *reader);
} ocr_format;

#endif /* YZ_OCR_OCR_READER_H */
