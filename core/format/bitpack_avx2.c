/* SPDX-License-Identifier: MIT */
/*
 * Eight values a step. They lie in two loads of 16 bytes, one for each half of
 * the register, as a byte shuffle does not cross halves: the first at the
 * beginning of value 0, the second at that of value 4. The shuffle brings the
 * four bytes that hold a value into its lane; a shift by lane and a mask leave
 * the value.
 */
#include "core/format/bitpack_kernels.h"

#if BITPACK_X86

#  include <immintrin.h>
#  include <string.h>

#  define TARGET __attribute__((target("avx2,bmi2,popcnt")))

/* The bit at which value i of a step begins, from the load of its half on. */
#  define BIT(b, i) ((i) < 4 ? (i) * (b) : 4 * (b) % 8 + ((i)-4) * (b))
#  define BYTES(b, i) \
    BIT(b, i) / 8, BIT(b, i) / 8 + 1, BIT(b, i) / 8 + 2, BIT(b, i) / 8 + 3
#  define SHUFFLE(b)                                                   \
    {                                                                  \
      BYTES(b, 0), BYTES(b, 1), BYTES(b, 2), BYTES(b, 3), BYTES(b, 4), \
          BYTES(b, 5), BYTES(b, 6), BYTES(b, 7)                        \
    }
#  define SHIFT(b)                                                   \
    {                                                                \
      BIT(b, 0) % 8, BIT(b, 1) % 8, BIT(b, 2) % 8, BIT(b, 3) % 8,    \
          BIT(b, 4) % 8, BIT(b, 5) % 8, BIT(b, 6) % 8, BIT(b, 7) % 8 \
    }

static const uint8_t SHUFFLES[26][32] = { BITPACK_EACH_WIDTH(SHUFFLE) };
static const uint32_t SHIFTS[26][8] = { BITPACK_EACH_WIDTH(SHIFT) };

/* What a step needs to know of the width. */
typedef struct unpacker {
    __m256i shuffle;
    __m256i shift;
    __m256i mask;
    uint32_t second; /**< bytes from the first load to the second */
} unpacker;

TARGET static inline __m256i
load(const void *at)
{
    return _mm256_loadu_si256(at);
}

TARGET static inline unpacker
unpacker_of(uint32_t width)
{
    return (unpacker){ load(SHUFFLES[width]), load(SHIFTS[width]),
                       _mm256_set1_epi32((int)((1u << width) - 1)),
                       4 * width / 8 };
}

TARGET static inline __m256i
step(const unpacker *u, const uint8_t *in)
{
    const __m128i first = _mm_loadu_si128((const void *)in);
    const __m128i second = _mm_loadu_si128((const void *)(in + u->second));
    const __m256i both =
        _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1);
    const __m256i values = _mm256_shuffle_epi8(both, u->shuffle);
    return _mm256_and_si256(_mm256_srlv_epi32(values, u->shift), u->mask);
}

/* Store the first `count` lanes, all if there are eight or more. */
TARGET static inline void
store(uint32_t *out, __m256i values, uint32_t count)
{
    const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    if (count >= 8)
        _mm256_storeu_si256((void *)out, values);
    else
        _mm256_maskstore_epi32(
            (void *)out,
            _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), lanes), values);
}

TARGET static void
unpack(const uint8_t *in, uint32_t width, uint32_t count, uint32_t add,
       uint32_t *out)
{
    const unpacker u = unpacker_of(width);
    const __m256i more = _mm256_set1_epi32((int)add);
    for (uint32_t i = 0; i < count; i += 8, in += width)
        store(out + i, _mm256_add_epi32(step(&u, in), more), count - i);
}

/* Each lane plus all before it. */
TARGET static inline __m256i
prefix_sum(__m256i x)
{
    x = _mm256_add_epi32(x, _mm256_slli_si256(x, 4));
    x = _mm256_add_epi32(x, _mm256_slli_si256(x, 8));
    const __m256i half =
        _mm256_shuffle_epi32(_mm256_permute4x64_epi64(x, 0x55), 0xff);
    return _mm256_add_epi32(
        x, _mm256_blend_epi32(_mm256_setzero_si256(), half, 0xf0));
}

TARGET static void
unpack_gaps(const uint8_t *in, uint32_t width, uint32_t count, uint32_t base,
            uint32_t *out)
{
    const unpacker u = unpacker_of(width);
    const __m256i one = _mm256_set1_epi32(1);
    const __m256i last = _mm256_set1_epi32(7);
    __m256i sum = _mm256_set1_epi32((int)base);
    for (uint32_t i = 0; i < count; i += 8, in += width) {
        const __m256i gaps = _mm256_add_epi32(step(&u, in), one);
        const __m256i sums = _mm256_add_epi32(prefix_sum(gaps), sum);
        store(out + i, sums, count - i);
        sum = _mm256_permutevar8x32_epi32(sums, last);
    }
}

/*
 * Eight bits a step: pext packs the places of the bits that are set to the
 * front, a byte each, and they are widened to lanes.
 */
TARGET static inline __m256i
places_of(uint8_t byte)
{
    const uint64_t lanes = 0x0101010101010101u;
    const uint64_t mask = _pdep_u64(byte, lanes) * 0xff;
    const uint64_t places = _pext_u64(0x0706050403020100u, mask);
    return _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)places));
}

TARGET static uint32_t
expand_bits(const uint8_t *bits, size_t size, uint32_t base, uint32_t *out)
{
    uint32_t count = 0;
    for (size_t i = 0; i < size && count <= BITPACK_COUNT_MAX; i++) {
        const __m256i places = places_of(bits[i]);
        _mm256_storeu_si256(
            (void *)(out + count),
            _mm256_add_epi32(places, _mm256_set1_epi32((int)base)));
        count += (uint32_t)__builtin_popcount(bits[i]);
        base += 8;
    }
    return count;
}

const bitpack_kernels bitpack_avx2 = {
    "avx2",
    unpack,
    unpack_gaps,
    expand_bits,
};

#endif /* BITPACK_X86 */
