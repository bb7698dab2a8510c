/* SPDX-License-Identifier: MIT */
#include "indexer/layout/quantile.h"

#include <stdlib.h>

static int
compare_values(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

double
quantile(double *values, size_t count, double share)
{
    qsort(values, count, sizeof(*values), compare_values);
    return values[(size_t)((double)count * share)];
}
