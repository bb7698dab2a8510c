/* SPDX-License-Identifier: MIT */
/*
 * The chunks of a segment against the checksums that were stored with it.
 */
#include "core/base/hash.h"
#include "indexer/maintain/check_parts.h"

static yz_status
chunk_check(segment_check *c, blob_kind kind, uint32_t number, uint64_t sum)
{
    bytes chunk;
    yz_error err;
    const yz_status status =
        blob_chunk(&c->segment->blobs[kind], number, &chunk, &err);
    if (status != YZ_OK) {
        c->changed[kind] = true;
        return problem_of(c->problems, side_of(kind), status, &err);
    }
    c->bytes += bytes_left(&chunk);
    if (hash_bytes(chunk.at, bytes_left(&chunk)) == sum)
        return YZ_OK;
    c->changed[kind] = true;
    problem(c->problems, side_of(kind),
            "part %u of the %s of segment %u is not as it was written", number,
            side_of(kind), c->segment->info.id);
    return YZ_OK;
}

yz_status
check_sums(segment_check *c)
{
    yz_error err;
    const uint64_t *sums;
    const manifest_segment *info = &c->segment->info;
    problems_begin(c->problems, info->id);
    const yz_status status =
        blob_sums_load(c->snapshot->txn, info, &c->arena, &sums, &err);
    if (status != YZ_OK)
        return problem_of(c->problems, "checksums", status, &err);
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        for (uint32_t i = 0; i < info->chunks[kind]; i++)
            TRY(chunk_check(c, (blob_kind)kind, i, *sums++));
    return YZ_OK;
}
