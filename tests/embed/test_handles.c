/* SPDX-License-Identifier: MIT */
/*
 * Handles: closed in any order, shared within a process, useless in a child;
 * options of other releases; snapshots that follow; searches that are stopped.
 */
#include "tests/embed/embed.h"

#include <sys/wait.h>

typedef struct children {
    yz_snapshot *snapshot;
    yz_query *query;
    yz_results *results;
    yz_passages *passages;
    yz_terms *terms;
} children;

static children
children_of(fixture *f)
{
    children c;
    OK(yz_snapshot_open(f->index, &c.snapshot, &f->error), &f->error);
    OK(yz_query_parse(str("驿站"), NULL, &c.query, &f->error), &f->error);
    OK(yz_search(c.snapshot, c.query, NULL, &c.results, &f->error), &f->error);
    OK(yz_passages_open(c.snapshot, &c.passages, &f->error), &f->error);
    OK(yz_terms_open(c.snapshot, str("驿"), &c.terms, &f->error), &f->error);
    return c;
}

static void
use(fixture *f, const children *c)
{
    const yz_hit *hit;
    const yz_snippet *snippets;
    const yz_passage *passage;
    const yz_term *term;
    size_t snippet_count;
    OK(yz_results_next(c->results, &hit, &f->error), &f->error);
    OK(yz_results_snippets(c->results, NULL, &snippets, &snippet_count,
                           &f->error),
       &f->error);
    assert_int_equal(snippets[0].highlight_count, 1);
    OK(yz_passages_next(c->passages, &passage, &f->error), &f->error);
    OK(yz_terms_next(c->terms, &term, &f->error), &f->error);
}

/* Every parent first, while its children are used. */
static void
parents_may_be_closed_first(void **state)
{
    fixture *f = *state;
    put(f, "r", "1", "工会驿站");
    commit(f);
    const children c = children_of(f);
    yz_writer_close(f->writer);
    yz_index_close(f->index);
    yz_snapshot_close(c.snapshot);
    yz_query_free(c.query);
    f->writer = NULL;
    f->index = NULL;
    use(f, &c);
    yz_terms_close(c.terms);
    yz_passages_close(c.passages);
    yz_results_close(c.results);
}

static void
children_may_be_closed_first(void **state)
{
    fixture *f = *state;
    put(f, "r", "1", "工会驿站");
    commit(f);
    const children c = children_of(f);
    use(f, &c);
    yz_results_close(c.results);
    yz_passages_close(c.passages);
    yz_terms_close(c.terms);
    yz_query_free(c.query);
    yz_snapshot_close(c.snapshot);
}

/* ---- a process ----------------------------------------------------------------- */

static void
two_users_of_a_path_share_it(void **state)
{
    fixture *f = *state;
    yz_index *other;
    yz_writer *second;
    put(f, "r", "1", "工会驿站");
    OK(yz_index_open(f->path, NULL, &other, &f->error), &f->error);
    assert_int_equal(yz_writer_open(other, NULL, &second, &f->error),
                     YZ_E_BUSY);
    commit(f);
    yz_writer_close(f->writer);
    yz_index_close(f->index);
    f->writer = NULL;
    f->index = other;
    assert_int_equal(count(f, "工会驿站"), 1);
    put(f, "r", "2", "工会驿站");
    commit(f);
    assert_int_equal(count(f, "工会驿站"), 2);
}

/* The error says that the writer is one of this process. */
static void
a_second_writer_of_this_process_is_refused(void **state)
{
    fixture *f = *state;
    yz_writer *second;
    yz_compaction compaction;
    yz_repair repair;
    char said[160];
    snprintf(said, sizeof(said),
             "this process already has a writer open on %s;", f->path);
    writer_of(f);
    assert_int_equal(yz_writer_open(f->index, NULL, &second, &f->error),
                     YZ_E_BUSY);
    assert_non_null(strstr(f->error.message, said));
    assert_int_equal(yz_index_compact(f->index, &compaction, &f->error),
                     YZ_E_BUSY);
    assert_non_null(strstr(f->error.message, said));
    assert_int_equal(
        yz_index_repair(f->path, NULL, NULL, NULL, &repair, &f->error),
        YZ_E_BUSY);
    assert_non_null(strstr(f->error.message, said));
    yz_writer_close(f->writer);
    OK(yz_writer_open(f->index, NULL, &f->writer, &f->error), &f->error);
}

/* What a child hears when it wants to write: 0 if the parent is named. */
static int
child_that_writes(fixture *f, long parent)
{
    yz_index *own;
    yz_writer *writer;
    char said[64];
    snprintf(said, sizeof(said), "process %ld is writing", parent);
    if (yz_index_open(f->path, NULL, &own, NULL) != YZ_OK)
        return 1;
    const yz_status status = yz_writer_open(own, NULL, &writer, &f->error);
    yz_index_close(own);
    return status == YZ_E_BUSY && strstr(f->error.message, said) ? 0 : 2;
}

static void
a_writer_of_another_process_is_named(void **state)
{
    fixture *f = *state;
    int status = 0;
    const long parent = (long)getpid();
    writer_of(f);
    const pid_t process = fork();
    if (process == 0)
        _exit(child_that_writes(f, parent));
    assert_int_equal(waitpid(process, &status, 0), process);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void
several_indexes_live_in_a_process(void **state)
{
    fixture *f = *state;
    void *other_state = NULL;
    assert_int_equal(setup(&other_state), 0);
    fixture *g = other_state;
    put(f, "r", "1", "工会驿站");
    put(g, "r", "1", "工会热线");
    commit(f);
    commit(g);
    assert_int_equal(count(f, "工会"), 1);
    assert_int_equal(count(f, "热线"), 0);
    assert_int_equal(count(g, "热线"), 1);
    assert_int_equal(teardown(&other_state), 0);
}

/* What a child may do: 0 if every call was refused, and a new index works. */
static int
child(fixture *f, const children *c)
{
    yz_snapshot *snapshot;
    yz_results *results;
    yz_index *own;
    const yz_passage passage = { .text = str("驿站") };
    const bool refused =
        yz_snapshot_open(f->index, &snapshot, &f->error) == YZ_E_INVALID &&
        strstr(f->error.message, "closed, or it was opened before fork()") &&
        yz_search(c->snapshot, c->query, NULL, &results, NULL) ==
            YZ_E_INVALID &&
        yz_writer_put_passage(f->writer, &passage, NULL) == YZ_E_INVALID &&
        yz_writer_commit(f->writer, NULL) == YZ_E_INVALID;
    yz_results_close(c->results);
    yz_passages_close(c->passages);
    yz_terms_close(c->terms);
    yz_snapshot_close(c->snapshot);
    yz_writer_close(f->writer);
    yz_index_close(f->index);
    if (!refused || yz_index_open(f->path, NULL, &own, NULL) != YZ_OK)
        return 1;
    f->index = own;
    const bool found = count(f, "工会驿站") == 1;
    yz_index_close(own);
    return found ? 0 : 2;
}

static void
a_child_is_refused_and_does_no_harm(void **state)
{
    fixture *f = *state;
    int status = 0;
    put(f, "r", "1", "工会驿站");
    commit(f);
    const children c = children_of(f);
    const pid_t process = fork();
    if (process == 0)
        _exit(child(f, &c));
    assert_int_equal(waitpid(process, &status, 0), process);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    use(f, &c); /* all is as it was */
    put(f, "r", "2", "工会驿站");
    commit(f);
    assert_int_equal(count(f, "工会驿站"), 2);
    yz_results_close(c.results);
    yz_passages_close(c.passages);
    yz_terms_close(c.terms);
    yz_query_free(c.query);
    yz_snapshot_close(c.snapshot);
}

/* The lock is given up with the writer, though a child lives on. */
static void
a_child_does_not_keep_the_writer(void **state)
{
    fixture *f = *state;
    int ends[2];
    writer_of(f);
    assert_int_equal(pipe(ends), 0);
    const pid_t process = fork();
    if (process == 0) {
        char byte;
        close(ends[1]);
        _exit((int)read(ends[0], &byte, 1));
    }
    yz_writer_close(f->writer);
    f->writer = NULL;
    writer_of(f);
    close(ends[0]);
    close(ends[1]);
    assert_int_equal(waitpid(process, NULL, 0), process);
}

/* ---- snapshots -------------------------------------------------------------------- */

static void
a_snapshot_follows(void **state)
{
    fixture *f = *state;
    bool changed = true;
    put(f, "r", "1", "工会驿站");
    commit(f);
    const children c = children_of(f);
    yz_snapshot *snapshot = c.snapshot;
    OK(yz_snapshot_renew(&snapshot, &changed, &f->error), &f->error);
    assert_false(changed);
    assert_ptr_equal(snapshot, c.snapshot);
    put(f, "r", "2", "工会驿站");
    commit(f);
    OK(yz_snapshot_renew(&snapshot, &changed, &f->error), &f->error);
    assert_true(changed);
    yz_results *results;
    OK(yz_search(snapshot, c.query, NULL, &results, &f->error), &f->error);
    assert_int_equal(yz_results_count(results), 2);
    yz_results_close(results);
    use(f, &c); /* children of the old one go on */
    yz_terms_close(c.terms);
    yz_passages_close(c.passages);
    yz_results_close(c.results);
    yz_query_free(c.query);
    yz_snapshot_close(snapshot);
}

/* As many snapshots as were asked for, in all processes; one more is refused,
 * and none of them is worse for it. */
static void
too_many_snapshots_are_refused(void **state)
{
    enum { READERS = 5 };
    fixture *f = *state;
    yz_snapshot *open[READERS + 1];
    size_t count = 0;
    yz_status status = YZ_OK;
    put(f, "r", "1", "工会驿站");
    commit(f);
    yz_writer_close(f->writer); /* it has one, too */
    yz_index_close(f->index);
    f->writer = NULL;
    char lock[128]; /* another is made, for this many */
    snprintf(lock, sizeof(lock), "%s/lock.mdb", f->path);
    assert_int_equal(unlink(lock), 0);
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.readers_max = READERS;
    OK(yz_index_open(f->path, &options, &f->index, &f->error), &f->error);
    while (count <= READERS && status == YZ_OK) {
        status = yz_snapshot_open(f->index, &open[count], &f->error);
        count += status == YZ_OK;
    }
    assert_int_equal(count, READERS);
    assert_int_equal(status, YZ_E_BUSY);
    assert_non_null(strstr(f->error.message, "too many snapshots"));
    yz_snapshot_close(open[0]);
    OK(yz_snapshot_open(f->index, &open[0], &f->error), &f->error);
    while (count-- > 0)
        yz_snapshot_close(open[count]);
}

/* ---- options of other releases ---------------------------------------------------- */

static void
options_may_be_older_or_newer(void **state)
{
    fixture *f = *state;
    struct {
        yz_search_options known;
        uint64_t unknown;
    } newer = { .known = YZ_OPTIONS(yz_search_options) };
    yz_search_options older = YZ_OPTIONS(yz_search_options);
    yz_search_options none = { 0 };
    put(f, "r", "1", "工会驿站");
    put(f, "r", "2", "驿站");
    commit(f);
    const children c = children_of(f);
    yz_results *results;
    newer.known.struct_size = sizeof(newer);
    newer.known.limit = 1;
    OK(yz_search(c.snapshot, c.query, &newer.known, &results, &f->error),
       &f->error);
    yz_results_close(results);
    newer.unknown = 1;
    assert_int_equal(
        yz_search(c.snapshot, c.query, &newer.known, &results, &f->error),
        YZ_E_ABI);
    assert_int_equal(yz_search(c.snapshot, c.query, &none, &results, &f->error),
                     YZ_E_ABI);
    older.struct_size = offsetof(yz_search_options, kinds);
    older.kinds = 1u << YZ_KIND_NOISE; /* behind the end of an older one */
    OK(yz_search(c.snapshot, c.query, &older, &results, &f->error), &f->error);
    assert_int_equal(yz_results_count(results), 2);
    yz_results_close(results);
    yz_results_close(c.results);
    yz_passages_close(c.passages);
    yz_terms_close(c.terms);
    yz_query_free(c.query);
    yz_snapshot_close(c.snapshot);
}

static void
flags_are_known_or_refused(void **state)
{
    fixture *f = *state;
    yz_index_options of_index = YZ_OPTIONS(yz_index_options);
    yz_writer_options of_writer = YZ_OPTIONS(yz_writer_options);
    yz_query_options of_query = YZ_OPTIONS(yz_query_options);
    yz_search_options of_search = YZ_OPTIONS(yz_search_options);
    yz_suggest_options of_words = YZ_OPTIONS(yz_suggest_options);
    yz_index *index;
    yz_writer *writer;
    yz_query *query;
    yz_results *results;
    yz_suggestions *words;
    put(f, "r", "1", "工会驿站");
    commit(f);
    const children c = children_of(f);
    of_index.flags = of_writer.flags = of_query.flags = of_search.flags =
        of_words.flags = 1u << 20;
    assert_int_equal(yz_index_open(f->path, &of_index, &index, &f->error),
                     YZ_E_ABI);
    assert_int_equal(yz_writer_open(f->index, &of_writer, &writer, &f->error),
                     YZ_E_ABI);
    assert_int_equal(yz_query_parse(str("驿站"), &of_query, &query, &f->error),
                     YZ_E_ABI);
    assert_int_equal(
        yz_search(c.snapshot, c.query, &of_search, &results, &f->error),
        YZ_E_ABI);
    assert_int_equal(
        yz_suggest(c.snapshot, str("驿"), &of_words, &words, &f->error),
        YZ_E_ABI);
    of_index.flags = YZ_INDEX_CREATE | YZ_INDEX_READ_ONLY;
    assert_int_equal(yz_index_open(f->path, &of_index, &index, &f->error),
                     YZ_E_INVALID);
    assert_int_equal(yz_index_open(__FILE__, NULL, &index, &f->error),
                     YZ_E_NOT_FOUND);
    yz_results_close(c.results);
    yz_passages_close(c.passages);
    yz_terms_close(c.terms);
    yz_query_free(c.query);
    yz_snapshot_close(c.snapshot);
}

/* ---- stopping ----------------------------------------------------------------------- */

typedef struct stopping {
    unsigned polls;
    unsigned stop_at;
} stopping;

static bool
stops(void *context)
{
    stopping *s = context;
    return ++s->polls == s->stop_at;
}

/*
 * A search that is cancelled at its n-th question stops, for each n; and it
 * asks so often at least.
 */
static void
check_stops(fixture *f, yz_snapshot *snapshot, yz_str text, unsigned least)
{
    yz_query *query;
    yz_results *results;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    OK(yz_query_parse(text, NULL, &query, &f->error), &f->error);
    stopping all = { 0 };
    options.cancel = stops;
    options.cancel_context = &all;
    OK(yz_search(snapshot, query, &options, &results, &f->error), &f->error);
    yz_results_close(results);
    assert_true(all.polls > least);
    for (unsigned n = 1; n <= all.polls; n += 1 + all.polls / 16) {
        stopping one = { .stop_at = n };
        options.cancel_context = &one;
        assert_int_equal(
            yz_search(snapshot, query, &options, &results, &f->error),
            YZ_E_CANCELLED);
        assert_int_equal(one.polls, n);
    }
    yz_query_free(query);
}

/* Its time goes into its own characters, not into passages. */
static void
check_long_stops(fixture *f, yz_snapshot *snapshot)
{
    enum { CHARS = 3000, FIRST = 0x4e00, KINDS = 0x5000 };
    char text[3 * CHARS];
    for (uint32_t i = 0; i < CHARS; i++) {
        const uint32_t c = FIRST + i * 7919 % KINDS;
        text[3 * i] = (char)(0xe0 | c >> 12);
        text[3 * i + 1] = (char)(0x80 | (c >> 6 & 0x3f));
        text[3 * i + 2] = (char)(0x80 | (c & 0x3f));
    }
    memcpy(text, "工会", 6);
    check_stops(f, snapshot, (yz_str){ text, sizeof(text) }, CHARS);
}

static void
a_search_stops_when_told(void **state)
{
    fixture *f = *state;
    char id[16];
    for (int i = 0; i < 2000; i++) {
        snprintf(id, sizeof(id), "%d", i);
        put(f, "r", id, "工会的爱心驿站，新建工会驿站26个。");
    }
    commit(f);
    yz_snapshot *snapshot;
    OK(yz_snapshot_open(f->index, &snapshot, &f->error), &f->error);
    check_stops(f, snapshot, str("爱心驿站 OR 工?驿站"), 10);
    check_long_stops(f, snapshot);
    yz_snapshot_close(snapshot);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(parents_may_be_closed_first),
        TEST(children_may_be_closed_first),
        TEST(two_users_of_a_path_share_it),
        TEST(a_second_writer_of_this_process_is_refused),
        TEST(a_writer_of_another_process_is_named),
        TEST(several_indexes_live_in_a_process),
        TEST(a_child_is_refused_and_does_no_harm),
        TEST(a_child_does_not_keep_the_writer),
        TEST(a_snapshot_follows),
        TEST(too_many_snapshots_are_refused),
        TEST(options_may_be_older_or_newer),
        TEST(flags_are_known_or_refused),
        TEST(a_search_stops_when_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
