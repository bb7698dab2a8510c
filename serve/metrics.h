/* SPDX-License-Identifier: MIT */
/*
 * Counters for /metrics, in the text format of Prometheus.
 */
#ifndef YZ_SERVE_METRICS_H
#define YZ_SERVE_METRICS_H

#include "serve/exchange.h"

#include <stdatomic.h>

enum { DURATION_BUCKETS = 12 };

typedef struct metrics {
    atomic_uint_fast64_t answers[6]; /**< by the first digit of the status */
    atomic_uint_fast64_t searches;
    atomic_uint_fast64_t search_us;
    atomic_uint_fast64_t search_buckets[DURATION_BUCKETS];
    atomic_uint_fast64_t refused; /**< because too many waited */
    atomic_uint_fast64_t waiting;
} metrics;

/** Any thread may count. */
void
metrics_count_answer(metrics *m, http_status status);

/** @param us  how long the search took, in microseconds */
void
metrics_count_search(metrics *m, uint64_t us);

void
metrics_write(metrics *m, FILE *to);

#endif /* YZ_SERVE_METRICS_H */
