/* SPDX-License-Identifier: MIT */
/*
 * Eight readers and a writer at once, for as many seconds as the argument says
 * (2). What the writer does not touch is answered as in a quiet run, to the
 * letter; what it rewrites at every commit is seen whole. Built with
 * -fsanitize=thread, this is also the test for races.
 */
#include "tests/embed/embed.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { READERS = 8, FIXED = 300, MOVING = 20, ANSWER_SIZE = 8192 };

static const char *const queries[] = {
    "工会驿站",     "驿站 热线",  "工?驿站",  "工会 NEAR/5 热线",
    "骑手 OR 夜校", "市民 -夜校", "services", "服务站在身边骑手",
};
enum { QUERIES = sizeof(queries) / sizeof(queries[0]) };

typedef struct stress {
    fixture *f;
    double seconds;
    char quiet[QUERIES][ANSWER_SIZE];
    _Atomic bool ended;
    _Atomic unsigned searches;
    _Atomic unsigned rounds_seen;
} stress;

static double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- answers ------------------------------------------------------------------- */

static yz_results *
search(yz_snapshot *snapshot, const char *text, const char *report)
{
    yz_error error;
    yz_query *query;
    yz_results *results;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.report = report;
    options.limit = MOVING;
    options.sort = YZ_SORT_SOURCE; /* scores depend on all documents */
    OK(yz_query_parse(str(text), NULL, &query, &error), &error);
    OK(yz_search(snapshot, query, &options, &results, &error), &error);
    yz_query_free(query);
    return results;
}

static void
answer(yz_snapshot *snapshot, const char *text, char to[ANSWER_SIZE])
{
    yz_error error;
    yz_status status;
    const yz_hit *hit;
    yz_results *results = search(snapshot, text, "fixed");
    int size =
        snprintf(to, ANSWER_SIZE, "%u:", (unsigned)yz_results_count(results));
    while ((status = yz_results_next(results, &hit, &error)) == YZ_OK) {
        const yz_snippet *snippets;
        size_t count;
        OK(yz_results_snippets(results, NULL, &snippets, &count, &error),
           &error);
        size += snprintf(to + size, (size_t)(ANSWER_SIZE - size),
                         " %.*s=%.*s/%zu", (int)hit->passage->id.size,
                         hit->passage->id.data, (int)snippets[0].text.size,
                         snippets[0].text.data, snippets[0].highlight_count);
        assert_true(size < ANSWER_SIZE);
    }
    assert_int_equal(status, YZ_DONE);
    yz_results_close(results);
}

/* All that moves was written by one commit. @return which; 0: none yet. */
static unsigned
round_of(yz_snapshot *snapshot)
{
    yz_error error;
    const yz_hit *hit;
    char first[64] = "";
    yz_results *results = search(snapshot, "轮", "moving");
    const uint64_t count = yz_results_count(results);
    assert_true(count == 0 || count == MOVING);
    while (yz_results_next(results, &hit, &error) == YZ_OK) {
        char text[64] = "";
        memcpy(text, hit->passage->text.data, hit->passage->text.size);
        if (!first[0])
            memcpy(first, text, sizeof(first));
        assert_string_equal(text, first);
    }
    yz_results_close(results);
    return count ? (unsigned)strtoul(first + strlen("第"), NULL, 10) : 0;
}

/* ---- threads ---------------------------------------------------------------------- */

static void *
read_all_the_time(void *context)
{
    stress *s = context;
    yz_error error;
    yz_snapshot *snapshot;
    char got[ANSWER_SIZE];
    unsigned before = 0;
    OK(yz_snapshot_open(s->f->index, &snapshot, &error), &error);
    for (unsigned i = 0; !atomic_load(&s->ended); i++) {
        yz_suggestions *suggestions;
        OK(yz_snapshot_renew(&snapshot, NULL, &error), &error);
        answer(snapshot, queries[i % QUERIES], got);
        assert_string_equal(got, s->quiet[i % QUERIES]);
        const unsigned round = round_of(snapshot);
        assert_true(round >= before);
        before = round;
        OK(yz_suggest(snapshot, str("工会"), NULL, &suggestions, &error),
           &error);
        yz_suggestions_free(suggestions);
        atomic_fetch_add(&s->searches, 1);
    }
    yz_snapshot_close(snapshot);
    return NULL;
}

static void
write_all_the_time(stress *s)
{
    const double end = now() + s->seconds;
    for (unsigned round = 1; now() < end; round++) {
        char text[64];
        snprintf(text, sizeof(text), "第%u轮驿站", round);
        for (int i = 0; i < MOVING; i++) {
            char id[16];
            snprintf(id, sizeof(id), "%d", i);
            put(s->f, "moving", id, text);
        }
        commit(s->f);
        atomic_store(&s->rounds_seen, round);
    }
    atomic_store(&s->ended, true);
}

static void
fill(fixture *f)
{
    static const char *const texts[] = {
        "新建工会驿站26个，打造家门口服务体系。",
        "工会热线与驿站，骑手可歇脚",
        "市民夜校开课 many services",
        "服务站在身边，市民与骑手同行",
    };
    for (int i = 0; i < FIXED; i++) {
        char id[16];
        char text[256];
        snprintf(id, sizeof(id), "%d", i);
        snprintf(text, sizeof(text), "%s %d", texts[i % 4], i / 4);
        put(f, "fixed", id, text);
    }
    commit(f);
}

static double seconds = 2;

static void
readers_and_a_writer_do_not_disturb_each_other(void **state)
{
    fixture *f = *state;
    stress *s = calloc(1, sizeof(*s));
    pthread_t readers[READERS];
    yz_snapshot *snapshot;
    s->f = f;
    s->seconds = seconds;
    fill(f);
    OK(yz_snapshot_open(f->index, &snapshot, &f->error), &f->error);
    for (int i = 0; i < QUERIES; i++)
        answer(snapshot, queries[i], s->quiet[i]);
    yz_snapshot_close(snapshot);
    for (int i = 0; i < READERS; i++)
        assert_int_equal(
            pthread_create(&readers[i], NULL, read_all_the_time, s), 0);
    write_all_the_time(s);
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_join(readers[i], NULL), 0);
    print_message("%u searches beside %u commits\n", s->searches,
                  s->rounds_seen);
    assert_true(s->searches > 0 && s->rounds_seen > 0);
    free(s);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(readers_and_a_writer_do_not_disturb_each_other),
    };
    if (argc > 1)
        seconds = strtod(argv[1], NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
