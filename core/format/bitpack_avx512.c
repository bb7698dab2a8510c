/* SPDX-License-Identifier: MIT */
/*
 * Sixteen values a step, from one load of 64 bytes: with VBMI a byte shuffle
 * reaches the whole register, so that it brings the four bytes that hold a
 * value into its lane at once; a shift by lane and a mask leave the value.
 */
#include "core/format/bitpack_kernels.h"

#if BITPACK_X86

#  include <immintrin.h>

#  define TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi,popcnt")))

#  define BYTES(b, i) \
    (i) * (b) / 8, (i) * (b) / 8 + 1, (i) * (b) / 8 + 2, (i) * (b) / 8 + 3
#  define SHUFFLE(b)                                                       \
    {                                                                      \
      BYTES(b, 0), BYTES(b, 1), BYTES(b, 2), BYTES(b, 3), BYTES(b, 4),     \
          BYTES(b, 5), BYTES(b, 6), BYTES(b, 7), BYTES(b, 8), BYTES(b, 9), \
          BYTES(b, 10), BYTES(b, 11), BYTES(b, 12), BYTES(b, 13),          \
          BYTES(b, 14), BYTES(b, 15)                                       \
    }
#  define SHIFT(b)                                                             \
    {                                                                          \
      0, (b) % 8, 2 * (b) % 8, 3 * (b) % 8, 4 * (b) % 8, 5 * (b) % 8,          \
          6 * (b) % 8, 7 * (b) % 8, 8 * (b) % 8, 9 * (b) % 8, 10 * (b) % 8,    \
          11 * (b) % 8, 12 * (b) % 8, 13 * (b) % 8, 14 * (b) % 8, 15 * (b) % 8 \
    }

static const uint8_t SHUFFLES[26][64] = { BITPACK_EACH_WIDTH(SHUFFLE) };
static const uint32_t SHIFTS[26][16] = { BITPACK_EACH_WIDTH(SHIFT) };

/* What a step needs to know of the width. */
typedef struct unpacker {
    __m512i shuffle;
    __m512i shift;
    __m512i mask;
} unpacker;

TARGET static inline unpacker
unpacker_of(uint32_t width)
{
    return (unpacker){ _mm512_loadu_si512(SHUFFLES[width]),
                       _mm512_loadu_si512(SHIFTS[width]),
                       _mm512_set1_epi32((int)((1u << width) - 1)) };
}

TARGET static inline __m512i
step(const unpacker *u, const uint8_t *in)
{
    const __m512i values =
        _mm512_permutexvar_epi8(u->shuffle, _mm512_loadu_si512(in));
    return _mm512_and_si512(_mm512_srlv_epi32(values, u->shift), u->mask);
}

/* Store the first `count` lanes, all if there are sixteen or more. */
TARGET static inline void
store(uint32_t *out, __m512i values, uint32_t count)
{
    if (count >= 16)
        _mm512_storeu_si512(out, values);
    else
        _mm512_mask_storeu_epi32(out, (__mmask16)((1u << count) - 1), values);
}

TARGET static void
unpack(const uint8_t *in, uint32_t width, uint32_t count, uint32_t add,
       uint32_t *out)
{
    const unpacker u = unpacker_of(width);
    const __m512i more = _mm512_set1_epi32((int)add);
    for (uint32_t i = 0; i < count; i += 16, in += (size_t)2 * width)
        store(out + i, _mm512_add_epi32(step(&u, in), more), count - i);
}

/* Each lane plus all before it. */
TARGET static inline __m512i
prefix_sum(__m512i x)
{
    x = _mm512_add_epi32(x, _mm512_maskz_alignr_epi32(0xfffe, x, x, 15));
    x = _mm512_add_epi32(x, _mm512_maskz_alignr_epi32(0xfffc, x, x, 14));
    x = _mm512_add_epi32(x, _mm512_maskz_alignr_epi32(0xfff0, x, x, 12));
    return _mm512_add_epi32(x, _mm512_maskz_alignr_epi32(0xff00, x, x, 8));
}

TARGET static void
unpack_gaps(const uint8_t *in, uint32_t width, uint32_t count, uint32_t base,
            uint32_t *out)
{
    const unpacker u = unpacker_of(width);
    const __m512i one = _mm512_set1_epi32(1);
    const __m512i last = _mm512_set1_epi32(15);
    __m512i sum = _mm512_set1_epi32((int)base);
    for (uint32_t i = 0; i < count; i += 16, in += (size_t)2 * width) {
        const __m512i gaps = _mm512_add_epi32(step(&u, in), one);
        const __m512i sums = _mm512_add_epi32(prefix_sum(gaps), sum);
        store(out + i, sums, count - i);
        sum = _mm512_permutexvar_epi32(last, sums);
    }
}

/* The next 16 bits, or the 8 that are left. */
static inline uint32_t
take_bits(const uint8_t *bits, size_t size)
{
    return size > 1 ? (uint32_t)bits[0] | (uint32_t)bits[1] << 8 : bits[0];
}

TARGET static uint32_t
expand_bits(const uint8_t *bits, size_t size, uint32_t base, uint32_t *out)
{
    const __m512i step_of = _mm512_set1_epi32(16);
    const __m512i places =
        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m512i numbers = _mm512_add_epi32(_mm512_set1_epi32((int)base), places);
    uint32_t count = 0;
    for (size_t i = 0; i < size && count <= BITPACK_COUNT_MAX; i += 2) {
        const uint32_t set = take_bits(bits + i, size - i);
        _mm512_storeu_si512(
            out + count, _mm512_maskz_compress_epi32((__mmask16)set, numbers));
        count += (uint32_t)__builtin_popcount(set);
        numbers = _mm512_add_epi32(numbers, step_of);
    }
    return count;
}

const bitpack_kernels bitpack_avx512 = {
    "avx512",
    unpack,
    unpack_gaps,
    expand_bits,
};

#endif /* BITPACK_X86 */
