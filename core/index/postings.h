/* SPDX-License-Identifier: MIT */
/*
 * A posting list: the passages of a segment that have a term, in rising order,
 * and how often each has it (docs/format.md, "Posting lists").
 */
#ifndef YZ_INDEX_POSTINGS_H
#define YZ_INDEX_POSTINGS_H

#include "core/base/buffer.h"
#include "core/base/bytes.h"

typedef struct posting {
    uint32_t passage;   /**< its number in the segment */
    uint32_t frequency; /**< from 1 */
} posting;

void
postings_encode(const posting *list, uint32_t count, buffer *out);

/**
 * Decode `count` postings into `ret_list`. YZ_E_CORRUPT unless they rise and
 * all lie below `passages`.
 */
yz_status
postings_decode(bytes in, uint32_t count, uint32_t passages,
                posting *ret_list, yz_error *err);

#endif /* YZ_INDEX_POSTINGS_H */
