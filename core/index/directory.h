/* SPDX-License-Identifier: MIT */
/*
 * The directory of a segment: for each passage where its text, skeleton and
 * record lie and how long it is; and, beside it, where each shared string is.
 */
#ifndef YZ_INDEX_DIRECTORY_H
#define YZ_INDEX_DIRECTORY_H

#include "core/index/blob.h"

typedef struct directory_entry {
    blob_place text;
    blob_place skeleton;
    blob_place record;
    uint32_t text_size;     /**< bytes */
    uint32_t skeleton_size; /**< 16-bit units */
    uint32_t record_size;   /**< bytes */
    uint8_t lengths[LENGTH_SPACE_COUNT]; /**< length_code() of each */
} directory_entry;

void
directory_append(blob_writer *directory, const directory_entry *entry);

yz_status
directory_read(blob_reader *directory, uint32_t passage,
               directory_entry *ret_entry, yz_error *err);

/** Append where shared string number n lies, n counting up from 0. */
void
strings_append(blob_writer *strings, blob_place place, uint32_t size);

yz_status
strings_read(blob_reader *strings, uint32_t number, blob_place *ret_place,
             uint32_t *ret_size, yz_error *err);

/**
 * A length in one byte: exact below 24, then four significant bits, so that
 * longer is never coded smaller. (Lucene's SmallFloat.intToByte4, so that an
 * engine built on Lucene can give the same scores.)
 */
uint8_t
length_code(uint32_t length);

/** The smallest length with that code. */
uint32_t
length_of_code(uint8_t code);

#endif /* YZ_INDEX_DIRECTORY_H */
