/* SPDX-License-Identifier: MIT */
/*
 * How long each passage is, in each space that ranks: one byte a passage and
 * space, the bytes of a space side by side, so that scoring a posting list
 * walks through them in order (docs/format.md, "Lengths").
 */
#ifndef YZ_FORMAT_LENGTHS_H
#define YZ_FORMAT_LENGTHS_H

#include "core/base/array.h"
#include "core/format/blob.h"

/** The codes of a segment being made. Begins as lengths_writer_of(). */
typedef struct lengths_writer {
    ARRAY_OF(uint8_t) codes[LENGTH_SPACE_COUNT]; /**< by passage */
} lengths_writer;

static inline lengths_writer
lengths_writer_of(const yz_allocator *memory)
{
    lengths_writer w = { 0 };
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++)
        w.codes[i].from = memory;
    return w;
}

void
lengths_writer_dispose(lengths_writer *w);

/** Append the lengths of the next passage. false: out of memory. */
bool
lengths_append(lengths_writer *w, const uint32_t *lengths);

/** Write them, once all are there. */
void
lengths_store(const lengths_writer *w, blob_writer *blob);

/**
 * Whether `passages` passages have a length each: the number of chunks fits, and
 * the last has the right size. lengths_read() checks the others.
 */
yz_status
lengths_check(blob_reader *blob, uint32_t passages, yz_error *err);

/**
 * The codes of a space from passage `first` on, and how many are there in
 * place: up to the end of the chunk, of BLOB_CHUNK_SIZE passages.
 */
yz_status
lengths_read(blob_reader *blob, uint32_t passages, length_space space,
             uint32_t first, const uint8_t **ret_codes, uint32_t *ret_count,
             yz_error *err);

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

#endif /* YZ_FORMAT_LENGTHS_H */
