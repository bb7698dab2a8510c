/* SPDX-License-Identifier: MIT */
/*
 * Is a match's place in the source the one that somebody would point at who
 * reads the file from its beginning? Random files are made of pieces and gaps;
 * the oracle counts lines and columns over the whole file, and the C library's
 * iconv reads the bytes, so that neither the code nor ICU is its own judge.
 */
#include "query/show/place.h"

#include "core/base/buffer.h"
#include "core/base/utf8.h"
#include "tests/unit/random.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PIECES_MAX = 12, FILES = 1500, SPANS = 60 };

/* ---- examples ------------------------------------------------------------ */

/*
 * The file (without its first 10 bytes):
 *
 *     line 3, column 3   工会驿⏎
 *     line 4, column 1   站的 warm⏎
 *     line 5, column 2   words
 */
static const yz_piece three_pieces[] = {
    { .text_begin = 0, .line = 3, .column = 3, .source_begin = 10 },
    { .text_begin = 9,
      .line = 4,
      .column = 1,
      .source_begin = 20,
      .gap = { "\n", 1 } },
    { .text_begin = 21,
      .line = 5,
      .column = 2,
      .source_begin = 34,
      .gap = { " \n ", 3 },
      .joint = 1 },
};

static yz_passage
three_lines(void)
{
    return (yz_passage){ .text = str_of("工会驿站的 warm words"),
                         .pieces = three_pieces,
                         .piece_count = 3 };
}

static void
check_place(const yz_passage *p, uint32_t begin, uint32_t end, uint32_t line,
            uint32_t column, uint64_t byte_begin, uint64_t byte_end,
            const char *surface)
{
    arena a = { 0 };
    yz_match match;
    yz_error err;
    placer w = { .passage = p };
    assert_int_equal(place_match(&w, (yz_span){ begin, end }, &a, &match, &err),
                     YZ_OK);
    assert_int_equal(match.text.begin, begin);
    assert_int_equal(match.text.end, end);
    assert_int_equal(match.line, line);
    assert_int_equal(match.column, column);
    assert_int_equal(match.byte_begin, byte_begin);
    assert_int_equal(match.byte_end, byte_end);
    assert_int_equal(match.surface.size, strlen(surface));
    assert_memory_equal(match.surface.data, surface, strlen(surface));
    arena_dispose(&a);
}

static void
match_over_a_line_wrap_spans_it(void **state)
{
    (void)state;
    const yz_passage p = three_lines();
    check_place(&p, 0, 12, 3, 3, 10, 23, "工会驿\n站");
    check_place(&p, 16, 26, 4, 4, 27, 39, "warm \n words");
}

static void
borders_belong_to_the_piece_that_is_matched(void **state)
{
    (void)state;
    const yz_passage p = three_lines();
    check_place(&p, 0, 9, 3, 3, 10, 19, "工会驿");
    check_place(&p, 9, 12, 4, 1, 20, 23, "站");
    check_place(&p, 6, 9, 3, 5, 16, 19, "驿");
}

static void
joint_counts_to_neither_side(void **state)
{
    (void)state;
    const yz_passage p = three_lines();
    check_place(&p, 16, 20, 4, 4, 27, 31, "warm");
    check_place(&p, 16, 21, 4, 4, 27, 31, "warm");
    check_place(&p, 20, 26, 5, 2, 34, 39, "words");
    check_place(&p, 21, 26, 5, 2, 34, 39, "words");
    check_place(&p, 20, 21, 4, 8, 31, 34, " \n ");
}

static void
empty_span_is_a_place(void **state)
{
    (void)state;
    const yz_passage p = three_lines();
    check_place(&p, 0, 0, 3, 3, 10, 10, "");
    check_place(&p, 9, 9, 4, 1, 20, 20, "");
    check_place(&p, 26, 26, 5, 7, 39, 39, "");
}

static void
passage_without_pieces_is_its_own_source(void **state)
{
    (void)state;
    const yz_passage p = { .text = str_of("服务\n工会") };
    check_place(&p, 7, 13, 0, 0, 7, 13, "工会");
    const yz_passage empty = { .text = str_of("") };
    check_place(&empty, 0, 0, 0, 0, 0, 0, "");
}

static void
line_breaks_inside_a_piece_count_as_characters(void **state)
{
    (void)state;
    const yz_piece piece = { .line = 7, .column = 1 };
    const yz_passage p = { .text = str_of("服务\n工会"),
                           .pieces = &piece,
                           .piece_count = 1 };
    check_place(&p, 7, 13, 7, 4, 7, 13, "工会");
}

static void
bytes_count_in_the_encoding_of_the_file(void **state)
{
    (void)state;
    yz_passage p = three_lines();
    p.encoding = str_of("GB18030");
    check_place(&p, 3, 6, 3, 4, 12, 14, "会");
    p.encoding = str_of("UTF-16LE");
    check_place(&p, 3, 15, 3, 4, 12, 24, "会驿\n站的");
    p.encoding = str_of("UTF-8");
    check_place(&p, 3, 6, 3, 4, 13, 16, "会");
}

static void
span_outside_the_text_is_misuse(void **state)
{
    (void)state;
    arena a = { 0 };
    const yz_passage p = three_lines();
    yz_match match;
    yz_error err;
    placer w = { .passage = &p };
    assert_int_equal(place_match(&w, (yz_span){ 0, 27 }, &a, &match, &err),
                     YZ_E_INVALID);
    assert_int_equal(place_match(&w, (yz_span){ 9, 3 }, &a, &match, &err),
                     YZ_E_INVALID);
    arena_dispose(&a);
}

/* Whatever a damaged record says, the answer is an error or lies in memory. */
static void
pieces_that_lie_do_no_harm(void **state)
{
    (void)state;
    uint64_t seed = 0xbadc0de;
    for (int round = 0; round < 20000; round++) {
        arena a = { 0 };
        yz_piece pieces[4] = { 0 };
        for (size_t i = 0; i < 4; i++)
            pieces[i] = (yz_piece){
                .text_begin = random_below(&seed, 4) ? random_below(&seed, 40)
                                                     : UINT32_MAX,
                .line = random_below(&seed, 3),
                .column = random_below(&seed, 3),
                .gap = { "\n", random_below(&seed, 2) },
                .joint = random_below(&seed, 2),
            };
        const yz_passage p = { .text = str_of("0123456789 123456789"),
                               .pieces = pieces,
                               .piece_count = random_below(&seed, 5) };
        const uint32_t begin = random_below(&seed, 21);
        const uint32_t end = begin + random_below(&seed, 21 - begin);
        yz_match match;
        placer w = { .passage = &p };
        const yz_status status =
            place_match(&w, (yz_span){ begin, end }, &a, &match, NULL);
        assert_true(status == YZ_OK || status == YZ_E_CORRUPT);
        /* Each byte is readable, or the sanitizer stops here. */
        if (status == YZ_OK)
            assert_true(
                utf8_valid_prefix(match.surface.data, match.surface.size) ==
                match.surface.size);
        arena_dispose(&a);
    }
}

/* ---- random files -------------------------------------------------------- */

/* A file, and what an honest reader would make of it. */
typedef struct random_file {
    const char *encoding;
    size_t bom;
    buffer decoded;
    buffer text;
    /* Where each byte of the text is in `decoded`; a joint: its gap. */
    size_t from[4096];
    bool is_joint[4096];
    yz_piece pieces[PIECES_MAX];
    size_t gap_begin[PIECES_MAX];
    size_t piece_count;
} random_file;

static void
put_random_text(buffer *out, uint64_t *seed, size_t count)
{
    static const char *const some[] = { "工", "会", "驿", "站", "。", "a",
                                        "7",  "é",  "𠀀", "，", "Z" };
    for (size_t i = 0; i < count; i++)
        buffer_put_text(out,
                        str_of(some[random_below(seed, ARRAY_LENGTH(some))]));
}

static void
put_gap(random_file *f, uint64_t *seed, bool first)
{
    static const char *const some[] = {
        "\n", "\r\n", "  ", "\n\n", "\n图片说明文字\n", "　", " \n\t"
    };
    const size_t begin = f->decoded.size;
    buffer_put_text(&f->decoded,
                    str_of(some[random_below(seed, ARRAY_LENGTH(some))]));
    f->gap_begin[f->piece_count] = begin;
    if (first || random_below(seed, 2))
        return;
    f->pieces[f->piece_count].joint = 1;
    f->is_joint[f->text.size] = true;
    f->from[f->text.size] = begin;
    buffer_put_text(&f->text, str_of(" "));
}

static void
put_piece(random_file *f, uint64_t *seed)
{
    const size_t begin = f->decoded.size;
    f->pieces[f->piece_count].text_begin = (uint32_t)f->text.size;
    put_random_text(&f->decoded, seed, 1 + random_below(seed, 9));
    for (size_t i = begin; i < f->decoded.size; i++)
        f->from[f->text.size + i - begin] = i;
    buffer_put(&f->text, f->decoded.data + begin, f->decoded.size - begin);
    f->piece_count++;
}

/* The bytes of the file; its size, where only that is asked for. */
static size_t
convert(const char *to, const char *from, const char *data, size_t size,
        buffer *out)
{
    iconv_t cd = iconv_open(to, from);
    assert_true(cd != (iconv_t)-1);
    char *in = (char *)(uintptr_t)data;
    size_t in_left = size;
    char *bytes = malloc(4 * size + 4);
    char *at = bytes;
    size_t left = 4 * size + 4;
    assert_non_null(bytes);
    assert_int_equal(iconv(cd, &in, &in_left, &at, &left), 0);
    iconv_close(cd);
    const size_t written = (size_t)(at - bytes);
    if (out)
        buffer_put(out, bytes, written);
    free(bytes);
    return written;
}

/* The file's byte of a byte of its decoded text. */
static uint64_t
slow_byte(const random_file *f, size_t at)
{
    return f->bom + convert(f->encoding, "UTF-8", (const char *)f->decoded.data,
                            at, NULL);
}

/* Line and column of a byte of the decoded file, read from the beginning. */
static void
slow_place(const random_file *f, size_t at, uint32_t *line, uint32_t *column)
{
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < at;) {
        const uint32_t c =
            utf8_next((const char *)f->decoded.data, f->decoded.size, &i);
        *column = c == '\n' ? 1 : *column + 1;
        *line += c == '\n';
    }
}

static void
random_file_make(random_file *f, uint64_t *seed)
{
    const size_t count = 1 + random_below(seed, PIECES_MAX);
    put_random_text(&f->decoded, seed, random_below(seed, 20));
    for (size_t i = 0; i < count; i++) {
        put_gap(f, seed, i == 0);
        put_piece(f, seed);
    }
    const char *decoded = (const char *)f->decoded.data;
    for (size_t i = 0; i < count; i++) {
        yz_piece *piece = &f->pieces[i];
        const size_t at = f->from[piece->text_begin];
        slow_place(f, at, &piece->line, &piece->column);
        piece->source_begin = slow_byte(f, at);
        if (i > 0)
            piece->gap =
                (yz_str){ decoded + f->gap_begin[i], at - f->gap_begin[i] };
    }
}

/* Where [begin, end) of the text is in the decoded file. */
static void
slow_span(const random_file *f, uint32_t begin, uint32_t end, size_t *from,
          size_t *to)
{
    if (end == begin + 1 && f->is_joint[begin]) {
        *from = f->from[begin];
        *to = f->from[end];
        return;
    }
    *from = f->from[begin + f->is_joint[begin]];
    *to = f->from[end - 1 - f->is_joint[end - 1]] + 1;
}

static bool
is_char_border(const random_file *f, uint32_t at)
{
    return at == f->text.size || (f->text.data[at] & 0xc0) != 0x80;
}

static void
check_span(const random_file *f, placer *w, uint32_t begin, uint32_t end)
{
    arena a = { 0 };
    buffer file = { 0 };
    buffer surface = { 0 };
    size_t from, to;
    uint32_t line, column;
    yz_match match;
    yz_error err = { 0 };
    slow_span(f, begin, end, &from, &to);
    slow_place(f, from, &line, &column);
    assert_int_equal(place_match(w, (yz_span){ begin, end }, &a, &match, &err),
                     YZ_OK);
    assert_int_equal(match.byte_begin, slow_byte(f, from));
    assert_int_equal(match.byte_end, slow_byte(f, to));
    assert_int_equal(match.line, line);
    assert_int_equal(match.column, column);
    convert(f->encoding, "UTF-8", (const char *)f->decoded.data,
            f->decoded.size, &file);
    convert("UTF-8", f->encoding,
            (const char *)file.data + match.byte_begin - f->bom,
            (size_t)(match.byte_end - match.byte_begin), &surface);
    assert_int_equal(match.surface.size, surface.size);
    assert_memory_equal(match.surface.data, surface.data, surface.size);
    buffer_dispose(&file);
    buffer_dispose(&surface);
    arena_dispose(&a);
}

static void
check_random_file(uint64_t *seed, const char *encoding, size_t bom)
{
    random_file *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    f->encoding = encoding;
    f->bom = bom;
    random_file_make(f, seed);
    const bool utf8 = strcmp(encoding, "UTF-8") == 0;
    const yz_passage p = { .text = buffer_str(&f->text),
                           .encoding = str_of(utf8 ? NULL : encoding),
                           .pieces = f->pieces,
                           .piece_count = f->piece_count };
    const uint32_t size = (uint32_t)f->text.size;
    placer w = { .passage = &p };
    for (int i = 0; i < SPANS; i++) {
        const uint32_t begin = random_below(seed, size);
        const uint32_t end = begin + 1 + random_below(seed, size - begin);
        if (is_char_border(f, begin) && is_char_border(f, end))
            check_span(f, &w, begin, end);
    }
    buffer_dispose(&f->decoded);
    buffer_dispose(&f->text);
    free(f);
}

static void
places_are_those_of_a_slow_scan(void **state)
{
    (void)state;
    uint64_t seed = 0x5eed5eed5eed;
    for (int i = 0; i < FILES; i++) {
        check_random_file(&seed, "UTF-8", 0);
        check_random_file(&seed, "UTF-8", 3);
        if (i % 4)
            continue;
        check_random_file(&seed, "GB18030", 0);
        check_random_file(&seed, "UTF-16LE", 2);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_over_a_line_wrap_spans_it),
        cmocka_unit_test(borders_belong_to_the_piece_that_is_matched),
        cmocka_unit_test(joint_counts_to_neither_side),
        cmocka_unit_test(empty_span_is_a_place),
        cmocka_unit_test(passage_without_pieces_is_its_own_source),
        cmocka_unit_test(line_breaks_inside_a_piece_count_as_characters),
        cmocka_unit_test(bytes_count_in_the_encoding_of_the_file),
        cmocka_unit_test(span_outside_the_text_is_misuse),
        cmocka_unit_test(pieces_that_lie_do_no_harm),
        cmocka_unit_test(places_are_those_of_a_slow_scan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
