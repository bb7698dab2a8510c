/* SPDX-License-Identifier: MIT */
/*
 * What the property tests share: random numbers from a seed that is printed,
 * a check that ends the program with its place, and blobs that are read
 * without a store.
 */
#ifndef YZ_TESTS_PROPERTY_H
#define YZ_TESTS_PROPERTY_H

#include "core/format/blob.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                                \
    }                                                                         \
  } while (0)

typedef struct random_state {
    uint64_t state;
} random_state;

/** The seed is the first argument, or 1. */
static inline random_state
random_begin(int argc, char **argv)
{
    const uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    printf("seed %llu\n", (unsigned long long)seed);
    return (random_state){ seed * 0x9e3779b97f4a7c15u + 1 };
}

static inline uint64_t
random_u64(random_state *r)
{
    r->state ^= r->state << 13;
    r->state ^= r->state >> 7;
    r->state ^= r->state << 17;
    return r->state * 0x2545f4914f6cdd1du;
}

/** Below `limit`. */
static inline uint32_t
random_below(random_state *r, uint32_t limit)
{
    return (uint32_t)((random_u64(r) >> 32) * limit >> 32);
}

static inline void
random_bytes(random_state *r, uint8_t *out, size_t size)
{
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)(random_u64(r) >> 32);
}

/**
 * A reader of what was written, each chunk in memory of its exact size, so
 * that a sanitizer sees a byte too far. Free it with blob_forget().
 */
static inline blob_reader
blob_in_memory(const blob_writer *w)
{
    CHECK(!w->failed);
    blob_reader r = { .chunk_count = (uint32_t)w->chunks.count };
    r.chunks = calloc(w->chunks.count + 1, sizeof(*r.chunks));
    CHECK(r.chunks);
    for (size_t i = 0; i < w->chunks.count; i++) {
        const buffer *chunk = &w->chunks.items[i];
        uint8_t *copy = malloc(chunk->size);
        CHECK(copy);
        memcpy(copy, chunk->data, chunk->size);
        r.chunks[i] = bytes_of(copy, chunk->size);
    }
    return r;
}

static inline void
blob_forget(blob_reader *r)
{
    for (uint32_t i = 0; i < r->chunk_count; i++)
        free((void *)(uintptr_t)r->chunks[i].at);
    free(r->chunks);
}

/** Change a few random bytes of a blob. */
static inline void
blob_damage(blob_reader *r, random_state *random)
{
    bytes *chunk = &r->chunks[random_below(random, r->chunk_count)];
    uint8_t *at = (uint8_t *)(uintptr_t)chunk->at;
    const uint32_t size = (uint32_t)bytes_left(chunk);
    for (uint32_t n = 1 + random_below(random, 4); n > 0; n--)
        at[random_below(random, size)] = (uint8_t)random_below(random, 256);
}

#endif /* YZ_TESTS_PROPERTY_H */
