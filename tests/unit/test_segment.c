/* SPDX-License-Identifier: MIT */
/*
 * Are the words of a text those that it should be ranked by: rule 5's for
 * letters and digits, ICU's for the rest, stems and simplified forms as terms?
 */
#include "core/text/analyzer.h"

#include "core/base/array.h"
#include "core/base/utf8.h"
#include "core/text/charclass.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>

#include <cmocka.h>

static variant_table *variants;

static int
setup(void **state)
{
    (void)state;
    buffer stored = { 0 };
    yz_status status = variant_table_dump(&stored, NULL);
    if (status == YZ_OK)
        status = variant_table_load(NULL, bytes_of(stored.data, stored.size),
                                    &variants, NULL);
    buffer_dispose(&stored);
    return status;
}

static int
teardown(void **state)
{
    (void)state;
    variant_table_free(variants);
    return 0;
}

/* The terms of a text with spaces between, those of letters in brackets. */
static void
check_terms(const char *language, const char *text, const char *expected)
{
    arena a = { 0 };
    buffer out = { 0 };
    analyzer *an;
    skeleton s;
    word_token *tokens;
    size_t count;
    assert_int_equal(analyzer_open(NULL, language, variants, NULL, &an, NULL),
                     YZ_OK);
    assert_int_equal(skeleton_make(NULL, str_of(text), false, &a, &s, NULL),
                     YZ_OK);
    assert_int_equal(
        analyzer_words(an, s.units, s.length, &a, &tokens, &count, NULL),
        YZ_OK);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&out, tokens[i].latin ? "%s[%.*s]" : "%s%.*s",
                      i ? " " : "", (int)tokens[i].term.size,
                      tokens[i].term.data);
    buffer_put_u8(&out, 0);
    assert_string_equal((char *)out.data, expected);
    analyzer_close(an);
    buffer_dispose(&out);
    arena_dispose(&a);
}

static void
test_words(void **state)
{
    (void)state;
    check_terms("en", "", "");
    check_terms("en", "。，！", "");
    check_terms("en", "职工服务中心", "职工 服务 中心");
    check_terms("en", "服务。工会", "服务 工会");
    check_terms("en", "Serving the workers", "[serv] [the] [worker]");
    check_terms("none", "Serving the workers", "[serving] [the] [workers]");
    check_terms("en", "2.5亿元", "[2.5] 亿 元");
    check_terms("en", "1,234,567", "[1234567]");
    check_terms("en", "1,2,3 12,34 1234,567 1,234,56",
                "[1,2,3] [12,34] "
                "[1234,567] [1,234,56]");
    check_terms("en", "x12,345.67km 0.123,456", "[x12345.67km] [0.123,456]");
    check_terms("en", "café Ångström Søren œuvre",
                "[cafe] [angstrom] [soren] "
                "[oeuvr]");
    check_terms("en", "50m² 10² co₂ gdp¹ ελλάς",
                "[50m2] [10²] [co2] [gdp] ¹ "
                "[ελλάσ]");
    check_terms("en", "0599-12351", "[0599] [12351]");
    check_terms("en", "A/B C++", "[a] [b] [c]");
    check_terms("en", "12:30", "[12] [30]");
    check_terms("en", "a_b", "[a] [b]");
    check_terms("en", "don't", "[dont]");
    check_terms("en", "u.s.a. 3.", "[u] [s] [a] [3]");
    check_terms("en", "½", "[1] [2]");
    check_terms("en", "mp3s", "[mp3s]"); /* with a digit: as it is */
    check_terms("en", "〇", "〇");
    check_terms("en", "工\u0301会", "工 [\u0301] 会");
    check_terms("en", "😀", "");
}

/* A text and its traditional twin are cut alike and have the same terms. */
static void
test_variants_give_the_same_words(void **state)
{
    (void)state;
    check_terms("en", "職工服務中心", "职工 服务 中心");
    check_terms("en", "國家圖書館", "国家 图书 馆");
    check_terms("en", "国家图书馆", "国家 图书 馆");
}

static void
test_latin_term(void **state)
{
    (void)state;
    static const uint16_t word[] = { 's', 'e', 'r', 'v', 'e', 'd' };
    static const uint16_t number[] = { '2', '.', '5' };
    arena a = { 0 };
    analyzer *an;
    yz_str term;
    assert_int_equal(analyzer_open(NULL, "en", variants, NULL, &an, NULL),
                     YZ_OK);
    assert_int_equal(analyzer_latin_term(an, word, 6, &a, &term, NULL), YZ_OK);
    assert_true(str_equal(term, str_of("serv")));
    assert_int_equal(analyzer_latin_term(an, number, 3, &a, &term, NULL),
                     YZ_OK);
    assert_true(str_equal(term, str_of("2.5")));
    analyzer_close(an);
    analyzer_close(NULL);
    arena_dispose(&a);
}

static void
check_stem(const char *language, const char *word, const char *expected)
{
    stemmer *s;
    assert_int_equal(stemmer_open(NULL, language, &s, NULL), YZ_OK);
    assert_true(str_equal(stemmer_stem(s, str_of(word)), str_of(expected)));
    stemmer_close(s);
}

static void
test_stems(void **state)
{
    (void)state;
    check_stem("en", "workers", "worker");
    check_stem("english", "services", "servic");
    check_stem("EN-GB", "serving", "serv");
    check_stem("de", "häuser", "haus");
    check_stem("ru", "работающими", "работа");
    check_stem("none", "workers", "workers");
    check_stem("und", "workers", "workers");
    check_stem("en", "", "");
    check_stem("en", "工会", "工会");
}

static void
test_an_unknown_language_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = { "xx",
                                         "zh",
                                         "",
                                         "-",
                                         NULL,
                                         "a-language-that-is-far-too-long-a-"
                                         "name-to-be-one" };
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        stemmer *s = NULL;
        yz_error err = { 0 };
        assert_int_equal(stemmer_open(NULL, names[i], &s, &err), YZ_E_INVALID);
        assert_null(s);
        assert_non_null(strstr(err.message, "english"));
        assert_non_null(strstr(err.message, "none"));
        analyzer *an = NULL;
        assert_int_equal(
            analyzer_open(NULL, names[i], variants, NULL, &an, NULL),
            YZ_E_INVALID);
        assert_null(an);
    }
    stemmer_close(NULL);
}

static void
test_garbage_of_endless_letters_is_its_own_stem(void **state)
{
    (void)state;
    char word[4001];
    memset(word, 'e', 4000);
    memcpy(word + 3994, "nesses", 7);
    check_stem("en", word, word);
}

/* The second time a stem comes from what is kept; it is the same. */
static void
test_stems_are_the_same_again(void **state)
{
    (void)state;
    enum { WORDS = 30000 };
    stemmer *s;
    stemmer *fresh;
    assert_int_equal(stemmer_open(NULL, "en", &s, NULL), YZ_OK);
    assert_int_equal(stemmer_open(NULL, "en", &fresh, NULL), YZ_OK);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < WORDS; i++) {
            char word[64];
            snprintf(word, sizeof(word), "%s%c%c%c%s",
                     i % 100 ? "" : "antidisestablishmentarianisming",
                     'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676 % 26,
                     i % 3 ? "ings" : "ness");
            buffer once = { 0 };
            buffer_put_text(&once, stemmer_stem(s, str_of(word)));
            const yz_str again = stemmer_stem(s, str_of(word));
            assert_true(str_equal(again, buffer_str(&once)));
            if (round)
                assert_true(
                    str_equal(again, stemmer_stem(fresh, str_of(word))));
            buffer_dispose(&once);
        }
    }
    stemmer_close(fresh);
    stemmer_close(s);
}

static uint32_t
random_char(uint64_t *seed)
{
    static const uint32_t pool[] = {
        0x5de5, 0x4f1a, 0x9a7f, 0x7ad9,  0x6703,  0x9a5b,  0x4e2d, 0x56fd,
        0x65b0, 0x534e, 0x793e, 0x4e00,  0x3002,  0xff0c,  0x3007, 0x30ab,
        0x30ca, 0x30fc, 0x3042, 0xac00,  0x1100,  0x0e01,  0x0e32, 0x5d0,
        0x5d1,  0x627,  0x628,  'a',     'b',     'S',     '1',    '2',
        '.',    ',',    '-',    '_',     ':',     ' ',     '/',    '\n',
        '+',    0xb7,   0x301,  0x20000, 0x20001, 0x1f600, 0x200d, 0x1f1e8,
        0x0967, 0x2044, 0x430,  0x3099,  0x3105,  0xff3f,
    };
    const uint64_t r = random_next(seed);
    if (r % 16)
        return pool[r / 16 % ARRAY_LENGTH(pool)];
    const uint32_t c = (uint32_t)(r / 16 % 0x30000);
    return c >= 0xd800 && c < 0xe000 ? 0x5de5 : c;
}

static skeleton
random_skeleton(arena *a, uint64_t *seed, size_t length_max)
{
    const size_t count = random_next(seed) % length_max;
    char *data = arena_alloc(a, 4 * count + 1);
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += utf8_put(data + size, random_char(seed));
    skeleton s;
    assert_int_equal(
        skeleton_make(NULL, (yz_str){ data, size }, false, a, &s, NULL), YZ_OK);
    return s;
}

/* Every place of the text is judged: spans must tell just what it is. */
static void
check_spans(const skeleton *s, const word_span *spans, size_t count)
{
    uint32_t width;
    uint32_t before = 0;
    for (size_t i = 0; i < count; i++) {
        const word_span span = spans[i];
        assert_true(before <= span.begin && span.begin < span.end);
        assert_true(span.end <= s->length);
        /* What no span covers is a mark or a space. */
        for (uint32_t at = before; at < span.begin; at += width) {
            const uint32_t c = skeleton_char(s->units, s->length, at, &width);
            assert_false(char_is_gram(c));
        }
        const uint32_t first =
            skeleton_char(s->units, s->length, span.begin, &width);
        assert_true(char_is_gram(first));
        assert_true(char_is_gram(skeleton_char_before(s->units, span.end)));
        assert_false(skeleton_inside_word(s->units, s->length, span.begin));
        assert_false(skeleton_inside_word(s->units, s->length, span.end));
        for (uint32_t at = span.begin + width; at < span.end; at += width) {
            const uint32_t c = skeleton_char(s->units, s->length, at, &width);
            if (char_is_word(first))
                assert_true(skeleton_inside_word(s->units, s->length, at));
            else
                assert_false(char_is_word(c));
        }
        before = span.end;
    }
    for (uint32_t at = before; at < s->length; at += width) {
        const uint32_t c = skeleton_char(s->units, s->length, at, &width);
        assert_false(char_is_gram(c));
    }
}

static void
test_random_texts(void **state)
{
    (void)state;
    uint64_t seed = 12351;
    arena a = { 0 };
    segmenter *g;
    assert_int_equal(segmenter_open(NULL, NULL, &g, NULL), YZ_OK);
    for (int round = 0; round < 6000; round++) {
        const skeleton s = random_skeleton(&a, &seed, 60);
        word_span *spans;
        size_t count;
        assert_int_equal(
            segmenter_words(g, s.units, s.length, &a, &spans, &count, NULL),
            YZ_OK);
        check_spans(&s, spans, count);
        arena_clear(&a);
    }
    segmenter_close(g);
    segmenter_close(NULL);
    arena_dispose(&a);
}

/* The next word that ICU finds, marks and white space passed over. */
static bool
oracle_next(UBreakIterator *breaker, word_span *ret_word)
{
    for (;;) {
        const int32_t begin = ubrk_current(breaker);
        const int32_t end = ubrk_next(breaker);
        if (end == UBRK_DONE)
            return false;
        if (ubrk_getRuleStatus(breaker) < UBRK_WORD_NONE_LIMIT)
            continue;
        *ret_word = (word_span){ (uint32_t)begin, (uint32_t)end };
        return true;
    }
}

static void
test_ideographs_are_cut_as_icu_cuts_them(void **state)
{
    (void)state;
    static const UChar pool[] = u"工会驿站职服务中心国家图书馆新华社记者南平"
                                u"市积极探索创多元赋能人民日报的了在是一。，";
    uint64_t seed = 77;
    arena a = { 0 };
    UErrorCode code = U_ZERO_ERROR;
    UBreakIterator *breaker = ubrk_open(UBRK_WORD, "zh", NULL, 0, &code);
    segmenter *g;
    assert_int_equal(segmenter_open(NULL, NULL, &g, NULL), YZ_OK);
    for (int round = 0; round < 2000; round++) {
        uint16_t units[64];
        word_span *spans;
        word_span word;
        size_t count;
        size_t found = 0;
        const uint32_t length = (uint32_t)(random_next(&seed) % 64);
        for (uint32_t i = 0; i < length; i++)
            units[i] = pool[random_next(&seed) % (ARRAY_LENGTH(pool) - 1)];
        assert_int_equal(
            segmenter_words(g, units, length, &a, &spans, &count, NULL), YZ_OK);
        ubrk_setText(breaker, units, (int32_t)length, &code);
        ubrk_first(breaker);
        while (oracle_next(breaker, &word)) {
            assert_true(found < count);
            assert_int_equal(spans[found].begin, word.begin);
            assert_int_equal(spans[found].end, word.end);
            found++;
        }
        assert_int_equal(found, count);
        arena_clear(&a);
    }
    assert_true(U_SUCCESS(code));
    segmenter_close(g);
    ubrk_close(breaker);
    arena_dispose(&a);
}

/* One analyzer used again and again says what a fresh one says. */
static void
test_an_analyzer_remembers_nothing(void **state)
{
    (void)state;
    uint64_t seed = 5;
    arena a = { 0 };
    analyzer *old;
    assert_int_equal(analyzer_open(NULL, "en", variants, NULL, &old, NULL),
                     YZ_OK);
    for (int round = 0; round < 300; round++) {
        const skeleton s = random_skeleton(&a, &seed, 40);
        analyzer *fresh;
        word_token *left;
        word_token *right;
        size_t left_count;
        size_t right_count;
        assert_int_equal(
            analyzer_open(NULL, "en", variants, NULL, &fresh, NULL), YZ_OK);
        assert_int_equal(analyzer_words(old, s.units, s.length, &a, &left,
                                        &left_count, NULL),
                         YZ_OK);
        assert_int_equal(analyzer_words(fresh, s.units, s.length, &a, &right,
                                        &right_count, NULL),
                         YZ_OK);
        assert_int_equal(left_count, right_count);
        for (size_t i = 0; i < left_count; i++) {
            assert_int_equal(left[i].begin, right[i].begin);
            assert_int_equal(left[i].end, right[i].end);
            assert_true(str_equal(left[i].term, right[i].term));
            assert_true(left[i].term.size > 0);
        }
        analyzer_close(fresh);
        arena_clear(&a);
    }
    analyzer_close(old);
    arena_dispose(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_variants_give_the_same_words),
        cmocka_unit_test(test_latin_term),
        cmocka_unit_test(test_stems),
        cmocka_unit_test(test_an_unknown_language_is_refused),
        cmocka_unit_test(test_garbage_of_endless_letters_is_its_own_stem),
        cmocka_unit_test(test_stems_are_the_same_again),
        cmocka_unit_test(test_random_texts),
        cmocka_unit_test(test_ideographs_are_cut_as_icu_cuts_them),
        cmocka_unit_test(test_an_analyzer_remembers_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
