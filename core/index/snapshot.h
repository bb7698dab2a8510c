/* SPDX-License-Identifier: MIT */
/*
 * An index as it was at one moment: a reading transaction, and the segments
 * that its manifest names.
 */
#ifndef YZ_INDEX_SNAPSHOT_H
#define YZ_INDEX_SNAPSHOT_H

#include "core/format/segment.h"
#include "core/index/index.h"
#include "core/text/analyzer.h"

/** Marks of noise, and the ideographs that they are among. */
typedef struct noise_sum {
    uint64_t marks;
    uint64_t characters;
} noise_sum;

/** The noise of the one report that passages [begin, end) of a segment have. */
typedef struct noise_memo {
    uint32_t segment; /**< its id */
    uint32_t begin;
    uint32_t end;
    noise_sum noise;
} noise_memo;
enum { NOISE_MEMOS = 32 };

/** The noise of the report that a passage of a remote index belongs to. */
typedef struct fetched_noise {
    uint64_t passage; /**< hash of its name among the engine's documents */
    noise_sum noise;
} fetched_noise;

struct yz_snapshot {
    _Atomic uint32_t users;
    yz_index *index;
    store_txn *txn;
    arena arena; /**< manifest and segments */
    segment *segments;
    uint32_t segment_count;
    uint64_t passages; /**< including deleted ones */
    uint64_t lengths[LENGTH_SPACE_COUNT];
    const struct user_tables *user_tables;  /**< read when first needed */
    const struct declared_fields *declared; /**< read when first needed */
    analyzer *analyzer; /**< for queries; opened when first needed */
    arena scratch;      /**< of a search; kept for the next one */
    noise_memo noise_memos[NOISE_MEMOS]; /**< looked up last */
    uint32_t noise_memo_next;
    /** Of the reports of a remote index, rising by `passage`. */
    struct fetched_noise *noises;
    size_t noise_count;
};

/** yz_snapshot_open() of what is in the folder, wherever the rest is. */
yz_status
snapshot_open_here(yz_index *index, yz_snapshot **ret_snapshot, yz_error *err);

/** One user more; give it back with yz_snapshot_close(). */
yz_snapshot *
snapshot_retain(yz_snapshot *snapshot);

/** The snapshot's analyzer, in the index's language. Borrowed. */
yz_status
snapshot_analyzer(yz_snapshot *snapshot, analyzer **ret_analyzer,
                  yz_error *err);

#endif /* YZ_INDEX_SNAPSHOT_H */
