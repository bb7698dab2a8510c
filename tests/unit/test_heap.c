/* SPDX-License-Identifier: MIT */
/*
 * Does a heap give its items in the order in which qsort() puts them? Built at
 * once, grown item by item, with the top replaced, and with equal items.
 */
#include "core/base/heap.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ITEMS_MAX = 100, ROUNDS = 300 };

/* The context counts comparisons, to see that it is handed on. */
static bool
is_less(size_t *comparisons, const uint32_t *x, const uint32_t *y)
{
    ++*comparisons;
    return *x < *y;
}

HEAP_OF(number_heap, uint32_t, size_t *, is_less)

static int
compare(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return (*x > *y) - (*x < *y);
}

/* Random numbers, many of them equal in some rounds; how many they are. */
static size_t
random_items(uint64_t *seed, uint32_t *items)
{
    const size_t count = random_below(seed, ITEMS_MAX + 1);
    const uint32_t limit = 1 + random_below(seed, 200);
    for (size_t i = 0; i < count; i++)
        items[i] = random_below(seed, limit);
    return count;
}

/* Take all items from the heap: they come sorted. */
static void
assert_drains_sorted(uint32_t *heap, size_t count, const uint32_t *sorted)
{
    size_t comparisons = 0;
    for (size_t i = 0; count; i++) {
        assert_int_equal(heap[0], sorted[i]);
        heap[0] = heap[--count];
        number_heap_sink(&comparisons, heap, count, 0);
    }
}

static void
a_heap_made_at_once_is_sorted(void **state)
{
    uint64_t seed = 1;
    uint32_t heap[ITEMS_MAX];
    uint32_t sorted[ITEMS_MAX];
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        size_t comparisons = 0;
        const size_t count = random_items(&seed, heap);
        memcpy(sorted, heap, sizeof(sorted));
        qsort(sorted, count, sizeof(*sorted), compare);
        number_heap_make(&comparisons, heap, count);
        assert_true(comparisons <= 2 * count);
        assert_drains_sorted(heap, count, sorted);
    }
}

static void
a_heap_that_grows_is_sorted(void **state)
{
    uint64_t seed = 2;
    uint32_t items[ITEMS_MAX];
    uint32_t heap[ITEMS_MAX];
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        size_t comparisons = 0;
        const size_t count = random_items(&seed, items);
        for (size_t i = 0; i < count; i++) {
            heap[i] = items[i];
            number_heap_raise(&comparisons, heap, i);
        }
        qsort(items, count, sizeof(*items), compare);
        assert_drains_sorted(heap, count, items);
    }
}

/* Replace the top again and again: the largest of all are left. */
static void
a_replaced_top_finds_its_place(void **state)
{
    uint64_t seed = 3;
    uint32_t items[ITEMS_MAX];
    uint32_t heap[ITEMS_MAX];
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        size_t comparisons = 0;
        const size_t count = random_items(&seed, items);
        const size_t kept = count / 3;
        memcpy(heap, items, sizeof(heap));
        number_heap_make(&comparisons, heap, kept);
        for (size_t i = kept; i < count; i++)
            if (kept && heap[0] < items[i]) {
                heap[0] = items[i];
                number_heap_sink(&comparisons, heap, kept, 0);
            }
        qsort(items, count, sizeof(*items), compare);
        assert_drains_sorted(heap, kept, items + count - kept);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heap_made_at_once_is_sorted),
        cmocka_unit_test(a_heap_that_grows_is_sorted),
        cmocka_unit_test(a_replaced_top_finds_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
