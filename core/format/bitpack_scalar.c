/* SPDX-License-Identifier: MIT */
/*
 * The decoders in plain C: what runs everywhere, and what the others are
 * compared with.
 */
#include "core/base/bytes.h"
#include "core/format/bitpack_kernels.h"

static void
unpack(const uint8_t *in, uint32_t width, uint32_t count, uint32_t add,
       uint32_t *out)
{
    const uint32_t mask = (1u << width) - 1;
    uint32_t bit = 0;
    for (uint32_t i = 0; i < count; i++, bit += width)
        out[i] = (bytes_u32_at(in + bit / 8) >> bit % 8 & mask) + add;
}

static void
unpack_gaps(const uint8_t *in, uint32_t width, uint32_t count, uint32_t base,
            uint32_t *out)
{
    const uint32_t mask = (1u << width) - 1;
    uint32_t bit = 0;
    for (uint32_t i = 0; i < count; i++, bit += width) {
        base += (bytes_u32_at(in + bit / 8) >> bit % 8 & mask) + 1;
        out[i] = base;
    }
}

static uint32_t
expand_bits(const uint8_t *bits, size_t size, uint32_t base, uint32_t *out)
{
    uint32_t count = 0;
    for (size_t i = 0; i < size && count <= BITPACK_COUNT_MAX; i++)
        for (uint32_t left = bits[i]; left; left &= left - 1)
            out[count++] =
                base + (uint32_t)(8 * i) + (uint32_t)__builtin_ctz(left);
    return count;
}

const bitpack_kernels bitpack_scalar = {
    "scalar",
    unpack,
    unpack_gaps,
    expand_bits,
};
