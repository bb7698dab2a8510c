/* SPDX-License-Identifier: MIT */
/*
 * Every allocation of ours fails in turn: each call then succeeds all the same
 * or says YZ_E_NOMEM, nothing leaks (with a sanitizer), and what was committed
 * stays. The linker replaces malloc() by the functions here, and its
 * like, for our objects alone.
 */
#include "tests/embed/embed.h"

#include <stdatomic.h>

static _Atomic long left = -1; /* allocations until one fails; -1: none will */

static bool
fails(void)
{
    const long before = atomic_load(&left);
    if (before < 0)
        return false;
    return atomic_fetch_sub(&left, 1) == 0;
}

void *
__real_malloc(size_t size);
void *
__real_calloc(size_t count, size_t size);
void *
__real_realloc(void *old, size_t size);
void *
__wrap_malloc(size_t size);
void *
__wrap_calloc(size_t count, size_t size);
void *
__wrap_realloc(void *old, size_t size);

void *
__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t number, size_t size)
{
    return fails() ? NULL : __real_calloc(number, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

/* What a program does, in one status. */
typedef yz_status (*deed)(fixture *f);

/* Do it with the n-th allocation failing, for every n there is. */
static void
fail_each(fixture *f, deed what, void (*check)(fixture *f))
{
    long n = 0;
    for (;; n++) {
        f->error.status = YZ_OK;
        atomic_store(&left, n);
        const yz_status status = what(f);
        const bool reached = atomic_load(&left) < 0;
        atomic_store(&left, -1);
        if (status != YZ_OK && status != YZ_E_NOMEM)
            fail_msg("allocation %ld: %s: %s", n, yz_status_name(status),
                     f->error.message);
        if (status == YZ_E_NOMEM)
            assert_int_equal(f->error.status, YZ_E_NOMEM);
        if (check)
            check(f);
        if (!reached) {
            assert_int_equal(status, YZ_OK);
            break;
        }
    }
    assert_true(n > 3);
}

static void
fill(fixture *f)
{
    put(f, "r", "1", "新建工会驿站26个 many services");
    put(f, "r", "2", "工会的爱心驿站");
    commit(f);
    yz_writer_close(f->writer);
    f->writer = NULL;
}

/* ---- opening ------------------------------------------------------------------- */

static yz_status
open_index(fixture *f)
{
    yz_index *index;
    const yz_status status = yz_index_open(f->path, NULL, &index, &f->error);
    if (status == YZ_OK)
        yz_index_close(index);
    return status;
}

static void
opening_survives(void **state)
{
    fail_each(*state, open_index, NULL);
}

/* ---- searching ------------------------------------------------------------------ */

static yz_status
read_hit(yz_results *results, yz_error *error)
{
    const yz_hit *hit;
    const yz_match *matches;
    const yz_snippet *snippets;
    size_t number;
    yz_status status = yz_results_next(results, &hit, error);
    if (status == YZ_OK)
        status = yz_results_matches(results, &matches, &number, error);
    if (status == YZ_OK)
        status = yz_results_snippets(results, NULL, &snippets, &number, error);
    return status;
}

static yz_status
search(fixture *f, const char *text)
{
    yz_snapshot *snapshot = NULL;
    yz_query *query = NULL;
    yz_results *results = NULL;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.facets = YZ_FACET_BIT(YZ_FACET_REPORT);
    options.limit = 1;
    yz_status status = yz_snapshot_open(f->index, &snapshot, &f->error);
    if (status == YZ_OK)
        status = yz_query_parse(str(text), NULL, &query, &f->error);
    if (status == YZ_OK)
        status = yz_search(snapshot, query, &options, &results, &f->error);
    if (status == YZ_OK)
        status = read_hit(results, &f->error);
    yz_results_close(results);
    yz_query_free(query);
    yz_snapshot_close(snapshot);
    return status;
}

static yz_status
search_phrase(fixture *f)
{
    return search(f, "工会驿站");
}

static yz_status
search_operators(fixture *f)
{
    return search(f, "(工?驿站 OR service*) NEAR/9 新建 -夜校");
}

static yz_status
search_question(fixture *f)
{
    return search(f, "哪里有工会的驿站");
}

static void
searching_survives(void **state)
{
    fill(*state);
    fail_each(*state, search_phrase, NULL);
    fail_each(*state, search_operators, NULL);
    fail_each(*state, search_question, NULL);
}

static yz_status
suggest(fixture *f)
{
    yz_snapshot *snapshot;
    yz_suggestions *found;
    yz_status status = yz_snapshot_open(f->index, &snapshot, &f->error);
    if (status != YZ_OK)
        return status;
    status = yz_suggest(snapshot, str("工会驿"), NULL, &found, &f->error);
    if (status == YZ_OK)
        yz_suggestions_free(found);
    yz_snapshot_close(snapshot);
    return status;
}

static void
suggesting_survives(void **state)
{
    fill(*state);
    fail_each(*state, suggest, NULL);
}

/* ---- writing ---------------------------------------------------------------------- */

static yz_status
put_report(yz_writer *writer, yz_error *error)
{
    yz_builder *builder;
    yz_report *report;
    yz_added added;
    yz_status status = yz_builder_new(str("report"), NULL, &builder, error);
    if (status != YZ_OK)
        return status;
    yz_builder_add(builder, &(yz_passage){ .text = str("一段话") });
    yz_builder_add(builder, &(yz_passage){ .text = str("又一段话") });
    status = yz_builder_finish(builder, &report, error);
    if (status != YZ_OK)
        return status;
    status = yz_writer_put(writer, report, &added, error);
    yz_report_free(report);
    return status;
}

static yz_status
write_some(fixture *f)
{
    yz_writer *writer;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    const yz_passage passage = { .report = str("r"),
                                 .id = str("1"),
                                 .text = str("新建工会驿站27个") };
    options.jobs = 1;
    yz_status status = yz_writer_open(f->index, &options, &writer, &f->error);
    if (status != YZ_OK)
        return status;
    status = yz_writer_put_passage(writer, &passage, &f->error);
    if (status == YZ_OK)
        status = put_report(writer, &f->error);
    if (status == YZ_OK)
        status = yz_writer_commit(writer, &f->error);
    yz_writer_close(writer);
    return status;
}

static void
both_are_there(fixture *f)
{
    assert_int_equal(count(f, "驿站"), 2);
    assert_int_equal(count(f, "工会驿站"), 1);
}

static void
writing_survives(void **state)
{
    fill(*state);
    fail_each(*state, write_some, both_are_there);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(opening_survives),
        TEST(searching_survives),
        TEST(suggesting_survives),
        TEST(writing_survives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
