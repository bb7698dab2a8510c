/* SPDX-License-Identifier: MIT */
/*
 * Do sets of bits, in words and in bytes, answer like an array of bools? On
 * random sets of every density and of sizes around whole words.
 */
#include "core/base/bit_set.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { NUMBERS_MAX = 300, ROUNDS = 400 };

typedef struct sets {
    size_t count;
    bool expected[NUMBERS_MAX];
    uint64_t words[NUMBERS_MAX / 64 + 2]; /* one more, for windows */
    uint8_t bytes[NUMBERS_MAX / 8 + 1];
} sets;

/* Random numbers go in and out of all three. */
static void
fill(sets *s, uint64_t *seed)
{
    memset(s, 0, sizeof(*s));
    s->count = 1 + random_below(seed, NUMBERS_MAX);
    const uint32_t changes = random_below(seed, 2 * NUMBERS_MAX);
    for (uint32_t i = 0; i < changes; i++) {
        const size_t n = random_below(seed, (uint32_t)s->count);
        if (random_below(seed, 3)) {
            assert_int_equal(bits_add(s->words, n), !s->expected[n]);
            byte_bits_set(s->bytes, n);
            s->expected[n] = true;
        } else {
            bits_clear(s->words, n);
            byte_bits_clear(s->bytes, n);
            s->expected[n] = false;
        }
    }
}

static size_t
slow_next(const sets *s, size_t end, size_t n)
{
    while (n < end && !s->expected[n])
        n++;
    return n < end ? n : end;
}

static void
members_are_those_of_the_array(void **state)
{
    uint64_t seed = 1;
    sets s;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        fill(&s, &seed);
        for (size_t n = 0; n < s.count; n++) {
            assert_int_equal(bits_test(s.words, n), s.expected[n]);
            assert_int_equal(byte_bits_test(s.bytes, n), s.expected[n]);
        }
    }
}

static void
counts_are_those_of_the_array(void **state)
{
    uint64_t seed = 2;
    sets s;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        size_t below = 0;
        fill(&s, &seed);
        for (size_t n = 0; n <= s.count; n++) {
            assert_int_equal(byte_bits_count(s.bytes, n), below);
            below += n < s.count && s.expected[n];
        }
        assert_int_equal(bits_count(s.words, bits_words(s.count)), below);
    }
}

static void
next_is_the_next_of_the_array(void **state)
{
    uint64_t seed = 3;
    sets s;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        fill(&s, &seed);
        for (size_t n = 0; n <= s.count + 1; n++) {
            const size_t end = random_below(&seed, (uint32_t)s.count + 1);
            assert_int_equal(bits_next(s.words, end, n), slow_next(&s, end, n));
        }
    }
}

static void
each_visits_all_in_order(void **state)
{
    uint64_t seed = 4;
    sets s;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        fill(&s, &seed);
        size_t expected = slow_next(&s, s.count, 0);
        BITS_EACH (n, s.words, s.count) {
            assert_int_equal(n, expected);
            expected = slow_next(&s, s.count, n + 1);
        }
        assert_int_equal(expected, s.count);
    }
}

static void
windows_are_those_of_the_array(void **state)
{
    uint64_t seed = 5;
    sets s;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        fill(&s, &seed);
        const size_t from = random_below(&seed, (uint32_t)s.count);
        const uint64_t window = bits_window(s.words, from);
        for (size_t i = 0; i < 64; i++)
            assert_int_equal(window >> i & 1,
                             from + i < s.count ? s.expected[from + i] : false);
    }
}

static void
sizes_hold_every_number(void **state)
{
    (void)state;
    assert_int_equal(bits_words(0), 0);
    assert_int_equal(byte_bits_size(0), 0);
    for (size_t count = 1; count < NUMBERS_MAX; count++) {
        assert_int_equal(bits_words(count), (count - 1) / 64 + 1);
        assert_int_equal(byte_bits_size(count), (count - 1) / 8 + 1);
    }
    for (uint32_t count = 0; count <= 64; count++)
        assert_int_equal(word_count(word_mask(count)), count);
    for (uint32_t n = 0; n < 64; n++)
        assert_int_equal(word_lowest(word_bit(n) | (uint64_t)1 << 63), n);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_those_of_the_array),
        cmocka_unit_test(counts_are_those_of_the_array),
        cmocka_unit_test(next_is_the_next_of_the_array),
        cmocka_unit_test(each_visits_all_in_order),
        cmocka_unit_test(windows_are_those_of_the_array),
        cmocka_unit_test(sizes_hold_every_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
