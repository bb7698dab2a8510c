/* SPDX-License-Identifier: MIT */
/*
 * Is every passage found by report and id, the last of its name alone, through
 * additions, replacements and removals, and are reports counted right?
 */
#include "core/index/passage_lookup.h"
#include "core/index/passages.h"
#include "core/index/snapshot.h"

#include "core/base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PASSAGES = 3000, REPORTS = 7 };

static const char *const FOLDER = "/tmp/yizhan-names-XXXXXX";

/* Passage n of a source: its report, its id, and a text that tells both. */
static void
put_passage(buffer *lines, int n, const char *version)
{
    buffer_printf(lines,
                  "{\"report\": \"r%d\", \"id\": \"%d\", "
                  "\"text\": \"工会 %d %s\"}\n",
                  n % REPORTS, n, n, version);
}

static void
add(yz_writer *w, const char *name, int first, int end, const char *version)
{
    buffer lines = { 0 };
    yz_added added;
    yz_error err;
    const yz_source_options options = { .struct_size = sizeof(options),
                                        .format = YZ_FORMAT_JSONL };
    for (int n = first; n < end; n++)
        put_passage(&lines, n, version);
    if (yz_writer_add_memory(w, lines.data, lines.size, name, &options, &added,
                             &err) != YZ_OK)
        fail_msg("%s", err.message);
    buffer_dispose(&lines);
}

/* The passage of a name has this text; NULL: there is none. */
static void
check(yz_snapshot *s, int n, const char *version)
{
    char report[16];
    char id[16];
    char text[64];
    passage_place place;
    arena a = { 0 };
    yz_passage p;
    snprintf(report, sizeof(report), "r%d", n % REPORTS);
    snprintf(id, sizeof(id), "%d", n);
    const yz_status found =
        snapshot_find_id(s, str_of(report), str_of(id), &place, NULL);
    if (!version) {
        assert_int_equal(found, YZ_DONE);
        return;
    }
    assert_int_equal(found, YZ_OK);
    for (uint32_t i = 0; i < s->segment_count; i++)
        if (s->segments[i].info.id == place.segment)
            assert_int_equal(
                segment_passage(&s->segments[i], place.passage, &a, &p, NULL),
                YZ_OK);
    snprintf(text, sizeof(text), "工会 %d %s", n, version);
    assert_true(str_equal(p.text, str_of(text)));
    arena_dispose(&a);
}

static yz_stats
stats_of(yz_snapshot *s)
{
    yz_stats stats;
    assert_int_equal(yz_snapshot_stats(s, &stats, NULL), YZ_OK);
    return stats;
}

static yz_snapshot *
snapshot_of(yz_index *index)
{
    yz_snapshot *s;
    assert_int_equal(yz_snapshot_open(index, &s, NULL), YZ_OK);
    return s;
}

static void
test_names(void **state)
{
    char folder[64];
    char command[128];
    yz_index *index;
    yz_writer *w;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    (void)state;
    strcpy(folder, FOLDER);
    assert_non_null(mkdtemp(folder));
    options.flags = YZ_INDEX_CREATE;
    assert_int_equal(yz_index_open(folder, &options, &index, NULL), YZ_OK);
    assert_int_equal(yz_writer_open(index, NULL, &w, NULL), YZ_OK);

    /* the second source takes the names of some of the first's passages */
    add(w, "a", 0, PASSAGES, "one");
    add(w, "b", PASSAGES - 100, PASSAGES + 100, "two");
    assert_int_equal(yz_writer_commit(w, NULL), YZ_OK);
    yz_snapshot *s = snapshot_of(index);
    for (int n = 0; n < PASSAGES + 200; n++)
        check(s, n,
              n < PASSAGES - 100   ? "one"
              : n < PASSAGES + 100 ? "two"
                                   : NULL);
    assert_int_equal(stats_of(s).passages, PASSAGES + 100);
    assert_int_equal(stats_of(s).reports, REPORTS);
    yz_snapshot_close(s);

    /* in another commit too; and a source that shrinks takes its names away */
    add(w, "c", 0, 50, "three");
    add(w, "b", PASSAGES, PASSAGES + 10, "four");
    assert_int_equal(yz_writer_commit(w, NULL), YZ_OK);
    s = snapshot_of(index);
    for (int n = 0; n < PASSAGES + 200; n++)
        check(s, n,
              n < 50               ? "three"
              : n < PASSAGES - 100 ? "one"
              : n < PASSAGES       ? NULL
              : n < PASSAGES + 10  ? "four"
                                   : NULL);
    assert_int_equal(stats_of(s).passages, PASSAGES - 100 + 10);
    yz_snapshot_close(s);

    uint64_t removed;
    assert_int_equal(yz_writer_remove(w, str_of("r3"), &removed, NULL), YZ_OK);
    assert_int_equal(yz_writer_remove(w, str_of("r4#4"), &removed, NULL),
                     YZ_OK);
    assert_int_equal(yz_writer_commit(w, NULL), YZ_OK);
    s = snapshot_of(index);
    check(s, 3, NULL);
    check(s, 4, NULL);
    check(s, 5, "three");
    assert_int_equal(stats_of(s).reports, REPORTS - 1);
    yz_snapshot_close(s);

    yz_writer_close(w);
    yz_index_close(index);
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_names) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
