/* SPDX-License-Identifier: MIT */
/*
 * Do sources give the reports that are in them, say what is wrong with which
 * line, and refuse what they cannot read?
 */
#include "core/base/buffer.h"
#include "core/base/status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* What was read: of each report its name and texts; of each notice its line. */
typedef struct reading {
    buffer reports;
    buffer notices;
    yz_error error;
} reading;

static void
note(void *context, yz_severity severity, const yz_error *notice)
{
    reading *r = context;
    assert_true(notice->message[0] != '\0');
    buffer_printf(&r->notices, "%s %u;",
                  severity == YZ_WARNING ? "warning" : "refused", notice->line);
}

static void
put_report(buffer *out, const yz_report *report)
{
    const size_t count = yz_report_passage_count(report);
    assert_true(count > 0);
    buffer_put_text(out, yz_report_passage(report, 0)->report);
    for (size_t i = 0; i < count; i++) {
        const yz_passage *p = yz_report_passage(report, i);
        assert_true(p->id.size > 0);
        buffer_put_text(out, str_of(" "));
        buffer_put_text(out, p->text);
    }
    buffer_put_text(out, str_of(";"));
}

/* YZ_DONE if all could be read. */
static yz_status
read_source(const void *data, size_t size, const char *name, yz_format format,
            reading *r)
{
    yz_source *source;
    yz_report *report;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    options.format = format;
    options.notice = note;
    options.notice_context = r;
    yz_status status =
        yz_source_open_memory(data, size, name, &options, &source, &r->error);
    if (status != YZ_OK)
        return status;
    while ((status = yz_source_next(source, &report, &r->error)) == YZ_OK) {
        put_report(&r->reports, report);
        yz_report_free(report);
    }
    yz_source_close(source);
    return status;
}

static void
assert_text(buffer *b, const char *wanted)
{
    buffer_put_u8(b, 0);
    assert_string_equal((const char *)b->data, wanted);
    buffer_dispose(b);
}

static void
expect(const char *text, const char *reports, const char *notices)
{
    reading r = { 0 };
    assert_int_equal(read_source(text, strlen(text), "-", YZ_FORMAT_JSONL, &r),
                     YZ_DONE);
    assert_text(&r.reports, reports);
    assert_text(&r.notices, notices);
}

static void
reports_of_lines(void **state)
{
    (void)state;
    expect("{\"text\":\"a\"}\n{\"text\":\"b\"}", "- a b;", "");
    expect("\xef\xbb\xbf{\"text\":\"a\"}\r\n\r\n \t\n{\"text\":\"b\"}\r\n",
           "- a b;", "");
    expect("{\"text\":\"1\",\"report\":\"x\"}\n"
           "{\"text\":\"2\",\"report\":\"y\"}\n"
           "{\"text\":\"3\"}\n"
           "{\"text\":\"4\",\"report\":\"x\"}\n",
           "x 1 4;y 2;- 3;", "");
    /* a report that is named like the file is the same one */
    expect("{\"text\":\"1\"}\n{\"text\":\"2\",\"report\":\"-\"}", "- 1 2;", "");
    /* the word alone names none */
    expect("{\"text\":\"\\\"report\\\":\"}\n{\"text\":\"report\"}",
           "- \"report\": report;", "");
}

static void
lines_that_are_none(void **state)
{
    (void)state;
    expect("{\"text\":\"a\"}\nx\n{\"text\":\"b\"}\n{}\n[]\n", "- a b;",
           "refused 2;refused 4;refused 5;");
    /* one that does not parse goes with the line before */
    expect("{\"report\":\"x\",\"text\":\"a\"}\n{\"report\":\"x\"\n"
           "{\"report\":\"y\",\"text\":\"b\"}\n",
           "x a;y b;", "refused 2;");
    expect("{\"report\":\n{\"text\":\"a\",\"kind\":\"?\",\"date\":\"?\"}",
           "- a;", "refused 1;warning 2;warning 2;");
    /* a report all of whose lines are refused is none */
    expect("{\"report\":\"x\"}\n{\"text\":\"a\"}", "- a;", "refused 1;");
}

static void
no_line_at_all(void **state)
{
    static const char *const texts[] = { "x", "{}\n\n{}", "[1]", " \n" };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        reading r = { 0 };
        assert_int_equal(
            read_source(texts[i], strlen(texts[i]), "-", YZ_FORMAT_JSONL, &r),
            YZ_E_SOURCE);
        assert_non_null(strstr(r.error.message, "no line is a passage"));
        buffer_dispose(&r.notices);
    }
}

/* Cut anywhere, or any byte changed: an answer, and no fault. */
static void
broken_lines(void **state)
{
    static const char line[] =
        "{\"report\":\"r\",\"id\":5,\"kind\":\"caption\",\"text\":\"工会 "
        "驿站\","
        "\"source\":{\"path\":\"p\",\"lines\":[[1,2]],\"bytes\":[[0,20]],"
        "\"pieces\":[[0,1,1,0,\"\",false],[7,2,1,8,\"\\n\",true]]},"
        "\"encoding\":\"GB18030\",\"extra\":{\"a\":[1,null]}}";
    char text[sizeof(line)];
    size_t read = 0;
    (void)state;
    for (size_t i = 0; i < sizeof(line) - 1; i++)
        for (unsigned change = 1; change < 256; change += 6) {
            reading r = { 0 };
            memcpy(text, line, sizeof(line));
            text[i] = (char)((unsigned char)text[i] ^ change);
            read += read_source(text, sizeof(line) - 1, "-", YZ_FORMAT_JSONL,
                                &r) == YZ_DONE;
            buffer_dispose(&r.reports);
            buffer_dispose(&r.notices);
        }
    assert_true(read > 0);
    for (size_t size = 1; size < sizeof(line) - 1; size++) {
        reading r = { 0 };
        assert_int_equal(read_source(line, size, "-", YZ_FORMAT_JSONL, &r),
                         YZ_E_SOURCE);
        buffer_dispose(&r.notices);
    }
}

/* ---- formats ------------------------------------------------------------- */

static void
expect_status(const char *text, size_t size, const char *name, yz_status wanted,
              const char *said)
{
    reading r = { 0 };
    const yz_status status = read_source(text, size, name, YZ_FORMAT_AUTO, &r);
    if (status != wanted || !strstr(r.error.message, said))
        print_error("%s: %s: %s\n", name, yz_status_name(status),
                    r.error.message);
    assert_int_equal(status, wanted);
    assert_non_null(strstr(r.error.message, said));
    buffer_dispose(&r.reports);
    buffer_dispose(&r.notices);
}

static void
formats_by_bytes(void **state)
{
    static const struct {
        const char *text;
        const char *name;
        yz_status status;
        const char *said;
    } cases[] = {
        { "工会", "a.txt", YZ_DONE, "" },
        { "工会", "a", YZ_DONE, "" },
        { "{\"text\":\"a\"}\n", "a.txt", YZ_DONE, "" },
        { "{工会", "a.txt", YZ_DONE, "" },
        { "<工会>", "a.txt", YZ_DONE, "" },
        { "# a", "a.md", YZ_DONE, "" },
        { "# a", "a.MARKDOWN", YZ_DONE, "" },
#ifdef YZ_FORMATS_ARE_BUILT
        { "\n<?xml version='1.0'?><alto/>", "a.txt", YZ_DONE, "" },
        { "<x:alto>", "a", YZ_E_SOURCE, "the XML ends too early" },
        { "<?xml?><PcGts>", "a.xml", YZ_E_SOURCE, "the XML is broken" },
        { "<html><p class='ocr_page'>", "a", YZ_DONE, "" },
#else
        { "\n<?xml?><alto>", "a.txt", YZ_E_UNSUPPORTED, "libyizhan-formats" },
#endif
        { "<!doctype html><html>", "a.html", YZ_E_SOURCE,
          "not a known page format" },
        { "[{\"text\":\"a\"}]", "a.json", YZ_E_SOURCE, "one passage per line" },
        { "nonsense", "a.jsonl", YZ_E_SOURCE, "no line is a passage" },
        { "", "a.txt", YZ_E_SOURCE, "empty" },
        { "\x89PNG\r\n\x1a\n", "a.txt", YZ_E_SOURCE, "PNG" },
        { "a\xff", "a.txt", YZ_E_SOURCE, "" },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
        expect_status(cases[i].text, strlen(cases[i].text), cases[i].name,
                      cases[i].status, cases[i].said);
    expect_status("II*\0\0", 5, "a.txt", YZ_E_SOURCE, "TIFF");
    const bool has_pdftotext = system("command -v pdftotext >/dev/null") == 0;
    expect_status("%PDF-1.4", 8, "a.txt",
                  has_pdftotext ? YZ_E_SOURCE : YZ_E_UNSUPPORTED, "PDF");
}

static void
format_names(void **state)
{
    yz_format format = YZ_FORMAT_AUTO;
    (void)state;
    assert_true(yz_format_from_name(str_of("jsonl"), &format));
    assert_int_equal(format, YZ_FORMAT_JSONL);
    assert_true(yz_format_from_name(str_of("hocr"), &format));
    assert_false(yz_format_from_name(str_of("JSONL"), &format));
    assert_false(yz_format_from_name(str_of(""), &format));
    assert_int_equal(format, YZ_FORMAT_HOCR);
}

static void
formats_of_files(void **state)
{
    static const struct {
        const char *name;
        int format; /* -1: none */
    } cases[] = {
        { "/none/a.txt", YZ_FORMAT_TEXT },
        { "a.TEXT", YZ_FORMAT_TEXT },
        { "a.b.ndjson", YZ_FORMAT_JSONL },
        { "a.md", YZ_FORMAT_MARKDOWN },
        { "a.hocr", YZ_FORMAT_HOCR },
        { "a", -1 },
        { "", -1 },
        { "txt", -1 },
        { ".txt", -1 },
        { "/none/.txt", -1 },
        { "a.txt/b", -1 },
        { "a.jpg", -1 },
        { "/none/a.xml", -1 },
        { "a.", -1 },
        { "a.txt~", -1 },
        { "a.abcdefghijklmnopqrs", -1 },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        yz_format format = YZ_FORMAT_AUTO;
        const bool found = yz_format_of_file(cases[i].name, &format);
        assert_int_equal(found ? (int)format : -1, cases[i].format);
    }
}

/* ---- files --------------------------------------------------------------- */

static void
open_files(void **state)
{
    yz_source *source = NULL;
    yz_report *report;
    yz_error err;
    char path[] = "/tmp/yizhan-source-XXXXXX";
    const int fd = mkstemp(path);
    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "{\"text\":\"a\"}", 12), 12);
    close(fd);
    assert_int_equal(yz_source_open(path, NULL, &source, &err), YZ_OK);
    assert_int_equal(yz_source_next(source, &report, &err), YZ_OK);
    /* a report outlives its source */
    yz_source_close(source);
    unlink(path);
    const yz_passage *p = yz_report_passage(report, 0);
    assert_int_equal(p->text.size, 1);
    yz_report_free(report);
    source = NULL;
    assert_int_equal(yz_source_open(path, NULL, &source, &err), YZ_E_IO);
    assert_int_equal(yz_source_open("/tmp", NULL, &source, &err), YZ_E_IO);
    assert_null(source);
    yz_source_close(NULL);
}

/* ---- large reports ------------------------------------------------------- */

enum { MANY = 10000, KINDS_OF_TEXT = 7 };

/* Passages of two reports that take turns, many of them equal. */
static void
put_many(buffer *out)
{
    for (unsigned i = 0; i < MANY; i++)
        buffer_printf(out, "{\"report\":\"%s\",\"text\":\"%u\"}\n",
                      i % 3 ? "x" : "y", i % KINDS_OF_TEXT);
}

/* The passage of line `line`, from 0: the `equal`-th of its text. */
static void
expect_one(const yz_passage *p, unsigned line, unsigned equal)
{
    char number[16] = "";
    assert_int_equal(p->text.data[0] - '0', line % KINDS_OF_TEXT);
    assert_int_equal(p->blocks[0].line_first, line + 1);
    if (equal > 1)
        snprintf(number, sizeof(number), "-%u", equal);
    assert_int_equal(p->id.size, 16 + strlen(number));
    assert_memory_equal(p->id.data + 16, number, strlen(number));
}

/* Of each report all parts, one after another, and no id twice. */
static void
expect_many(yz_source *source)
{
    yz_report *report;
    yz_status status;
    size_t parts = 0;
    unsigned count[2] = { 0, 0 };
    unsigned equal[2][KINDS_OF_TEXT] = { 0 };
    while ((status = yz_source_next(source, &report, NULL)) == YZ_OK) {
        const bool is_x =
            str_equal(yz_report_passage(report, 0)->report, str_of("x"));
        assert_false(!is_x && count[1]); /* y, of the first line, is first */
        for (size_t i = 0; i < yz_report_passage_count(report); i++) {
            const unsigned nth = count[is_x]++;
            const unsigned line = is_x ? nth / 2 * 3 + 1 + nth % 2 : nth * 3;
            expect_one(yz_report_passage(report, i), line,
                       ++equal[is_x][line % KINDS_OF_TEXT]);
        }
        parts++;
        yz_report_free(report);
    }
    assert_int_equal(status, YZ_DONE);
    assert_true(parts > 2);
    assert_int_equal(count[0] + count[1], MANY);
}

static void
parts_of_reports(void **state)
{
    yz_source *source;
    buffer text = { 0 };
    char path[] = "/tmp/yizhan-source-XXXXXX";
    const int fd = mkstemp(path);
    (void)state;
    put_many(&text);
    assert_int_equal(write(fd, text.data, text.size), text.size);
    close(fd);
    assert_int_equal(
        yz_source_open_memory(text.data, text.size, "-", NULL, &source, NULL),
        YZ_OK);
    expect_many(source);
    yz_source_close(source);
    assert_int_equal(yz_source_open(path, NULL, &source, NULL), YZ_OK);
    expect_many(source);
    yz_source_close(source);
    unlink(path);
    buffer_dispose(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_of_lines),
        cmocka_unit_test(lines_that_are_none),
        cmocka_unit_test(no_line_at_all),
        cmocka_unit_test(broken_lines),
        cmocka_unit_test(formats_by_bytes),
        cmocka_unit_test(format_names),
        cmocka_unit_test(formats_of_files),
        cmocka_unit_test(open_files),
        cmocka_unit_test(parts_of_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
