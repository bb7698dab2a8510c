/* SPDX-License-Identifier: MIT */
/*
 * What may stand at the end of a token: `*`, `~`, `~2`, `^2.5`.
 */
#ifndef YZ_PARSE_SUFFIX_H
#define YZ_PARSE_SUFFIX_H

#include "query/parse/scanner.h"

/** Weights are kept within this, and to six places: what a query can say. */
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

/** A weight within its bounds and to its places. */
double
weight_rounded(double weight);

/** A number of at most nine digits at `at`. @return where it ends; 0: none. */
size_t
number_read(const scanner *s, size_t at, uint32_t *ret_number);

/**
 * The suffixes of the unquoted text [begin, end) that ends a run.
 * @param alone  nothing else is in the run, so that some text must be left
 */
suffix
suffix_find(const scanner *s, size_t begin, size_t end, bool alone);

/** The weight `^n` at `at` that ends a token, and where. false: none. */
bool
suffix_weight(const scanner *s, size_t at, double *ret_weight,
              size_t *ret_next);

#endif /* YZ_PARSE_SUFFIX_H */
