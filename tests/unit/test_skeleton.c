/* SPDX-License-Identifier: MIT */
/*
 * Does a text have the skeleton that docs/contract.md gives it, and does each
 * unit know where it came from? The oracle folds the whole text at once and
 * follows the three sentences of the contract one after the other.
 */
#include "core/text/skeleton.h"

#include "core/base/array.h"
#include "core/base/buffer.h"
#include "core/base/utf8.h"
#include "core/text/charclass.h"
#include "core/text/fold.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <cmocka.h>

static fold_table *table; /* of this ICU */

static int
setup(void **state)
{
    (void)state;
    buffer stored = { 0 };
    yz_status status = fold_table_dump(&stored, NULL);
    if (status == YZ_OK)
        status = fold_table_load(NULL, bytes_of(stored.data, stored.size),
                                 &table, NULL);
    buffer_dispose(&stored);
    return status;
}

static int
teardown(void **state)
{
    (void)state;
    fold_table_free(table);
    return 0;
}

static yz_str
skeleton_text(arena *a, yz_str text)
{
    skeleton s;
    assert_int_equal(skeleton_make(table, text, false, a, &s, NULL), YZ_OK);
    return skeleton_utf8(s.units, s.length, a);
}

static void
check(const char *text, const char *expected)
{
    arena a = { 0 };
    const yz_str got = skeleton_text(&a, str_of(text));
    const yz_str copy = arena_str(&a, got);
    assert_string_equal(copy.data, expected);
    arena_dispose(&a);
}

static void
test_folds(void **state)
{
    (void)state;
    check("", "");
    check("工会驿站", "工会驿站");
    check("工会驿站＋ＡＢＣ１２", "工会驿站+abc12");
    check("ABC Xyz", "abc xyz");
    check("等…", "等...");
    check("㌔", "キロ");
    check("ﬃx ﬁ", "ffix fi");
    check("Straße", "strasse");
    check("①②", "①②");
    check("⑴x²︰", "(1)x²:");
    check("e\u0301 E\u0301", "\u00e9 \u00e9");
    check("ｶﾞ", "ガ");
    check("\u1100\u1161\u11a8", "\uac01");
    check("\u1100\u1161\u11a8 \u1100", "\uac01\u1100");
    check("豈", "豈"); /* U+F900 folds to the unified U+8C48 */
    check("\u0130", "i\u0307");
    check("İstanbul", "i\u0307stanbul");
}

static void
test_white_space_between_loose_characters_becomes_one_blank(void **state)
{
    (void)state;
    check("a b", "a b");
    check("a \t\r\n\u2028\u3000 b", "a b");
    check("1\n2", "1 2");
    check("a\u00a0b", "a b");
    check("\u0440\u0443 \u0441", "\u0440\u0443 \u0441");
    check("a\x85"
          "b",
          "a\xef\xbf\xbd"
          "b"); /* not UTF-8: no crash */
    check("a\xc2\x85"
          "b",
          "a b"); /* U+0085 is White_Space, no Cc to us */
}

static void
test_white_space_beside_tight_characters_goes(void **state)
{
    (void)state;
    check("工 会\n驿\t站", "工会驿站");
    check("工会 A", "工会a");
    check("A 工会", "a工会");
    check(" a ", "a");
    check("\n\n", "");
    check("a - b", "a-b");
    check("a +b", "a+b");
    check("가 나", "가나");
    check("カ ナ", "カナ");
    check("a \U00020000 b", "a\U00020000b");
    check("\U00020000 \U00030000", "\U00020000\U00030000");
    check("a \U0001f600 b", "a\U0001f600b"); /* category So */
    check("\U00010400 \U00010401", "\U00010428 \U00010429");
}

static void
test_quotes_and_format_characters_go(void **state)
{
    (void)state;
    check("“劳模工匠助企行”活动", "劳模工匠助企行活动");
    check("《一》〈二〉「三」『四』\"五\"'六'‘七’", "一二三四五六七");
    check("«a» ‹b›", "a b");
    check("＂a＇", "a");
    check("﹁工﹂", "工");
    check("〔工〕【会】〝站〞", "〔工〕【会】〝站〞");
    check("a\u00adb", "ab");
    check("工\u200d会\u200b\ufeff站", "工会站");
    check("\ufeff工会", "工会");
    check("工\x01会\x7f站\xc2\x9f", "工会站");
    check("\u0600a", "a");
}

/* What is about to go is passed over when the sides of a space are judged. */
static void
test_sides_are_judged_past_what_goes(void **state)
{
    (void)state;
    check("a “b” c", "a b c");
    check("a\" b", "a b");
    check("a \"b", "a b");
    check("a “工”", "a工");
    check("工“ ”a", "工a");
    check("a\x01 \x01工", "a工");
    check("a \" b", "a  b"); /* two runs of white space, one space each */
    check("a \" 工", "a工");
    check("工 \" a", "工a");
    check("a \" ", "a");
    check(" \" a", "a");
    check("a \u00ad b", "a b"); /* NFKC_Casefold leaves one run here */
}

static void
test_compatibility_blanks(void **state)
{
    (void)state;
    /* U+00A8 is a space and a mark to NFKC; a mark is loose. */
    check("\u00a8", "\u0308");
    check("a\u00a8", "a \u0308");
    check("工\u00a8", "工\u0308");
    check("a \u00a8", "a \u0308");
    check("\u3000\u00a8", "\u0308");
    check("工\u0301 a", "工\u0301 a");
}

static void
check_place(const char *text, uint32_t unit, uint32_t begin, uint32_t end)
{
    arena a = { 0 };
    skeleton s;
    assert_int_equal(skeleton_make(table, str_of(text), true, &a, &s, NULL),
                     YZ_OK);
    assert_true(unit < s.length);
    assert_int_equal(s.begin[unit], begin);
    assert_int_equal(s.end[unit], end);
    arena_dispose(&a);
}

static void
test_places(void **state)
{
    (void)state;
    check_place("工会", 1, 3, 6);
    check_place("“工”会", 1, 9, 12);
    check_place("a…", 3, 1, 4);
    check_place("㌔", 1, 0, 3);
    check_place("a \n\tb", 1, 1, 4);
    check_place("a \n\tb", 2, 4, 5);
    check_place("a\"\n\"b", 1, 2, 3);
    check_place("\u1100\u1161\u11a8x", 0, 0, 9);
    check_place("\u1100\u1161\u11a8x", 1, 9, 10);
    check_place("xe\u0301", 1, 1, 4);
    check_place("x\u00ad工", 0, 0, 3); /* what vanishes belongs to its left */
    check_place("x\u00ad工", 1, 3, 6);
    check_place("\U00020000工", 0, 0, 4);
    check_place("\U00020000工", 1, 0, 4);
    check_place("\U00020000工", 2, 4, 7);
    check_place("a \u00a8", 1, 1, 4);
    check_place("a \u00a8", 2, 2, 4);
    check_place("\r\n工", 0, 2, 5);
}

static void
test_no_places_unless_asked(void **state)
{
    (void)state;
    arena a = { 0 };
    skeleton s;
    assert_int_equal(skeleton_make(table, str_of("工会"), false, &a, &s, NULL),
                     YZ_OK);
    assert_null(s.begin);
    assert_null(s.end);
    arena_dispose(&a);
}

static bool
inside(const char *text, uint32_t at)
{
    arena a = { 0 };
    skeleton s;
    assert_int_equal(skeleton_make(table, str_of(text), false, &a, &s, NULL),
                     YZ_OK);
    const bool result = skeleton_inside_word(s.units, s.length, at);
    arena_dispose(&a);
    return result;
}

static void
test_inside_word(void **state)
{
    (void)state;
    assert_false(inside("2015", 0));
    assert_true(inside("2015", 2));
    assert_false(inside("2015", 4));
    assert_false(inside("2015", 9));
    assert_true(inside("2.5亿", 1));
    assert_true(inside("2.5亿", 2));
    assert_false(inside("2.5亿", 3));
    assert_true(inside("1，234", 1));
    assert_false(inside("2.a", 1));
    assert_false(inside("a.5", 1));
    assert_false(inside("a.5", 2));
    assert_false(inside("2..5", 1));
    assert_false(inside("2..5", 2));
    assert_false(inside("2.", 1));
    assert_false(inside(".5", 1));
    assert_false(inside("1-2", 1));
    assert_false(inside("1/2", 1));
    assert_false(inside("工会", 1));
    assert_false(inside("カナ", 1));
    assert_false(inside("한국", 1));
    assert_false(inside("a工", 1));
    assert_true(inside("ab", 1));
    assert_true(inside("aé1", 2));
    assert_true(inside("жд", 1));
    assert_true(inside("\U00010400\U00010401", 2));
    assert_false(inside("\U00020000a", 2));
}

static void
test_classes(void **state)
{
    (void)state;
    assert_true(char_is_space(0x20) && char_is_space(0x0a));
    assert_true(char_is_space(0x2028) && char_is_space(0x85));
    assert_false(char_is_space(0x200b) || char_is_space(0x5de5));
    assert_false(char_is_dropped(0x3014) || char_is_dropped('.'));
    assert_true(char_is_word(0x0967) && char_is_digit(0x0967)); /* १ */
    assert_true(char_is_word(0x0301) && char_is_word(0x3105));
    assert_false(char_is_word(0x30fc) || char_is_word(0x3005));
    assert_false(char_is_word('_') || char_is_word(0x3007));
    assert_true(char_is_gram(0x3007) && char_is_gram(0x30fc));
    assert_false(char_is_gram('.') || char_is_gram('+'));
    assert_true(char_is_han(0x3007) && char_is_han(0x20000));
    assert_false(char_is_han(0x3002) || char_is_han(0x30ab));
    assert_true(char_is_mark('+') && char_is_mark(0x3002));
    assert_true(char_is_tight(0x1100) && char_is_tight(0x3ffff));
    assert_false(char_is_tight(0x10ff) || char_is_tight(0x0301));
}

/* Code points that have made trouble somewhere, and any at all. */
static uint32_t
random_char(uint64_t *seed)
{
    static const uint32_t pool[] = {
        ' ',     ' ',    '\n',    '\t',    '\r',    0x3000,  0xa0,   0x2028,
        0x85,    '"',    '\'',    0x201c,  0x201d,  0x300a,  0x300d, 0xad,
        0x200d,  0xfeff, 0x01,    0x00,    0x7f,    0x600,   0xa8,   0x301,
        0x308,   0x323,  0x3099,  0x302a,  0x1100,  0x1161,  0x11a8, 0xac00,
        0x304b,  0x30ab, 0xff76,  0xff9e,  0x3314,  0x2026,  0xfb03, 0x130,
        0xdf,    'a',    'B',     'z',     '0',     '9',     '.',    ',',
        '-',     0xff0c, 0xff21,  0xff10,  0xff0e,  0x5de5,  0x4f1a, 0x9a7f,
        0x7ad9,  0x3002, 0x20000, 0x2f800, 0x30000, 0x1f600, 0x34f,  0xfe0f,
        0xe0100, 0x115f, 0x3164,  0x1d15e, 0x1d165, 0x958,   0x93c,  0x345,
        0x3b1,   0x0f71, 0x0f73,  0x1e9b,  0x2126,  0xfdfa,  0x0e33, 0x180e,
    };
    const uint64_t r = random_next(seed);
    if (r % 8)
        return pool[r / 8 % ARRAY_LENGTH(pool)];
    const uint32_t c = (uint32_t)(r / 8 % (r & 64 ? 0x3000 : 0x110000));
    return U_IS_SURROGATE(c) ? 0x5de5 : c;
}

static yz_str
random_text(arena *a, uint64_t *seed)
{
    const size_t count = random_next(seed) % 40;
    char *data = arena_alloc(a, 4 * count + 1);
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += utf8_put(data + size, random_char(seed));
    return (yz_str){ data, size };
}

static bool
oracle_is_dropped(UChar32 c)
{
    static const UChar quotes[] = u"\"'《》〈〉「」『』";
    return u_strchr32(quotes, c) ||
           (U_GET_GC_MASK(c) &
            (U_GC_CF_MASK | U_GC_CC_MASK | U_GC_PI_MASK | U_GC_PF_MASK));
}

static bool
oracle_is_tight(UChar32 c)
{
    static const UChar32 ranges[][2] = {
        { 0x1100, 0x11ff }, { 0x2e80, 0x9fff }, { 0xa960, 0xa97f },
        { 0xac00, 0xd7ff }, { 0xf900, 0xfaff }, { 0x20000, 0x3ffff },
    };
    for (size_t i = 0; i < ARRAY_LENGTH(ranges); i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return (U_GET_GC_MASK(c) & (U_GC_P_MASK | U_GC_S_MASK)) != 0;
}

/* Whether the nearest character that stays, going by `step`, is loose. */
static bool
oracle_is_loose_side(const UChar32 *chars, int32_t count, int32_t at,
                     int32_t step)
{
    for (at += step; at >= 0 && at < count; at += step)
        if (!u_isUWhiteSpace(chars[at]) && !oracle_is_dropped(chars[at]))
            return !oracle_is_tight(chars[at]);
    return false;
}

/* What stays whatever NFKC says; 0: ICU folds it. */
static UChar
oracle_kept(UChar c)
{
    static const UChar kept[] = u"²³¹⁰⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⓪"
                                u"㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷"
                                u"㊸㊹㊺㊻㊼㊽㊾㊿";
    if (c == 0xfe30)
        return ':';
    return c && u_strchr(kept, c) ? c : 0;
}

/* NFKC_Casefold of what lies between characters that stay. */
static int32_t
oracle_fold(const UChar *units, int32_t length, UChar *folded, UErrorCode *code)
{
    const UNormalizer2 *icu = unorm2_getNFKCCasefoldInstance(code);
    int32_t count = 0;
    int32_t end;
    for (int32_t at = 0; at < length; at = end) {
        end = at;
        while (end < length && !oracle_kept(units[end]))
            end++;
        count += unorm2_normalize(icu, units + at, end - at, folded + count,
                                  4096 - count, code);
        if (end < length)
            folded[count++] = oracle_kept(units[end++]);
    }
    return count;
}

static void
oracle_skeleton(yz_str text, buffer *out)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar units[1024];
    UChar folded[4096];
    UChar32 chars[4096];
    int32_t length;
    int32_t count;
    char encoded[4];
    u_strFromUTF8(units, 1024, &length, text.data, (int32_t)text.size, &code);
    length = oracle_fold(units, length, folded, &code);
    u_strToUTF32(chars, 4096, &count, folded, length, &code);
    assert_true(U_SUCCESS(code));
    for (int32_t i = 0; i < count; i++) {
        if (!u_isUWhiteSpace(chars[i])) {
            if (!oracle_is_dropped(chars[i]))
                buffer_put(out, encoded, utf8_put(encoded, (uint32_t)chars[i]));
            continue;
        }
        if (i > 0 && u_isUWhiteSpace(chars[i - 1]))
            continue; /* the run has had its space */
        if (oracle_is_loose_side(chars, count, i, -1) &&
            oracle_is_loose_side(chars, count, i, 1))
            buffer_put_u8(out, ' ');
    }
}

/* Asking ICU for every character gives the same, places included. */
static void
check_twin(yz_str text, arena *a)
{
    skeleton fast;
    skeleton slow;
    assert_int_equal(skeleton_make(table, text, true, a, &fast, NULL), YZ_OK);
    assert_int_equal(skeleton_make(NULL, text, true, a, &slow, NULL), YZ_OK);
    assert_int_equal(fast.length, slow.length);
    for (uint32_t i = 0; i < fast.length; i++) {
        assert_int_equal(fast.units[i], slow.units[i]);
        assert_int_equal(fast.begin[i], slow.begin[i]);
        assert_int_equal(fast.end[i], slow.end[i]);
    }
}

/* All that is known of a character shows between letters and ideographs. */
static void
test_every_character_agrees_with_the_oracle(void **state)
{
    (void)state;
    static const char *const sides[] = { "a", "1", "\xe5\xb7\xa5", " a", "" };
    arena a = { 0 };
    buffer text = { 0 };
    buffer expected = { 0 };
    for (uint32_t c = 0; c < 0x40000; c++) {
        if (U_IS_SURROGATE(c))
            continue;
        char encoded[4];
        const size_t size = utf8_put(encoded, c);
        text.size = expected.size = 0;
        for (size_t i = 0; i < ARRAY_LENGTH(sides); i++) {
            buffer_put_text(&text, str_of(sides[i]));
            buffer_put(&text, encoded, size);
        }
        oracle_skeleton(buffer_str(&text), &expected);
        const yz_str got = skeleton_text(&a, buffer_str(&text));
        if (!str_equal(got, buffer_str(&expected)))
            fail_msg("U+%04X", c);
        check_twin(buffer_str(&text), &a);
        arena_clear(&a);
    }
    buffer_dispose(&text);
    buffer_dispose(&expected);
    arena_dispose(&a);
}

static void
check_places(yz_str text, const skeleton *s)
{
    for (uint32_t i = 0; i < s->length; i++) {
        assert_true(s->begin[i] < s->end[i]);
        assert_true(s->end[i] <= text.size);
        assert_true(i == 0 || s->begin[i - 1] <= s->begin[i]);
        assert_true(i == 0 || s->end[i - 1] <= s->end[i]);
    }
}

static void
check_chars(const skeleton *s)
{
    uint32_t width;
    for (uint32_t at = 0; at < s->length; at += width) {
        const uint32_t c = skeleton_char(s->units, s->length, at, &width);
        assert_int_equal(skeleton_char_before(s->units, at + width), c);
        assert_false(char_is_dropped(c));
        assert_true(c == ' ' || !char_is_space(c));
    }
}

static void
test_random_texts_agree_with_the_oracle(void **state)
{
    (void)state;
    uint64_t seed = 20250104;
    arena a = { 0 };
    buffer expected = { 0 };
    for (int round = 0; round < 40000; round++) {
        const yz_str text = random_text(&a, &seed);
        skeleton with;
        skeleton without;
        check_twin(text, &a);
        assert_int_equal(skeleton_make(table, text, true, &a, &with, NULL),
                         YZ_OK);
        assert_int_equal(skeleton_make(table, text, false, &a, &without, NULL),
                         YZ_OK);
        assert_int_equal(with.length, without.length);
        assert_memory_equal(with.units, without.units,
                            with.length * sizeof(*with.units));
        expected.size = 0;
        oracle_skeleton(text, &expected);
        const yz_str got = skeleton_utf8(with.units, with.length, &a);
        assert_true(str_equal(got, buffer_str(&expected)));
        check_places(text, &with);
        check_chars(&with);
        arena_clear(&a);
    }
    buffer_dispose(&expected);
    arena_dispose(&a);
}

/*
 * The bytes of a unit really give it: the skeleton of the source between two
 * places holds the units between them. True where both are whole clusters.
 */
static void
test_a_place_holds_what_it_gave(void **state)
{
    (void)state;
    uint64_t seed = 4711;
    arena a = { 0 };
    for (int round = 0; round < 4000; round++) {
        const yz_str text = random_text(&a, &seed);
        skeleton s;
        assert_int_equal(skeleton_make(table, text, true, &a, &s, NULL), YZ_OK);
        for (uint32_t i = 0; i < s.length; i++) {
            skeleton part;
            const yz_str source = { text.data + s.begin[i],
                                    s.end[i] - s.begin[i] };
            if (s.units[i] == ' ')
                continue;
            assert_int_equal(
                skeleton_make(table, source, false, &a, &part, NULL), YZ_OK);
            bool found = false;
            for (uint32_t k = 0; k < part.length; k++)
                found = found || part.units[k] == s.units[i];
            assert_true(found);
        }
        arena_clear(&a);
    }
    arena_dispose(&a);
}

/*
 * Marks beyond any writing, which are sorted before ICU folds them: the same
 * result, those included that fold to letters, to several marks, to nothing.
 */
static void
test_long_clusters_agree_with_the_oracle(void **state)
{
    (void)state;
    static const uint32_t marks[] = {
        0x301,  0x316,  0x327, 0x345,   0x344,   0x34f, 0x338,
        0x5b0,  0x3099, 0xad,  0x1d165, 0x1d16e, 0xf73, 0xfb1e,
        0x1161, 0x11a8, 0x308, 0x323,   0x31b,
    };
    uint64_t seed = 345;
    arena a = { 0 };
    buffer expected = { 0 };
    for (int round = 0; round < 2000; round++) {
        const size_t count = 20 + random_next(&seed) % 150;
        const size_t kinds = 1 + random_next(&seed) % ARRAY_LENGTH(marks);
        char *data = arena_alloc(&a, 4 * (count + 2));
        size_t size = utf8_put(data, random_char(&seed));
        for (size_t i = 0; i < count; i++)
            size += utf8_put(data + size, marks[random_next(&seed) % kinds]);
        size += utf8_put(data + size, random_char(&seed));
        const yz_str text = { data, size };
        expected.size = 0;
        oracle_skeleton(text, &expected);
        assert_true(str_equal(skeleton_text(&a, text), buffer_str(&expected)));
        arena_clear(&a);
    }
    buffer_dispose(&expected);
    arena_dispose(&a);
}

/* Bytes that are no UTF-8 must not be given, but do no harm. */
static void
test_invalid_utf8_does_no_harm(void **state)
{
    (void)state;
    uint64_t seed = 99;
    arena a = { 0 };
    for (int round = 0; round < 5000; round++) {
        char encoded[48];
        const size_t size = random_next(&seed) % sizeof(encoded);
        for (size_t i = 0; i < size; i++)
            encoded[i] = (char)random_next(&seed);
        skeleton s;
        const yz_str text = { encoded, size };
        assert_int_equal(skeleton_make(table, text, true, &a, &s, NULL), YZ_OK);
        check_places(text, &s);
        arena_clear(&a);
    }
    arena_dispose(&a);
}

/* Texts that grow when folded, and clusters longer than any buffer. */
static void
test_growth(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    arena a = { 0 };
    skeleton s;
    char *text = arena_alloc(&a, 3 * COUNT + 1);
    for (size_t i = 0; i < COUNT; i++)
        utf8_put(text + 3 * i, 0xfdfa); /* one of 18 characters */
    assert_int_equal(
        skeleton_make(table, (yz_str){ text, 3 * COUNT }, true, &a, &s, NULL),
        YZ_OK);
    assert_int_equal(s.length, 18 * COUNT);
    assert_int_equal(s.end[s.length - 1], 3 * COUNT);
    text[0] = 'a';
    for (size_t i = 0; i < COUNT; i++)
        utf8_put(text + 1 + 2 * i, 0x0316);
    assert_int_equal(skeleton_make(table, (yz_str){ text, 1 + 2 * COUNT }, true,
                                   &a, &s, NULL),
                     YZ_OK);
    assert_int_equal(s.length, 1 + COUNT);
    assert_int_equal(s.begin[COUNT], 0);
    assert_int_equal(s.end[0], 1 + 2 * COUNT);
    arena_dispose(&a);
}

/* ICU alone takes half a minute for these marks; ctest would give up. */
static void
test_endless_marks_take_no_endless_time(void **state)
{
    (void)state;
    enum { COUNT = 250000 };
    arena a = { 0 };
    skeleton s;
    char *text = arena_alloc(&a, 2 * COUNT + 1);
    text[0] = 'x';
    for (size_t i = 0; i < COUNT; i++)
        utf8_put(text + 1 + 2 * i, i % 2 ? 0x0316 : 0x0301);
    assert_int_equal(skeleton_make(table, (yz_str){ text, 2 * COUNT + 1 }, true,
                                   &a, &s, NULL),
                     YZ_OK);
    assert_int_equal(s.length, COUNT + 1);
    assert_int_equal(s.units[1], 0x0316);
    assert_int_equal(s.units[COUNT], 0x0301);
    arena_dispose(&a);
}

static void
test_utf8_of_broken_units(void **state)
{
    (void)state;
    static const uint16_t units[] = { 0xd840, 0x5de5, 0xdc00, 0xd840 };
    arena a = { 0 };
    const yz_str text = skeleton_utf8(units, 4, &a);
    assert_int_equal(utf8_valid_prefix(text.data, text.size), text.size);
    assert_int_equal(utf8_count(text.data, text.size), 4);
    assert_non_null(skeleton_utf8(units, 0, &a).data);
    arena_dispose(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folds),
        cmocka_unit_test(
            test_white_space_between_loose_characters_becomes_one_blank),
        cmocka_unit_test(test_white_space_beside_tight_characters_goes),
        cmocka_unit_test(test_quotes_and_format_characters_go),
        cmocka_unit_test(test_sides_are_judged_past_what_goes),
        cmocka_unit_test(test_compatibility_blanks),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_no_places_unless_asked),
        cmocka_unit_test(test_inside_word),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_every_character_agrees_with_the_oracle),
        cmocka_unit_test(test_random_texts_agree_with_the_oracle),
        cmocka_unit_test(test_long_clusters_agree_with_the_oracle),
        cmocka_unit_test(test_a_place_holds_what_it_gave),
        cmocka_unit_test(test_invalid_utf8_does_no_harm),
        cmocka_unit_test(test_growth),
        cmocka_unit_test(test_endless_marks_take_no_endless_time),
        cmocka_unit_test(test_utf8_of_broken_units),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
