/* SPDX-License-Identifier: MIT */
/*
 * One block of a posting list: at most 128 postings. For postings*.c alone.
 *
 *     gaps       count - 1 values (gap - 1), packed in the width of the form;
 *                in a run of passages each follows the other: width 0, no byte
 *     or bits    size u16, then a bit for each passage from the first one on
 *     frequencies, if the form says so:
 *                head u8: width, and whether exceptions follow
 *                count values (frequency - 1), packed, cut to the width
 *                exceptions: how many u8, each: which u8, what is above the
 *                width as a varint
 *
 * The first passage, the count and the form stand outside the block.
 */
#ifndef YZ_FORMAT_POSTING_BLOCK_H
#define YZ_FORMAT_POSTING_BLOCK_H

#include "core/format/postings.h"

enum {
    BLOCK_FORM_WIDTH = 0x3f, /**< the width of gaps, or BLOCK_FORM_BITS */
    BLOCK_FORM_BITS = 0x3f,
    BLOCK_FORM_FREQUENCIES = 0x80 /**< else each is 1 */
};

/** Append a block. @return its form */
uint8_t
posting_block_encode(const uint32_t *passages, const uint32_t *frequencies,
                     uint32_t count, buffer *out);

static inline bool
posting_block_is_bits(const posting_block *block)
{
    return (block->form & BLOCK_FORM_WIDTH) == BLOCK_FORM_BITS;
}

/** Whether a block that is a set of bits has a passage from its first on. */
yz_status
posting_block_test(const posting_list *list, const posting_block *block,
                   uint32_t passage, bool *ret_has, yz_error *err);

/** Set the bit of every passage of a block; see postings_mark(). */
yz_status
posting_block_mark(const posting_list *list, const posting_block *block,
                   uint64_t *bits, yz_error *err);

/** Where the error of all that does not decode is made. */
yz_status
postings_corrupt(yz_error *err);

#endif /* YZ_FORMAT_POSTING_BLOCK_H */
