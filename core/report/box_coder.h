/* SPDX-License-Identifier: MIT */
/*
 * Codes and decodes the numbers of a box record (docs/format.md, "Boxes").
 *
 * One function does both for each kind of number: a coder either writes what
 * stands at the pointer or sets it to what it reads. So the order in which
 * numbers are written and read cannot differ.
 *
 * What is read is untrusted. A coder that has failed yields zeros.
 */
#ifndef YZ_REPORT_BOX_CODER_H
#define YZ_REPORT_BOX_CODER_H

#include "core/base/arena.h"
#include "core/base/bit_stream.h"

/** `writes` says whether the writer or the reader is in use. */
typedef struct box_coder {
    bool writes;
    bool no_memory;
    bit_writer writer;
    bit_reader reader;
    const yz_passage *p; /**< its text and pieces are there */
    arena *arena;        /**< of what is decoded */
    bit_mean rows, page, skip, length, row_confidence;
    bit_mean first, first_size, begin, gap, end, size;
    bit_mean cells, cell_skip, cell_length, cell_gap, edge, across;
    bit_mean cell_confidence, readings, reading_skip, reading_length;
} box_coder;

/** A coder with the means with which every record begins; it reads. */
box_coder
box_coder_of(const yz_passage *p);

/** The record is not valid. */
void
box_coder_fail(box_coder *c);

/** Room for `count` items that are read; of those that are written, `there`. */
void *
box_coder_room(box_coder *c, const void *there, size_t count, size_t item_size);

void
box_code_bits(box_coder *c, uint32_t *bits, uint32_t count);

void
box_code_bit(box_coder *c, bool *bit);

void
box_code_number(box_coder *c, bit_mean *mean, uint32_t *number);

/** A coordinate, as its difference from the expected one. */
void
box_code_edge(box_coder *c, bit_mean *mean, int64_t expected, int64_t *edge);

/** A confidence, as its difference from the one before. */
void
box_code_confidence(box_coder *c, bit_mean *mean, int64_t before,
                    uint32_t *confidence);

/** The number of items that take at least a bit each, except one of them. */
void
box_code_count(box_coder *c, bit_mean *mean, size_t *count);

/**
 * A byte offset in the text, as the number of characters between `from` and
 * it, less `least`. It is not greater than `end`.
 */
void
box_code_position(box_coder *c, bit_mean *mean, uint32_t from, uint32_t least,
                  uint32_t end, uint32_t *at);

/** The rows of a passage and their cells (box_rows.c). */
void
box_code_rows(box_coder *c, yz_passage *p);

#endif /* YZ_REPORT_BOX_CODER_H */
