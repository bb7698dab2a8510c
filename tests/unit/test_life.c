/* SPDX-License-Identifier: MIT */
/*
 * Does an index live on while it grows, is read by other processes, changes
 * for a long time, is compacted, and meets another ICU?
 */
#include "core/base/seal.h"
#include "core/index/snapshot.h"
#include "tests/unit/random.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct fixture {
    char folder[64];
    char path[96];
    yz_index *index;
    uint64_t random;
} fixture;

static int
setup(void **state)
{
    fixture *f = calloc(1, sizeof(*f));
    strcpy(f->folder, "/tmp/yizhan-life-XXXXXX");
    f->random = 88172645463325252u;
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
    yz_index_close(f->index);
    snprintf(command, sizeof(command), "rm -rf %s", f->folder);
    const int code = system(command);
    free(f);
    return code;
}

static yz_index *
open_index(const fixture *f, uint32_t flags, uint64_t map_size)
{
    yz_error err;
    yz_index *index;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = flags | (map_size ? (uint32_t)INDEX_SMALL_MAP : 0);
    options.map_size = map_size;
    if (yz_index_open(f->path, &options, &index, &err) != YZ_OK)
        fail_msg("%s", err.message);
    return index;
}

/* A text of random characters, the phrase 工会驿站 at its end. */
static size_t
make_text(fixture *f, char *text, size_t characters)
{
    size_t size = 0;
    for (size_t i = 0; i < characters; i++) {
        const uint32_t c = 0x4e00 + random_below(&f->random, 3000);
        text[size++] = (char)(0xe0 | c >> 12);
        text[size++] = (char)(0x80 | (c >> 6 & 0x3f));
        text[size++] = (char)(0x80 | (c & 0x3f));
        if (i % 90 == 89) {
            text[size++] = '\n';
            text[size++] = '\n';
        }
    }
    memcpy(text + size, "工会驿站", 12);
    return size + 12;
}

static yz_status
try_add(fixture *f, yz_index *index, const char *name, size_t characters,
        yz_error *err)
{
    yz_writer *writer;
    yz_added added;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    char *text = malloc(characters * 4 + 16);
    const size_t size = make_text(f, text, characters);
    yz_status status = yz_writer_open(index, &options, &writer, err);
    if (status == YZ_OK)
        status =
            yz_writer_add_memory(writer, text, size, name, NULL, &added, err);
    if (status == YZ_OK)
        status = yz_writer_commit(writer, err);
    yz_writer_close(writer);
    free(text);
    return status;
}

static void
add(fixture *f, yz_index *index, const char *name, size_t characters)
{
    yz_error err;
    if (try_add(f, index, name, characters, &err) != YZ_OK)
        fail_msg("%s", err.message);
}

static yz_snapshot *
look(yz_index *index)
{
    yz_error err;
    yz_snapshot *snapshot;
    if (yz_snapshot_open(index, &snapshot, &err) != YZ_OK)
        fail_msg("%s", err.message);
    return snapshot;
}

static uint64_t
hits(yz_snapshot *snapshot)
{
    yz_query *query;
    yz_results *results;
    assert_int_equal(yz_query_parse(str_of("工会驿站"), NULL, &query, NULL),
                     YZ_OK);
    assert_int_equal(yz_search(snapshot, query, NULL, &results, NULL), YZ_OK);
    const uint64_t count = yz_results_count(results);
    yz_results_close(results);
    yz_query_free(query);
    return count;
}

static uint64_t
hits_now(yz_index *index)
{
    yz_snapshot *snapshot = look(index);
    const uint64_t count = hits(snapshot);
    yz_snapshot_close(snapshot);
    return count;
}

static yz_stats
stats_now(yz_index *index)
{
    yz_stats stats;
    yz_snapshot *snapshot = look(index);
    assert_int_equal(yz_snapshot_stats(snapshot, &stats, NULL), YZ_OK);
    yz_snapshot_close(snapshot);
    return stats;
}

static void
assert_whole(const fixture *f)
{
    yz_check check;
    assert_int_equal(yz_index_check(f->path, NULL, NULL, NULL, &check, NULL),
                     YZ_OK);
    assert_int_equal(check.problems, 0);
}

/* ---- another process ---------------------------------------------------- */

/* A process that reads when a byte arrives: it says how many hits there are. */
typedef struct reader {
    pid_t process;
    int orders;
    int answers;
} reader;

static void
reader_live(const fixture *f, int orders, int answers)
{
    char order;
    yz_index *index = NULL;
    yz_snapshot *held = NULL;
    while (read(orders, &order, 1) == 1) {
        if (!index)
            index = open_index(f, YZ_INDEX_READ_ONLY, 2 << 20);
        if (order == 'h' && !held)
            held = look(index);
        const uint64_t count = held ? hits(held) : hits_now(index);
        if (write(answers, &count, sizeof(count)) != sizeof(count))
            break;
    }
    yz_snapshot_close(held);
    yz_index_close(index);
    _exit(0);
}

/* Started while this process has no index open: none may go through fork(). */
static reader
reader_start(const fixture *f)
{
    int orders[2];
    int answers[2];
    assert_int_equal(pipe(orders), 0);
    assert_int_equal(pipe(answers), 0);
    const pid_t process = fork();
    if (process == 0) {
        close(orders[1]);
        reader_live(f, orders[0], answers[1]);
    }
    close(orders[0]);
    close(answers[1]);
    return (reader){ process, orders[1], answers[0] };
}

/* 'n': count now; 'h': count in a snapshot that is held from then on. */
static uint64_t
reader_ask(const reader *r, char order)
{
    uint64_t count = UINT64_MAX;
    assert_int_equal(write(r->orders, &order, 1), 1);
    assert_int_equal(read(r->answers, &count, sizeof(count)), sizeof(count));
    return count;
}

static void
reader_end(const reader *r)
{
    kill(r->process, SIGKILL);
    close(r->orders);
    close(r->answers);
    waitpid(r->process, NULL, 0);
}

/* ---- growth ------------------------------------------------------------- */

static void
the_map_grows_with_others_attached(void **state)
{
    fixture *f = *state;
    yz_index_close(open_index(f, YZ_INDEX_CREATE, 0));
    const reader r = reader_start(f);
    assert_int_equal(reader_ask(&r, 'n'), 0);
    yz_index *index = open_index(f, 0, 2 << 20);
    for (uint64_t i = 0; i < 12; i++) {
        char name[16];
        snprintf(name, sizeof(name), "%d", (int)i);
        add(f, index, name, 60000);
        assert_int_equal(hits_now(index), i + 1);
        assert_int_equal(reader_ask(&r, 'n'), i + 1);
    }
    assert_true(stats_now(index).bytes > 4 << 20);
    reader_end(&r);
    yz_index_close(index);
    assert_whole(f);
}

static double
seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
a_small_map_size_is_no_limit(void **state)
{
    fixture *f = *state;
    yz_error err;
    yz_index *index;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    options.map_size = 1 << 20;
    assert_int_equal(yz_index_open(f->path, &options, &index, &err), YZ_OK);
    yz_snapshot *held = look(index);
    for (int i = 0; i < 4; i++)
        add(f, index, i % 2 ? "odd" : "even", 60000);
    assert_true(stats_now(index).bytes > 1 << 20);
    assert_int_equal(hits(held), 0);
    yz_snapshot_close(held);
    yz_index_close(index);
}

/* A thread that opens snapshots, and what it waited for one at most. */
typedef struct watcher {
    yz_index *index;
    atomic_bool stops;
    uint64_t count;
    double longest;
} watcher;

static void *
watch(void *context)
{
    watcher *w = context;
    while (!w->stops) {
        yz_snapshot *snapshot;
        const double begin = seconds_now();
        if (yz_snapshot_open(w->index, &snapshot, NULL) != YZ_OK)
            break;
        const double taken = seconds_now() - begin;
        yz_snapshot_close(snapshot);
        w->longest = taken > w->longest ? taken : w->longest;
        w->count++;
        nanosleep(&(struct timespec){ .tv_nsec = 2000000 }, NULL);
    }
    return NULL;
}

/* Where addresses are few, the commit that needs more says why it fails, and
 * nobody waits for it; without snapshots it succeeds. */
static void
nobody_waits_for_one_who_needs_addresses(void **state)
{
    fixture *f = *state;
    yz_error err;
    pthread_t thread;
    yz_index *index = open_index(f, YZ_INDEX_CREATE, 2 << 20);
    add(f, index, "a", 200);
    yz_snapshot *held = look(index);
    watcher w = { .index = index };
    assert_int_equal(pthread_create(&thread, NULL, watch, &w), 0);
    const double begin = seconds_now();
    assert_int_equal(try_add(f, index, "b", 300000, &err), YZ_E_BUSY);
    assert_non_null(strstr(err.message, "snapshot"));
    assert_true(seconds_now() - begin < 5);
    w.stops = true;
    pthread_join(thread, NULL);
    assert_true(w.count > 20);
    assert_true(w.longest < 0.5);
    assert_int_equal(hits(held), 1);
    yz_snapshot_close(held);
    add(f, index, "b", 300000);
    assert_int_equal(hits_now(index), 2);
    yz_index_close(index);
    assert_whole(f);
}

/* ---- readers ------------------------------------------------------------ */

static void
a_long_reader_is_seen_and_a_dead_one_is_reaped(void **state)
{
    fixture *f = *state;
    const reader r = reader_start(f);
    yz_index *index = open_index(f, YZ_INDEX_CREATE, 0);
    add(f, index, "a", 200);
    assert_int_equal(reader_ask(&r, 'h'), 1);
    add(f, index, "b", 200);
    add(f, index, "c", 200);
    assert_int_equal(reader_ask(&r, 'n'), 1); /* the moment it began at */
    assert_int_equal(stats_now(index).oldest_reader_process, r.process);
    assert_int_equal(stats_now(index).readers, 2);
    reader_end(&r);
    add(f, index, "d", 200);
    assert_int_equal(stats_now(index).readers, 1);
    assert_int_equal(hits_now(index), 4);
    yz_index_close(index);
}

/* As if all commits so far had been made two minutes earlier. */
static void
pretend_time_passes(yz_index *index)
{
    enum { ROW_SIZE = 16, SECONDS = 120 };
    store_txn *txn;
    bytes rows;
    buffer earlier = { 0 };
    assert_int_equal(store_write_begin(index->store, &txn, NULL), YZ_OK);
    assert_int_equal(store_get(txn, STORE_META, str_of("commits"), &rows, NULL),
                     YZ_OK);
    while (bytes_left(&rows) >= ROW_SIZE) {
        buffer_put_u64(&earlier, bytes_take_u64(&rows));
        buffer_put_u64(&earlier, bytes_take_u64(&rows) - SECONDS);
    }
    assert_int_equal(store_put(txn, STORE_META, str_of("commits"),
                               buffer_str(&earlier), NULL),
                     YZ_OK);
    assert_int_equal(store_commit(txn, NULL), YZ_OK);
    buffer_dispose(&earlier);
}

/* ---- one writer ------------------------------------------------------------ */

/* In a process of its own: 0 if it is refused at once, and told by whom. */
static int
write_second(const fixture *f, pid_t first)
{
    yz_error err = { 0 };
    yz_writer *writer;
    char said[64];
    snprintf(said, sizeof(said), "process %ld is writing", (long)first);
    alarm(20);
    yz_index *index = open_index(f, 0, 0);
    const yz_status status = yz_writer_open(index, NULL, &writer, &err);
    const bool told = strstr(err.message, said) != NULL;
    const uint64_t count = hits_now(index); /* reading goes on */
    yz_index_close(index);
    return status == YZ_E_BUSY && told && count == 1 ? 0 : 1;
}

static void
a_second_writer_is_refused_at_once(void **state)
{
    fixture *f = *state;
    yz_error err;
    yz_writer *writer;
    int orders[2];
    int status;
    char byte = 0;
    assert_int_equal(pipe(orders), 0);
    const pid_t parent = getpid();
    const pid_t second = fork(); /* before anything is open here */
    if (second == 0)
        _exit(read(orders[0], &byte, 1) == 1 ? write_second(f, parent) : 2);
    yz_index *index = open_index(f, YZ_INDEX_CREATE, 0);
    add(f, index, "a", 200);
    assert_int_equal(yz_writer_open(index, NULL, &writer, &err), YZ_OK);
    assert_int_equal(write(orders[1], &byte, 1), 1);
    assert_int_equal(waitpid(second, &status, 0), second);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    yz_writer_close(writer);
    add(f, index, "b", 200);
    yz_index_close(index);
    close(orders[0]);
    close(orders[1]);
}

static void
readers_go_on_while_the_file_is_replaced(void **state)
{
    fixture *f = *state;
    yz_compaction done;
    const reader held = reader_start(f);
    const reader free_reader = reader_start(f);
    yz_index *index = open_index(f, YZ_INDEX_CREATE, 0);
    for (int i = 0; i < 4; i++)
        add(f, index, i % 2 ? "odd" : "even", 5000);
    yz_snapshot *before = look(index);
    assert_int_equal(reader_ask(&held, 'h'), 2);
    assert_int_equal(reader_ask(&free_reader, 'n'), 2);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(yz_index_compact(index, &done, NULL), YZ_OK);
        add(f, index, round ? "odd" : "third", 5000);
        assert_int_equal(hits(before), 2);
        assert_int_equal(hits_now(index), 3);
        assert_int_equal(reader_ask(&held, 'n'), 2);
        assert_int_equal(reader_ask(&free_reader, 'n'), 3);
    }
    yz_snapshot_close(before);
    reader_end(&held);
    reader_end(&free_reader);
    yz_index_close(index);
    assert_whole(f);
}

static ino_t
data_inode(const fixture *f)
{
    char path[128];
    struct stat info;
    snprintf(path, sizeof(path), "%s/data.mdb", f->path);
    assert_int_equal(stat(path, &info), 0);
    return info.st_ino;
}

static void
a_large_file_is_copied_unless_a_reader_holds_it_for_long(void **state)
{
    fixture *f = *state;
    const reader held = reader_start(f);
    yz_index *index = open_index(f, YZ_INDEX_CREATE, 0);
    add(f, index, "a", 20000);
    add(f, index, "b", 20000);
    assert_int_equal(reader_ask(&held, 'h'), 2);
    const ino_t inode = data_inode(f);
    add(f, index, "c", 200);
    pretend_time_passes(index);
    for (int i = 0; i < 8; i++)
        add(f, index, "a", 20000);
    assert_int_equal(data_inode(f), inode);
    assert_int_equal(reader_ask(&held, 'n'), 2);
    const uint64_t grown = stats_now(index).bytes;
    reader_end(&held);
    add(f, index, "a", 20000);
    assert_int_not_equal(data_inode(f), inode);
    assert_true(stats_now(index).bytes < grown / 2);
    assert_int_equal(hits_now(index), 3);
    yz_index_close(index);
    assert_whole(f);
}

/* ---- another ICU -------------------------------------------------------- */

static void
pretend_another_icu(yz_index *index)
{
    store_txn *txn;
    buffer coded = { 0 };
    profile p = index->profile;
    p.icu = str_of("99.9");
    profile_encode(&p, &coded);
    seal_put(&coded);
    assert_int_equal(store_write_begin(index->store, &txn, NULL), YZ_OK);
    assert_int_equal(
        store_put(txn, STORE_META, str_of("profile"), buffer_str(&coded), NULL),
        YZ_OK);
    assert_int_equal(store_commit(txn, NULL), YZ_OK);
    buffer_dispose(&coded);
}

static void
another_icu_makes_words_stale_and_nothing_else(void **state)
{
    fixture *f = *state;
    yz_repair done;
    yz_index *index = open_index(f, YZ_INDEX_CREATE, 0);
    add(f, index, "a", 5000);
    add(f, index, "b", 5000);
    assert_int_equal(yz_index_refresh_words(f->path, NULL, &done, NULL), YZ_OK);
    assert_int_equal(done.segments_rebuilt, 0);
    pretend_another_icu(index);
    yz_index_close(index);

    index = open_index(f, 0, 0);
    assert_int_equal(stats_now(index).words_are_stale, 1);
    assert_int_equal(hits_now(index), 2);
    yz_index_close(index);
    assert_whole(f);

    assert_int_equal(yz_index_refresh_words(f->path, NULL, &done, NULL), YZ_OK);
    assert_int_equal(done.segments_rebuilt, 2);
    assert_int_equal(done.passages_lost, 0);
    index = open_index(f, 0, 0);
    assert_int_equal(stats_now(index).words_are_stale, 0);
    assert_int_equal(hits_now(index), 2);
    yz_index_close(index);
    assert_whole(f);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_map_grows_with_others_attached),
        TEST(a_small_map_size_is_no_limit),
        TEST(nobody_waits_for_one_who_needs_addresses),
        TEST(a_long_reader_is_seen_and_a_dead_one_is_reaped),
        TEST(a_second_writer_is_refused_at_once),
        TEST(readers_go_on_while_the_file_is_replaced),
        TEST(a_large_file_is_copied_unless_a_reader_holds_it_for_long),
        TEST(another_icu_makes_words_stale_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
