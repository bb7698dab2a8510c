/* SPDX-License-Identifier: MIT */
/*
 * Sets of small numbers, a bit each, in an array of the caller's: in words
 * (`bits_`), which are counted and walked 64 numbers at a time, and in bytes
 * (`byte_bits_`), as they are stored, whatever the machine's byte order.
 * Number n is bit n % 64 of word n / 64, and bit n % 8 of byte n / 8.
 *
 *     uint64_t *seen = arena_array(a, bits_words(count), sizeof(*seen));
 *     bits_set(seen, 7);
 *     BITS_EACH (n, seen, count)
 *         visit(n);
 *
 * Nothing here checks bounds: the caller knows how many numbers there are.
 */
#ifndef YZ_BASE_BIT_SET_H
#define YZ_BASE_BIT_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- one word --------------------------------------------------------------- */

/**
 * How many bits are set: sums of pairs, nibbles, bytes. Compilers turn it into
 * the machine's instruction where they may use it; the built-in function is a
 * call elsewhere.
 */
static inline uint32_t
word_count(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) +
           (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

/** The lowest bit that is set; the word is not 0. */
static inline uint32_t
word_lowest(uint64_t word)
{
    return (uint32_t)__builtin_ctzll(word);
}

/** The `count` lowest bits, at most 64. */
static inline uint64_t
word_mask(uint32_t count)
{
    return count < 64 ? ((uint64_t)1 << count) - 1 : ~(uint64_t)0;
}

/** The bit of number n in its word. */
static inline uint64_t
word_bit(size_t n)
{
    return (uint64_t)1 << n % 64;
}

/* ---- words ------------------------------------------------------------------ */

/** How many words hold the numbers below `count`. */
static inline size_t
bits_words(size_t count)
{
    return count / 64 + (count % 64 != 0);
}

static inline bool
bits_test(const uint64_t *set, size_t n)
{
    return set[n / 64] >> n % 64 & 1;
}

static inline void
bits_set(uint64_t *set, size_t n)
{
    set[n / 64] |= word_bit(n);
}

static inline void
bits_clear(uint64_t *set, size_t n)
{
    set[n / 64] &= ~word_bit(n);
}

/** Add a number; whether it was not there before. */
static inline bool
bits_add(uint64_t *set, size_t n)
{
    const bool is_new = !bits_test(set, n);
    bits_set(set, n);
    return is_new;
}

/** How many numbers are in the first `size` words; fast where most are 0. */
static inline size_t
bits_count(const uint64_t *set, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += set[i] ? word_count(set[i]) : 0;
    return count;
}

/** The 64 numbers from n on; reads the word behind n's if n % 64 is not 0. */
static inline uint64_t
bits_window(const uint64_t *set, size_t n)
{
    const uint64_t low = set[n / 64] >> n % 64;
    return n % 64 ? low | set[n / 64 + 1] << (64 - n % 64) : low;
}

/** The first number from n on that is in the set; `end` if none below it is. */
static inline size_t
bits_next(const uint64_t *set, size_t end, size_t n)
{
    if (n >= end)
        return end;
    const size_t size = bits_words(end);
    size_t i = n / 64;
    uint64_t word = set[i] >> n % 64 << n % 64;
    while (!word && ++i < size)
        word = set[i];
    const size_t next = word ? i * 64 + word_lowest(word) : end;
    return next < end ? next : end;
}

/** For each number below `end` that is in the set, in rising order. */
/* NOLINTBEGIN(bugprone-macro-parentheses): n is the name of a variable. */
#define BITS_EACH(n, set, end)                       \
  for (size_t n = bits_next(set, end, 0); n < (end); \
       n = bits_next(set, end, n + 1))
/* NOLINTEND(bugprone-macro-parentheses) */

/* ---- bytes ------------------------------------------------------------------ */

/** How many bytes hold the numbers below `count`. */
static inline size_t
byte_bits_size(size_t count)
{
    return count / 8 + (count % 8 != 0);
}

static inline bool
byte_bits_test(const uint8_t *set, size_t n)
{
    return set[n / 8] >> n % 8 & 1;
}

static inline void
byte_bits_set(uint8_t *set, size_t n)
{
    set[n / 8] |= (uint8_t)(1u << n % 8);
}

static inline void
byte_bits_clear(uint8_t *set, size_t n)
{
    set[n / 8] &= (uint8_t) ~(1u << n % 8);
}

/** How many numbers below `count` are in the set. */
size_t
byte_bits_count(const uint8_t *set, size_t count);

#endif /* YZ_BASE_BIT_SET_H */
