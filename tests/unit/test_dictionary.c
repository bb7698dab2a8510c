/* SPDX-License-Identifier: MIT */
/*
 * Is the dictionary read when it pays and not before, once for all threads,
 * and does its double array hold the words it was made of?
 */
#include "core/text/word_list.h"

#include "core/base/array.h"
#include "core/text/word_break.h"
#include "core/text/word_path.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- double arrays --------------------------------------------------------------- */

/*
 * 会 (3), 工 (7), 工人阶级 (200) and 工会 (9), as ICU would write them: a
 * branch of two, in it another, and a chain.
 */
static const uint16_t words_form[] = {
    0x0001, /* branch of 2 */
    u'会',
    0x8003,                /* final, 3 */
    u'工',                 /* and the last: */
    (7 + 1) << 6 | 0x0001, /* value 7, and a branch of 2 */
    u'会',
    0x8009, /* final, 9 */
    u'人',  /* and the last: */
    0x0031, /* a chain of 2 */
    u'阶',
    u'级',
    0x80c8, /* final, 200 */
};

/* The cost of a word; 0: it is none. */
static uint32_t
cost_of(const word_trie *trie, const uint16_t *word, size_t length)
{
    const trie_slot *slot = &trie->slots[trie->codes[word[0]]];
    for (size_t i = 1; slot && i < length; i++) {
        const uint16_t code = trie->codes[word[i]];
        slot = code ? word_trie_next(trie, slot, code) : NULL;
    }
    return slot ? slot->cost : 0;
}

static void
test_a_small_trie(void **state)
{
    (void)state;
    word_trie *trie = word_trie_of_icu(NULL, words_form);
    assert_non_null(trie);
    assert_int_equal(cost_of(trie, u"工", 1), 7);
    assert_int_equal(cost_of(trie, u"会", 1), 3);
    assert_int_equal(cost_of(trie, u"工会", 2), 9);
    assert_int_equal(cost_of(trie, u"工人阶级", 4), 200);
    assert_int_equal(cost_of(trie, u"工人阶", 3), 0);
    assert_int_equal(cost_of(trie, u"人", 1), 0);
    assert_int_equal(cost_of(trie, u"会工", 2), 0);
    assert_int_equal(cost_of(trie, u"驿站", 2), 0);
    word_trie_free(trie);
    word_trie_free(NULL);
}

static void
test_a_cost_out_of_range_is_refused(void **state)
{
    (void)state;
    static const uint16_t none[] = { 0x0030, u'工', 0x8000 };
    static const uint16_t high[] = { 0x0030, u'工', 0x8100 };
    static const uint16_t good[] = { 0x0030, u'工', 0x80ff };
    assert_null(word_trie_of_icu(NULL, none));
    assert_null(word_trie_of_icu(NULL, high));
    word_trie *trie = word_trie_of_icu(NULL, good);
    assert_non_null(trie);
    word_trie_free(trie);
}

/* The cheapest way, not the longest words; unknown characters alone. */
static void
test_a_path(void **state)
{
    (void)state;
    static const uint16_t text[] = u"工会会工人阶级驿";
    static const uint32_t ends[] = { 2, 3, 7, 8 };
    word_trie *trie = word_trie_of_icu(NULL, words_form);
    word_path path = { 0 };
    assert_true(word_path_find(&path, trie, text, 8));
    uint32_t at = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(ends); i++) {
        at = path.items[at].to;
        assert_int_equal(at, ends[i]);
    }
    ARRAY_DISPOSE(&path);
    word_trie_free(trie);
}

/* ---- when it is read --------------------------------------------------------------- */

static void
test_few_units_read_nothing(void **state)
{
    (void)state;
    word_list *d;
    assert_int_equal(dictionary_new(NULL, &d, NULL), YZ_OK);
    for (int i = 0; i < 1000; i++)
        assert_null(dictionary_tables(d, 100));
    assert_null(dictionary_tables(NULL, 100));
    const word_tables *tables = dictionary_build(d);
    assert_ptr_equal(dictionary_tables(d, 1), tables);
    dictionary_free(d);
    dictionary_free(NULL);
}

static void
test_many_units_read_it(void **state)
{
    (void)state;
    word_list *d;
    word_list *built;
    assert_int_equal(dictionary_new(NULL, &d, NULL), YZ_OK);
    assert_int_equal(dictionary_new(NULL, &built, NULL), YZ_OK);
    const word_tables *tables = NULL;
    for (int i = 0; i < 1000; i++)
        tables = dictionary_tables(d, 1000);
    /* With an ICU that is not known, neither has any. */
    assert_true(!tables == !dictionary_build(built));
    dictionary_free(built);
    dictionary_free(d);
}

enum { THREADS = 4 };

static void *
cut_much(void *context)
{
    static const uint16_t text[] = u"职工服务中心在工会驿站";
    const uint32_t length = ARRAY_LENGTH(text) - 1;
    arena a = { 0 };
    segmenter *s = NULL;
    size_t odd = 0;
    if (segmenter_open(NULL, context, &s, NULL) != YZ_OK)
        return context;
    for (int i = 0; i < 20000; i++) {
        word_span *spans;
        size_t count = 0;
        const yz_status status =
            segmenter_words(s, text, length, &a, &spans, &count, NULL);
        odd += status != YZ_OK || count != 6;
        arena_clear(&a);
    }
    segmenter_close(s);
    arena_dispose(&a);
    return odd ? context : NULL;
}

static void
test_threads_share_one(void **state)
{
    (void)state;
    word_list *d;
    pthread_t threads[THREADS];
    assert_int_equal(dictionary_new(NULL, &d, NULL), YZ_OK);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, cut_much, d), 0);
    for (int i = 0; i < THREADS; i++) {
        void *failed;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    dictionary_free(d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_small_trie),
        cmocka_unit_test(test_a_cost_out_of_range_is_refused),
        cmocka_unit_test(test_a_path),
        cmocka_unit_test(test_few_units_read_nothing),
        cmocka_unit_test(test_many_units_read_it),
        cmocka_unit_test(test_threads_share_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
