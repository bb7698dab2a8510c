/* SPDX-License-Identifier: MIT */
/*
 * Does the store keep what was committed, forget what was not, and refuse
 * files that LMDB would fault on?
 */
#include "core/base/buffer.h"
#include "core/store/data_file.h"
#include "core/store/store.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const store_options CREATE = { .create = true,
                                      .map_size = 64u << 20,
                                      .readers_max = 8 };
static const store_options READ = { .read_only = true,
                                    .map_size = 64u << 20,
                                    .readers_max = 8 };

typedef struct fixture {
    char folder[64];
    char path[96];
} fixture;

static int
setup(void **state)
{
    fixture *f = calloc(1, sizeof(*f));
    strcpy(f->folder, "/tmp/yizhan-store-XXXXXX");
    if (!mkdtemp(f->folder))
        return -1;
    snprintf(f->path, sizeof(f->path), "%s/index", f->folder);
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    fixture *f = *state;
    char command[128];
    snprintf(command, sizeof(command), "rm -rf %s", f->folder);
    const int code = system(command);
    free(f);
    return code;
}

static void
put(store *s, const char *key, const char *value)
{
    store_txn *txn;
    yz_error err;
    assert_int_equal(store_write_begin(s, &txn, &err), YZ_OK);
    assert_int_equal(
        store_put(txn, STORE_META, str_of(key), str_of(value), &err), YZ_OK);
    assert_int_equal(store_commit(txn, &err), YZ_OK);
}

static yz_status
get(store_txn *txn, const char *key, bytes *value)
{
    yz_error err;
    return store_get(txn, STORE_META, str_of(key), value, &err);
}

static void
commits_are_seen_and_aborts_are_not(void **state)
{
    const fixture *f = *state;
    yz_error err;
    store *s;
    store_txn *txn;
    bytes value;
    assert_int_equal(store_open(f->path, &CREATE, &s, &err), YZ_OK);
    put(s, "kept", "yes");
    assert_int_equal(store_write_begin(s, &txn, &err), YZ_OK);
    assert_int_equal(
        store_put(txn, STORE_META, str_of("lost"), str_of("x"), &err), YZ_OK);
    store_end(txn);
    store_close(s);

    assert_int_equal(store_open(f->path, &READ, &s, &err), YZ_OK);
    assert_int_equal(store_read_begin(s, &txn, &err), YZ_OK);
    assert_int_equal(get(txn, "kept", &value), YZ_OK);
    assert_int_equal(bytes_left(&value), 3);
    assert_memory_equal(value.at, "yes", 3);
    assert_int_equal(get(txn, "lost", &value), YZ_DONE);
    store_end(txn);
    store_close(s);
}

static void
a_reader_keeps_its_moment(void **state)
{
    const fixture *f = *state;
    yz_error err;
    store *s;
    store_txn *before;
    bytes value;
    assert_int_equal(store_open(f->path, &CREATE, &s, &err), YZ_OK);
    put(s, "k", "old");
    assert_int_equal(store_read_begin(s, &before, &err), YZ_OK);
    put(s, "k", "new");
    assert_int_equal(get(before, "k", &value), YZ_OK);
    assert_memory_equal(value.at, "old", 3);
    store_end(before);
    store_close(s);
}

static void
a_second_writer_is_refused_at_once(void **state)
{
    const fixture *f = *state;
    yz_error err;
    store *first;
    store *second;
    int lock;
    assert_int_equal(store_open(f->path, &CREATE, &first, &err), YZ_OK);
    assert_int_equal(store_open(f->path, &CREATE, &second, &err), YZ_OK);
    assert_ptr_equal(first, second); /* one environment a process */
    assert_int_equal(store_lock_writer(first, &err), YZ_OK);
    assert_int_equal(store_lock_writer(second, &err), YZ_E_BUSY);
    assert_non_null(strstr(err.message, "this process already has a writer"));
    assert_non_null(strstr(err.message, f->path));
    assert_int_equal(store_lock_directory(f->path, &lock, &err), YZ_E_BUSY);
    assert_non_null(strstr(err.message, "this process already has a writer"));
    store_unlock_writer(first);
    assert_int_equal(store_lock_writer(second, &err), YZ_OK);
    store_unlock_writer(second);
    store_close(first);
    store_close(second);
}

static void
no_index_is_not_found_and_not_made(void **state)
{
    const fixture *f = *state;
    yz_error err;
    store *s;
    struct stat info;
    assert_int_equal(store_open(f->path, &READ, &s, &err), YZ_E_NOT_FOUND);
    assert_int_equal(stat(f->path, &info), -1);
}

static yz_status
collect_key(void *context, yz_str key, bytes value)
{
    buffer *out = context;
    (void)value;
    buffer_put_text(out, key);
    return YZ_OK;
}

static void
keys_are_visited_in_order_from_the_first(void **state)
{
    const fixture *f = *state;
    yz_error err;
    store *s;
    store_txn *txn;
    buffer out = { 0 };
    assert_int_equal(store_open(f->path, &CREATE, &s, &err), YZ_OK);
    put(s, "c", "3");
    put(s, "a", "1");
    put(s, "b", "2");
    assert_int_equal(store_read_begin(s, &txn, &err), YZ_OK);
    assert_int_equal(
        store_scan(txn, STORE_META, str_of("b"), collect_key, &out, &err),
        YZ_OK);
    assert_int_equal(out.size, 2);
    assert_memory_equal(out.data, "bc", 2);
    buffer_dispose(&out);
    store_end(txn);
    store_close(s);
}

static void
number_keys_sort_as_numbers(void **state)
{
    (void)state;
    const uint64_t numbers[] = { 0, 1, 255, 256, 1ull << 40, ~0ull };
    for (size_t i = 0; i + 1 < ARRAY_LENGTH(numbers); i++) {
        const store_key low = store_key_of(numbers[i]);
        const store_key high = store_key_of(numbers[i + 1]);
        assert_true(str_compare(store_key_str(&low), store_key_str(&high)) < 0);
        assert_true(store_key_number(store_key_str(&low)) == numbers[i]);
    }
}

/* Cut the data file at every page and in the middle of the first: an error,
 * never a fault. */
static void
a_file_cut_short_is_refused(void **state)
{
    const fixture *f = *state;
    char data[128];
    yz_error err;
    store *s;
    struct stat info;
    assert_int_equal(store_open(f->path, &CREATE, &s, &err), YZ_OK);
    put(s, "k", "v");
    store_close(s);
    snprintf(data, sizeof(data), "%s/data.mdb", f->path);
    assert_int_equal(stat(data, &info), 0);
    const int folder = open(f->path, O_RDONLY | O_DIRECTORY);
    assert_int_equal(data_file_check(folder, "data.mdb", &err), YZ_OK);
    close(folder);
    for (off_t size = info.st_size - 1; size >= 0;
         size = size > 4096 ? size - 1024 : size - 512) {
        assert_int_equal(truncate(data, size), 0);
        assert_int_equal(store_open(f->path, &READ, &s, &err), YZ_E_CORRUPT);
        assert_int_equal(store_open(f->path, &CREATE, &s, &err), YZ_E_CORRUPT);
    }
}

static void
a_file_of_something_else_is_refused(void **state)
{
    const fixture *f = *state;
    char data[128];
    yz_error err;
    store *s;
    assert_int_equal(mkdir(f->path, 0777), 0);
    snprintf(data, sizeof(data), "%s/data.mdb", f->path);
    FILE *file = fopen(data, "w");
    for (int i = 0; i < 20000; i++)
        fputs("驿站", file);
    fclose(file);
    assert_int_equal(store_open(f->path, &READ, &s, &err), YZ_E_CORRUPT);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(commits_are_seen_and_aborts_are_not),
        TEST(a_reader_keeps_its_moment),
        TEST(a_second_writer_is_refused_at_once),
        TEST(no_index_is_not_found_and_not_made),
        TEST(keys_are_visited_in_order_from_the_first),
        TEST(number_keys_sort_as_numbers),
        TEST(a_file_cut_short_is_refused),
        TEST(a_file_of_something_else_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
