/* SPDX-License-Identifier: MIT */
/*
 * Does a segment list exactly the strings that enough of its passages have,
 * each with exactly these? The twin sorts all strings of all skeletons. Tried
 * at several sizes, over segments with deleted passages and over merged ones,
 * with few passages a string and with many.
 */
#include "indexer/write/string_lists.h"
#include "tests/unit/random.h"
#include "tests/unit/random_index.h"

#include "core/format/subset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- the twin ------------------------------------------------------------------ */

/* A string and a passage that has it. */
typedef struct occurrence {
    frequent_key key;
    uint32_t passage;
} occurrence;

typedef ARRAY_OF(occurrence) occurrence_list;

static int
compare(const void *a, const void *b)
{
    const occurrence *x = a;
    const occurrence *y = b;
    const int order = frequent_key_compare(x->key, y->key);
    return order ? order
                 : (x->passage > y->passage) - (x->passage < y->passage);
}

static void
take_strings(occurrence_list *all, uint32_t passage, const uint16_t *units,
             uint32_t length)
{
    for (uint32_t i = 0; i < length; i++)
        for (uint32_t n = 1; n <= 6 && i + n <= length; n++) {
            if (!frequent_unit(units[i + n - 1]))
                break;
            if (n >= 3)
                assert_true(
                    ARRAY_PUSH(all, (occurrence){ frequent_key_of(units + i, n),
                                                  passage }));
        }
}

/* Each string of a segment with each of its passages, once, in order. */
static occurrence_list
strings_of(random_index *x, segment *s)
{
    yz_error err;
    occurrence_list all = { 0 };
    size_t kept = 0;
    for (uint32_t p = 0; p < s->info.passages; p++) {
        const uint16_t *units;
        uint32_t length;
        require_ok(segment_skeleton(s, p, &x->context.skeletons, &units,
                                    &length, &err),
                   &err);
        take_strings(&all, p, units, length);
    }
    if (all.count)
        qsort(all.items, all.count, sizeof(*all.items), compare);
    for (size_t i = 0; i < all.count; i++)
        if (!i || compare(&all.items[i - 1], &all.items[i]))
            all.items[kept++] = all.items[i];
    all.count = kept;
    return all;
}

/* ---- comparing ------------------------------------------------------------------ */

/* Occurrences [begin, end) are of one string. */
static void
check_string(segment *s, const occurrence *of, uint32_t count, uint32_t least)
{
    yz_error err = { 0 };
    arena a = { 0 };
    frequent_entry entry;
    uint32_t *passages;
    const yz_status found = segment_frequent(s, of->key, &entry, &err);
    assert_int_equal(found, count >= least ? YZ_OK : YZ_DONE);
    if (found != YZ_OK)
        return;
    assert_int_equal(entry.count, count);
    require_ok(
        segment_frequent_passages(s, of->key, &entry, &a, &passages, &err),
        &err);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(passages[i], of[i].passage);
    arena_dispose(&a);
}

static uint32_t
count_listed(segment *s)
{
    yz_error err;
    frequent_cursor c;
    uint32_t count = 0;
    require_ok(frequent_cursor_open(&s->blobs[BLOB_FREQUENT], &c, &err), &err);
    while (frequent_cursor_next(&c, &err) == YZ_OK)
        count++;
    return count;
}

static void
check_segment(random_index *x, segment *s)
{
    const uint32_t least = s->info.frequent ? s->info.frequent : UINT32_MAX;
    occurrence_list all = strings_of(x, s);
    uint32_t listed = 0;
    for (size_t i = 0, end; i < all.count; i = end) {
        end = i + 1;
        while (end < all.count &&
               frequent_key_equal(all.items[i].key, all.items[end].key))
            end++;
        check_string(s, &all.items[i], (uint32_t)(end - i), least);
        listed += end - i >= least;
    }
    assert_int_equal(count_listed(s), listed);
    ARRAY_DISPOSE(&all);
}

static void
check_index(random_index *x)
{
    for (uint32_t i = 0; i < x->snapshot->segment_count; i++)
        check_segment(x, &x->snapshot->segments[i]);
}

/* One segment of all, in which strings of `frequent` passages are listed. */
static void
compact(random_index *x, uint32_t frequent)
{
    yz_error err;
    yz_compaction unused;
    yz_snapshot_close(x->snapshot);
    x->index->frequent = frequent;
    require_ok(yz_index_compact(x->index, &unused, &err), &err);
    require_ok(yz_snapshot_open(x->index, &x->snapshot, &err), &err);
}

static void
check_check(const random_index *x)
{
    yz_error err;
    yz_check found;
    require_ok(yz_index_check(x->folder, NULL, NULL, NULL, &found, &err), &err);
    assert_int_equal(found.problems, 0);
}

/* ---- tests ------------------------------------------------------------------------ */

static void
every_frequent_string_is_listed(void **state)
{
    static const uint32_t sizes[][2] = {
        { 1, 40 }, { 9, 10 }, { 100, 30 }, { 700, 30 }, { 3000, 12 }
    };
    static const uint32_t frequent[] = { 2, 3, 7, 64, 200 };
    uint64_t random = 15;
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++)
        for (size_t j = 0; j < ARRAY_LENGTH(frequent); j++) {
            random_index x;
            random_index_open_frequent(&x, &random, frequent[j], sizes[i][0],
                                       sizes[i][1]);
            check_index(&x);
            check_check(&x);
            compact(&x, frequent[(j + 1) % ARRAY_LENGTH(frequent)]);
            assert_int_equal(x.snapshot->segment_count, 1);
            check_index(&x);
            check_check(&x);
            compact(&x, FREQUENT_OFF);
            random_index_close(&x);
        }
}

static uint64_t
size_of(segment *s, blob_kind kind)
{
    yz_error err;
    uint64_t size = 0;
    for (uint32_t i = 0; i < s->info.chunks[kind]; i++) {
        bytes chunk;
        require_ok(blob_chunk(&s->blobs[kind], i, &chunk, &err), &err);
        size += bytes_left(&chunk);
    }
    return size;
}

/* As frequent as it takes for the lists to be a twentieth of the texts. */
static void
lists_are_a_small_part_of_the_texts(void **state)
{
    static const uint32_t passages[] = { 40, 300, 2000, 6000 };
    uint64_t random = 16;
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(passages); i++) {
        random_index x;
        random_index_open_frequent(&x, &random, 0, passages[i], 40);
        compact(&x, 0);
        check_index(&x);
        segment *s = &x.snapshot->segments[0];
        const uint32_t least = s->info.frequent;
        const uint64_t size =
            size_of(s, BLOB_FREQUENT) + size_of(s, BLOB_FREQUENT_LIST);
        /* The texts are four times their packed form, at most. */
        assert_true(size <= size_of(s, BLOB_TEXT) * 4 / 20);
        assert_true(least == 0 ||
                    (least >= FREQUENT_AUTO_MIN && (least & (least - 1)) == 0));
        random_index_close(&x);
    }
}

/* Subsets of all sizes and shares come back; what is damaged is refused. */
static void
subsets_come_back(void **state)
{
    enum { LIMIT_MAX = 3000, ROUNDS = 2000 };
    uint64_t random = 17;
    uint32_t *numbers = calloc(LIMIT_MAX + 1, sizeof(*numbers));
    uint32_t *items = calloc(LIMIT_MAX + 1, sizeof(*items));
    (void)state;
    assert_non_null(numbers);
    assert_non_null(items);
    for (int round = 0; round < ROUNDS; round++) {
        yz_error err;
        buffer coded = { 0 };
        const uint32_t limit =
            1 + random_below(&random, 1 + random_below(&random, LIMIT_MAX));
        const uint32_t share = random_below(&random, 1001);
        uint32_t count = 0;
        for (uint32_t i = 0; i < limit; i++) {
            items[i] = 7 * i + 3;
            if (random_below(&random, 1000) < share)
                numbers[count++] = i;
        }
        const bool others = subset_encode(numbers, count, limit, &coded);
        subset s = { bytes_of(coded.data, coded.size), coded.data + coded.size,
                     count, limit, others };
        require_ok(subset_take(&s, items, items, &err), &err);
        for (uint32_t i = 0; i < count; i++)
            assert_int_equal(items[i], 7 * numbers[i] + 3);
        require_ok(subset_take(&s, NULL, items, &err), &err);
        for (uint32_t i = 0; i < count; i++)
            assert_int_equal(items[i], numbers[i]);
        for (size_t i = 0; i < coded.size && i < 8; i++) {
            /* In a block of its size, so that what is read too far is seen. */
            coded.data[random_below(&random, (uint32_t)coded.size)] ^=
                (uint8_t)(1 << random_below(&random, 8));
            const yz_status status = subset_take(&s, NULL, items, &err);
            assert_true(status == YZ_OK || status == YZ_E_CORRUPT);
        }
        buffer_dispose(&coded);
    }
    free(numbers);
    free(items);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_frequent_string_is_listed),
        cmocka_unit_test(lists_are_a_small_part_of_the_texts),
        cmocka_unit_test(subsets_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
