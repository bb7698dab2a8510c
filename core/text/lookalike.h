/* SPDX-License-Identifier: MIT */
/*
 * Which characters are read for which: the twenty nearest glyphs of each Han
 * character, measured on rendered fonts (scripts/lookalikes/README.md), the
 * signs and letters that Han characters are read as, and pairs of the user's
 * own. The built-in table is part of the library, not of an index: what it
 * holds never decides an exact or variant match.
 */
#ifndef YZ_TEXT_LOOKALIKE_H
#define YZ_TEXT_LOOKALIKE_H

#include "core/base/arena.h"
#include "core/base/buffer.h"
#include "core/base/bytes.h"

enum { LOOKALIKE_NEIGHBOURS = 20 };

/** How alike two characters are. */
typedef struct lookalike {
    double weight; /**< 0 (not at all) to 1 */
    uint32_t rank; /**< 0: the nearest; below LOOKALIKE_NEIGHBOURS */
    bool own;      /**< a pair of the user's says so */
} lookalike;

/** A pair of the user's: `query` was printed, `text` was read. */
typedef struct lookalike_pair {
    uint32_t query;
    uint32_t text;
    double weight;
} lookalike_pair;

/** Pairs of the user's, sorted by query, then text, each once. */
typedef struct lookalike_pairs {
    lookalike_pair *items;
    size_t count;
} lookalike_pairs;

/**
 * Whether `text` may be a misreading of `query`.
 * @param own  pairs that go before the built-in ones; may be NULL
 */
bool
lookalike_find(const lookalike_pairs *own, uint32_t query, uint32_t text,
               lookalike *ret_alike);

/** The neighbours of a Han character in the built-in table, nearest first. */
size_t
lookalike_neighbours(uint32_t c, uint32_t ret_chars[LOOKALIKE_NEIGHBOURS]);

/**
 * Read pairs from text, in the arena: a line is `PRINTED READ [WEIGHT]`, two
 * characters and a number from 0 to 1 (default 0.9), separated by spaces or
 * tabs. A line that begins with # is a comment. YZ_E_SOURCE: a line is invalid;
 * the error says which.
 */
yz_status
lookalike_pairs_parse(yz_str text, arena *a, lookalike_pairs *ret_pairs,
                      yz_error *err);

/** As text again, a pair a line. */
void
lookalike_pairs_write(const lookalike_pairs *pairs, buffer *out);

/** Their stored form, and back. */
void
lookalike_pairs_encode(const lookalike_pairs *pairs, buffer *out);
yz_status
lookalike_pairs_decode(bytes in, arena *a, lookalike_pairs *ret_pairs,
                       yz_error *err);

/** Sort pairs and keep of equal ones that of weight 0, or the heaviest. */
void
lookalike_pairs_sort(lookalike_pairs *pairs);

#endif /* YZ_TEXT_LOOKALIKE_H */
