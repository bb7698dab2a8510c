/* SPDX-License-Identifier: MIT */
/*
 * Random numbers that a test can repeat: xorshift, from a seed that is not 0.
 */
#ifndef YZ_TESTS_RANDOM_H
#define YZ_TESTS_RANDOM_H

#include <stdint.h>

static inline uint64_t
random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static inline uint32_t
random_below(uint64_t *state, uint32_t limit)
{
    return (uint32_t)((random_next(state) >> 16) % limit);
}

#endif /* YZ_TESTS_RANDOM_H */
