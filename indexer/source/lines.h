/* SPDX-License-Identifier: MIT */
/*
 * Text that is read line by line, from any place on: of memory, or of a file
 * of which no more than a block is held. A file is read, never mapped, since
 * one that is cut short under a mapping ends the process.
 */
#ifndef YZ_SOURCE_LINES_H
#define YZ_SOURCE_LINES_H

#include "core/base/buffer.h"

/** Longest line of a source, in bytes. */
#define LINE_SIZE_MAX ((size_t)16 << 20)

typedef struct text_line {
    yz_str text;    /**< without the line feed; until the next is read */
    uint64_t begin; /**< its first byte, from the beginning of the text */
    uint64_t end;   /**< where the next line begins */
    bool too_long;  /**< its text is left out */
} text_line;

typedef struct lines {
    yz_str memory; /**< all of the text, or */
    int fd;        /**< the file it is in; -1: it is in memory */
    uint64_t base; /**< where in the file the text begins */
    uint64_t size; /**< bytes of the text */
    uint64_t at;   /**< where the next line begins */
    buffer block;  /**< bytes of the file, from */
    uint64_t block_begin;
} lines;

/** The text is the caller's. */
void
lines_of_memory(lines *l, yz_str text);

/** The text is what the file has from `base` on; the file is the caller's. */
void
lines_of_file(lines *l, int fd, uint64_t base, uint64_t size);

void
lines_dispose(lines *l);

/** The next line that is read begins here. */
void
lines_seek(lines *l, uint64_t at);

/**
 * The next line.
 * @return YZ_OK; YZ_DONE at the end; YZ_E_SOURCE if the file became shorter;
 *         YZ_E_IO; YZ_E_NOMEM.
 */
yz_status
lines_next(lines *l, text_line *ret_line, yz_error *err);

#endif /* YZ_SOURCE_LINES_H */
