/* SPDX-License-Identifier: MIT */
/*
 * Document frequencies of a query's terms, from the dictionaries alone.
 */
#ifndef YZ_RANK_FREQUENCY_H
#define YZ_RANK_FREQUENCY_H

#include "query/rank/terms.h"

/** Fill in `places`, in the arena, `frequency` and `idf` of each term. */
yz_status
rank_count_terms(rank_term *terms, size_t count, yz_snapshot *snapshot,
                 cancellation *stop, arena *a, yz_error *err);

#endif /* YZ_RANK_FREQUENCY_H */
