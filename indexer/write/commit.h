/* SPDX-License-Identifier: MIT */
/*
 * The changes of one commit, applied inside one writing transaction: passages
 * that go, segments that come, the manifest that tells of both.
 *
 * First all is looked up that must go, and marked in memory; only then is
 * anything written, since what a writing transaction has read may move when it
 * writes.
 */
#ifndef YZ_WRITE_COMMIT_H
#define YZ_WRITE_COMMIT_H

#include "core/format/catalog.h"
#include "core/index/snapshot.h"

/** A segment of the index as it will be. */
typedef struct commit_segment {
    segment segment;
    uint8_t *deleted; /**< a bit a passage; NULL: none */
    uint32_t newly;   /**< bits that this commit sets */
    bool merged;      /**< it goes: another segment has its passages */
} commit_segment;

typedef struct commit {
    store_txn *txn;
    const packed_fold *fold;
    arena arena;
    uint32_t next_segment;
    commit_segment *segments; /**< those of the manifest, then new ones */
    uint32_t known;           /**< how many were in the manifest */
    uint32_t count;
    uint32_t capacity;
    yz_error *err;
} commit;

/** Begin, with capacity for `fresh` new segments. End with _finish() or _drop(). */
yz_status
commit_begin(yz_index *index, uint32_t fresh, commit *ret_commit,
             yz_error *err);

/** A segment that lies in the store becomes part of the index. */
yz_status
commit_add_segment(commit *c, const manifest_segment *info);

/** Delete a passage, if it is there. */
yz_status
commit_delete(commit *c, passage_place place);

/** Delete what a source gave to the segments that were in the manifest. */
yz_status
commit_delete_source(commit *c, yz_str name);

/** Of passages of the same report and id keep the last, in the new segments. */
yz_status
commit_delete_replaced(commit *c);

/** A segment goes, as another that was added has its passages. */
void
commit_drop_merged(commit *c, uint32_t id);

/** Write the marks and the manifest, and return free space. */
yz_status
commit_write(commit *c);

/** Make all of it durable, and end. */
yz_status
commit_finish(commit *c);

/** Give up what was not finished. Accepts a finished commit. */
void
commit_drop(commit *c);

#endif /* YZ_WRITE_COMMIT_H */
