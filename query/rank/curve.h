/* SPDX-License-Identifier: MIT */
/*
 * BM25's curve: the share of a term's weight that a passage gets, by the term's
 * frequency in it and its length.
 */
#ifndef YZ_RANK_CURVE_H
#define YZ_RANK_CURVE_H

#include "query/rank/terms.h"

/** The space whose lengths count for a term. */
length_space
curve_space(const rank_term *term);

/** The average length of a passage in a space. */
double
curve_average(const yz_snapshot *snapshot, length_space space);

/** k1 * (1 - b + b * length / average): the frequency that gives a half. */
double
curve_norm(const rank_term *term, double average, uint32_t length);

/** The norms of all 256 length codes. */
void
curve_norms(const rank_term *term, const yz_snapshot *snapshot,
            double ret_norms[256]);

/**
 * The curve in single precision, for upper bounds: what a term of weight 1 adds
 * is `once` for one occurrence, f / (f + norm) for f of them; by length code.
 */
typedef struct curve_table {
    float once[256];
    float norms[256];
} curve_table;

/**
 * The tables of all terms, by term; terms with the same norms share one. In
 * the arena; NULL if out of memory.
 */
const curve_table **
curve_tables(const rank_terms *terms, const yz_snapshot *snapshot, arena *a);

/** Whether two terms have the same norms. */
bool
curve_same(const rank_term *x, const rank_term *y);

#endif /* YZ_RANK_CURVE_H */
