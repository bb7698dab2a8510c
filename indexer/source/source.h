/* SPDX-License-Identifier: MIT */
/*
 * A source in two steps, for those who want to know between them whether it is
 * the one they had: its bytes, then its reports.
 */
#ifndef YZ_SOURCE_SOURCE_H
#define YZ_SOURCE_SOURCE_H

#include "core/base/file.h"

/**
 * The bytes of a source: in memory, or, of JSON lines and pages in UTF-8, in an
 * open file, of which only a part is held at a time.
 */
typedef struct source_bytes {
    const void *data; /**< in memory: all of them */
    uint64_t size;
    uint64_t hash;    /**< hash_bytes() of them */
    uint64_t bom;     /**< of a file: bytes of the mark before its text */
    yz_format format; /**< of a file, found on the way */
    int fd;           /**< of a file; -1: they are in memory */
    buffer owned;     /**< `data`, if it was read from a file */
} source_bytes;

/** Bytes that the caller keeps until the source is closed. */
source_bytes
source_bytes_of(const void *data, size_t size);

/**
 * The bytes of a file. End them with source_bytes_dispose(). The options are
 * ours: whole, and with the allocator that is meant.
 * @return as yz_source_open()
 */
yz_status
source_bytes_open(const char *path, const yz_source_options *options,
                  source_bytes *ret_bytes, file_stamp *ret_stamp,
                  yz_error *err);

/** Accepts bytes that were given to a source. */
void
source_bytes_dispose(source_bytes *b);

/**
 * Open the source of bytes, which are its own from then on, and of the same
 * allocator.
 */
yz_status
source_open_bytes(source_bytes *b /* takes */, const char *path,
                  const yz_source_options *options, yz_source **ret_source,
                  yz_error *err);

/**
 * The same for a member of an archive, which has a name of its own.
 * @param depth  of archives that it is in
 */
yz_status
source_open_member(source_bytes *b /* takes */, yz_str name, yz_str path,
                   const yz_source_options *options, uint32_t depth,
                   yz_source **ret_source, yz_error *err);

/** Bytes of memory that an open source holds, about. */
size_t
source_size(const yz_source *s);

#endif /* YZ_SOURCE_SOURCE_H */
