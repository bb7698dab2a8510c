/* SPDX-License-Identifier: MIT */
/*
 * The suffixes of a token: `*`, `~`, `~2`, `^2.5`.
 */
#ifndef YZ_PARSE_SUFFIX_H
#define YZ_PARSE_SUFFIX_H

#include "query/parse/scanner.h"

/** Weights are at most this, and have six decimal places. */
#define WEIGHT_MAX 999999.0

typedef struct suffix {
    size_t begin; /**< where the suffixes begin in the query's text */
    bool prefix;
    bool fuzzy;
    bool has_distance;
    uint32_t distance; /**< of `~2` */
    bool weighed;
    double weight; /**< 1 if none is given */
} suffix;

/** A weight clamped to its bounds and rounded to its places. */
double
weight_rounded(double weight);

/** A number of at most nine digits at `at`. @return its end; 0: none. */
size_t
number_read(const scanner *s, size_t at, uint32_t *ret_number);

/**
 * The suffixes of the unquoted text [begin, end) that ends a run.
 * @param alone  the run has no other text, so that some of it must be left
 */
suffix
suffix_find(const scanner *s, size_t begin, size_t end, bool alone);

/** The weight `^n` at `at`, at the end of a token, and its end. false: none. */
bool
suffix_weight(const scanner *s, size_t at, double *ret_weight,
              size_t *ret_next);

#endif /* YZ_PARSE_SUFFIX_H */
