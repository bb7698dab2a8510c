/* SPDX-License-Identifier: MIT */
/*
 * Can every byte of a passage be found again in its file? Random pages are made
 * of what rules look for, and of everything that parts lines and words. Pieces
 * with their gaps between must give back the part of the file, lines and
 * columns must be those that one counts from its beginning, each line must be in
 * one passage, and the text must have the skeleton of what it came from. The C
 * library's iconv says where a character is in the file.
 */
#include "indexer/layout/repair.h"

#include "core/base/buffer.h"
#include "core/base/utf8.h"
#include "core/text/charclass.h"
#include "core/text/skeleton.h"
#include "tests/unit/random.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PAGES = 600, TEXT_MAX = 1 << 14, LINES_MAX = 1 << 12 };

/* A file, and what one sees who reads it character by character. */
typedef struct random_page {
    const char *encoding; /* NULL: UTF-8 */
    yz_str text;          /* as the page was meant */
    buffer text_buffer;
    buffer file;
    /* By byte of the text; only those that begin a character count. */
    uint64_t byte[TEXT_MAX + 1];
    uint32_t line[TEXT_MAX + 1];
    uint32_t column[TEXT_MAX + 1];
    bool solid[LINES_MAX];      /* by line: is it not blank? */
    uint32_t owners[LINES_MAX]; /* by line: blocks that claim it */
    uint32_t line_count;
} random_page;

/* ---- making pages -------------------------------------------------------- */

static const char *const heads[] = {
    "△",      "图为",      "□本报记者 ", "2025年1月4日 ", "第一条 ",
    "（一）", "(本版图片", "EN SAGE ",   "强化 ",         "　　",
    "记者从", "▼",         "\t",         "1. ",           "—",
};
static const char *const words[] = {
    "工会",  "驿站", "服务",     "职工",     "的",        "2.5",
    "12351", "亿元", "\"五小\"", "“娘家人”", "creative ", "word ",
    "co-op", "é",    "𠀀",       "I 会",     "摄",        "x",
};
static const char *const marks[] = { "，", "。", ",", "、", "；", "!", ")" };
static const char *const parts[] = {
    " ",     "  ",       "　",  "\t",     "\n", "\r\n",   "\n\n",   "\r\n\r\n",
    "\n \n", "\n\n\n\n", "-\n", "\n　　", "\v", "\u2028", "\u00a0",
};

#define PUT_ONE_OF(out, seed, list) \
  buffer_put_text(out, str_of(list[random_below(seed, ARRAY_LENGTH(list))]))

static void
put_line(buffer *out, uint64_t *seed, uint32_t words_max)
{
    if (random_below(seed, 5) == 0)
        PUT_ONE_OF(out, seed, heads);
    for (uint32_t n = 1 + random_below(seed, words_max); n > 0; n--) {
        PUT_ONE_OF(out, seed, words);
        if (random_below(seed, 6) == 0)
            PUT_ONE_OF(out, seed, marks);
        if (random_below(seed, 12) == 0)
            PUT_ONE_OF(out, seed, parts);
    }
}

/* Lines of like length, as columns have; what parts them is the page's habit. */
static void
put_page(buffer *out, uint64_t *seed)
{
    const char *habit = parts[4 + random_below(seed, 4)];
    const uint32_t words_max = 1 + random_below(seed, 12);
    for (uint32_t n = 1 + random_below(seed, 40); n > 0; n--) {
        put_line(out, seed, words_max);
        if (random_below(seed, 4) == 0)
            PUT_ONE_OF(out, seed, parts);
        else
            buffer_put_text(out, str_of(habit));
    }
}

static void
encode(const char *encoding, const char *data, size_t size, buffer *out)
{
    if (!encoding) {
        buffer_put(out, data, size);
        return;
    }
    iconv_t converter = iconv_open(encoding, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    char encoded[64];
    char *from = (char *)data;
    char *to = encoded;
    size_t room = sizeof(encoded);
    assert_true(iconv(converter, &from, &size, &to, &room) != (size_t)-1);
    iconv_close(converter);
    buffer_put(out, encoded, (size_t)(to - encoded));
}

/* Write the file a character at a time, noting where each stands. */
static void
page_encode(random_page *p)
{
    uint32_t line = 1;
    uint32_t column = 1;
    for (size_t at = 0; at < p->text.size;) {
        const size_t begin = at;
        const uint32_t c = utf8_next(p->text.data, p->text.size, &at);
        p->byte[begin] = p->file.size;
        p->line[begin] = line;
        p->column[begin] = column++;
        p->solid[line] |= !char_is_space(c);
        encode(p->encoding, p->text.data + begin, at - begin, &p->file);
        if (c == '\n') {
            line++;
            column = 1;
        }
    }
    p->byte[p->text.size] = p->file.size;
    p->line[p->text.size] = line;
    p->line_count = line;
}

static void
page_make(random_page *p, uint64_t *seed)
{
    static const char *const encodings[] = { NULL, NULL, "GB18030",
                                             "UTF-16LE" };
    *p = (random_page){ .encoding = encodings[random_below(seed, 4)] };
    put_page(&p->text_buffer, seed);
    p->text = buffer_str(&p->text_buffer);
    assert_true(p->text.size <= TEXT_MAX);
    if (!p->encoding && random_below(seed, 2))
        buffer_put(&p->file, "\xef\xbb\xbf", 3);
    page_encode(p);
}

static void
page_dispose_random(random_page *p)
{
    buffer_dispose(&p->text_buffer);
    buffer_dispose(&p->file);
}

/* ---- what must hold ------------------------------------------------------ */

/* The byte of the text whose character stands at `byte` of the file. */
static size_t
text_at(const random_page *p, uint64_t byte)
{
    for (size_t at = 0; at < p->text.size;) {
        if (p->byte[at] == byte)
            return at;
        utf8_next(p->text.data, p->text.size, &at);
    }
    assert_int_equal(byte, p->file.size);
    return p->text.size;
}

static bool
is_space_at(const random_page *p, size_t at)
{
    return char_is_space(utf8_next(p->text.data, p->text.size, &at));
}

/* A block's bytes begin and end with ink, on the lines it names. */
static void
check_block(random_page *p, const yz_block *b)
{
    const size_t begin = text_at(p, b->byte_begin);
    size_t last = text_at(p, b->byte_end);
    assert_true(begin < last);
    utf8_previous(p->text.data, &last);
    assert_false(is_space_at(p, begin));
    assert_false(is_space_at(p, last));
    assert_int_equal(p->line[begin], b->line_first);
    assert_int_equal(p->line[last], b->line_last);
    for (uint32_t line = b->line_first; line <= b->line_last; line++)
        p->owners[line]++;
}

static void
check_piece(const random_page *p, const yz_piece *piece, size_t at)
{
    assert_int_equal(piece->source_begin, p->byte[at]);
    assert_int_equal(piece->line, p->line[at]);
    assert_int_equal(piece->column, p->column[at]);
}

/* Pieces and gaps, one after the other, are the file. */
static void
check_pieces(const random_page *p, const yz_passage *passage)
{
    size_t at = text_at(p, passage->blocks[0].byte_begin);
    assert_int_equal(passage->pieces[0].text_begin, 0);
    assert_int_equal(passage->pieces[0].gap.size, 0);
    for (size_t i = 0; i < passage->piece_count; i++) {
        const yz_piece *piece = &passage->pieces[i];
        const bool is_last = i + 1 == passage->piece_count;
        const size_t end =
            is_last ? passage->text.size : piece[1].text_begin - piece[1].joint;
        const size_t size = end - piece->text_begin;
        if (piece->gap.size)
            assert_memory_equal(p->text.data + at, piece->gap.data,
                                piece->gap.size);
        at += piece->gap.size;
        check_piece(p, piece, at);
        assert_memory_equal(p->text.data + at,
                            passage->text.data + piece->text_begin, size);
        at += size;
        if (!is_last && piece[1].joint)
            assert_int_equal(passage->text.data[end], ' ');
    }
    const yz_block *last = &passage->blocks[passage->block_count - 1];
    assert_int_equal(p->byte[at], last->byte_end);
}

static bool
has_hyphen_taken_out(const yz_passage *passage)
{
    for (size_t i = 0; i < passage->piece_count; i++) {
        const yz_str gap = passage->pieces[i].gap;
        if (gap.size && gap.data[0] == '-')
            return true;
    }
    return false;
}

/* What layout repair takes out, the skeleton takes out too. */
static void
check_skeleton(const random_page *p, const yz_passage *passage)
{
    if (has_hyphen_taken_out(passage))
        return;
    buffer source = { 0 };
    for (size_t i = 0; i < passage->block_count; i++) {
        const size_t begin = text_at(p, passage->blocks[i].byte_begin);
        const size_t end = text_at(p, passage->blocks[i].byte_end);
        if (i > 0)
            buffer_put_u8(&source, '\n');
        buffer_put(&source, p->text.data + begin, end - begin);
    }
    arena a = { 0 };
    skeleton of_text;
    skeleton of_source;
    assert_int_equal(
        skeleton_make(NULL, passage->text, false, &a, &of_text, NULL), YZ_OK);
    assert_int_equal(
        skeleton_make(NULL, buffer_str(&source), false, &a, &of_source, NULL),
        YZ_OK);
    assert_int_equal(of_text.length, of_source.length);
    if (of_text.length)
        assert_memory_equal(of_text.units, of_source.units,
                            of_text.length * sizeof(*of_text.units));
    arena_dispose(&a);
    buffer_dispose(&source);
}

/* Each line that is not blank belongs to one block. */
static void
check_lines(const random_page *p)
{
    for (uint32_t line = 1; line <= p->line_count; line++) {
        if (p->solid[line])
            assert_int_equal(p->owners[line], 1);
        else
            assert_true(p->owners[line] <= 1);
    }
}

static void
check_report(random_page *p, const yz_report *report)
{
    uint32_t line_before = 0;
    for (size_t i = 0; i < report->passages.count; i++) {
        const yz_passage *passage = &report->passages.items[i];
        for (size_t k = 0; k < passage->block_count; k++)
            check_block(p, &passage->blocks[k]);
        check_pieces(p, passage);
        check_skeleton(p, passage);
        assert_true(passage->blocks[0].line_first > line_before);
        line_before = passage->blocks[0].line_first;
        assert_true(passage->rules.size > 0);
    }
    check_lines(p);
}

static void
every_byte_can_be_found_again(void **state)
{
    (void)state;
    static random_page p;
    uint64_t seed = 0x1a7007;
    for (int round = 0; round < PAGES; round++) {
        arena a = { 0 };
        decoded file;
        yz_error err;
        page_make(&p, &seed);
        const yz_status status = charset_decode(
            p.file.data, p.file.size, p.encoding ? p.encoding : "UTF-8", false,
            &a, &file, &err);
        assert_int_equal(status, YZ_OK);
        yz_report *report = report_new(NULL);
        assert_non_null(report);
        assert_int_equal(layout_repair(&file, report, &err), YZ_OK);
        check_report(&p, report);
        yz_report_free(report);
        page_dispose_random(&p);
        arena_dispose(&a);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_can_be_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
