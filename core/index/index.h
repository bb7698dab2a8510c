/* SPDX-License-Identifier: MIT */
/*
 * The handles that both halves work on: an open index, and a snapshot of it.
 */
#ifndef YZ_INDEX_INDEX_H
#define YZ_INDEX_INDEX_H

#include "core/format/catalog.h"
#include "core/index/skeletons.h"
#include "core/text/analyzer.h"
#include "core/text/fold.h"
#include "core/text/profile.h"

#include <stdatomic.h>

struct yz_index {
    _Atomic uint32_t users; /**< the caller and the children */
    yz_allocator allocator;
    const yz_allocator
        *memory; /**< `allocator`, or NULL: of all that is ours */
    store *store;
    arena arena; /**< path and profile */
    yz_str path;
    profile profile;      /**< as the index was made */
    bool words_are_stale; /**< made with another ICU or stemmer */
    bool tables_are_lost; /**< opened damaged: the next two are of today */
    variant_table *variants;
    fold_table *fold;
    packed_fold *packed_fold; /**< the same, for packed texts */
    word_list *dictionary;    /**< made when it pays */
};

struct yz_snapshot {
    _Atomic uint32_t users;
    yz_index *index;
    store_txn *txn;
    arena arena; /**< manifest and segments */
    segment *segments;
    uint32_t segment_count;
    uint64_t passages; /**< deleted ones counted in */
    uint64_t lengths[LENGTH_SPACE_COUNT];
    const struct user_tables *user_tables; /**< read when first needed */
    analyzer *analyzer; /**< for queries; opened when first needed */
    arena scratch;      /**< of a search; kept for the next one */
};

/** A flag of yz_index_open(): go on where the table `meta` is damaged. */
enum { INDEX_DAMAGED = 1 << 30 };

/** One user more; give it back with yz_index_close(). */
yz_index *
index_retain(yz_index *index);

/** One user more; give it back with yz_snapshot_close(). */
yz_snapshot *
snapshot_retain(yz_snapshot *snapshot);

/** The snapshot's analyzer, in the index's language. Borrowed. */
yz_status
snapshot_analyzer(yz_snapshot *snapshot, analyzer **ret_analyzer,
                  yz_error *err);

/** Read the manifest that a transaction sees. */
yz_status
index_manifest(store_txn *txn, arena *a, manifest *ret_manifest, yz_error *err);

yz_status
index_put_manifest(store_txn *txn, const manifest *m, yz_error *err);

/** Note that a commit is made now, for commit_age(). */
yz_status
commit_note(store_txn *txn, yz_error *err);

/**
 * For how many seconds at least there has been a later commit than `number`;
 * 0 if there is none.
 */
yz_status
commit_age(store_txn *txn, uint64_t number, uint64_t *ret_seconds,
           yz_error *err);

/**
 * Passage `number` of a segment as the index has it, text included. Strings
 * point into the mapped pages or the arena.
 */
yz_status
segment_passage(segment *s, uint32_t number, arena *a, yz_passage *ret_passage,
                yz_error *err);

/** The live passage of a report and id in a segment. YZ_DONE: none. */
yz_status
segment_find_id(segment *s, yz_str report, yz_str id, uint32_t *ret_passage,
                yz_error *err);

/** The live passage of a report and id in all segments. YZ_DONE: none. */
yz_status
snapshot_find_id(yz_snapshot *snapshot, yz_str report, yz_str id,
                 passage_place *ret_place, yz_error *err);

/** Whether two passages have the same report and id. */
yz_status
segment_same_names(segment *x, uint32_t passage, segment *y, uint32_t other,
                   bool *ret_same, yz_error *err);

/** How many reports have live passages, by a walk over all records. */
yz_status
snapshot_count_reports(yz_snapshot *snapshot, uint64_t *ret_reports,
                       yz_error *err);

/** How many sources have the bytes of another, by a walk over all of them. */
yz_status
snapshot_count_duplicates(yz_snapshot *snapshot, uint64_t *ret_duplicates,
                          yz_error *err);

#endif /* YZ_INDEX_INDEX_H */
