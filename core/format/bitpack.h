/* SPDX-License-Identifier: MIT */
/*
 * Numbers of b bits, one after the other, the lowest bit first: value i takes
 * the bits from i * b on. This natural order costs a shuffle that interleaved
 * layouts do not need, but a run of any length decodes with the same code, so
 * the tail of a posting list is packed as tightly as the rest. Widths of 26 to
 * 31 bits are not used: up to 25 bits, a value lies within four bytes.
 *
 * Three decoders read the same bytes: plain C, AVX2, and AVX-512 with VBMI.
 * They may load up to BITPACK_OVERREAD bytes behind the packed ones; the
 * functions here see to it that these are inside what the caller may read, by
 * copying the little that lies at the end of a mapped value.
 */
#ifndef YZ_FORMAT_BITPACK_H
#define YZ_FORMAT_BITPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    BITPACK_COUNT_MAX = 128, /**< values in one call */
    BITPACK_OVERREAD = 64
};

typedef enum bitpack_level {
    BITPACK_SCALAR,
    BITPACK_AVX2,
    BITPACK_AVX512
} bitpack_level;
enum { BITPACK_LEVEL_COUNT = 3 };

/**
 * The decoders of one level. Widths are 0 to 25, counts 0 to 128; the input
 * may be read BITPACK_OVERREAD bytes too far. Use the functions below.
 */
typedef struct bitpack_kernels {
    const char *name;
    /** out[i] = value + add. */
    void (*unpack)(const uint8_t *in, uint32_t width, uint32_t count,
                   uint32_t add, uint32_t *out);
    /** out[i] = base + sum of (value + 1) up to i, modulo 2^32. */
    void (*unpack_gaps)(const uint8_t *in, uint32_t width, uint32_t count,
                        uint32_t base, uint32_t *out);
    /**
     * base + i for each set bit i. @return how many are set; it may stop at
     * any number above 128. Writes up to 32 numbers behind the 128th.
     */
    uint32_t (*expand_bits)(const uint8_t *bits, size_t size, uint32_t base,
                            uint32_t *out);
} bitpack_kernels;

/** The decoders of a level; NULL if this machine cannot run them. */
const bitpack_kernels *
bitpack_kernels_of(bitpack_level level);

/** The fastest that this machine can run. */
const bitpack_kernels *
bitpack_kernels_best(void);

/** The width for values up to `max`: 0 to 25, or 32. */
uint32_t
bitpack_width(uint32_t max);

/** A width that bitpack_width() can give. */
static inline bool
bitpack_width_valid(uint32_t width)
{
    return width <= 25 || width == 32;
}

/** Bytes of `count` values of `width` bits. */
static inline size_t
bitpack_size(uint32_t width, uint32_t count)
{
    return ((size_t)width * count + 7) / 8;
}

/** Write bitpack_size() bytes. Every value must fit. */
void
bitpack_pack(const uint32_t *values, uint32_t width, uint32_t count,
             uint8_t *out);

/**
 * Unpack `count` <= 128 values of a valid width, and add `add` to each.
 * @param in   bitpack_size() bytes
 * @param end  what lies from `in` up to here may be read
 */
void
bitpack_unpack(const bitpack_kernels *k, const uint8_t *in, const uint8_t *end,
               uint32_t width, uint32_t count, uint32_t add,
               uint32_t *ret_values);

/**
 * Unpack gaps - 1 and sum them up, from `base` on.
 * @return false unless the sums rise strictly and stay below 2^32
 */
bool
bitpack_unpack_gaps(const bitpack_kernels *k, const uint8_t *in,
                    const uint8_t *end, uint32_t width, uint32_t count,
                    uint32_t base, uint32_t *ret_sums);

/**
 * The numbers base + i of the bits i that are set.
 * @return false, and nothing written, unless `count` <= 128 are
 */
bool
bitpack_expand_bits(const bitpack_kernels *k, const uint8_t *bits, size_t size,
                    uint32_t count, uint32_t base, uint32_t *ret_numbers);

#endif /* YZ_FORMAT_BITPACK_H */
