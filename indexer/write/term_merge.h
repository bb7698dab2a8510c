/* SPDX-License-Identifier: MIT */
/*
 * Many dictionaries into one: the only merge there is, of the batches of a new
 * segment as of the segments of an index.
 */
#ifndef YZ_WRITE_TERM_MERGE_H
#define YZ_WRITE_TERM_MERGE_H

#include "indexer/write/segment_writer.h"
#include "indexer/write/term_input.h"

/**
 * Write the dictionary of a kind and its lists.
 * @param parts    in the order of their passages
 * @param lengths  length_code() of the new passages, by space
 */
yz_status
term_merge(const segment_part *parts, size_t count, term_kind kind,
           const uint8_t *const lengths[LENGTH_SPACE_COUNT],
           segment_writer *out, yz_error *err);

#endif /* YZ_WRITE_TERM_MERGE_H */
