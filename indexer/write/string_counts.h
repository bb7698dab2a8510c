/* SPDX-License-Identifier: MIT */
/*
 * Which strings of 3 to 6 ideographs are in many passages, and in how many.
 */
#ifndef YZ_WRITE_STRING_COUNTS_H
#define YZ_WRITE_STRING_COUNTS_H

#include "indexer/write/passage_texts.h"
#include "indexer/write/string_table.h"

enum { FREQUENT_AUTO_MIN = 64 /**< no fewer passages, unless asked for */ };

typedef struct string_counts {
    string_table strings; /**< in order */
    uint32_t least;       /**< passages of the rarest; all others have fewer */
    uint32_t passages;    /**< of all texts */
    uint64_t text_size;   /**< bytes of their skeletons in UTF-8 */
} string_counts;

/**
 * Count.
 * @param least  strings of fewer passages are left out; 0: of fewer than
 *               FREQUENT_AUTO_MIN, or twice that, and so on, until the others
 *               are not too many to be counted
 */
yz_status
string_counts_make(passage_texts *texts, uint32_t least,
                   string_counts *ret_counts, yz_error *err);

void
string_counts_dispose(string_counts *c);

#endif /* YZ_WRITE_STRING_COUNTS_H */
