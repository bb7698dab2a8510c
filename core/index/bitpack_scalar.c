/* SPDX-License-Identifier: MIT */
/*
 * The decoders in plain C: what runs everywhere, and what the others are
 * compared with.
 */
#include "core/index/bitpack_kernels.h"

/* Little-endian on any machine; compilers make one load of it. */
static inline uint32_t
load_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

static void
unpack(const uint8_t *in, uint32_t width, uint32_t count, uint32_t *out)
{
    const uint32_t mask = (1u << width) - 1;
    uint32_t bit = 0;
    for (uint32_t i = 0; i < count; i++, bit += width)
        out[i] = load_u32(in + bit / 8) >> bit % 8 & mask;
}

static void
unpack_gaps(const uint8_t *in, uint32_t width, uint32_t count, uint32_t base,
            uint32_t *out)
{
    const uint32_t mask = (1u << width) - 1;
    uint32_t bit = 0;
    for (uint32_t i = 0; i < count; i++, bit += width) {
        base += (load_u32(in + bit / 8) >> bit % 8 & mask) + 1;
        out[i] = base;
    }
}

static void
expand_bits(const uint8_t *bits, size_t size, uint32_t base, uint32_t *out)
{
    for (size_t i = 0; i < size; i++)
        for (uint32_t left = bits[i]; left; left &= left - 1)
            *out++ = base + (uint32_t)(8 * i) + (uint32_t)__builtin_ctz(left);
}

const bitpack_kernels bitpack_scalar = {
    "scalar",
    unpack,
    unpack_gaps,
    expand_bits,
};
