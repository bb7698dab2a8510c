/* SPDX-License-Identifier: MIT */
/*
 * The frequent strings of a segment and their posting lists: which of the
 * strings that were counted are listed, and writing them (docs/format.md,
 * "Frequent strings").
 */
#ifndef YZ_WRITE_STRING_LISTS_H
#define YZ_WRITE_STRING_LISTS_H

#include "indexer/write/segment_writer.h"
#include "indexer/write/string_counts.h"

/** Strings are not listed at all: for `frequent` of yz_index, and below. */
#define FREQUENT_OFF UINT32_MAX

/**
 * Write the frequent strings of a segment that is made of such parts.
 * @param least         passages that a string must have; 0: the smallest power
 *                      of two from FREQUENT_AUTO_MIN on with which dictionary
 *                      and lists are a twentieth of the texts at most
 * @param ret_frequent  for the manifest: passages that each has at least; 0:
 *                      none is listed
 */
yz_status
string_lists_write(passage_texts *texts, uint32_t least, segment_writer *out,
                   uint32_t *ret_frequent, yz_error *err);

#endif /* YZ_WRITE_STRING_LISTS_H */
