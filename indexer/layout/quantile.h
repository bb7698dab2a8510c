/* SPDX-License-Identifier: MIT */
#ifndef YZ_LAYOUT_QUANTILE_H
#define YZ_LAYOUT_QUANTILE_H

#include <stddef.h>

/**
 * The value below which `share` of the values lie. Sorts them.
 * `count` > 0, 0 <= share < 1.
 */
double
quantile(double *values, size_t count, double share);

#endif /* YZ_LAYOUT_QUANTILE_H */
