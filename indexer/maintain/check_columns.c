/* SPDX-License-Identifier: MIT */
/*
 * The columns of a segment: how long passages are, and under which names they
 * are found.
 */
#include "core/format/id_table.h"
#include "core/index/passages.h"
#include "indexer/maintain/check_parts.h"

static yz_status
space_check(segment_check *c, length_space space, uint64_t *sum)
{
    yz_error err;
    const manifest_segment *info = &c->segment->info;
    const bool stale = c->snapshot->index->words_are_stale &&
                       (space == LENGTH_WORDS || space == LENGTH_TITLE);
    for (uint32_t i = 0; i < info->passages; i++) {
        const uint8_t *code;
        uint32_t count;
        const yz_status status =
            segment_lengths(c->segment, space, i, &code, &count, &err);
        if (status != YZ_OK)
            return problem_of(c->problems, "lengths", status, &err);
        *sum += length_of_code(*code);
        if (c->readable[i] && !stale && *code != c->lengths[space][i])
            problem(c->problems, "lengths",
                    "the length of passage %u of segment %u is not that of its "
                    "text",
                    i, info->id);
    }
    return YZ_OK;
}

static yz_status
all_spaces_check(segment_check *c)
{
    const manifest_segment *info = &c->segment->info;
    problems_begin(c->problems, info->id);
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++) {
        uint64_t sum = 0;
        TRY(space_check(c, (length_space)i, &sum));
        if (sum != info->lengths[i])
            problem(c->problems, "lengths",
                    "the lengths of segment %u do not add up to the sums in "
                    "the manifest",
                    info->id);
    }
    return YZ_OK;
}

/* Each passage once, in the order of hashes that are those of its names. */
static yz_status
ids_check(segment_check *c)
{
    const uint32_t count = c->segment->info.passages;
    const uint32_t id = c->segment->info.id;
    id_entry before = 0;
    problems_begin(c->problems, id);
    for (uint32_t i = 0; i < count; i++) {
        id_entry entry;
        yz_error err;
        const yz_status status =
            id_table_entry(&c->segment->blobs[BLOB_ID], i, &entry, &err);
        if (status != YZ_OK)
            return problem_of(c->problems, "ids", status, &err);
        const uint32_t passage = id_entry_passage(entry);
        if (passage >= count || (i > 0 && entry <= before))
            problem(c->problems, "ids",
                    "entry %u of the ids of segment %u is out of order", i, id);
        else if (c->readable[passage] &&
                 c->id_hashes[passage] != id_entry_hash(entry))
            problem(c->problems, "ids",
                    "passage %u of segment %u has an entry under another name",
                    passage, id);
        before = entry;
    }
    return YZ_OK;
}

yz_status
check_columns(segment_check *c)
{
    TRY(all_spaces_check(c));
    return ids_check(c);
}
