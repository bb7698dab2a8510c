/* SPDX-License-Identifier: MIT */
/*
 * Is a file's encoding found, is each character's byte known, and is what does
 * not decode replaced or refused, with its place? The C library's iconv makes the files,
 * so that ICU is not its own judge.
 */
#include "core/text/charset.h"

#include "core/base/utf8.h"
#include "tests/unit/random.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char simplified[] =
    "本报讯(记者 陈晓明)南平市总工会积极探索创新“工会驿站+”多元赋能,在工会"
    "驿站中加入法律援助、心理咨询等服务。\n去年以来,全市新建工会驿站35个,"
    "服务户外劳动者12.6万人次。\n“娘家人”的关爱,让大家心里暖洋洋的。\n";
static const char traditional[] =
    "【本報訊】總統府昨日表示,各級學校應當注意學生的健康,並且加強與家長的"
    "聯繫。\n新聞記者詢問有關經濟發展的問題時,發言人說,政府將會繼續努力,"
    "讓國民的生活獲得改善。\n";

/* The text in another encoding, in the arena. */
static yz_str
encoded(arena *a, const char *encoding, yz_str text)
{
    iconv_t cd = iconv_open(encoding, "UTF-8");
    assert_true(cd != (iconv_t)-1);
    char *in = (char *)(uintptr_t)text.data;
    size_t in_left = text.size;
    size_t out_left = 4 * text.size + 4;
    char *data = arena_alloc(a, out_left);
    char *out = data;
    assert_int_equal(iconv(cd, &in, &in_left, &out, &out_left), 0);
    iconv_close(cd);
    return (yz_str){ data, (size_t)(out - data) };
}

static decoded
decode_ok(arena *a, yz_str file, const char *forced)
{
    decoded d;
    yz_error err = { 0 };
    const yz_status status =
        charset_decode(file.data, file.size, forced, false, a, &d, &err);
    if (status != YZ_OK)
        fail_msg("%s", err.message);
    return d;
}

/* The places of each code point lead from the file's beginning to its end. */
static void
check_places(const decoded *d, yz_str file)
{
    assert_int_equal(d->char_count, utf8_count(d->text.data, d->text.size));
    if (!d->places)
        return;
    assert_int_equal(d->places[0], d->bom);
    assert_int_equal(d->places[d->char_count], file.size);
    size_t at = 0;
    for (size_t i = 0; i < d->char_count; i++) {
        const size_t begin = at;
        uint64_t size;
        utf8_next(d->text.data, d->text.size, &at);
        const yz_str one = { d->text.data + begin, at - begin };
        assert_int_equal(charset_encoded_size(d->encoding, one, &size, NULL),
                         YZ_OK);
        assert_int_equal(d->places[i + 1] - d->places[i], size);
    }
    uint64_t whole;
    assert_int_equal(charset_encoded_size(d->encoding, d->text, &whole, NULL),
                     YZ_OK);
    assert_int_equal(whole, file.size - d->bom);
}

/* Encode with `iconv_name`, decode, and get the text and the name back. */
static void
check_found(const char *text, const char *iconv_name, const char *name)
{
    arena a = { 0 };
    const yz_str file = encoded(&a, iconv_name, str_of(text));
    const decoded d = decode_ok(&a, file, NULL);
    const yz_str encoding = arena_str(&a, d.encoding);
    assert_string_equal(encoding.data, name);
    assert_true(str_equal(d.text, str_of(text)));
    check_places(&d, file);
    arena_dispose(&a);
}

static yz_error
decode_refused(yz_str file, const char *forced, yz_status expected)
{
    arena a = { 0 };
    decoded d = { 0 };
    yz_error err = { 0 };
    assert_int_equal(
        charset_decode(file.data, file.size, forced, true, &a, &d, &err),
        expected);
    assert_int_equal(err.status, expected);
    assert_null(d.text.data);
    arena_dispose(&a);
    return err;
}

static void
test_utf8(void **state)
{
    (void)state;
    arena a = { 0 };
    const yz_str file = str_of(simplified);
    const decoded d = decode_ok(&a, file, NULL);
    assert_ptr_equal(d.text.data, file.data); /* lent, not copied */
    assert_true(str_equal(d.encoding, str_of("UTF-8")));
    assert_int_equal(d.bom, 0);
    assert_null(d.places);
    check_places(&d, file);
    arena_dispose(&a);
}

static void
test_byte_order_marks(void **state)
{
    (void)state;
    arena a = { 0 };
    decoded d = decode_ok(&a, str_of("\xef\xbb\xbf工会"), NULL);
    assert_int_equal(d.bom, 3);
    assert_true(str_equal(d.text, str_of("工会")));
    d = decode_ok(&a, (yz_str){ "\xff\xfe\xe5\x5d", 4 }, NULL);
    assert_true(str_equal(d.encoding, str_of("UTF-16LE")));
    assert_int_equal(d.bom, 2);
    assert_int_equal(d.char_count, 1);
    assert_int_equal(d.places[0], 2);
    assert_int_equal(d.places[1], 4);
    assert_true(str_equal(d.text, str_of("工")));
    d = decode_ok(&a, (yz_str){ "\xfe\xff\x5d\xe5", 4 }, NULL);
    assert_true(str_equal(d.encoding, str_of("UTF-16BE")));
    assert_true(str_equal(d.text, str_of("工")));
    d = decode_ok(&a, (yz_str){ "\x84\x31\x95\x33\xb9\xa4", 6 }, NULL);
    assert_true(str_equal(d.encoding, str_of("GB18030")));
    assert_int_equal(d.bom, 4);
    assert_true(str_equal(d.text, str_of("工")));
    d = decode_ok(&a, (yz_str){ "\xff\xfe\0\0\xe5\x5d\0\0", 8 }, NULL);
    assert_true(str_equal(d.encoding, str_of("UTF-32LE")));
    assert_int_equal(d.bom, 4);
    assert_true(str_equal(d.text, str_of("工")));
    /* Only the first is a mark; a mark alone is an empty file. */
    d = decode_ok(&a, str_of("\xef\xbb\xbf\xef\xbb\xbf"), NULL);
    assert_int_equal(d.text.size, 3);
    d = decode_ok(&a, str_of("\xff\xfe"), NULL);
    assert_int_equal(d.text.size, 0);
    assert_int_equal(d.bom, 2);
    arena_dispose(&a);
}

static void
test_an_empty_file_is_utf8(void **state)
{
    (void)state;
    arena a = { 0 };
    decoded d = decode_ok(&a, (yz_str){ NULL, 0 }, NULL);
    assert_true(str_equal(d.encoding, str_of("UTF-8")));
    assert_int_equal(d.text.size, 0);
    d = decode_ok(&a, (yz_str){ NULL, 0 }, "GBK");
    assert_int_equal(d.text.size, 0);
    assert_int_equal(d.char_count, 0);
    assert_int_equal(d.places[0], 0);
    arena_dispose(&a);
}

static void
test_encodings_are_found(void **state)
{
    (void)state;
    check_found(simplified, "GB18030", "GB18030");
    check_found(simplified, "GBK", "GB18030");
    check_found(traditional, "BIG5", "Big5");
    check_found(traditional, "GBK", "GB18030");
    check_found(simplified, "UTF-16LE", "UTF-16LE");
    check_found(simplified, "UTF-16BE", "UTF-16BE");
    check_found(traditional, "UTF-16LE", "UTF-16LE");
    check_found("Plain words.\r\nOf a page", "UTF-16LE", "UTF-16LE");
    check_found("Plain words.\r\nOf a page", "UTF-16BE", "UTF-16BE");
    check_found("一一一一。\n一", "UTF-16LE", "UTF-16LE");
    check_found("一一一一。\n一", "UTF-16BE", "UTF-16BE");
    check_found("2025年1月4日 𠀀𠀁", "GB18030", "GB18030");
    check_found("The report of 工会 in plain English words, and some more of "
                "the same; nothing else is in it.",
                "GBK", "GB18030");
}

/* Headlines, captions, single lines: too short for statistics. */
static void
test_short_files(void **state)
{
    (void)state;
    check_found("工会驿站服务职工生活", "GBK", "GB18030");
    check_found("谱写新华章新时代新征", "GBK", "GB18030");
    check_found("维护职工权益当好贴心", "GBK", "GB18030");
    check_found("南平市总工会召开会议", "GBK", "GB18030");
    check_found("工会", "GBK", "GB18030");
    check_found("記者昨日在台北市報導新聞消息", "BIG5", "Big5");
    check_found("記者昨日報導新聞消息", "BIG5", "Big5");
    check_found("國民政府", "BIG5", "Big5");
    check_found("總統府昨日表示", "GBK", "GB18030");
    check_found("工会驿站", "UTF-8", "UTF-8");
}

static void
test_a_broken_byte_in_utf8_is_named(void **state)
{
    (void)state;
    char file[sizeof(simplified)];
    memcpy(file, simplified, sizeof(file));
    const char *second = strchr(file, '\n') + 1;
    const size_t at = (size_t)(second - file) + 3;
    file[at] = (char)0xff;
    const yz_str text = { file, sizeof(file) - 1 };
    const yz_error err = decode_refused(text, NULL, YZ_E_SOURCE);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.offset, at);
    assert_non_null(strstr(err.message, "UTF-8"));
    assert_non_null(strstr(err.message, "0xFF"));
}

static void
test_a_truncated_end_of_utf8_is_named(void **state)
{
    (void)state;
    yz_error err = decode_refused((yz_str){ simplified, 5 }, NULL, YZ_E_SOURCE);
    assert_int_equal(err.offset, 3);
    assert_int_equal(err.line, 1);
    assert_non_null(strstr(err.message, "UTF-8"));
    err = decode_refused((yz_str){ simplified, 31 }, NULL, YZ_E_SOURCE);
    assert_int_equal(err.offset, 30);
    /* The mark counts, as a byte of the file. */
    err = decode_refused(str_of("\xef\xbb\xbf工\n\xe4"), NULL, YZ_E_SOURCE);
    assert_int_equal(err.offset, 7);
    assert_int_equal(err.line, 2);
}

static void
test_a_broken_byte_elsewhere_is_named(void **state)
{
    (void)state;
    arena a = { 0 };
    yz_str file = encoded(&a, "GBK", str_of(simplified));
    char *data = (char *)(uintptr_t)file.data;
    const size_t at = (size_t)(strchr(data, '\n') - data) + 1;
    data[at] = (char)0xff;
    yz_error err = decode_refused(file, "GBK", YZ_E_SOURCE);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.offset, at);
    assert_non_null(strstr(err.message, "GB18030"));
    err = decode_refused(file, NULL, YZ_E_SOURCE);
    assert_int_equal(err.offset, at);
    /* A half of a character at the end. */
    file = encoded(&a, "GBK", str_of("工会"));
    err = decode_refused((yz_str){ file.data, 3 }, "GBK", YZ_E_SOURCE);
    assert_int_equal(err.offset, 2);
    /* UTF-16: an odd end, and a surrogate alone. */
    file = encoded(&a, "UTF-16LE", str_of(simplified));
    err =
        decode_refused((yz_str){ file.data, file.size - 1 }, NULL, YZ_E_SOURCE);
    assert_int_equal(err.offset, file.size - 2);
    assert_int_equal(err.line, 3);
    err = decode_refused((yz_str){ "a\0\n\0\x40\xd8"
                                   "b\0",
                                   8 },
                         "UTF-16LE", YZ_E_SOURCE);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.offset, 4);
    arena_dispose(&a);
}

static void
test_what_is_not_text_is_refused(void **state)
{
    (void)state;
    static const char zeros[4096];
    static const char elf[] = "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0";
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0";
    static const char controls[] = "\1\2\3\4\5\6\7\x0e\x0f\x10\x11 ab\1\2\3\4";
    yz_error err =
        decode_refused((yz_str){ zeros, sizeof(zeros) }, NULL, YZ_E_SOURCE);
    assert_non_null(strstr(err.message, "not text"));
    decode_refused((yz_str){ zeros, 1 }, NULL, YZ_E_SOURCE);
    decode_refused((yz_str){ elf, sizeof(elf) }, NULL, YZ_E_SOURCE);
    decode_refused((yz_str){ png, sizeof(png) }, NULL, YZ_E_SOURCE);
    err = decode_refused(str_of(controls), NULL, YZ_E_SOURCE);
    assert_non_null(strstr(err.message, "not text"));
    decode_refused((yz_str){ "text\0text", 9 }, NULL, YZ_E_SOURCE);
    decode_refused((yz_str){ zeros, 64 }, "UTF-8", YZ_E_SOURCE);
    decode_refused((yz_str){ zeros, 64 }, "UTF-16", YZ_E_SOURCE);
}

static void
test_a_few_controls_are_text(void **state)
{
    (void)state;
    arena a = { 0 };
    const yz_str file = str_of("第一版\f\n工会\x1f驿站\v\r\n\x1a");
    const decoded d = decode_ok(&a, file, NULL);
    assert_true(str_equal(d.text, file));
    arena_dispose(&a);
}

static void
test_random_bytes_are_refused(void **state)
{
    (void)state;
    uint64_t seed = 2718281828;
    for (int round = 0; round < 200; round++) {
        char file[1024];
        for (size_t i = 0; i < sizeof(file); i++)
            file[i] = (char)(random_next(&seed) >> 20);
        decode_refused((yz_str){ file, sizeof(file) }, NULL, YZ_E_SOURCE);
    }
}

/* A long file with a bad byte in it, and the text around it. */
static void
test_a_few_bad_bytes_are_replaced(void **state)
{
    (void)state;
    static const char *const encodings[] = { "UTF-8", "GB18030", "UTF-16LE" };
    for (size_t i = 0; i < ARRAY_LENGTH(encodings); i++) {
        arena a = { 0 };
        const yz_str good = encoded(&a, encodings[i], str_of(simplified));
        buffer file = { 0 };
        buffer_put_text(&file, good);
        const size_t bad = file.size;
        buffer_put(&file, "\xff\xdf", i == 2 ? 2 : 1);
        if (i == 2) /* a low surrogate alone */
            file.data[bad] = 0;
        buffer_put_text(&file, good);
        const decoded d = decode_ok(&a, buffer_str(&file), encodings[i]);
        assert_int_equal(d.fault_count, 1);
        assert_int_equal(d.faults[0].offset, bad);
        assert_int_equal(d.faults[0].line, 4);
        const size_t half = strlen(simplified);
        assert_int_equal(d.text.size, 2 * half + 3);
        assert_memory_equal(d.text.data, simplified, half);
        assert_memory_equal(d.text.data + half, "\xef\xbf\xbd", 3);
        assert_memory_equal(d.text.data + half + 3, simplified, half);
        assert_int_equal(d.seam_count, 2);
        assert_int_equal(d.seams[1], half + 3);
        assert_int_equal(d.places[utf8_count(simplified, half) + 1],
                         bad + (i == 2 ? 2 : 1));
        decode_refused(buffer_str(&file), encodings[i], YZ_E_SOURCE);
        buffer_dispose(&file);
        arena_dispose(&a);
    }
}

static void
test_too_many_bad_bytes_are_refused(void **state)
{
    (void)state;
    enum { SIZE = 40000 };
    arena a = { 0 };
    char *file = arena_alloc(&a, SIZE);
    decoded d;
    yz_error err;
    for (unsigned faults = 99; faults <= 102; faults++) {
        memset(file, 'a', SIZE);
        memcpy(file, "工会", 6);
        for (unsigned i = 1; i <= faults; i++)
            file[i * 300] = (char)0xff;
        assert_int_equal(
            charset_decode(file, SIZE, "UTF-8", false, &a, &d, &err),
            faults <= 100 ? YZ_OK : YZ_E_SOURCE);
    }
    memset(file, 'a', SIZE);
    memset(file + 5, 0xff, SIZE / 100);
    assert_int_equal(charset_decode(file, SIZE, "UTF-8", false, &a, &d, &err),
                     YZ_OK);
    assert_int_equal(d.fault_count, 1); /* side by side they are one place */
    file[4] = (char)0xff;
    assert_int_equal(charset_decode(file, SIZE, "UTF-8", false, &a, &d, &err),
                     YZ_E_SOURCE);
    assert_int_equal(err.offset, 4);
    arena_dispose(&a);
}

static void
test_zero_bytes_at_the_end_are_cut(void **state)
{
    (void)state;
    static const char file[] = "　　工会驿站\n\0\0";
    arena a = { 0 };
    const decoded d = decode_ok(&a, (yz_str){ file, sizeof(file) }, NULL);
    assert_int_equal(d.zeros_cut, 3);
    assert_true(str_equal(d.text, str_of("　　工会驿站\n")));
    decode_refused((yz_str){ file, sizeof(file) }, NULL, YZ_E_SOURCE);
    arena_dispose(&a);
}

/* What was private once is what it is today, whatever ICU makes of it. */
static void
test_old_editions_have_todays_characters(void **state)
{
    (void)state;
    static const struct {
        const char *encoding;
        const char *bytes;
        const char *text;
    } cases[] = {
        { "GBK", "\xa3\xa0\xb9\xa4", "　工" },
        { "GBK", "\xfe\x59\xfe\xa0\xfe\x50", "龴龻⺁" },
        { "GB18030", "\xa6\xd9\xa6\xf3\xfe\x51", "︐︙𠂇" },
        { "GBK", "\x80\xa8\xbc", "€ḿ" },
        { "Big5", "\x9d\xf8\x88\x40\x88\x62\x88\xa5", "啲㇀Ê̄ê̌" },
        { "Big5", "\xf9\xd6\xc6\xe7", "碁ぁ" },
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        arena a = { 0 };
        const yz_str bytes = str_of(cases[i].bytes);
        const decoded d = decode_ok(&a, bytes, cases[i].encoding);
        if (!str_equal(d.text, str_of(cases[i].text)))
            fail_msg("%s is read as %.*s", cases[i].text, (int)d.text.size,
                     d.text.data);
        assert_int_equal(d.private_use.count, 0);
        uint64_t size;
        assert_int_equal(charset_encoded_size(d.encoding, d.text, &size, NULL),
                         YZ_OK);
        if (bytes.data[0] != '\x80') /* one byte, between seams */
            assert_int_equal(size, bytes.size);
        arena_dispose(&a);
    }
}

static void
test_private_use_is_noticed(void **state)
{
    (void)state;
    arena a = { 0 };
    const decoded d = decode_ok(&a, str_of("\xb9\xa4\n\xaa\xa1"), "GBK");
    assert_int_equal(d.private_use.count, 1);
    assert_int_equal(d.private_use.first, 0xe000);
    assert_int_equal(d.private_use.line, 2);
    assert_int_equal(d.private_use.place, 3);
    arena_dispose(&a);
}

static void
test_hong_kong_text_is_found(void **state)
{
    (void)state;
    check_found("香港啱啱落雨，佢哋喺度等嘅新聞話啲人唔使驚㗎。", "BIG5-HKSCS",
                "Big5");
    check_found("唔使驚，香港今日啱啱落大雨。", "BIG5-HKSCS", "Big5");
}

/* Whatever is decoded, however: valid UTF-8, places in order, or a refusal. */
static void
test_random_short_bytes_do_no_harm(void **state)
{
    (void)state;
    static const char *const forced[] = {
        NULL,     NULL,     "UTF-8",       "UTF-16",     "UTF-16LE", "GB18030",
        "Big5",   "HZ",     "ISO-2022-JP", "UTF-7",      "CESU-8",   "SCSU",
        "UTF-32", "EUC-KR", "Shift_JIS",   "Big5-HKSCS", "UTF-16BE", "latin1",
    };
    uint64_t seed = 31;
    arena a = { 0 };
    for (int round = 0; round < 20000; round++) {
        char file[24];
        const size_t size = random_next(&seed) % sizeof(file);
        const uint64_t high = random_next(&seed) % 3 ? 0x80 : 0;
        for (size_t i = 0; i < size; i++)
            file[i] = (char)(random_next(&seed) >> 20 | high);
        const char *name = forced[random_next(&seed) % ARRAY_LENGTH(forced)];
        decoded d;
        yz_error err = { 0 };
        const yz_status status =
            charset_decode(file, size, name, round % 2, &a, &d, &err);
        if (status == YZ_OK) {
            assert_int_equal(utf8_valid_prefix(d.text.data, d.text.size),
                             d.text.size);
            assert_int_equal(d.char_count,
                             utf8_count(d.text.data, d.text.size));
            for (size_t i = 0; d.places && i < d.char_count; i++)
                assert_true(d.places[i] <= d.places[i + 1]);
            if (d.places)
                assert_int_equal(d.places[d.char_count], size - d.zeros_cut);
        } else {
            assert_int_equal(status, YZ_E_SOURCE);
            assert_true(err.offset <= size);
        }
        arena_clear(&a);
    }
    arena_dispose(&a);
}

/* Texts longer than the converter's chunks, with pairs over their ends. */
static void
test_random_texts_keep_every_place(void **state)
{
    (void)state;
    static const char *const encodings[] = { "GB18030", "UTF-16LE",
                                             "UTF-16BE" };
    uint64_t seed = 1949;
    arena a = { 0 };
    for (int round = 0; round < 30; round++) {
        const size_t count = random_next(&seed) % 9000;
        char *data = arena_alloc(&a, 4 * count + 1);
        size_t size = 0;
        for (size_t i = 0; i < count; i++) {
            const uint32_t r = (uint32_t)(random_next(&seed) >> 16);
            const uint32_t c = r % 5 == 0   ? 0x20400 + (r >> 8) % 0xa000
                               : r % 5 == 1 ? 0x20 + (r >> 8) % 0x5f
                                            : 0x4e00 + (r >> 8) % 0x5000;
            size += utf8_put(data + size, c);
        }
        const yz_str text = { data, size };
        const char *name = encodings[random_next(&seed) % 3];
        const yz_str file = encoded(&a, name, text);
        const decoded d = decode_ok(&a, file, name);
        assert_true(str_equal(d.text, text));
        check_places(&d, file);
        arena_clear(&a);
    }
    arena_dispose(&a);
}

/* Two code points of one pair of bytes, some on both sides of a chunk's end. */
static void
test_code_points_that_share_bytes(void **state)
{
    (void)state;
    enum { COUNT = 9001 };
    arena a = { 0 };
    char *data = arena_alloc(&a, 2 * COUNT + 2);
    memcpy(data, "\x40\x40", 2); /* U+3000, to make the rest odd */
    for (size_t i = 1; i <= COUNT; i++)
        memcpy(data + 2 * i, "\xec\xb5", 2);
    const yz_str file = { data, 2 * COUNT + 2 };
    const decoded d = decode_ok(&a, file, "ibm-16684");
    assert_int_equal(d.char_count, 2 * COUNT + 1);
    for (size_t i = 1; i <= COUNT; i++) {
        assert_int_equal(d.places[2 * i - 1], 2 * i);
        assert_int_equal(d.places[2 * i], 2 * i);
    }
    assert_int_equal(d.places[d.char_count], file.size);
    arena_dispose(&a);
}

static void
test_names_of_encodings(void **state)
{
    (void)state;
    static const struct {
        const char *alias;
        const char *name;
    } cases[] = {
        { "utf8", "UTF-8" },        { "utf-8", "UTF-8" },
        { "gbk", "GB18030" },       { "GB2312", "GB18030" },
        { "gb_18030", "GB18030" },  { "cp936", "GB18030" },
        { "big5", "Big5" },         { "BIG-5", "Big5" },
        { "cp950", "Big5" },        { "utf-16le", "UTF-16LE" },
        { "latin1", "ISO-8859-1" }, { "shift-jis", "Shift_JIS" },
    };
    arena a = { 0 };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const decoded d = decode_ok(&a, str_of("abcd"), cases[i].alias);
        const yz_str encoding = arena_str(&a, d.encoding);
        assert_string_equal(encoding.data, cases[i].name);
    }
    const decoded d =
        decode_ok(&a, (yz_str){ "\x5d\xe5\x4f\x1a", 4 }, "UTF-16");
    assert_true(str_equal(d.encoding, str_of("UTF-16BE")));
    const yz_error err = decode_refused(str_of("abc"), "KLINGON", YZ_E_INVALID);
    assert_non_null(strstr(err.message, "KLINGON"));
    decode_refused(str_of("abc"), "", YZ_E_INVALID);
    arena_dispose(&a);
}

static void
test_encoded_size(void **state)
{
    (void)state;
    uint64_t size = 99;
    assert_int_equal(
        charset_encoded_size(str_of("GB18030"), str_of("a工𠀀"), &size, NULL),
        YZ_OK);
    assert_int_equal(size, 1 + 2 + 4);
    assert_int_equal(
        charset_encoded_size(str_of("UTF-16BE"), str_of("a工𠀀"), &size, NULL),
        YZ_OK);
    assert_int_equal(size, 2 + 2 + 4);
    assert_int_equal(
        charset_encoded_size(str_of("UTF-8"), str_of("a工"), &size, NULL),
        YZ_OK);
    assert_int_equal(size, 4);
    assert_int_equal(
        charset_encoded_size(str_of("Big5"), str_of(""), &size, NULL), YZ_OK);
    assert_int_equal(size, 0);
    assert_int_equal(
        charset_encoded_size(str_of("Big5"), str_of("驿"), &size, NULL),
        YZ_E_INVALID);
    assert_int_equal(
        charset_encoded_size(str_of("none"), str_of("a"), &size, NULL) == YZ_OK,
        false);
    assert_int_equal(size, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_byte_order_marks),
        cmocka_unit_test(test_an_empty_file_is_utf8),
        cmocka_unit_test(test_encodings_are_found),
        cmocka_unit_test(test_short_files),
        cmocka_unit_test(test_a_broken_byte_in_utf8_is_named),
        cmocka_unit_test(test_a_truncated_end_of_utf8_is_named),
        cmocka_unit_test(test_a_broken_byte_elsewhere_is_named),
        cmocka_unit_test(test_what_is_not_text_is_refused),
        cmocka_unit_test(test_a_few_controls_are_text),
        cmocka_unit_test(test_random_bytes_are_refused),
        cmocka_unit_test(test_a_few_bad_bytes_are_replaced),
        cmocka_unit_test(test_too_many_bad_bytes_are_refused),
        cmocka_unit_test(test_zero_bytes_at_the_end_are_cut),
        cmocka_unit_test(test_old_editions_have_todays_characters),
        cmocka_unit_test(test_private_use_is_noticed),
        cmocka_unit_test(test_hong_kong_text_is_found),
        cmocka_unit_test(test_random_short_bytes_do_no_harm),
        cmocka_unit_test(test_random_texts_keep_every_place),
        cmocka_unit_test(test_code_points_that_share_bytes),
        cmocka_unit_test(test_names_of_encodings),
        cmocka_unit_test(test_encoded_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
