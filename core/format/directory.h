/* SPDX-License-Identifier: MIT */
/*
 * The directory of a segment: where the texts and the records of its passages
 * lie, a row for each DIRECTORY_GROUP of them; and, beside it, where each
 * shared string is. What lies there says by itself how large it is
 * (docs/format.md, "Directory and strings").
 */
#ifndef YZ_FORMAT_DIRECTORY_H
#define YZ_FORMAT_DIRECTORY_H

#include "core/format/blob.h"

enum { DIRECTORY_GROUP = 16 /**< passages, whose records are one */ };

/** The texts and the records of a group. */
typedef struct directory_row {
    blob_place texts[DIRECTORY_GROUP]; /**< one behind the other in the blob */
    uint32_t count;                    /**< of texts */
    blob_place records;
} directory_row;

/** Where a text is, or another one of its group from which one gets there. */
typedef struct directory_text {
    blob_place place;
    uint32_t before; /**< texts that lie between, the one at `place` included */
} directory_text;

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

/** Append the row of the next group; its places are reached. All groups but
 *  the last are full. */
void
directory_append(blob_writer *directory, const directory_row *row);

yz_status
directory_find_text(blob_reader *directory, uint32_t passage,
                    directory_text *ret_text, yz_error *err);

/** Where the records of the passage's group are. */
yz_status
directory_find_records(blob_reader *directory, uint32_t passage,
                       blob_place *ret_place, yz_error *err);

/** Whether it has the rows of `passages` passages. */
yz_status
directory_check(blob_reader *directory, uint32_t passages, yz_error *err);

/** Where the row of a passage lies, if its chunk was read before; else NULL. */
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
