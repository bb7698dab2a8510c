/* SPDX-License-Identifier: MIT */
/*
 * Text of a reader's input, line by line, with the place of each.
 */
#ifndef YZ_SOURCE_TEXT_STREAM_H
#define YZ_SOURCE_TEXT_STREAM_H

#include "indexer/ocr/ocr_reader.h"

/** Longest line, in bytes. */
#define STREAM_LINE_MAX ((size_t)16 << 20)

typedef struct text_stream {
    ocr_input input;
    buffer block;  /**< bytes at hand */
    size_t at;     /**< the next of them */
    uint64_t byte; /**< of the input, the next */
    uint32_t line; /**< the number of the line that was read last, from 1 */
    uint64_t line_byte; /**< its first byte in the input */
    bool ended;
} text_stream;

void
text_stream_init(text_stream *s, ocr_input input, const yz_allocator *memory);

void
text_stream_dispose(text_stream *s);

/**
 * The next line without its end; until the next call.
 * @return YZ_OK; YZ_DONE; YZ_E_LIMIT; YZ_E_IO; YZ_E_NOMEM.
 */
yz_status
text_stream_next(text_stream *s, yz_str *ret_line, yz_error *err);

#endif /* YZ_SOURCE_TEXT_STREAM_H */
