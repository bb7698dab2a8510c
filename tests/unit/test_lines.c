/* SPDX-License-Identifier: MIT */
/*
 * Does a file that is read block by block have the lines that the same bytes
 * have in memory, wherever they begin and however long they are?
 */
#include "indexer/source/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct sample {
    char path[32];
    int fd;
} sample;

static void
sample_write(sample *s, yz_str before, yz_str text)
{
    strcpy(s->path, "/tmp/yizhan-lines-XXXXXX");
    s->fd = mkstemp(s->path);
    assert_true(s->fd >= 0);
    assert_int_equal(write(s->fd, before.data, before.size), before.size);
    assert_int_equal(write(s->fd, text.data, text.size), text.size);
}

static void
sample_remove(sample *s)
{
    close(s->fd);
    unlink(s->path);
}

/* Both walk from `at` to the end, and see the same. */
static void
compare_from(lines *file, lines *memory, uint64_t at)
{
    yz_status status;
    lines_seek(file, at);
    lines_seek(memory, at);
    do {
        text_line x = { 0 };
        text_line y = { 0 };
        status = lines_next(file, &x, NULL);
        assert_int_equal(status, lines_next(memory, &y, NULL));
        assert_int_equal(x.begin, y.begin);
        assert_int_equal(x.end, y.end);
        assert_int_equal(x.too_long, y.too_long);
        assert_true(str_equal(x.text, y.text));
    } while (status == YZ_OK);
    assert_int_equal(status, YZ_DONE);
}

/* Lines of random sizes, some of them longer than a block. */
static void
put_lines(buffer *out)
{
    static const size_t sizes[] = {
        0,      1,      3,      300,           5000,
        262143, 262144, 600000, LINE_SIZE_MAX, LINE_SIZE_MAX + 1
    };
    for (size_t i = 0; i < 40; i++) {
        const size_t size = sizes[i < 8 ? i : (size_t)rand() % 8];
        for (size_t at = 0; at < size; at++)
            buffer_put_u8(out, (uint8_t)('a' + at % 26));
        buffer_put_u8(out, '\n');
    }
    for (size_t i = 8; i < sizeof(sizes) / sizeof(*sizes); i++) {
        uint8_t *to = buffer_extend(out, sizes[i]);
        assert_non_null(to);
        memset(to, 'x', sizes[i]);
        buffer_put_u8(out, '\n');
    }
    buffer_put_text(out, str_of("the end"));
    assert_true(buffer_ok(out));
}

static void
file_as_memory(void **state)
{
    sample s;
    lines file;
    lines memory;
    buffer text = { 0 };
    const yz_str mark = str_of("\xef\xbb\xbf");
    (void)state;
    put_lines(&text);
    sample_write(&s, mark, buffer_str(&text));
    lines_of_file(&file, s.fd, mark.size, text.size);
    lines_of_memory(&memory, buffer_str(&text));
    compare_from(&file, &memory, 0);
    compare_from(&file, &memory, 262140); /* and back again */
    compare_from(&file, &memory, 7);
    compare_from(&file, &memory, text.size);
    lines_dispose(&file);
    sample_remove(&s);
    buffer_dispose(&text);
}

static void
long_line_is_passed_over(void **state)
{
    lines l;
    text_line line;
    const size_t size = LINE_SIZE_MAX + 1;
    char *text = malloc(size + 2);
    (void)state;
    assert_non_null(text);
    memset(text, 'x', size);
    memcpy(text + size, "\na", 2);
    lines_of_memory(&l, (yz_str){ text, size + 2 });
    assert_int_equal(lines_next(&l, &line, NULL), YZ_OK);
    assert_true(line.too_long);
    assert_int_equal(line.text.size, 0);
    assert_int_equal(line.end, size + 1);
    assert_int_equal(lines_next(&l, &line, NULL), YZ_OK);
    assert_true(str_equal(line.text, str_of("a")));
    assert_int_equal(lines_next(&l, &line, NULL), YZ_DONE);
    free(text);
}

/* No fault, as it would be under a mapping. */
static void
file_that_was_cut(void **state)
{
    sample s;
    lines l;
    text_line line;
    yz_error err;
    (void)state;
    sample_write(&s, (yz_str){ 0 }, str_of("a\nb\n"));
    lines_of_file(&l, s.fd, 0, 4);
    assert_int_equal(ftruncate(s.fd, 2), 0);
    assert_int_equal(lines_next(&l, &line, &err), YZ_E_SOURCE);
    assert_non_null(strstr(err.message, "shorter"));
    lines_dispose(&l);
    sample_remove(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_as_memory),
        cmocka_unit_test(long_line_is_passed_over),
        cmocka_unit_test(file_that_was_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
