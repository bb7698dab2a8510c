/* SPDX-License-Identifier: MIT */
/*
 * Is a manifest that counts other passages, strings, runs, parts or deletions
 * than there are refused when the index is opened, whatever its checksum says?
 */
#include "core/base/bit_set.h"
#include "core/base/seal.h"
#include "core/format/tombstones.h"
#include "core/index/metadata.h"
#include "core/index/snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PASSAGES = 5, DELETED = 2 };

/* ---- an index of five passages, two of them deleted ----------------------- */

typedef struct scene {
    char folder[32];
    yz_index *index;
    manifest known; /* as it was written */
    arena arena;
} scene;

static void
fill(yz_index *index)
{
    static const char lines[] =
        "{\"report\":\"r\",\"id\":\"0\",\"text\":\"工会\"}\n"
        "{\"report\":\"r\",\"id\":\"1\",\"text\":\"驿站\"}\n"
        "{\"report\":\"r\",\"id\":\"2\",\"text\":\"服务\"}\n"
        "{\"report\":\"r\",\"id\":\"3\",\"text\":\"职工\"}\n"
        "{\"report\":\"r\",\"id\":\"4\",\"text\":\"热线\"}\n";
    yz_writer *w;
    yz_added added;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    options.format = YZ_FORMAT_JSONL;
    assert_int_equal(yz_writer_open(index, NULL, &w, NULL), YZ_OK);
    assert_int_equal(yz_writer_add_memory(w, lines, strlen(lines), "lines",
                                          &options, &added, NULL),
                     YZ_OK);
    assert_int_equal(yz_writer_commit(w, NULL), YZ_OK);
    for (int i = 1; i <= DELETED; i++) {
        const char id[] = { (char)('0' + i), '\0' };
        assert_int_equal(
            yz_writer_remove_passage(w, str_of("r"), str_of(id), NULL), YZ_OK);
    }
    assert_int_equal(yz_writer_commit(w, NULL), YZ_OK);
    yz_writer_close(w);
}

static int
set_up(void **state)
{
    store_txn *txn;
    scene *s = calloc(1, sizeof(*s));
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    assert_non_null(s);
    strcpy(s->folder, "/tmp/yizhan-counts-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    options.flags = YZ_INDEX_CREATE;
    assert_int_equal(yz_index_open(s->folder, &options, &s->index, NULL),
                     YZ_OK);
    fill(s->index);
    assert_int_equal(store_read_begin(s->index->store, &txn, NULL), YZ_OK);
    assert_int_equal(index_manifest(txn, &s->arena, &s->known, NULL), YZ_OK);
    store_end(txn);
    assert_int_equal(s->known.count, 1);
    assert_int_equal(s->known.segments[0].passages, PASSAGES);
    assert_int_equal(s->known.segments[0].deleted, DELETED);
    *state = s;
    return 0;
}

static int
tear_down(void **state)
{
    scene *s = *state;
    char command[64];
    yz_index_close(s->index);
    arena_dispose(&s->arena);
    snprintf(command, sizeof(command), "rm -r %s", s->folder);
    assert_int_equal(system(command), 0);
    free(s);
    return 0;
}

/* Write a manifest and, unless NULL, a segment's deleted bits, sealed. */
static void
put(scene *s, const manifest *m, const uint8_t *bits)
{
    store_txn *txn;
    assert_int_equal(store_lock_writer(s->index->store, NULL), YZ_OK);
    assert_int_equal(store_write_begin(s->index->store, &txn, NULL), YZ_OK);
    assert_int_equal(index_put_manifest(txn, m, NULL), YZ_OK);
    if (bits)
        assert_int_equal(
            tombstones_store(txn, m->segments[0].id, PASSAGES, bits, NULL),
            YZ_OK);
    assert_int_equal(store_commit(txn, NULL), YZ_OK);
    store_unlock_writer(s->index->store);
}

static yz_status
open_with(scene *s, const manifest *m, const uint8_t *bits)
{
    yz_error err = { 0 };
    yz_snapshot *snapshot;
    put(s, m, bits);
    const yz_status status = yz_snapshot_open(s->index, &snapshot, &err);
    if (status == YZ_OK)
        yz_snapshot_close(snapshot);
    else
        assert_true(err.message[0] != '\0');
    return status;
}

/* ---- tests ------------------------------------------------------------------ */

/* Each count of a segment, as it is and as it is not. */
static void
wrong_counts_are_refused(void **state)
{
    static const uint32_t others[] = { 0,          1,          2,
                                       7,          32766,      32767,
                                       262128,     0x7fffffff, 0x80000000,
                                       0xfffffffe, 0xffffffff };
    scene *s = *state;
    manifest_segment own = s->known.segments[0];
    const manifest m = { s->known.next_segment, &own, 1 };
    uint32_t *counts[4 + BLOB_KIND_COUNT] = { &own.passages, &own.deleted,
                                              &own.strings, &own.sources };
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        counts[4 + kind] = &own.chunks[kind];
    for (size_t i = 0; i < ARRAY_LENGTH(counts); i++) {
        const uint32_t right = *counts[i];
        for (size_t j = 0; j < ARRAY_LENGTH(others); j++) {
            *counts[i] = others[j];
            assert_int_equal(open_with(s, &m, NULL),
                             others[j] == right ? YZ_OK : YZ_E_CORRUPT);
        }
        *counts[i] = right;
        assert_int_equal(open_with(s, &m, NULL), YZ_OK);
    }
}

static void
wrong_ids_are_refused(void **state)
{
    scene *s = *state;
    manifest_segment twice[] = { s->known.segments[0], s->known.segments[0] };
    const manifest m = { s->known.next_segment, twice, 2 };
    assert_int_equal(open_with(s, &m, NULL), YZ_E_CORRUPT);
    const manifest ahead = { s->known.segments[0].id, s->known.segments, 1 };
    assert_int_equal(open_with(s, &ahead, NULL), YZ_E_CORRUPT);
    assert_int_equal(open_with(s, &s->known, NULL), YZ_OK);
}

static void
wrong_marks_are_refused(void **state)
{
    scene *s = *state;
    uint8_t *bits = calloc(1, tombstones_size(PASSAGES));
    assert_non_null(bits);
    assert_int_equal(open_with(s, &s->known, bits), YZ_E_CORRUPT);
    byte_bits_set(bits, 1);
    assert_int_equal(open_with(s, &s->known, bits), YZ_E_CORRUPT);
    byte_bits_set(bits, 2);
    assert_int_equal(open_with(s, &s->known, bits), YZ_OK);
    byte_bits_set(bits, 3);
    assert_int_equal(open_with(s, &s->known, bits), YZ_E_CORRUPT);
    byte_bits_clear(bits, 3);
    for (size_t n = PASSAGES; n < 8 * tombstones_size(PASSAGES); n += 61) {
        byte_bits_set(bits, n); /* behind the last passage */
        assert_int_equal(open_with(s, &s->known, bits), YZ_E_CORRUPT);
        byte_bits_clear(bits, n);
    }
    assert_int_equal(open_with(s, &s->known, bits), YZ_OK);
    free(bits);
}

/* A manifest that counts none, while some are marked. */
static void
marks_that_are_not_counted_are_refused(void **state)
{
    scene *s = *state;
    manifest_segment own = s->known.segments[0];
    const manifest m = { s->known.next_segment, &own, 1 };
    own.deleted = 0;
    assert_int_equal(open_with(s, &m, NULL), YZ_E_CORRUPT);
}

/* Nor is what no stemmer can have made; a repair analyses all texts again. */
static void
an_unknown_language_is_damage(void **state)
{
    scene *s = *state;
    store_txn *txn;
    yz_check check;
    yz_repair done;
    buffer value = { 0 };
    profile p = s->index->profile;
    p.language = str_of("e~");
    profile_encode(&p, &value);
    seal_put(&value);
    assert_int_equal(store_lock_writer(s->index->store, NULL), YZ_OK);
    assert_int_equal(store_write_begin(s->index->store, &txn, NULL), YZ_OK);
    assert_int_equal(
        store_put(txn, STORE_META, str_of("profile"), buffer_str(&value), NULL),
        YZ_OK);
    assert_int_equal(store_commit(txn, NULL), YZ_OK);
    store_unlock_writer(s->index->store);
    buffer_dispose(&value);
    yz_index_close(s->index);
    s->index = NULL;
    assert_int_equal(yz_index_open(s->folder, NULL, &s->index, NULL),
                     YZ_E_CORRUPT);
    assert_int_equal(yz_index_repair(s->folder, NULL, NULL, NULL, &done, NULL),
                     YZ_OK);
    assert_int_equal(done.passages_rebuilt, PASSAGES - DELETED);
    assert_int_equal(yz_index_check(s->folder, NULL, NULL, NULL, &check, NULL),
                     YZ_OK);
    assert_int_equal(check.problems, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(wrong_counts_are_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(wrong_ids_are_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(wrong_marks_are_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(marks_that_are_not_counted_are_refused,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_unknown_language_is_damage, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
