/* SPDX-License-Identifier: MIT */
/*
 * The kernels make a word, 64 places, at a time: AVX2 from four registers of
 * 16 codes, AVX-512 from two of 32. Behind the last code lies anything, so the
 * last word is cut to the places that there are.
 */
#include "core/format/code_marks.h"

#include "core/base/bit_set.h"

#include <string.h>
#if defined(__x86_64__)
#  include <immintrin.h>
#endif

enum { WORD_CODES = 64 };

/* The places of the last word that there are. */
static void
cut_last(uint32_t count, uint64_t *marks)
{
    if (count % WORD_CODES)
        marks[count / WORD_CODES] &= word_mask(count % WORD_CODES);
}

static void
mark_scalar(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
            uint32_t wanted_count, uint64_t *ret_marks)
{
    memset(ret_marks, 0, bits_words(count) * sizeof(*ret_marks));
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < wanted_count; j++)
            if (codes[i] == wanted[j])
                bits_set(ret_marks, i);
}

static bool
set_has(const uint32_t *set, uint32_t code)
{
    return set[code / 32] >> code % 32 & 1;
}

static void
mark_set_scalar(const uint16_t *codes, uint32_t count, const uint32_t *set,
                uint64_t *ret_marks)
{
    memset(ret_marks, 0, bits_words(count) * sizeof(*ret_marks));
    for (uint32_t i = 0; i < count; i++)
        if (set_has(set, codes[i]))
            bits_set(ret_marks, i);
}

#if defined(__x86_64__)

/* ---- AVX2 ----------------------------------------------------------------- */

#  define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i
load_16(const uint16_t *codes)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)codes);
}

/* A bit a lane of two registers of 16 lanes, which are all ones or zeros. */
AVX2 static inline uint64_t
bits_of_32(__m256i low, __m256i high)
{
    const __m256i bytes =
        _mm256_permute4x64_epi64(_mm256_packs_epi16(low, high), 0xd8);
    return (uint32_t)_mm256_movemask_epi8(bytes);
}

AVX2 static uint64_t
mark_word_avx2(const uint16_t *codes, const uint16_t *wanted,
               uint32_t wanted_count)
{
    const __m256i none = _mm256_setzero_si256();
    __m256i found[4] = { none, none, none, none };
    for (uint32_t j = 0; j < wanted_count; j++) {
        const __m256i one = _mm256_set1_epi16((short)wanted[j]);
        for (size_t k = 0; k < 4; k++)
            found[k] = _mm256_or_si256(
                found[k], _mm256_cmpeq_epi16(load_16(codes + 16 * k), one));
    }
    return bits_of_32(found[0], found[1]) | bits_of_32(found[2], found[3])
                                                << 32;
}

AVX2 static void
mark_avx2(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
          uint32_t wanted_count, uint64_t *marks)
{
    for (uint32_t i = 0; i < count; i += WORD_CODES)
        marks[i / WORD_CODES] = mark_word_avx2(codes + i, wanted, wanted_count);
    cut_last(count, marks);
}

/* Eight codes: the word of the set that has each, its bit shifted to the top. */
AVX2 static inline uint32_t
set_bits_of_8(const uint16_t *codes, const uint32_t *set)
{
    const __m256i wide =
        _mm256_and_si256(_mm256_cvtepu16_epi32(_mm_loadu_si128(
                             (const __m128i *)(const void *)codes)),
                         _mm256_set1_epi32(CODE_COUNT - 1));
    const __m256i words = _mm256_i32gather_epi32((const int *)(const void *)set,
                                                 _mm256_srli_epi32(wide, 5), 4);
    const __m256i places = _mm256_andnot_si256(wide, _mm256_set1_epi32(31));
    return (uint32_t)_mm256_movemask_ps(
        _mm256_castsi256_ps(_mm256_sllv_epi32(words, places)));
}

AVX2 static void
mark_set_avx2(const uint16_t *codes, uint32_t count, const uint32_t *set,
              uint64_t *marks)
{
    memset(marks, 0, bits_words(count) * sizeof(*marks));
    for (uint32_t i = 0; i < count; i += 8)
        marks[i / WORD_CODES] |= (uint64_t)set_bits_of_8(codes + i, set)
                                 << (i % WORD_CODES);
    cut_last(count, marks);
}

/* ---- AVX-512 -------------------------------------------------------------- */

#  define AVX512 __attribute__((target("avx512f,avx512bw")))

AVX512 static void
mark_avx512(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
            uint32_t wanted_count, uint64_t *marks)
{
    for (uint32_t i = 0; i < count; i += WORD_CODES) {
        const __m512i low = _mm512_loadu_si512(codes + i);
        const __m512i high = _mm512_loadu_si512(codes + i + 32);
        __mmask32 lows = 0;
        __mmask32 highs = 0;
        for (uint32_t j = 0; j < wanted_count; j++) {
            const __m512i one = _mm512_set1_epi16((short)wanted[j]);
            lows |= _mm512_cmpeq_epi16_mask(low, one);
            highs |= _mm512_cmpeq_epi16_mask(high, one);
        }
        marks[i / WORD_CODES] = lows | (uint64_t)highs << 32;
    }
    cut_last(count, marks);
}

/* The set is 256 words of 16 bits, in eight registers of 32 words. */
typedef struct set_512 {
    __m512i words[8];
} set_512;

AVX512 static inline __mmask32
set_bits_of_32(__m512i codes, const set_512 *set)
{
    const __m512i words = _mm512_srli_epi16(codes, 4);
    const __mmask32 second = _mm512_test_epi16_mask(
        words, _mm512_set1_epi16(64)); /* of a pair of pairs of registers */
    const __mmask32 upper =
        _mm512_test_epi16_mask(words, _mm512_set1_epi16(128));
    const __m512i low = _mm512_mask_blend_epi16(
        second, _mm512_permutex2var_epi16(set->words[0], words, set->words[1]),
        _mm512_permutex2var_epi16(set->words[2], words, set->words[3]));
    const __m512i high = _mm512_mask_blend_epi16(
        second, _mm512_permutex2var_epi16(set->words[4], words, set->words[5]),
        _mm512_permutex2var_epi16(set->words[6], words, set->words[7]));
    const __m512i bits = _mm512_sllv_epi16(
        _mm512_set1_epi16(1), _mm512_and_si512(codes, _mm512_set1_epi16(15)));
    return _mm512_test_epi16_mask(_mm512_mask_blend_epi16(upper, low, high),
                                  bits);
}

AVX512 static void
mark_set_avx512(const uint16_t *codes, uint32_t count, const uint32_t *set,
                uint64_t *marks)
{
    set_512 all;
    for (size_t i = 0; i < 8; i++)
        all.words[i] = _mm512_loadu_si512(set + 16 * i);
    for (uint32_t i = 0; i < count; i += WORD_CODES)
        marks[i / WORD_CODES] =
            set_bits_of_32(_mm512_loadu_si512(codes + i), &all) |
            (uint64_t)set_bits_of_32(_mm512_loadu_si512(codes + i + 32), &all)
                << 32;
    cut_last(count, marks);
}

#endif

/* ---- the machine's best --------------------------------------------------- */

static bool
has_level(code_marks_level level)
{
#if defined(__x86_64__)
    if (level == CODE_MARKS_AVX512)
        return __builtin_cpu_supports("avx512bw");
    if (level == CODE_MARKS_AVX2)
        return __builtin_cpu_supports("avx2");
#endif
    return level == CODE_MARKS_SCALAR;
}

const code_marks_kernels *
code_marks_kernels_of(code_marks_level level)
{
    static const code_marks_kernels kernels[] = {
        [CODE_MARKS_SCALAR] = { mark_scalar, mark_set_scalar },
#if defined(__x86_64__)
        [CODE_MARKS_AVX2] = { mark_avx2, mark_set_avx2 },
        [CODE_MARKS_AVX512] = { mark_avx512, mark_set_avx512 },
#endif
    };
    return has_level(level) ? &kernels[level] : NULL;
}

static const code_marks_kernels *
best_kernels(void)
{
    if (has_level(CODE_MARKS_AVX512))
        return code_marks_kernels_of(CODE_MARKS_AVX512);
    if (has_level(CODE_MARKS_AVX2))
        return code_marks_kernels_of(CODE_MARKS_AVX2);
    return code_marks_kernels_of(CODE_MARKS_SCALAR);
}

void
codes_mark(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
           uint32_t wanted_count, uint64_t *ret_marks)
{
    best_kernels()->mark(codes, count, wanted, wanted_count, ret_marks);
}

void
codes_mark_set(const uint16_t *codes, uint32_t count, const uint32_t *set,
               uint64_t *ret_marks)
{
    best_kernels()->mark_set(codes, count, set, ret_marks);
}
