/* SPDX-License-Identifier: MIT */
/*
 * Names that are made up as a text grows: each mention is a new name or one of
 * the earlier, after Pitman and Yor. Names then follow a power law, and n
 * mentions have about n^DISCOUNT of them (Heaps' law), as in newspapers.
 */
#ifndef BENCH_NAMES_H
#define BENCH_NAMES_H

#include "bench/passages/pool.h"

#define NAME_CHARS_MAX 12

typedef struct name {
    uint32_t chars[NAME_CHARS_MAX];
    uint32_t size;
    uint32_t mentions;
} name;

typedef struct names {
    name *all;
    uint32_t count;
    uint32_t *mentions; /**< of each mention, which name */
    uint32_t mention_count;
    bool latin;
} names;

/** The next name mentioned. Borrowed until the next call. */
const name *
names_mention(names *n, const pool *p, random_state *r);

void
names_dispose(names *n);

#endif /* BENCH_NAMES_H */
