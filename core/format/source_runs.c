/* SPDX-License-Identifier: MIT */
/*
 * A run is 20 bytes: hash u64, name, first, count u32 each. Each chunk holds
 * as many as go in, so that run n is found by division.
 */
#include "core/format/source_runs.h"

#include <stdlib.h>

enum { RUN_SIZE = 20, RUNS_A_CHUNK = BLOB_CHUNK_SIZE / RUN_SIZE };

static int
run_compare(const void *a, const void *b)
{
    const source_run *x = a;
    const source_run *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

void
source_runs_write(source_run *runs, uint32_t count, blob_writer *blob)
{
    qsort(runs, count, sizeof(*runs), run_compare);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t coded[RUN_SIZE];
        buffer out = { .data = coded, .capacity = sizeof(coded) };
        buffer_put_u64(&out, runs[i].hash);
        buffer_put_u32(&out, runs[i].name);
        buffer_put_u32(&out, runs[i].first);
        buffer_put_u32(&out, runs[i].count);
        blob_append(blob, coded, sizeof(coded));
    }
}

yz_status
source_runs_check(blob_reader *blob, uint32_t count, yz_error *err)
{
    return blob_check_rows(
        blob, count, RUN_SIZE,
        "the number of source runs in a segment is not that in the manifest",
        err);
}

yz_status
source_runs_read(blob_reader *blob, uint32_t number, source_run *ret_run,
                 yz_error *err)
{
    bytes in;
    const blob_place place = (uint64_t)(number / RUNS_A_CHUNK) << 32 |
                             (uint64_t)(number % RUNS_A_CHUNK) * RUN_SIZE;
    TRY(blob_read(blob, place, RUN_SIZE, &in, err));
    ret_run->hash = bytes_take_u64(&in);
    ret_run->name = bytes_take_u32(&in);
    ret_run->first = bytes_take_u32(&in);
    ret_run->count = bytes_take_u32(&in);
    return YZ_OK;
}

yz_status
source_runs_lower_bound(blob_reader *blob, uint32_t count, uint64_t hash,
                        uint32_t *ret_number, yz_error *err)
{
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        source_run run;
        const uint32_t middle = low + (high - low) / 2;
        TRY(source_runs_read(blob, middle, &run, err));
        if (run.hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    *ret_number = low;
    return YZ_OK;
}
