/* SPDX-License-Identifier: MIT */
/*
 * Does an open index stay the folder that it was opened as, while names move:
 * the working directory changes, folders are renamed, swapped, removed, made
 * again? And is a folder in which the making of an index stopped half-way a
 * new one, and a damaged one not?
 */
#include "core/base/status.h"
#include "core/store/data_file.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct fixture {
    char folder[64];
    int before; /* the working directory that the test began in */
} fixture;

/* Each test begins in an empty folder. */
static int
setup(void **state)
{
    fixture *f = calloc(1, sizeof(*f));
    strcpy(f->folder, "/tmp/yizhan-folder-XXXXXX");
    f->before = open(".", O_RDONLY | O_DIRECTORY);
    *state = f;
    return f->before >= 0 && mkdtemp(f->folder) && chdir(f->folder) == 0 ? 0
                                                                         : -1;
}

static int
teardown(void **state)
{
    fixture *f = *state;
    char command[128];
    snprintf(command, sizeof(command), "rm -rf %s", f->folder);
    const int code = fchdir(f->before) ? -1 : system(command);
    close(f->before);
    free(f);
    return code;
}

/* ---- an index ----------------------------------------------------------- */

static yz_index *
open_index(const char *path, uint32_t flags)
{
    yz_error err;
    yz_index *index;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = flags;
    if (yz_index_open(path, &options, &index, &err) != YZ_OK)
        fail_msg("%s", err.message);
    return index;
}

static void
add(yz_index *index, const char *text)
{
    yz_error err;
    yz_writer *writer;
    yz_added added;
    if (yz_writer_open(index, NULL, &writer, &err) != YZ_OK ||
        yz_writer_add_memory(writer, text, strlen(text), text, NULL, &added,
                             &err) != YZ_OK ||
        yz_writer_commit(writer, &err) != YZ_OK)
        fail_msg("%s", err.message);
    yz_writer_close(writer);
}

static yz_index *
make(const char *path, const char *text)
{
    yz_index *index = open_index(path, YZ_INDEX_CREATE);
    add(index, text);
    return index;
}

static uint64_t
hits(yz_snapshot *snapshot, const char *phrase)
{
    yz_query *query;
    yz_results *results;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.flags = YZ_SEARCH_STRICT;
    assert_int_equal(yz_query_parse(str_of(phrase), NULL, &query, NULL), YZ_OK);
    assert_int_equal(yz_search(snapshot, query, &options, &results, NULL),
                     YZ_OK);
    const uint64_t count = yz_results_count(results);
    yz_results_close(results);
    yz_query_free(query);
    return count;
}

static uint64_t
hits_now(yz_index *index, const char *phrase)
{
    yz_error err;
    yz_snapshot *snapshot;
    if (yz_snapshot_open(index, &snapshot, &err) != YZ_OK)
        fail_msg("%s", err.message);
    const uint64_t count = hits(snapshot, phrase);
    yz_snapshot_close(snapshot);
    return count;
}

/* ---- names that move ---------------------------------------------------- */

static void
a_relative_path_outlives_the_working_directory(void **state)
{
    (void)state;
    yz_snapshot *snapshot;
    yz_compaction done;
    bool changed;
    assert_int_equal(mkdir("other", 0777), 0);
    yz_index_close(make("other/i", "别的工会驿站"));
    yz_index *index = make("i", "旧的工会驿站");
    assert_int_equal(yz_snapshot_open(index, &snapshot, NULL), YZ_OK);
    assert_int_equal(chdir("other"), 0);
    add(index, "后来的工会驿站");
    assert_int_equal(yz_snapshot_renew(&snapshot, &changed, NULL), YZ_OK);
    assert_true(changed);
    assert_int_equal(hits(snapshot, "工会驿站"), 2);
    assert_int_equal(yz_index_compact(index, &done, NULL), YZ_OK);
    assert_int_equal(yz_snapshot_renew(&snapshot, &changed, NULL), YZ_OK);
    assert_int_equal(hits(snapshot, "后来"), 1);
    assert_int_equal(hits(snapshot, "别的"), 0);
    yz_snapshot_close(snapshot);
    yz_index_close(index);
    index = open_index("i", 0);
    assert_int_equal(hits_now(index, "工会驿站"), 1);
    yz_index_close(index);
}

static void
a_renamed_folder_is_the_same_index(void **state)
{
    (void)state;
    yz_compaction done;
    yz_index *index = make("i", "工会驿站");
    assert_int_equal(rename("i", "j"), 0);
    add(index, "驿站之二");
    assert_int_equal(yz_index_compact(index, &done, NULL), YZ_OK);
    assert_int_equal(hits_now(index, "驿站"), 2);
    yz_index *again = open_index("j", 0);
    add(again, "驿站之三");
    assert_int_equal(hits_now(index, "驿站"), 3);
    yz_index_close(again);
    yz_index_close(index);
    assert_int_equal(access("i", F_OK), -1);
}

/* As a new index is deployed: mv i old, mv new i. */
static void
a_swapped_folder_is_another_index(void **state)
{
    (void)state;
    bool changed;
    yz_snapshot *snapshot;
    yz_compaction done;
    yz_index_close(make("new", "新的工会驿站"));
    yz_index *before = make("i", "旧的工会驿站");
    assert_int_equal(yz_snapshot_open(before, &snapshot, NULL), YZ_OK);
    assert_int_equal(rename("i", "old"), 0);
    assert_int_equal(rename("new", "i"), 0);
    assert_int_equal(yz_snapshot_renew(&snapshot, &changed, NULL), YZ_OK);
    assert_false(changed);

    yz_index *after = open_index("i", 0);
    assert_int_equal(hits_now(after, "新的"), 1);
    assert_int_equal(hits_now(after, "旧的"), 0);
    add(after, "新的第二篇");
    add(before, "旧的第二篇");
    assert_int_equal(yz_index_compact(before, &done, NULL), YZ_OK);
    assert_int_equal(yz_index_compact(after, &done, NULL), YZ_OK);
    assert_int_equal(hits_now(before, "旧的"), 2);
    assert_int_equal(hits_now(before, "新的"), 0);
    assert_int_equal(hits_now(after, "新的"), 2);
    assert_int_equal(hits_now(after, "旧的"), 0);
    yz_snapshot_close(snapshot);
    yz_index_close(before);
    yz_index_close(after);
}

static void
a_folder_made_again_is_another_index(void **state)
{
    (void)state;
    yz_index *before = make("i", "旧的工会驿站");
    assert_int_equal(system("rm -r i"), 0);
    yz_index *after = make("i", "新的工会驿站");
    assert_int_equal(hits_now(after, "工会驿站"), 1);
    assert_int_equal(hits_now(before, "旧的"), 1);
    yz_index_close(after);
    yz_index_close(before);
}

/* ---- an index that was never made --------------------------------------- */

enum { PAGE = 4096, PAGES = 2 * PAGE };

/* The first two pages of an index, as LMDB writes them. */
static void
new_pages(uint8_t *pages)
{
    yz_index_close(open_index("made", YZ_INDEX_CREATE));
    const int fd = open("made/data.mdb", O_RDONLY);
    assert_int_equal(pread(fd, pages, PAGES, 0), PAGES);
    close(fd);
    memset(pages + 144, 0, 8); /* the transactions that wrote them */
    memset(pages + PAGE + 144, 0, 8);
}

static void
left_half_made(const uint8_t *pages, off_t size)
{
    assert_int_equal(system("rm -rf i && mkdir i"), 0);
    const int fd = open("i/data.mdb", O_WRONLY | O_CREAT, 0666);
    assert_int_equal(pwrite(fd, pages, (size_t)size, 0), size);
    close(fd);
}

static void
assert_is_new(void)
{
    yz_index *index;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_READ_ONLY;
    assert_int_equal(yz_index_open("i", &options, &index, NULL),
                     YZ_E_NOT_FOUND);
    index = make("i", "工会驿站");
    assert_int_equal(hits_now(index, "工会驿站"), 1);
    yz_index_close(index);
}

static void
an_index_half_made_is_made_anew(void **state)
{
    (void)state;
    static const uint8_t zeros[PAGES];
    uint8_t pages[PAGES];
    if (sysconf(_SC_PAGESIZE) != PAGE)
        skip();
    new_pages(pages);
    for (off_t size = 0; size <= PAGES; size += 512) {
        left_half_made(pages, size);
        assert_is_new();
        left_half_made(zeros, size);
        assert_is_new();
    }
    memset(pages, 0, PAGE); /* the second page was written, the first not */
    left_half_made(pages, PAGES);
    assert_is_new();
}

static void
assert_is_damaged(void)
{
    yz_index *index;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    assert_int_equal(yz_index_open("i", &options, &index, NULL), YZ_E_CORRUPT);
    options.flags = YZ_INDEX_CREATE;
    assert_int_equal(yz_index_open("i", &options, &index, NULL), YZ_E_CORRUPT);
}

/* What a writer has been at is damaged, and so is what has commits. */
static void
a_damaged_index_is_not_made_anew(void **state)
{
    (void)state;
    uint8_t pages[PAGES];
    new_pages(pages);
    left_half_made(pages, PAGE);
    close(open("i/writer.lock", O_WRONLY | O_CREAT, 0666));
    assert_is_damaged();
    pages[144] = 2;
    left_half_made(pages, PAGE);
    assert_is_damaged();
    yz_index_close(make("whole", "工会驿站"));
    assert_int_equal(system("rm -rf i && cp -r whole i && rm i/writer.lock && "
                            "dd if=/dev/zero of=i/data.mdb bs=4096 count=2 "
                            "conv=notrunc status=none"),
                     0);
    assert_is_damaged();
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_relative_path_outlives_the_working_directory),
        TEST(a_renamed_folder_is_the_same_index),
        TEST(a_swapped_folder_is_another_index),
        TEST(a_folder_made_again_is_another_index),
        TEST(an_index_half_made_is_made_anew),
        TEST(a_damaged_index_is_not_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
