/* SPDX-License-Identifier: MIT */
/*
 * The places of codes in a row of them, a bit each: place n is bit n % 64 of
 * word n / 64, as in core/base/bit_set.h. What is asked of the places next to
 * each other is then asked of 64 of them at once.
 */
#ifndef YZ_FORMAT_CODE_MARKS_H
#define YZ_FORMAT_CODE_MARKS_H

#include "core/format/code_table.h"

enum {
    CODE_MARKS_SLACK = 64, /**< codes that may be read behind the last */
    CODE_SET_WORDS = CODE_COUNT / 32
};

/**
 * Mark the places of any of the wanted codes.
 * @param codes      below CODE_COUNT; CODE_MARKS_SLACK more of any value may be
 *                   read behind them
 * @param ret_marks  room for `count` bits, in whole words; those behind the
 *                   last code are 0
 */
void
codes_mark(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
           uint32_t wanted_count, uint64_t *ret_marks);

/**
 * The same for a large set of codes.
 * @param set  CODE_SET_WORDS words: code n is bit n % 32 of word n / 32
 */
void
codes_mark_set(const uint16_t *codes, uint32_t count, const uint32_t *set,
               uint64_t *ret_marks);

/** The kernels of one kind of machine, for tests to compare. */
typedef enum code_marks_level {
    CODE_MARKS_SCALAR, /**< on any */
    CODE_MARKS_AVX2,
    CODE_MARKS_AVX512
} code_marks_level;

typedef struct code_marks_kernels {
    void (*mark)(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
                 uint32_t wanted_count, uint64_t *ret_marks);
    void (*mark_set)(const uint16_t *codes, uint32_t count, const uint32_t *set,
                     uint64_t *ret_marks);
} code_marks_kernels;

/** NULL: this machine has no such instructions. */
const code_marks_kernels *
code_marks_kernels_of(code_marks_level level);

#endif /* YZ_FORMAT_CODE_MARKS_H */
