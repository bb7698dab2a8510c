/* SPDX-License-Identifier: MIT */
#include "core/base/bytes.h"
#include "core/format/bitpack_kernels.h"

#include <string.h>

enum {
    PACKED_SIZE_MAX = 4 * BITPACK_COUNT_MAX,
    EXPAND_OVERWRITE = 32 /**< numbers that expand_bits may write too far */
};

/* ---- levels ------------------------------------------------------------------- */

#if BITPACK_X86

static bool
has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
}

static bool
has_avx512(void)
{
    return __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vbmi");
}

const bitpack_kernels *
bitpack_kernels_of(bitpack_level level)
{
    if (level == BITPACK_AVX512)
        return has_avx512() ? &bitpack_avx512 : NULL;
    if (level == BITPACK_AVX2)
        return has_avx2() ? &bitpack_avx2 : NULL;
    return &bitpack_scalar;
}

#else

const bitpack_kernels *
bitpack_kernels_of(bitpack_level level)
{
    return level == BITPACK_SCALAR ? &bitpack_scalar : NULL;
}

#endif

const bitpack_kernels *
bitpack_kernels_best(void)
{
    const bitpack_kernels *best = bitpack_kernels_of(BITPACK_AVX512);
    if (!best)
        best = bitpack_kernels_of(BITPACK_AVX2);
    return best ? best : &bitpack_scalar;
}

/* ---- packing ------------------------------------------------------------------ */

uint32_t
bitpack_width(uint32_t max)
{
    const uint32_t bits = max ? 32 - (uint32_t)__builtin_clz(max) : 0;
    return bits <= 25 ? bits : 32;
}

void
bitpack_pack(const uint32_t *values, uint32_t width, uint32_t count,
             uint8_t *out)
{
    uint64_t bits = 0;
    uint32_t held = 0;
    for (uint32_t i = 0; i < count; i++) {
        bits |= (uint64_t)values[i] << held;
        held += width;
        for (; held >= 8; held -= 8, bits >>= 8)
            *out++ = (uint8_t)bits;
    }
    if (held > 0)
        *out = (uint8_t)bits;
}

/* ---- unpacking ---------------------------------------------------------------- */

/*
 * The packed bytes where the decoders may load behind them: in place, or, near
 * the end of what may be read, copied into `padded`.
 */
static inline const uint8_t *
with_overread(const uint8_t *in, const uint8_t *end, size_t size,
              uint8_t padded[PACKED_SIZE_MAX + BITPACK_OVERREAD])
{
    if ((size_t)(end - in) >= size + BITPACK_OVERREAD)
        return in;
    memcpy(padded, in, size);
    memset(padded + size, 0, BITPACK_OVERREAD);
    return padded;
}

void
bitpack_unpack(const bitpack_kernels *k, const uint8_t *in, const uint8_t *end,
               uint32_t width, uint32_t count, uint32_t add,
               uint32_t *ret_values)
{
    uint8_t padded[PACKED_SIZE_MAX + BITPACK_OVERREAD];
    if (width == 32)
        for (uint32_t i = 0; i < count; i++)
            ret_values[i] = bytes_u32_at(in + 4 * (size_t)i) + add;
    else
        k->unpack(with_overread(in, end, bitpack_size(width, count), padded),
                  width, count, add, ret_values);
}

/* Gaps of 32 bits: each may carry the sum too far. */
static bool
sum_wide(const uint8_t *in, uint32_t count, uint32_t base, uint32_t *ret_sums)
{
    uint64_t sum = base;
    for (uint32_t i = 0; i < count; i++) {
        sum += bytes_u32_at(in + 4 * (size_t)i) + 1ull;
        ret_sums[i] = (uint32_t)sum;
    }
    return sum <= UINT32_MAX;
}

/*
 * 128 gaps of 25 bits sum up to 2^32 at most, with the base to less than twice
 * that: if the sums pass 2^32 they do so once, and the last is not above the
 * base.
 */
bool
bitpack_unpack_gaps(const bitpack_kernels *k, const uint8_t *in,
                    const uint8_t *end, uint32_t width, uint32_t count,
                    uint32_t base, uint32_t *ret_sums)
{
    uint8_t padded[PACKED_SIZE_MAX + BITPACK_OVERREAD];
    if (width == 32)
        return sum_wide(in, count, base, ret_sums);
    k->unpack_gaps(with_overread(in, end, bitpack_size(width, count), padded),
                   width, count, base, ret_sums);
    return count == 0 || ret_sums[count - 1] > base;
}

bool
bitpack_expand_bits(const bitpack_kernels *k, const uint8_t *bits, size_t size,
                    uint32_t count, uint32_t base, uint32_t *ret_numbers)
{
    uint32_t numbers[BITPACK_COUNT_MAX + EXPAND_OVERWRITE];
    if (size > PACKED_SIZE_MAX || count > BITPACK_COUNT_MAX ||
        k->expand_bits(bits, size, base, numbers) != count)
        return false;
    memcpy(ret_numbers, numbers, count * sizeof(*numbers));
    return true;
}
