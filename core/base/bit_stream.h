/* SPDX-License-Identifier: MIT */
/*
 * Numbers in as few bits as they need: Rice codes whose parameter follows the
 * mean of the numbers before (docs/format.md, "Boxes"). Writer and reader, call
 * by call. Both are sticky, as buffers and views are.
 */
#ifndef YZ_BASE_BIT_STREAM_H
#define YZ_BASE_BIT_STREAM_H

#include "core/base/buffer.h"
#include "core/base/bytes.h"

/** The mean of the numbers of one kind. Begins as the mean expected. */
typedef struct bit_mean {
    uint64_t sum;
    uint32_t count; /**< at least 1 */
} bit_mean;

typedef struct bit_writer {
    buffer *out;
    uint64_t held; /**< bits that do not make a byte yet */
    uint32_t held_count;
} bit_writer;

/** `count` bits, at most 32; the lowest first. */
void
bit_put(bit_writer *w, uint32_t bits, uint32_t count);

/** A number, where `mean` tells of those of its kind before. */
void
bit_put_number(bit_writer *w, bit_mean *mean, uint32_t number);

/** The same of one with a sign. Of absolute value below 2^31. */
void
bit_put_signed(bit_writer *w, bit_mean *mean, int64_t number);

/** Fill the last byte with zeros. */
void
bit_flush(bit_writer *w);

typedef struct bit_reader {
    bytes in;
    uint64_t held;
    uint32_t held_count;
} bit_reader;

uint32_t
bit_take(bit_reader *r, uint32_t count);
uint32_t
bit_take_number(bit_reader *r, bit_mean *mean);
int64_t
bit_take_signed(bit_reader *r, bit_mean *mean);

/** Bits that are left. */
size_t
bit_left(const bit_reader *r);

#endif /* YZ_BASE_BIT_STREAM_H */
