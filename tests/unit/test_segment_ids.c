/* SPDX-License-Identifier: MIT */
/*
 * What happens when an index has no id left for a segment? It stays as it is,
 * and can be read.
 */
#include "core/index/metadata.h"
#include "core/index/snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Let the segment that is made next be the last. */
static void
use_ids_up(yz_index *index)
{
    store_txn *txn;
    const manifest m = { .next_segment = MANIFEST_SEGMENT_MAX };
    assert_int_equal(store_lock_writer(index->store, NULL), YZ_OK);
    assert_int_equal(store_write_begin(index->store, &txn, NULL), YZ_OK);
    assert_int_equal(index_put_manifest(txn, &m, NULL), YZ_OK);
    assert_int_equal(store_commit(txn, NULL), YZ_OK);
    store_unlock_writer(index->store);
}

static yz_status
add_and_commit(yz_index *index, const char *name)
{
    static const char line[] = "{\"text\": \"工会驿站\"}\n";
    yz_writer *w;
    yz_added added;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    options.format = YZ_FORMAT_JSONL;
    assert_int_equal(yz_writer_open(index, NULL, &w, NULL), YZ_OK);
    assert_int_equal(yz_writer_add_memory(w, line, strlen(line), name, &options,
                                          &added, NULL),
                     YZ_OK);
    const yz_status status = yz_writer_commit(w, NULL);
    yz_writer_close(w);
    return status;
}

static uint64_t
count_passages(yz_index *index)
{
    yz_stats stats;
    yz_snapshot *s;
    assert_int_equal(yz_snapshot_open(index, &s, NULL), YZ_OK);
    assert_int_equal(yz_snapshot_stats(s, &stats, NULL), YZ_OK);
    yz_snapshot_close(s);
    return stats.passages;
}

static void
test_last_id(void **state)
{
    char folder[] = "/tmp/yizhan-ids-XXXXXX";
    char command[64] = "rm -rf ";
    yz_index *index;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    (void)state;
    assert_non_null(mkdtemp(folder));
    options.flags = YZ_INDEX_CREATE;
    assert_int_equal(yz_index_open(folder, &options, &index, NULL), YZ_OK);
    use_ids_up(index);
    assert_int_equal(add_and_commit(index, "first"), YZ_OK);
    assert_int_equal(add_and_commit(index, "second"), YZ_E_LIMIT);
    assert_int_equal(count_passages(index), 1);
    yz_index_close(index);
    assert_int_equal(system(strcat(command, folder)), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_last_id) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
