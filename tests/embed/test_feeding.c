/* SPDX-License-Identifier: MIT */
/*
 * A program's own documents: are they there once committed, replaced by their
 * names, and gone when removed, whether or not a commit lies between?
 */
#include "tests/embed/embed.h"

static void
documents_are_seen_after_the_commit(void **state)
{
    fixture *f = *state;
    put(f, "room", "1", "工会驿站开门了");
    assert_int_equal(count(f, "工会驿站"), 0);
    commit(f);
    assert_int_equal(count(f, "工会驿站"), 1);
}

static void
a_document_replaces_the_one_of_its_names(void **state)
{
    fixture *f = *state;
    put(f, "room", "1", "第一版驿站");
    put(f, "room", "1", "第二版驿站");
    put(f, "other", "1", "别处的驿站");
    commit(f);
    assert_int_equal(count(f, "第一版"), 0);
    assert_int_equal(count(f, "第二版"), 1);
    put(f, "room", "1", "第三版驿站");
    commit(f);
    assert_int_equal(count(f, "第二版"), 0);
    assert_int_equal(count(f, "驿站"), 2);
}

static void
a_document_is_removed_before_and_after_the_commit(void **state)
{
    fixture *f = *state;
    yz_writer *w = writer_of(f);
    put(f, "room", "1", "第一版");
    commit(f);
    put(f, "room", "1", "第二版");
    put(f, "room", "1", "第三版");
    OK(yz_writer_remove_passage(w, str("room"), str("1"), &f->error),
       &f->error);
    commit(f);
    assert_int_equal(count(f, "版"), 0);
    put(f, "room", "1", "第四版");
    OK(yz_writer_remove_passage(w, str("room"), str("1"), &f->error),
       &f->error);
    put(f, "room", "1", "第五版");
    commit(f);
    assert_int_equal(count(f, "版"), 1);
    assert_int_equal(count(f, "第五版"), 1);
    assert_int_equal(
        yz_writer_remove_passage(w, str("room"), str("2"), &f->error),
        YZ_E_NOT_FOUND);
}

/* Runs that are written before the commit keep their places. */
static void
documents_are_replaced_in_spilled_runs_too(void **state)
{
    fixture *f = *state;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    options.memory_max = 64;
    OK(yz_writer_open(f->index, &options, &f->writer, &f->error), &f->error);
    for (int i = 0; i < 20; i++) {
        char id[8];
        snprintf(id, sizeof(id), "%d", i % 5);
        put(f, "room", id, "工会驿站在身边，骑手可歇脚。");
    }
    OK(yz_writer_remove_passage(f->writer, str("room"), str("3"), &f->error),
       &f->error);
    commit(f);
    assert_int_equal(count(f, "驿站"), 4);
}

static void
a_document_is_given_back_as_it_was(void **state)
{
    fixture *f = *state;
    const yz_passage given = { .report = str("r"),
                               .id = str("甲"),
                               .section = str("栏目"),
                               .title = str("题目"),
                               .date = str("2025-01-04"),
                               .text = str("工会\n驿站"),
                               .extra = str("{\"likes\":3}"),
                               .kind = YZ_KIND_CAPTION,
                               .truncated = true };
    OK(yz_writer_put_passage(writer_of(f), &given, &f->error), &f->error);
    commit(f);
    yz_snapshot *snapshot;
    yz_passages *all;
    const yz_passage *back;
    OK(yz_snapshot_open(f->index, &snapshot, &f->error), &f->error);
    OK(yz_passages_open(snapshot, &all, &f->error), &f->error);
    OK(yz_passages_next(all, &back, &f->error), &f->error);
#define SAME(member)                                      \
  assert_int_equal(back->member.size, given.member.size); \
  assert_memory_equal(back->member.data, given.member.data, given.member.size)
    SAME(report);
    SAME(id);
    SAME(section);
    SAME(title);
    SAME(date);
    SAME(text);
    SAME(extra);
    assert_int_equal(back->kind, YZ_KIND_CAPTION);
    assert_true(back->truncated);
    assert_int_equal(yz_passages_next(all, &back, NULL), YZ_DONE);
    yz_passages_close(all);
    yz_snapshot_close(snapshot);
}

static void
what_cannot_be_indexed_is_refused_and_changes_nothing(void **state)
{
    fixture *f = *state;
    char *large = calloc(1, YZ_PASSAGE_SIZE_MAX + 1);
    memset(large, 'a', YZ_PASSAGE_SIZE_MAX + 1);
    const struct {
        yz_passage passage;
        yz_status status;
    } cases[] = {
        { { .id = str("1") }, YZ_E_INVALID },
        { { .text = str("\xff") }, YZ_E_INVALID },
        { { .text = { NULL, 4 } }, YZ_E_INVALID },
        { { .text = { large, YZ_PASSAGE_SIZE_MAX + 1 } }, YZ_E_LIMIT },
        { { .text = str("a"), .id = { large, YZ_NAME_SIZE_MAX + 1 } },
          YZ_E_LIMIT },
        { { .text = str("a"), .date = str("2025-02-30") }, YZ_E_INVALID },
        { { .text = str("a"), .kind = (yz_kind)99 }, YZ_E_INVALID },
        { { .text = str("a"), .extra = str("[1]") }, YZ_E_INVALID },
        { { .text = str("a"), .extra = str("{") }, YZ_E_INVALID },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(
            yz_writer_put_passage(writer_of(f), &cases[i].passage, &f->error),
            cases[i].status);
    free(large);
    put(f, "room", "1", "工会驿站");
    commit(f);
    assert_int_equal(count(f, "工会驿站"), 1);
    assert_int_equal(count(f, "a"), 0);
}

/* ---- reports ---------------------------------------------------------------- */

static yz_report *
report(fixture *f, const char *name, const char *const *texts)
{
    yz_builder *builder;
    yz_report *made;
    OK(yz_builder_new(str(name), NULL, &builder, &f->error), &f->error);
    for (; *texts; texts++)
        yz_builder_add(builder, &(yz_passage){ .text = str(*texts) });
    OK(yz_builder_finish(builder, &made, &f->error), &f->error);
    return made;
}

static yz_outcome
put_report(fixture *f, const char *name, const char *const *texts)
{
    yz_added added;
    yz_report *made = report(f, name, texts);
    OK(yz_writer_put(writer_of(f), made, &added, &f->error), &f->error);
    assert_int_equal(added.passages, yz_report_passage_count(made));
    yz_report_free(made);
    return added.outcome;
}

static void
a_report_is_replaced_as_a_whole(void **state)
{
    fixture *f = *state;
    static const char *const first[] = { "甲驿站", "乙驿站", "丙驿站", NULL };
    static const char *const second[] = { "甲驿站", "丁驿站", NULL };
    assert_int_equal(put_report(f, "r", first), YZ_ADDED);
    assert_int_equal(put_report(f, "r", first), YZ_UNCHANGED);
    assert_int_equal(put_report(f, "r", second), YZ_REPLACED);
    commit(f);
    assert_int_equal(count(f, "驿站"), 2);
    assert_int_equal(count(f, "乙驿站"), 0);
    assert_int_equal(put_report(f, "r", second), YZ_UNCHANGED);
    assert_int_equal(put_report(f, "r", first), YZ_REPLACED);
    assert_int_equal(put_report(f, "r", second), YZ_REPLACED);
    commit(f);
    assert_int_equal(count(f, "驿站"), 2);
    uint64_t passages;
    OK(yz_writer_remove(f->writer, str("r"), &passages, &f->error), &f->error);
    assert_int_equal(passages, 2);
    commit(f);
    assert_int_equal(count(f, "驿站"), 0);
    assert_int_equal(put_report(f, "r", first), YZ_ADDED);
}

/* Files that are gone are pruned; what never was a file is not. */
static void
what_came_from_no_file_is_not_pruned(void **state)
{
    fixture *f = *state;
    static const char *const texts[] = { "甲驿站", NULL };
    char name[128];
    uint64_t reports;
    snprintf(name, sizeof(name), "%s/no-file", f->folder);
    put_report(f, name, texts);
    commit(f);
    OK(yz_writer_prune(f->writer, f->folder, &reports, &f->error), &f->error);
    assert_int_equal(reports, 0);
}

static void
the_first_error_of_a_report_is_told_at_its_end(void **state)
{
    fixture *f = *state;
    yz_builder *builder;
    yz_report *made = NULL;
    OK(yz_builder_new(str("r"), NULL, &builder, &f->error), &f->error);
    yz_builder_add(builder, &(yz_passage){ .text = str("驿站") });
    yz_builder_add(builder, &(yz_passage){ .text = str("\xff") });
    yz_builder_add(builder, &(yz_passage){ .kind = (yz_kind)99 });
    assert_int_equal(yz_builder_finish(builder, &made, &f->error),
                     YZ_E_INVALID);
    assert_null(made);
    assert_non_null(strstr(f->error.message, "UTF-8"));
    OK(yz_builder_new(str("r"), NULL, &builder, &f->error), &f->error);
    assert_int_equal(yz_builder_finish(builder, &made, &f->error),
                     YZ_E_INVALID);
    assert_int_equal(yz_builder_new(str(""), NULL, &builder, &f->error),
                     YZ_E_INVALID);
    OK(yz_builder_new(str("r"), NULL, &builder, &f->error), &f->error);
    yz_builder_free(builder);
    yz_builder_free(NULL);
}

static void
assert_note(fixture *f, const char *expected)
{
    yz_str note;
    yz_snapshot *snapshot;
    OK(yz_snapshot_open(f->index, &snapshot, &f->error), &f->error);
    OK(yz_snapshot_note(snapshot, &note, &f->error), &f->error);
    assert_int_equal(note.size, strlen(expected));
    if (note.size)
        assert_memory_equal(note.data, expected, note.size);
    yz_snapshot_close(snapshot);
}

/* Alone too, and through a compaction. */
static void
a_note_is_committed_with_the_documents(void **state)
{
    fixture *f = *state;
    yz_compaction done;
    static const char large[YZ_NOTE_SIZE_MAX + 1];
    assert_note(f, "");
    put(f, "r", "1", "工会驿站");
    OK(yz_writer_set_note(writer_of(f), str("row 1\xff"), &f->error),
       &f->error);
    assert_note(f, "");
    commit(f);
    assert_note(f, "row 1\xff");
    OK(yz_writer_set_note(writer_of(f), str("row 2"), &f->error), &f->error);
    commit(f);
    assert_note(f, "row 2");
    assert_int_equal(yz_writer_set_note(writer_of(f),
                                        (yz_str){ large, sizeof(large) },
                                        &f->error),
                     YZ_E_LIMIT);
    yz_writer_close(f->writer);
    f->writer = NULL;
    OK(yz_index_compact(f->index, &done, &f->error), &f->error);
    assert_note(f, "row 2");
    OK(yz_writer_set_note(writer_of(f), str(""), &f->error), &f->error);
    commit(f);
    assert_note(f, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(documents_are_seen_after_the_commit),
        TEST(a_document_replaces_the_one_of_its_names),
        TEST(a_document_is_removed_before_and_after_the_commit),
        TEST(documents_are_replaced_in_spilled_runs_too),
        TEST(a_document_is_given_back_as_it_was),
        TEST(what_cannot_be_indexed_is_refused_and_changes_nothing),
        TEST(a_report_is_replaced_as_a_whole),
        TEST(what_came_from_no_file_is_not_pruned),
        TEST(the_first_error_of_a_report_is_told_at_its_end),
        TEST(a_note_is_committed_with_the_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
