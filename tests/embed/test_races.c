/* SPDX-License-Identifier: MIT */
/*
 * What threads may do to each other's searches: cancel one, renew the snapshot
 * whose results another still reads, close the index under both, put another
 * data file in its place. And writers that several threads open. Built with -fsanitize=thread, this is also the test
 * for races.
 */
#include "tests/embed/embed.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { PASSAGES = 600, THREADS = 4, ROUNDS = 25 };

static const char FOUND[] = "工会驿站";

typedef struct race {
    yz_index *index;
    _Atomic bool wanted; /**< the search is to go on */
    _Atomic unsigned cancelled;
    _Atomic unsigned answered;
    _Atomic bool ended;
    _Atomic unsigned started;
} race;

static void
fill(fixture *f)
{
    for (int i = 0; i < PASSAGES; i++) {
        char id[16];
        char text[128];
        snprintf(id, sizeof(id), "%d", i);
        snprintf(text, sizeof(text), "第%d处工会驿站，骑手与市民的驿站", i);
        put(f, "fixed", id, text);
    }
    commit(f);
}

static void
wait_a_little(long microseconds)
{
    const struct timespec time = { 0, microseconds * 1000 };
    nanosleep(&time, NULL);
}

static yz_status
search(yz_snapshot *snapshot, const char *text,
       const yz_search_options *options, yz_results **ret_results,
       yz_error *error)
{
    yz_query *query;
    OK(yz_query_parse(str(text), NULL, &query, error), error);
    const yz_status status =
        yz_search(snapshot, query, options, ret_results, error);
    yz_query_free(query);
    return status;
}

static void
start(pthread_t threads[THREADS], void *(*run)(void *), race *r)
{
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run, r), 0);
}

static void
join(pthread_t threads[THREADS])
{
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
}

/* ---- cancelled from another thread ---------------------------------------- */

static bool
is_unwanted(void *context)
{
    const race *r = context;
    return !atomic_load(&r->wanted);
}

static void *
search_until_cancelled(void *context)
{
    race *r = context;
    yz_error error;
    yz_snapshot *snapshot;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.cancel = is_unwanted;
    options.cancel_context = r;
    OK(yz_snapshot_open(r->index, &snapshot, &error), &error);
    while (!atomic_load(&r->ended)) {
        yz_results *results;
        const yz_status status =
            search(snapshot, "的~ OR 工?驿站 OR 市民骑手站驿会工", &options,
                   &results, &error);
        if (status == YZ_OK) {
            yz_results_close(results);
            atomic_fetch_add(&r->answered, 1);
        } else {
            assert_int_equal(status, YZ_E_CANCELLED);
            assert_true(error.message[0] != '\0');
            atomic_fetch_add(&r->cancelled, 1);
        }
    }
    yz_snapshot_close(snapshot);
    return NULL;
}

static void
a_search_is_cancelled_from_another_thread(void **state)
{
    fixture *f = *state;
    race r = { .index = f->index };
    pthread_t threads[THREADS];
    fill(f);
    start(threads, search_until_cancelled, &r);
    for (int i = 0; i < ROUNDS; i++) {
        atomic_store(&r.wanted, i % 2 == 0);
        wait_a_little(3000);
    }
    while (!atomic_load(&r.cancelled))
        wait_a_little(1000);
    atomic_store(&r.wanted, true);
    while (!atomic_load(&r.answered))
        wait_a_little(1000);
    atomic_store(&r.ended, true);
    join(threads);
}

/* ---- renewed while its results are read ------------------------------------ */

/* Every hit, with snippets, of results whose snapshot may be given up. */
static unsigned
read_all(yz_results *results)
{
    unsigned hits = 0;
    yz_error error;
    const yz_hit *hit;
    while (yz_results_next(results, &hit, &error) == YZ_OK) {
        const yz_snippet *snippets;
        size_t count;
        OK(yz_results_snippets(results, NULL, &snippets, &count, &error),
           &error);
        assert_true(count > 0 && snippets[0].highlight_count > 0);
        hits++;
    }
    return hits;
}

/* The results outlive the snapshot that they are of, as often as it moves. */
static void *
renew_between_search_and_reading(void *context)
{
    race *r = context;
    yz_error error;
    yz_snapshot *snapshot;
    OK(yz_snapshot_open(r->index, &snapshot, &error), &error);
    while (!atomic_load(&r->ended)) {
        yz_results *results;
        OK(search(snapshot, FOUND, NULL, &results, &error), &error);
        OK(yz_snapshot_renew(&snapshot, NULL, &error), &error);
        assert_int_equal(read_all(results), 10);
        yz_results_close(results);
        atomic_fetch_add(&r->answered, 1);
    }
    yz_snapshot_close(snapshot);
    return NULL;
}

static void
a_snapshot_is_renewed_while_its_results_are_read(void **state)
{
    fixture *f = *state;
    race r = { .index = f->index };
    pthread_t threads[THREADS];
    fill(f);
    start(threads, renew_between_search_and_reading, &r);
    for (int i = 0; i < ROUNDS; i++) {
        char text[64];
        snprintf(text, sizeof(text), "第%d轮工会驿站", i);
        put(f, "moving", "0", text);
        commit(f);
    }
    atomic_store(&r.ended, true);
    join(threads);
    assert_true(r.answered > 0);
}

/* ---- closed under its children --------------------------------------------- */

static void *
search_after_the_index_is_closed(void *context)
{
    race *r = context;
    yz_error error;
    yz_snapshot *snapshot;
    OK(yz_snapshot_open(r->index, &snapshot, &error), &error);
    atomic_fetch_add(&r->started, 1);
    while (!atomic_load(&r->ended)) {
        yz_results *results;
        OK(search(snapshot, FOUND, NULL, &results, &error), &error);
        assert_int_equal(read_all(results), 10);
        yz_results_close(results);
        atomic_fetch_add(&r->answered, 1);
    }
    yz_snapshot_close(snapshot);
    return NULL;
}

static void
an_index_is_closed_while_others_search(void **state)
{
    fixture *f = *state;
    race r = { .index = f->index };
    pthread_t threads[THREADS];
    fill(f);
    start(threads, search_after_the_index_is_closed, &r);
    while (atomic_load(&r.started) < THREADS)
        wait_a_little(500);
    yz_writer_close(f->writer);
    f->writer = NULL;
    yz_index_close(f->index);
    f->index = NULL;
    const unsigned before = atomic_load(&r.answered);
    while (atomic_load(&r.answered) < before + THREADS)
        wait_a_little(500);
    atomic_store(&r.ended, true);
    join(threads);
}

/* ---- another data file under readers ---------------------------------------- */

static void *
search_in_new_snapshots(void *context)
{
    race *r = context;
    yz_error error;
    while (!atomic_load(&r->ended)) {
        yz_snapshot *snapshot;
        yz_results *results;
        OK(yz_snapshot_open(r->index, &snapshot, &error), &error);
        OK(search(snapshot, FOUND, NULL, &results, &error), &error);
        assert_int_equal(yz_results_count(results), PASSAGES);
        assert_int_equal(read_all(results), 10);
        yz_snapshot_close(snapshot); /* the results keep it */
        yz_results_close(results);
        atomic_fetch_add(&r->answered, 1);
    }
    return NULL;
}

static void
the_data_file_is_exchanged_under_readers(void **state)
{
    fixture *f = *state;
    race r = { .index = f->index };
    pthread_t threads[THREADS];
    fill(f);
    yz_writer_close(f->writer);
    f->writer = NULL;
    start(threads, search_in_new_snapshots, &r);
    for (int i = 0; i < ROUNDS / 3; i++) {
        yz_compaction done;
        OK(yz_index_compact(f->index, &done, &f->error), &f->error);
        wait_a_little(2000);
    }
    atomic_store(&r.ended, true);
    join(threads);
    assert_true(r.answered > 0);
}

/* ---- one writer ------------------------------------------------------------ */

static void *
open_writers(void *context)
{
    race *r = context;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    for (int i = 0; i < ROUNDS; i++) {
        yz_error error;
        yz_writer *writer;
        const yz_status status =
            yz_writer_open(r->index, &options, &writer, &error);
        if (status != YZ_OK) {
            assert_int_equal(status, YZ_E_BUSY);
            wait_a_little(200);
            continue;
        }
        atomic_fetch_add(&r->answered, 1);
        assert_int_equal(atomic_fetch_add(&r->started, 1), 0);
        wait_a_little(100);
        atomic_fetch_sub(&r->started, 1);
        yz_writer_close(writer);
    }
    return NULL;
}

/* One is closed while others are opened: never two at a time. */
static void
an_index_has_one_writer_of_all_threads(void **state)
{
    const fixture *f = *state;
    race r = { .index = f->index };
    pthread_t threads[THREADS];
    start(threads, open_writers, &r);
    join(threads);
    assert_true(r.answered > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_search_is_cancelled_from_another_thread),
        TEST(a_snapshot_is_renewed_while_its_results_are_read),
        TEST(an_index_is_closed_while_others_search),
        TEST(the_data_file_is_exchanged_under_readers),
        TEST(an_index_has_one_writer_of_all_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
