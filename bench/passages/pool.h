/* SPDX-License-Identifier: MIT */
/*
 * The pool: all seed texts end to end, in a shuffled order, as code points;
 * and for each character, where else it stands.
 */
#ifndef BENCH_POOL_H
#define BENCH_POOL_H

#include "bench/passages/random.h"

#include <stddef.h>

#define CODE_POINT_LIMIT 0x110000u

typedef struct pool {
    uint32_t *chars;
    uint32_t size;
    uint32_t *places; /**< of each character, grouped by character */
    uint32_t *firsts; /**< by character: where its group begins; one more */
} pool;

/** Read the texts of JSONL files. Ends the program if there are none. */
pool
pool_read(char *const *files, size_t file_count, random_state *r);

void
pool_dispose(pool *p);

/** A random place of the character at `place`; often `place` itself. */
uint32_t
pool_same_character(const pool *p, uint32_t place, random_state *r);

static inline bool
is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static inline bool
is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static inline bool
is_latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/** A mark that ends a sentence or a clause nearly as long. */
static inline bool
is_sentence_end(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF1B;
}

#endif /* BENCH_POOL_H */
