/* SPDX-License-Identifier: MIT */
/*
 * What waits for a commit, against plain models: which places go, which
 * sources are entered, what a rollback leaves; and through the writer, random
 * documents that are put, replaced and removed, committed or given up, against
 * a table of what should be there.
 */
#include "core/base/file.h"
#include "core/index/index.h"
#include "indexer/write/pending.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { REPORTS = 3, IDS = 4, ROUNDS = 60, STEPS = 40 };

typedef struct fixture {
    char folder[64];
    char path[96];
    yz_index *index;
    uint64_t seed;
} fixture;

static uint32_t
below(fixture *f, uint32_t n)
{
    f->seed = f->seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(f->seed >> 33) % n;
}

static int
setup(void **state)
{
    fixture *f = calloc(1, sizeof(*f));
    yz_error err;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    f->seed = 7;
    strcpy(f->folder, "/tmp/yizhan-pending-XXXXXX");
    if (!mkdtemp(f->folder))
        return -1;
    snprintf(f->path, sizeof(f->path), "%s/index", f->folder);
    if (yz_index_open(f->path, &options, &f->index, &err) != YZ_OK)
        fail_msg("%s", err.message);
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

static yz_str
name_of(char kind, uint32_t number, char out[16])
{
    snprintf(out, 16, "%c%u", kind, number);
    return str_of(out);
}

/* ---- passages of one segment to be ---------------------------------------- */

/* What is given under each report and id, by place; -1: nothing. */
typedef struct places {
    int live[REPORTS][IDS];
    uint32_t next; /* the place that is given next */
} places;

/* Exactly what was given and does not live is to be deleted, each once. */
static void
assert_deletions(const pending *p, const places *model)
{
    uint8_t *counts = calloc(model->next + 1, 1);
    size_t live = 0;
    for (size_t i = 0; i < p->deletions.count; i++) {
        assert_int_equal(p->deletions.items[i].segment, 1);
        assert_true(p->deletions.items[i].passage < model->next);
        counts[p->deletions.items[i].passage]++;
    }
    for (int r = 0; r < REPORTS; r++)
        for (int i = 0; i < IDS; i++)
            if (model->live[r][i] >= 0) {
                assert_int_equal(counts[model->live[r][i]], 0);
                live++;
            }
    for (uint32_t i = 0; i < model->next; i++)
        assert_true(counts[i] <= 1);
    assert_int_equal(p->deletions.count + live, model->next);
    free(counts);
}

static void
give_one(pending *p, places *model, uint32_t report, uint32_t id)
{
    char r[16];
    char i[16];
    const yz_str id_name = name_of('i', id, i);
    const given_range range = { .first = { 1, model->next }, .count = 1 };
    assert_int_equal(
        pending_give(p, name_of('r', report, r), &id_name, range, NULL), YZ_OK);
    model->live[report][id] = (int)model->next++;
}

static void
take_back_one(pending *p, places *model, uint32_t report, uint32_t id)
{
    char r[16];
    char i[16];
    bool was_given;
    bool was_removed;
    assert_int_equal(pending_take_back(p, name_of('r', report, r),
                                       name_of('i', id, i), &was_given,
                                       &was_removed, NULL),
                     YZ_OK);
    assert_int_equal(was_given, model->live[report][id] >= 0);
    model->live[report][id] = -1;
}

static void
given_passages_are_deleted_by_their_places(void **state)
{
    fixture *f = *state;
    pending p = pending_of(NULL);
    for (int round = 0; round < ROUNDS; round++) {
        places model = { 0 };
        memset(model.live, -1, sizeof(model.live));
        for (int step = 0; step < STEPS; step++) {
            const uint32_t report = below(f, REPORTS);
            const uint32_t id = below(f, IDS);
            if (below(f, 3))
                give_one(&p, &model, report, id);
            else
                take_back_one(&p, &model, report, id);
            assert_deletions(&p, &model);
        }
        pending_clear(&p);
        assert_true(pending_is_empty(&p));
        assert_int_equal(p.deletions.count, 0);
    }
    pending_dispose(&p);
}

/* A report is another name than its passages have, and has all of them. */
static void
a_report_given_again_replaces_all_of_it(void **state)
{
    pending p = pending_of(NULL);
    const yz_str report = str_of("r");
    (void)state;
    assert_int_equal(
        pending_give(&p, report, NULL,
                     (given_range){ .first = { 1, 0 }, .count = 3 }, NULL),
        YZ_OK);
    assert_int_equal(p.deletions.count, 0);
    assert_int_equal(
        pending_give(&p, report, NULL,
                     (given_range){ .first = { 1, 3 }, .count = 2 }, NULL),
        YZ_OK);
    assert_int_equal(p.deletions.count, 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(p.deletions.items[i].passage, i);
    pending_dispose(&p);
}

/* ---- sources --------------------------------------------------------------- */

static source_entry
entry_of(const char *name, uint64_t hash)
{
    return (source_entry){ .name = str_of(name),
                           .path = str_of(name),
                           .content_hash = hash };
}

static yz_status
find(fixture *f, pending *p, const char *name, source_entry *ret_entry)
{
    yz_snapshot *snapshot;
    assert_int_equal(yz_snapshot_open(f->index, &snapshot, NULL), YZ_OK);
    const yz_status status =
        pending_find_source(p, snapshot->txn, str_of(name), ret_entry, NULL);
    yz_snapshot_close(snapshot);
    return status;
}

static void
sources_are_as_they_will_be(void **state)
{
    fixture *f = *state;
    pending p = pending_of(NULL);
    source_entry found;
    const source_entry first = entry_of("a", 1);
    const source_entry second = entry_of("a", 2);
    assert_int_equal(find(f, &p, "a", &found), YZ_DONE);
    assert_int_equal(pending_put_source(&p, &first, NULL), YZ_OK);
    assert_int_equal(find(f, &p, "a", &found), YZ_OK);
    assert_int_equal(found.content_hash, 1);
    assert_int_equal(pending_put_source(&p, &second, NULL), YZ_OK);
    assert_int_equal(find(f, &p, "a", &found), YZ_OK);
    assert_int_equal(found.content_hash, 2);
    assert_int_equal(p.sources.count, 1);
    /* Its new passages stay, but nobody takes them for those of a file. */
    assert_int_equal(pending_drop_source(&p, first.name, NULL), YZ_OK);
    assert_int_equal(find(f, &p, "a", &found), YZ_OK);
    assert_int_equal(found.content_hash, 0);
    /* Removal, then addition: it is there. */
    assert_int_equal(pending_drop_source(&p, str_of("b"), NULL), YZ_OK);
    assert_int_equal(find(f, &p, "b", &found), YZ_DONE);
    const source_entry again = entry_of("b", 3);
    assert_int_equal(pending_put_source(&p, &again, NULL), YZ_OK);
    assert_int_equal(find(f, &p, "b", &found), YZ_OK);
    assert_int_equal(found.content_hash, 3);
    pending_clear(&p);
    assert_true(pending_is_empty(&p));
    assert_int_equal(find(f, &p, "a", &found), YZ_DONE);
    assert_int_equal(find(f, &p, "b", &found), YZ_DONE);
    pending_dispose(&p);
}

static void
a_touched_source_that_is_dropped_is_gone(void **state)
{
    fixture *f = *state;
    pending p = pending_of(NULL);
    source_entry found;
    const source_entry entry = entry_of("a", 1);
    assert_int_equal(pending_touch_source(&p, &entry, NULL), YZ_OK);
    assert_int_equal(find(f, &p, "a", &found), YZ_OK);
    assert_int_equal(pending_drop_source(&p, entry.name, NULL), YZ_OK);
    assert_int_equal(find(f, &p, "a", &found), YZ_DONE);
    assert_null(pending_entered(&p, entry.name));
    assert_int_equal(pending_put_source(&p, &entry, NULL), YZ_OK);
    assert_non_null(pending_entered(&p, entry.name));
    /* One that was read in this commit is not only touched. */
    assert_int_equal(pending_touch_source(&p, &entry, NULL), YZ_OK);
    assert_int_equal(pending_drop_source(&p, entry.name, NULL), YZ_OK);
    assert_int_equal(find(f, &p, "a", &found), YZ_OK);
    pending_dispose(&p);
}

static void
user_tables_wait_and_are_checked_at_once(void **state)
{
    pending p = pending_of(NULL);
    yz_error err;
    (void)state;
    assert_true(pending_is_empty(&p));
    assert_int_equal(
        pending_set_table(&p, USER_LOOKALIKES, str_of("nonsense"), &err),
        YZ_E_SOURCE);
    assert_true(pending_is_empty(&p));
    assert_int_equal(
        pending_set_table(&p, USER_SYNONYMS, str_of("工会,工联"), &err), YZ_OK);
    assert_false(pending_is_empty(&p));
    pending_clear(&p);
    assert_true(pending_is_empty(&p));
    pending_dispose(&p);
}

/* ---- through the writer ------------------------------------------------------ */

/* The number of the text under each report and id; 0: no such passage. */
typedef struct documents {
    uint32_t texts[REPORTS][IDS];
} documents;

static yz_writer *
open_writer(fixture *f)
{
    yz_error err;
    yz_writer *w;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    if (yz_writer_open(f->index, &options, &w, &err) != YZ_OK)
        fail_msg("%s", err.message);
    return w;
}

static yz_passage
passage_of(uint32_t report, uint32_t id, uint32_t text, char names[3][16])
{
    return (yz_passage){ .report = name_of('r', report, names[0]),
                         .id = name_of('i', id, names[1]),
                         .text = name_of('t', text, names[2]) };
}

static void
put_one(yz_writer *w, documents *model, uint32_t report, uint32_t id,
        uint32_t text)
{
    char names[3][16];
    const yz_passage p = passage_of(report, id, text, names);
    assert_int_equal(yz_writer_put_passage(w, &p, NULL), YZ_OK);
    model->texts[report][id] = text;
}

static void
remove_one(yz_writer *w, documents *model, uint32_t report, uint32_t id)
{
    char names[3][16];
    const yz_passage p = passage_of(report, id, 0, names);
    const yz_status status = yz_writer_remove_passage(w, p.report, p.id, NULL);
    const bool is_there = model->texts[report][id] != 0;
    /* Of a report that is replaced with this commit the old one is found. */
    if (report < REPORTS - 1 || status != YZ_OK)
        assert_int_equal(status, is_there ? YZ_OK : YZ_E_NOT_FOUND);
    model->texts[report][id] = 0;
}

/* A report of its own kind: number REPORTS - 1 is put as a whole only. */
static void
put_report(yz_writer *w, documents *model, uint32_t ids, uint32_t text)
{
    enum { REPORT = REPORTS - 1 };
    char names[3][16];
    yz_builder *builder;
    yz_report *report;
    yz_added added;
    memset(model->texts[REPORT], 0, sizeof(model->texts[REPORT]));
    const yz_passage first = passage_of(REPORT, 0, text, names);
    assert_int_equal(yz_builder_new(first.report, NULL, &builder, NULL), YZ_OK);
    for (uint32_t id = 0; id < ids; id++) {
        const yz_passage p = passage_of(REPORT, id, text, names);
        yz_builder_add(builder, &p);
        model->texts[REPORT][id] = text;
    }
    assert_int_equal(yz_builder_finish(builder, &report, NULL), YZ_OK);
    assert_int_equal(yz_writer_put(w, report, &added, NULL), YZ_OK);
    yz_report_free(report);
}

static void
change(fixture *f, yz_writer *w, documents *model)
{
    const uint32_t text = 1 + below(f, 9);
    switch (below(f, 8)) {
    case 0:
        put_report(w, model, 1 + below(f, IDS), text);
        break;
    case 1:
    case 2:
    case 3:
        remove_one(w, model, below(f, REPORTS), below(f, IDS));
        break;
    default:
        put_one(w, model, below(f, REPORTS - 1), below(f, IDS), text);
    }
}

static void
assert_index_has(fixture *f, const documents *model)
{
    documents seen = { 0 };
    yz_snapshot *snapshot;
    yz_passages *passages;
    const yz_passage *p;
    assert_int_equal(yz_snapshot_open(f->index, &snapshot, NULL), YZ_OK);
    assert_int_equal(yz_passages_open(snapshot, &passages, NULL), YZ_OK);
    while (yz_passages_next(passages, &p, NULL) == YZ_OK) {
        const int report = p->report.data[1] - '0';
        const int id = p->id.data[1] - '0';
        assert_int_equal(seen.texts[report][id], 0);
        seen.texts[report][id] = (uint32_t)(p->text.data[1] - '0');
    }
    yz_passages_close(passages);
    yz_snapshot_close(snapshot);
    assert_memory_equal(&seen, model, sizeof(seen));
}

static void
assert_whole(const fixture *f)
{
    yz_check check;
    assert_int_equal(yz_index_check(f->path, NULL, NULL, NULL, &check, NULL),
                     YZ_OK);
    assert_int_equal(check.problems, 0);
}

static void
documents_are_those_of_a_table(void **state)
{
    fixture *f = *state;
    documents committed = { 0 };
    for (int round = 0; round < ROUNDS; round++) {
        documents model = committed;
        yz_writer *w = open_writer(f);
        const uint32_t steps = 1 + below(f, STEPS);
        for (uint32_t i = 0; i < steps; i++)
            change(f, w, &model);
        assert_index_has(f, &committed); /* nobody sees them yet */
        if (below(f, 3)) {
            assert_int_equal(yz_writer_commit(w, NULL), YZ_OK);
            committed = model;
        }
        yz_writer_close(w);
        assert_index_has(f, &committed);
        if (round % 8 == 0)
            assert_whole(f);
    }
    assert_whole(f);
}

/* A passage that was removed before it was committed comes back when its
 * report is put again, though the report is the same. */
static void
a_report_comes_back_whole(void **state)
{
    fixture *f = *state;
    documents model = { 0 };
    yz_writer *w = open_writer(f);
    put_report(w, &model, IDS, 1);
    remove_one(w, &model, REPORTS - 1, 2);
    put_report(w, &model, IDS, 1);
    assert_int_equal(yz_writer_commit(w, NULL), YZ_OK);
    yz_writer_close(w);
    assert_index_has(f, &model);
    assert_whole(f);
}

/* A file whose stamp alone is new, removed before the commit, is read again. */
static void
a_touched_file_can_be_removed(void **state)
{
    fixture *f = *state;
    char path[128];
    yz_added added;
    uint64_t removed;
    snprintf(path, sizeof(path), "%s/page.txt", f->folder);
    for (int round = 0; round < 3; round++) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs("工会驿站\n", file);
        assert_int_equal(fclose(file), 0);
        yz_writer *w = open_writer(f);
        assert_int_equal(yz_writer_add_file(w, path, NULL, &added, NULL),
                         YZ_OK);
        assert_int_equal(added.outcome, round == 1 ? YZ_UNCHANGED : YZ_ADDED);
        if (round == 1)
            assert_int_equal(yz_writer_remove(w, str_of(path), &removed, NULL),
                             YZ_OK);
        assert_int_equal(yz_writer_commit(w, NULL), YZ_OK);
        yz_writer_close(w);
        assert_whole(f);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(given_passages_are_deleted_by_their_places),
        TEST(a_report_given_again_replaces_all_of_it),
        TEST(sources_are_as_they_will_be),
        TEST(a_touched_source_that_is_dropped_is_gone),
        TEST(user_tables_wait_and_are_checked_at_once),
        TEST(documents_are_those_of_a_table),
        TEST(a_report_comes_back_whole),
        TEST(a_touched_file_can_be_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
