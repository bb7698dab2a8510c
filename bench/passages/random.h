/* SPDX-License-Identifier: MIT */
/*
 * Random numbers that are the same on every machine (splitmix64).
 */
#ifndef BENCH_RANDOM_H
#define BENCH_RANDOM_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct random_state {
    uint64_t state;
} random_state;

static inline uint64_t
random_bits(random_state *r)
{
    uint64_t x = r->state += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/** A number below `limit`, which is below 2^32. */
static inline uint32_t
random_below(random_state *r, uint32_t limit)
{
    return (uint32_t)(((random_bits(r) >> 32) * limit) >> 32);
}

/** A number in [0, 1). */
static inline double
random_unit(random_state *r)
{
    return (double)(random_bits(r) >> 11) * 0x1p-53;
}

static inline bool
random_one_in(random_state *r, uint32_t n)
{
    return random_below(r, n) == 0;
}

/** Nearly normal, mean 0, deviation 1: twelve dice. */
static inline double
random_normal(random_state *r)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += random_unit(r);
    return sum;
}

#endif /* BENCH_RANDOM_H */
