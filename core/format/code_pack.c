/* SPDX-License-Identifier: MIT */
/*
 * The AVX2 kernels take 24 bytes, 16 codes, a step: a shuffle brings the two
 * bytes that hold a code together, and a mask (even codes) or a shift (odd
 * ones) cuts it out. A step loads 28 bytes; what is left at the end is copied
 * to a padded place first, so that nothing behind the row is touched.
 */
#include "core/format/code_pack.h"
#include "core/format/code_table.h"

#include <string.h>
#if defined(__x86_64__)
#  include <immintrin.h>
#endif

void
codes_pack(const uint16_t *codes, uint32_t count, buffer *out)
{
    uint8_t *to = buffer_extend(out, codes_size(count));
    if (!to)
        return;
    uint32_t i = 0;
    for (; i + 1 < count; i += 2, to += 3) {
        to[0] = (uint8_t)codes[i];
        to[1] = (uint8_t)(codes[i] >> 8 | codes[i + 1] << 4);
        to[2] = (uint8_t)(codes[i + 1] >> 4);
    }
    if (i < count) {
        to[0] = (uint8_t)codes[i];
        to[1] = (uint8_t)(codes[i] >> 8);
    }
}

static inline uint16_t
code_at(const uint8_t *packed, uint32_t i)
{
    const uint8_t *at = packed + (size_t)i / 2 * 3;
    if (i % 2)
        return (uint16_t)(at[1] >> 4 | at[2] << 4);
    return (uint16_t)(at[0] | (at[1] & 0x0f) << 8);
}

void
codes_unpack_scalar(bytes packed, uint32_t count, uint16_t *to)
{
    for (uint32_t i = 0; i < count; i++)
        to[i] = code_at(packed.at, i);
}

bool
codes_have_scalar(bytes packed, uint32_t count, const uint16_t *wanted)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint16_t code = code_at(packed.at, i);
        for (int j = 0; j < CODES_WANTED; j++)
            if (code == wanted[j])
                return true;
    }
    return false;
}

uint32_t
codes_map_scalar(const uint16_t *map, uint16_t dropped, const uint16_t *codes,
                 uint32_t count, uint16_t *to)
{
    uint32_t length = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint16_t unit = map[codes[i]];
        to[length] = unit;
        length += unit != dropped;
    }
    return length;
}

bool
codes_find_scalar(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
                  uint32_t length)
{
    for (uint32_t i = 0; i + length <= count; i++)
        if (codes[i] == wanted[0] &&
            !memcmp(codes + i, wanted, length * sizeof(*codes)))
            return true;
    return false;
}

#if defined(__x86_64__)

enum { STEP_CODES = 16, STEP_BYTES = 24, STEP_LOADED = 28, TAIL_ROOM = 64 };

#  define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i
step_unpack(const uint8_t *at)
{
    const __m256i spread = _mm256_setr_epi8(
        0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 7, 8, 9, 10, 10, 11, /* low lane */
        0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 7, 8, 9, 10, 10, 11);
    const __m128i low = _mm_loadu_si128((const __m128i *)(const void *)at);
    const __m128i high =
        _mm_loadu_si128((const __m128i *)(const void *)(at + 12));
    const __m256i pairs =
        _mm256_shuffle_epi8(_mm256_set_m128i(high, low), spread);
    return _mm256_blend_epi16(
        _mm256_and_si256(pairs, _mm256_set1_epi16(0x0fff)),
        _mm256_srli_epi16(pairs, 4), 0xaa);
}

AVX2 static void
unpack_avx2(bytes packed, uint32_t count, uint16_t *to)
{
    uint8_t tail[TAIL_ROOM] = { 0 };
    uint32_t i = 0;
    const uint8_t *at = packed.at;
    for (; i < count && packed.end - at >= STEP_LOADED;
         i += STEP_CODES, at += STEP_BYTES)
        _mm256_storeu_si256((__m256i *)(void *)(to + i), step_unpack(at));
    if (i >= count)
        return;
    memcpy(tail, at, (size_t)(packed.end - at));
    for (at = tail; i < count; i += STEP_CODES, at += STEP_BYTES)
        _mm256_storeu_si256((__m256i *)(void *)(to + i), step_unpack(at));
}

/* Sixteen look-ups, each of four bytes, of which the lower two count. */
AVX2 static inline __m256i
step_map(const uint16_t *map, __m256i codes)
{
    const void *base = map;
    /* Behind the last code lies anything: no look-up may leave the map. */
    codes = _mm256_and_si256(codes, _mm256_set1_epi16(CODE_COUNT - 1));
    const __m256i low = _mm256_i32gather_epi32(
        base, _mm256_cvtepu16_epi32(_mm256_castsi256_si128(codes)), 2);
    const __m256i high = _mm256_i32gather_epi32(
        base, _mm256_cvtepu16_epi32(_mm256_extracti128_si256(codes, 1)), 2);
    const __m256i mask = _mm256_set1_epi32(0xffff);
    return _mm256_permute4x64_epi64(
        _mm256_packus_epi32(_mm256_and_si256(low, mask),
                            _mm256_and_si256(high, mask)),
        0xd8);
}

/* Where nothing is dropped a step's units go out at once. All codes of a step
 * are read before any unit of it is written. */
AVX2 static uint32_t
map_avx2(const uint16_t *map, uint16_t dropped, const uint16_t *codes,
         uint32_t count, bool slack, uint16_t *to)
{
    const __m256i gone = _mm256_set1_epi16((short)dropped);
    uint32_t length = 0;
    uint32_t i = 0;
    for (; i + (slack ? 1 : STEP_CODES) <= count; i += STEP_CODES) {
        const uint32_t left = count - i < STEP_CODES ? count - i : STEP_CODES;
        const __m256i units = step_map(
            map,
            _mm256_loadu_si256((const __m256i *)(const void *)(codes + i)));
        const uint32_t found =
            (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi16(units, gone));
        if (found) {
            length +=
                codes_map_scalar(map, dropped, codes + i, left, to + length);
            continue;
        }
        _mm256_storeu_si256((__m256i *)(void *)(to + length), units);
        length += left;
    }
    if (i < count)
        length +=
            codes_map_scalar(map, dropped, codes + i, count - i, to + length);
    return length;
}

typedef struct wanted_lanes {
    __m256i lanes[CODES_WANTED];
} wanted_lanes;

AVX2 static inline bool
step_has(const uint8_t *at, const wanted_lanes *w)
{
    const __m256i codes = step_unpack(at);
    const __m256i found = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi16(codes, w->lanes[0]),
                        _mm256_cmpeq_epi16(codes, w->lanes[1])),
        _mm256_or_si256(_mm256_cmpeq_epi16(codes, w->lanes[2]),
                        _mm256_cmpeq_epi16(codes, w->lanes[3])));
    return !_mm256_testz_si256(found, found);
}

/* The tail is filled up with escapes, which nobody wants. */
AVX2 static bool
have_avx2(bytes packed, uint32_t count, const uint16_t *wanted)
{
    uint8_t tail[TAIL_ROOM];
    wanted_lanes w;
    for (int j = 0; j < CODES_WANTED; j++)
        w.lanes[j] = _mm256_set1_epi16((short)wanted[j]);
    uint32_t i = 0;
    const uint8_t *at = packed.at;
    for (; i < count && packed.end - at >= STEP_LOADED;
         i += STEP_CODES, at += STEP_BYTES)
        if (step_has(at, &w))
            return true;
    if (i >= count)
        return false;
    const size_t left = (size_t)(packed.end - at);
    memset(tail, 0xff, sizeof(tail));
    memcpy(tail, at, left);
    if (count % 2 && left)
        tail[left - 1] |= 0xf0; /* the half of the code that is not there */
    for (at = tail; i < count; i += STEP_CODES, at += STEP_BYTES)
        if (step_has(at, &w))
            return true;
    return false;
}

/* Places where the first two codes stand, sixteen at a look. */
AVX2 static bool
find_avx2(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
          uint32_t length)
{
    const __m256i first = _mm256_set1_epi16((short)wanted[0]);
    const __m256i second = _mm256_set1_epi16((short)wanted[1]);
    for (uint32_t i = 0; i + length <= count; i += STEP_CODES) {
        const __m256i here =
            _mm256_loadu_si256((const __m256i *)(const void *)(codes + i));
        const __m256i next =
            _mm256_loadu_si256((const __m256i *)(const void *)(codes + i + 1));
        uint32_t places = (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(
            _mm256_cmpeq_epi16(here, first), _mm256_cmpeq_epi16(next, second)));
        for (; places; places &= places - 1) {
            const uint32_t at = i + (uint32_t)__builtin_ctz(places) / 2;
            if (at + length <= count &&
                !memcmp(codes + at, wanted, length * sizeof(*codes)))
                return true;
        }
    }
    return false;
}

bool
codes_find(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
           uint32_t length)
{
    if (__builtin_cpu_supports("avx2"))
        return find_avx2(codes, count, wanted, length);
    return codes_find_scalar(codes, count, wanted, length);
}

void
codes_unpack(bytes packed, uint32_t count, uint16_t *to)
{
    if (__builtin_cpu_supports("avx2"))
        unpack_avx2(packed, count, to);
    else
        codes_unpack_scalar(packed, count, to);
    memset(to + count, 0, CODE_SLACK * sizeof(*to));
}

uint32_t
codes_map(const uint16_t *map, uint16_t dropped, const uint16_t *codes,
          uint32_t count, bool slack, uint16_t *to)
{
    if (__builtin_cpu_supports("avx2"))
        return map_avx2(map, dropped, codes, count, slack, to);
    return codes_map_scalar(map, dropped, codes, count, to);
}

bool
codes_have(bytes packed, uint32_t count, const uint16_t *wanted)
{
    if (__builtin_cpu_supports("avx2"))
        return have_avx2(packed, count, wanted);
    return codes_have_scalar(packed, count, wanted);
}

#else

bool
codes_find(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
           uint32_t length)
{
    return codes_find_scalar(codes, count, wanted, length);
}

uint32_t
codes_map(const uint16_t *map, uint16_t dropped, const uint16_t *codes,
          uint32_t count, bool slack, uint16_t *to)
{
    (void)slack;
    return codes_map_scalar(map, dropped, codes, count, to);
}

void
codes_unpack(bytes packed, uint32_t count, uint16_t *to)
{
    codes_unpack_scalar(packed, count, to);
    memset(to + count, 0, CODE_SLACK * sizeof(*to));
}

bool
codes_have(bytes packed, uint32_t count, const uint16_t *wanted)
{
    return codes_have_scalar(packed, count, wanted);
}

#endif
