/* SPDX-License-Identifier: MIT */
/*
 * The writer's state between calls: changes gathered in memory, to be applied
 * at the commit.
 */
#ifndef YZ_BUILD_WRITER_H
#define YZ_BUILD_WRITER_H

#include "indexer/build/changes.h"
#include "indexer/build/segment_builder.h"

/** Which report and id a passage of the new segment has. */
typedef struct entered_id {
    yz_str report;
    yz_str id;
} entered_id;

struct yz_writer {
    yz_index *index;
    yz_snapshot *snapshot; /**< the index as it was at the last commit */
    uint64_t memory_max;
    uint32_t flags;
    uint32_t segment_id; /**< of the segment being built */
    segment_builder builder;
    arena arena; /**< until the commit */
    ARRAY_OF(entered_id) entered;
    ARRAY_OF(source_entry) sources;    /**< to be entered */
    ARRAY_OF(yz_str) gone;             /**< sources whose passages go */
    ARRAY_OF(passage_place) deletions; /**< single passages that go */
};

#endif /* YZ_BUILD_WRITER_H */
