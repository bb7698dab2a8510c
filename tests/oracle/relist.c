/* SPDX-License-Identifier: MIT */
/*
 * Write each segment of an index again, by itself, with other frequent strings:
 *
 *     relist INDEX PASSAGES    those that this many passages have or more;
 *                              0: as yz-index chooses; off: none
 *
 * Answers must stay as they are. What decides how frequent strings must be is
 * no option of yz-index: nobody but tests has a reason to change it.
 */
#include "core/index/snapshot.h"
#include "indexer/write/merge.h"
#include "indexer/write/string_lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
fail(const yz_error *err)
{
    fprintf(stderr, "relist: %s\n", err->message);
    return 1;
}

/* A segment that is written again is the last one; so the first is the next. */
static yz_status
write_first(yz_index *index, uint32_t *ret_segments, yz_error *err)
{
    static const uint32_t first = 0;
    yz_snapshot *snapshot;
    yz_status status = yz_snapshot_open(index, &snapshot, err);
    if (status != YZ_OK)
        return status;
    *ret_segments = snapshot->segment_count;
    if (snapshot->segment_count)
        status = merge_segments(snapshot, &first, 1, err);
    yz_snapshot_close(snapshot);
    return status;
}

static yz_status
write_all(yz_index *index, yz_error *err)
{
    uint32_t segments = 1;
    TRY(store_lock_writer(index->store, err));
    yz_status status = YZ_OK;
    for (uint32_t i = 0; status == YZ_OK && i < segments; i++)
        status = write_first(index, &segments, err);
    store_unlock_writer(index->store);
    return status;
}

int
main(int argc, char **argv)
{
    yz_error err = { 0 };
    yz_index *index;
    if (argc != 3) {
        fputs("usage: relist INDEX PASSAGES|off\n", stderr);
        return 2;
    }
    if (yz_index_open(argv[1], NULL, &index, &err) != YZ_OK)
        return fail(&err);
    index->frequent = strcmp(argv[2], "off") == 0
                          ? FREQUENT_OFF
                          : (uint32_t)strtoul(argv[2], NULL, 10);
    const yz_status status = write_all(index, &err);
    yz_index_close(index);
    return status == YZ_OK ? 0 : fail(&err);
}
