/* SPDX-License-Identifier: MIT */
/*
 * Chooses the part of a string to whose passages its list refers: the one that
 * has the fewest. Parts of two characters are grams, whose lists have been
 * written before.
 */
#ifndef YZ_WRITE_STRING_PARTS_H
#define YZ_WRITE_STRING_PARTS_H

#include "indexer/write/segment_writer.h"
#include "indexer/write/string_table.h"

/** The grams of a segment that is being made. */
typedef struct pair_lists {
    store_txn *txn;
    arena arena;
    blob_reader dictionary;
    blob_reader lists;
} pair_lists;

/** Open them; nothing may be stored of the segment until they are closed. */
yz_status
pair_lists_open(const segment_writer *from, pair_lists *ret_pairs,
                yz_error *err);

/** Accepts an all-zero one. */
void
pair_lists_close(pair_lists *p);

/** A part of a string. */
typedef struct string_part {
    frequent_within within;
    uint32_t number;   /**< of the string that it is, or STRING_NONE */
    uint32_t passages; /**< that have it */
} string_part;

/**
 * The part of string `number` that has the fewest passages.
 * @param passages  of the segment
 */
yz_status
string_part_find(const string_table *strings, uint32_t number,
                 pair_lists *pairs, uint32_t passages, string_part *ret_part,
                 yz_error *err);

/** Decode the passages of a part that is a gram. */
yz_status
pair_passages(pair_lists *p, frequent_key pair, uint32_t passages,
              uint32_t *ret_passages, yz_error *err);

#endif /* YZ_WRITE_STRING_PARTS_H */
