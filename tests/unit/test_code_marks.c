/* SPDX-License-Identifier: MIT */
/*
 * Do all kernels mark the same places of codes, whatever lies behind the last?
 */
#include "core/base/bit_set.h"
#include "core/format/code_marks.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COUNT_MAX = 1024, WANTED_MAX = 20 };

static uint64_t seed = 4711;

static uint32_t
below(uint32_t bound)
{
    return random_below(&seed, bound);
}

/* A row of few different codes or of many, and anything behind it. */
static uint32_t
draw_row(uint16_t *codes)
{
    const uint32_t count = below(COUNT_MAX + 1);
    const uint32_t kinds = below(2) ? CODE_COUNT : 1 + below(30);
    for (uint32_t i = 0; i < count; i++)
        codes[i] = (uint16_t)(CODE_COUNT - 1 - below(kinds));
    for (uint32_t i = 0; i < CODE_MARKS_SLACK; i++)
        codes[count + i] = (uint16_t)below(0x10000);
    return count;
}

static void
check_marks(const uint64_t *got, const uint16_t *codes, uint32_t count,
            const uint32_t *set)
{
    for (uint32_t i = 0; i < 64 * bits_words(count); i++) {
        const bool wanted =
            i < count && set[codes[i] / 32] >> codes[i] % 32 & 1;
        assert_int_equal(bits_test(got, i), wanted);
    }
}

static void
test_kernels(void **state)
{
    uint16_t codes[COUNT_MAX + CODE_MARKS_SLACK];
    uint64_t marks[COUNT_MAX / 64 + 1];
    (void)state;
    for (int round = 0; round < 3000; round++) {
        const uint32_t count = draw_row(codes);
        uint16_t wanted[WANTED_MAX];
        const uint32_t wanted_count = below(WANTED_MAX + 1);
        uint32_t set[CODE_SET_WORDS] = { 0 };
        for (uint32_t j = 0; j < wanted_count; j++) {
            wanted[j] = count && below(2) ? codes[below(count)]
                                          : (uint16_t)below(CODE_COUNT);
            set[wanted[j] / 32] |= 1u << wanted[j] % 32;
        }
        for (int level = CODE_MARKS_SCALAR; level <= CODE_MARKS_AVX512;
             level++) {
            const code_marks_kernels *k =
                code_marks_kernels_of((code_marks_level)level);
            if (!k)
                continue;
            memset(marks, 0xa5, sizeof(marks));
            k->mark(codes, count, wanted, wanted_count, marks);
            check_marks(marks, codes, count, set);
            memset(marks, 0xa5, sizeof(marks));
            k->mark_set(codes, count, set, marks);
            check_marks(marks, codes, count, set);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_kernels) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
