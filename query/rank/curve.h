/* SPDX-License-Identifier: MIT */
/*
 * How much of a term's weight a passage earns, by how often it has the term
 * and how long it is: BM25's curve.
 */
#ifndef YZ_RANK_CURVE_H
#define YZ_RANK_CURVE_H

#include "query/rank/terms.h"

/** The space that the lengths for a term are counted in. */
length_space
curve_space(const rank_term *term);

/** The mean length of a passage there. */
double
curve_average(const yz_snapshot *snapshot, length_space space);

/** k1 * (1 - b + b * length / average): the frequency that earns a half. */
double
curve_norm(const rank_term *term, double average, uint32_t length);

/** The same for the lengths that the 256 codes stand for. */
void
curve_norms(const rank_term *term, const yz_snapshot *snapshot,
            double ret_norms[256]);

/** Whether two terms have the same norms. */
bool
curve_same(const rank_term *x, const rank_term *y);

#endif /* YZ_RANK_CURVE_H */
