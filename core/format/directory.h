/* SPDX-License-Identifier: MIT */
/*
 * The directory of a segment: for each passage where its text and its record
 * lie; and, beside it, where each shared string is. What lies there says by
 * itself how large it is (docs/format.md, "Directory and strings").
 */
#ifndef YZ_FORMAT_DIRECTORY_H
#define YZ_FORMAT_DIRECTORY_H

#include "core/format/blob.h"

typedef struct directory_entry {
    blob_place text;
    blob_place record;
} directory_entry;

/**
 * Whether a place is one that a directory can hold: 32 bits reach over 4 GiB
 * of a blob. A segment must end before.
 */
bool
directory_reaches(blob_place place);

/** A place that is reached as 32 bits, and back. */
uint32_t
place_pack(blob_place place);
blob_place
place_unpack(uint32_t packed);

/** Append the entry of the next passage; its places are reached. */
void
directory_append(blob_writer *directory, const directory_entry *entry);

yz_status
directory_read(blob_reader *directory, uint32_t passage,
               directory_entry *ret_entry, yz_error *err);

/** Whether it has an entry for each of `passages` passages. */
yz_status
directory_check(blob_reader *directory, uint32_t passages, yz_error *err);

/** Where an entry lies, if its chunk was read before; else NULL. */
const uint8_t *
directory_peek(const blob_reader *directory, uint32_t passage);

/** Append where shared string number n lies, n counting up from 0. */
void
strings_append(blob_writer *strings, blob_place place);

/** Whether there are `count` shared strings. */
yz_status
strings_check(blob_reader *strings, uint32_t count, yz_error *err);

yz_status
strings_read(blob_reader *strings, uint32_t number, blob_place *ret_place,
             yz_error *err);

#endif /* YZ_FORMAT_DIRECTORY_H */
