/* SPDX-License-Identifier: MIT */
/*
 * Does the check name the side that is damaged, and does a repair make again
 * what is damaged and nothing else, losing nothing that can be read? Each blob
 * of one of three segments is damaged in turn.
 */
#include "core/base/file.h"
#include "core/format/catalog.h"
#include "core/index/snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { SEGMENTS = 3, DAMAGED = 2 /* its id */, PASSAGES = 40 };

typedef struct fixture {
    char folder[64];
    char path[96];
    char files[SEGMENTS][96];
    yz_index *index;
} fixture;

static yz_index *
open_index(const fixture *f, uint32_t flags)
{
    yz_error err;
    yz_index *index;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = flags;
    if (yz_index_open(f->path, &options, &index, &err) != YZ_OK)
        fail_msg("%s", err.message);
    return index;
}

static void
write_file(fixture *f, int number)
{
    char path[sizeof(f->files[0])];
    snprintf(path, sizeof(path), "%s/%d.jsonl", f->folder, number);
    memcpy(f->files[number], path, sizeof(path));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < PASSAGES; i++)
        fprintf(file,
                "{\"report\":\"r%d\",\"id\":%d,\"title\":\"职工之家\",\"section"
                "\":\"第%d版\",\"text\":\"南平市总工会新建%s第%d号，"
                "services %d\"}\n",
                number, i, i / 9, i % 3 ? "工会驿站" : "工会站，会驿站", i,
                number * 1000 + i);
    assert_int_equal(fclose(file), 0);
}

/* One commit: a segment. */
static void
add_one(const fixture *f, yz_index *index, int number, yz_outcome outcome)
{
    yz_error err;
    yz_writer *writer;
    yz_added added;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    if (yz_writer_open(index, &options, &writer, &err) != YZ_OK ||
        yz_writer_add_file(writer, f->files[number], NULL, &added, &err) !=
            YZ_OK ||
        yz_writer_commit(writer, &err) != YZ_OK)
        fail_msg("%s", err.message);
    assert_int_equal(added.outcome, outcome);
    yz_writer_close(writer);
}

static void
add_files(const fixture *f, yz_index *index, yz_outcome outcome)
{
    for (int i = 0; i < SEGMENTS; i++)
        add_one(f, index, i, outcome);
}

static int
setup(void **state)
{
    fixture *f = calloc(1, sizeof(*f));
    strcpy(f->folder, "/tmp/yizhan-maintenance-XXXXXX");
    if (!mkdtemp(f->folder))
        return -1;
    snprintf(f->path, sizeof(f->path), "%s/index", f->folder);
    for (int i = 0; i < SEGMENTS; i++)
        write_file(f, i);
    yz_index *index = open_index(f, YZ_INDEX_CREATE);
    index->frequent = 2; /* as few passages as there are */
    add_files(f, index, YZ_ADDED);
    yz_index_close(index);
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

/* ---- what an index says -------------------------------------------------- */

static void
say(buffer *out, const yz_passage *p, double score)
{
    buffer_put_text(out, p->report);
    buffer_put_text(out, p->id);
    buffer_put_text(out, p->title);
    buffer_put_text(out, p->section);
    buffer_put_text(out, p->text);
    buffer_printf(out, " %.9f\n", score);
}

static void
say_hits(yz_snapshot *snapshot, const char *question, buffer *out)
{
    yz_query *query;
    yz_results *results;
    const yz_hit *hit;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.limit = SEGMENTS * PASSAGES;
    assert_int_equal(yz_query_parse(str_of(question), NULL, &query, NULL),
                     YZ_OK);
    assert_int_equal(yz_search(snapshot, query, &options, &results, NULL),
                     YZ_OK);
    while (yz_results_next(results, &hit, NULL) == YZ_OK)
        say(out, hit->passage, hit->score);
    yz_results_close(results);
    yz_query_free(query);
}

/* Every passage, and answers by pairs, words, stems, titles, sections. */
static buffer
everything(const fixture *f)
{
    buffer out = { 0 };
    yz_snapshot *snapshot;
    yz_passages *passages;
    const yz_passage *p;
    yz_index *index = open_index(f, YZ_INDEX_READ_ONLY);
    assert_int_equal(yz_snapshot_open(index, &snapshot, NULL), YZ_OK);
    say_hits(snapshot, "工会驿站", &out);
    say_hits(snapshot, "总工会 service", &out);
    say_hits(snapshot, "title:职工 第7号", &out);
    say_hits(snapshot, "section:第2版 report:r1 驿站", &out);
    say_hits(snapshot, "南平市去年新建了多少", &out);
    assert_int_equal(yz_passages_open(snapshot, &passages, NULL), YZ_OK);
    while (yz_passages_next(passages, &p, NULL) == YZ_OK)
        say(&out, p, 0);
    yz_passages_close(passages);
    yz_snapshot_close(snapshot);
    yz_index_close(index);
    assert_true(buffer_ok(&out));
    return out;
}

static void
assert_says(const fixture *f, const buffer *before)
{
    buffer now = everything(f);
    assert_int_equal(now.size, before->size);
    assert_memory_equal(now.data, before->data, now.size);
    buffer_dispose(&now);
}

/* ---- damage ---------------------------------------------------------------- */

static store_key
first_chunk(blob_kind kind)
{
    return store_key_of((uint64_t)DAMAGED << BLOB_KEY_SEGMENT_SHIFT |
                        (uint64_t)kind << BLOB_KEY_KIND_SHIFT);
}

/* Turn a bit over; `at` counts from the end where it is negative. */
static void
damage(const fixture *f, blob_kind kind, long at, uint8_t mask)
{
    bytes in;
    buffer value = { 0 };
    store_txn *txn;
    yz_index *index = open_index(f, 0);
    const store_key key = first_chunk(kind);
    assert_int_equal(store_lock_writer(index->store, NULL), YZ_OK);
    assert_int_equal(store_write_begin(index->store, &txn, NULL), YZ_OK);
    assert_int_equal(store_get(txn, STORE_BLOB, store_key_str(&key), &in, NULL),
                     YZ_OK);
    buffer_put(&value, in.at, bytes_left(&in));
    assert_true(buffer_ok(&value));
    value.data[at < 0 ? (long)value.size + at : at] ^= mask;
    assert_int_equal(store_put(txn, STORE_BLOB, store_key_str(&key),
                               buffer_str(&value), NULL),
                     YZ_OK);
    assert_int_equal(store_commit(txn, NULL), YZ_OK);
    store_unlock_writer(index->store);
    buffer_dispose(&value);
    yz_index_close(index);
}

typedef struct named {
    const char *side;
    uint64_t of_side;
    uint64_t of_others; /* segments */
} named;

static void
see(void *context, const yz_problem *p)
{
    named *n = context;
    n->of_side += str_equal(p->damaged, str_of(n->side));
    n->of_others += p->segment != DAMAGED && p->segment != 0;
}

static void
assert_named(const fixture *f, const char *side)
{
    yz_check check;
    named n = { .side = side };
    assert_int_equal(yz_index_check(f->path, NULL, see, &n, &check, NULL),
                     YZ_OK);
    assert_true(check.problems > 0);
    if (!n.of_side)
        fail_msg("no problem is in the %s", side);
    assert_int_equal(n.of_others, 0);
}

static void
assert_whole(const fixture *f)
{
    yz_check check;
    assert_int_equal(yz_index_check(f->path, NULL, NULL, NULL, &check, NULL),
                     YZ_OK);
    assert_int_equal(check.problems, 0);
}

static yz_repair
repair(const fixture *f)
{
    yz_error err;
    yz_repair done;
    if (yz_index_repair(f->path, NULL, NULL, NULL, &done, &err) != YZ_OK)
        fail_msg("%s", err.message);
    assert_whole(f);
    return done;
}

/* ---- tests ------------------------------------------------------------------- */

/* What can be computed from the texts is, and nobody sees a difference. */
static void
what_is_made_of_the_texts_is_made_anew(void **state)
{
    static const struct {
        blob_kind kind;
        const char *side;
    } parts[] = {
        { BLOB_LENGTH, "lengths" },
        { BLOB_GRAM, "grams" },
        { BLOB_GRAM_LIST, "grams" },
        { BLOB_WORD, "words" },
        { BLOB_WORD_LIST, "words" },
        { BLOB_ID, "ids" },
        { BLOB_FREQUENT, "frequent strings" },
        { BLOB_FREQUENT_LIST, "frequent strings" },
    };
    const fixture *f = *state;
    buffer whole = everything(f);
    for (size_t i = 0; i < ARRAY_LENGTH(parts); i++) {
        damage(f, parts[i].kind, -3, 0x11);
        assert_named(f, parts[i].side);
        const yz_repair done = repair(f);
        assert_int_equal(done.segments_kept, SEGMENTS - 1);
        assert_int_equal(done.segments_rebuilt, 1);
        assert_int_equal(done.passages_rebuilt, PASSAGES);
        assert_int_equal(done.passages_lost, 0);
        assert_says(f, &whole);
        /* As it was, for the next: its number is another one now. */
        assert_int_equal(teardown(state), 0);
        assert_int_equal(setup(state), 0);
        f = *state;
        buffer_dispose(&whole);
        whole = everything(f);
    }
    buffer_dispose(&whole);
}

/* A text that is lost or another is read again from its source. */
static void
texts_come_back_from_their_sources(void **state)
{
    static const struct {
        blob_kind kind;
        const char *side;
    } parts[] = {
        { BLOB_TEXT, "text" },
        { BLOB_RECORD, "records" },
        { BLOB_STRING, "records" },
        { BLOB_DIRECTORY, "text" },
    };
    fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LENGTH(parts); i++)
        for (long at = -30; at < 0; at += 26) {
            buffer whole = everything(f);
            damage(f, parts[i].kind, at, 0x08);
            assert_named(f, parts[i].side);
            const yz_repair done = repair(f);
            assert_int_equal(done.segments_kept, SEGMENTS - 1);
            assert_int_equal(done.segments_rebuilt, 1);
            assert_int_equal(done.passages_rebuilt + done.passages_lost,
                             PASSAGES);
            yz_index *index = open_index(f, 0);
            add_files(f, index, YZ_REPLACED);
            yz_error err;
            yz_compaction compaction;
            if (yz_index_compact(index, &compaction, &err) != YZ_OK)
                fail_msg("%s", err.message);
            yz_index_close(index);
            assert_whole(f);
            buffer again = everything(f);
            assert_int_equal(again.size, whole.size);
            buffer_dispose(&again);
            buffer_dispose(&whole);
            assert_int_equal(teardown(state), 0);
            assert_int_equal(setup(state), 0);
            f = *state;
        }
}

/* The new file has had more transactions than the old, whose numbers go on. */
static void
a_repaired_index_lives_on(void **state)
{
    enum { ROUNDS = 12 };
    fixture *f = *state;
    yz_error err;
    yz_compaction done;
    damage(f, BLOB_WORD_LIST, -3, 0x11);
    repair(f);
    yz_index *index = open_index(f, 0);
    for (int i = 0; i < ROUNDS; i++) {
        FILE *file = fopen(f->files[i % SEGMENTS], "a");
        assert_non_null(file);
        fprintf(file, "{\"id\":\"more %d\",\"text\":\"工会驿站\"}\n", i);
        assert_int_equal(fclose(file), 0);
        add_one(f, index, i % SEGMENTS, YZ_REPLACED);
        assert_whole(f);
    }
    if (yz_index_compact(index, &done, &err) != YZ_OK)
        fail_msg("%s", err.message);
    yz_index_close(index);
    assert_whole(f);
}

/* Passages that were put one by one are of no source of the catalogue. */
static void
single_passages_need_no_source(void **state)
{
    const fixture *f = *state;
    yz_writer *writer;
    yz_snapshot *snapshot;
    source_entry entry;
    arena a = { 0 };
    const yz_passage single = { .report = str_of("mail"),
                                .id = str_of("1"),
                                .text = str_of("工会驿站来信") };
    yz_index *index = open_index(f, 0);
    assert_int_equal(yz_writer_open(index, NULL, &writer, NULL), YZ_OK);
    assert_int_equal(yz_writer_put_passage(writer, &single, NULL), YZ_OK);
    assert_int_equal(yz_writer_commit(writer, NULL), YZ_OK);
    yz_writer_close(writer);
    yz_index_close(index);
    assert_whole(f);
    buffer whole = everything(f);
    damage(f, BLOB_WORD, -3, 0x11);
    assert_int_equal(repair(f).segments_kept, SEGMENTS);
    assert_says(f, &whole);
    index = open_index(f, 0);
    assert_int_equal(yz_snapshot_open(index, &snapshot, NULL), YZ_OK);
    assert_int_equal(
        catalog_find_source(snapshot->txn, (yz_str){ 0 }, &a, &entry, NULL),
        YZ_DONE);
    yz_snapshot_close(snapshot);
    yz_index_close(index);
    arena_dispose(&a);
    buffer_dispose(&whole);
}

static void
nothing_is_repaired_where_nothing_is_damaged(void **state)
{
    const fixture *f = *state;
    buffer whole = everything(f);
    const yz_repair done = repair(f);
    assert_int_equal(done.problems, 0);
    assert_int_equal(done.segments_kept, 0);
    assert_int_equal(done.segments_rebuilt, 0);
    assert_says(f, &whole);
    buffer_dispose(&whole);
    yz_index *index = open_index(f, 0);
    add_files(f, index, YZ_UNCHANGED);
    yz_index_close(index);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_is_made_of_the_texts_is_made_anew),
        TEST(texts_come_back_from_their_sources),
        TEST(a_repaired_index_lives_on),
        TEST(single_passages_need_no_source),
        TEST(nothing_is_repaired_where_nothing_is_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
