/* SPDX-License-Identifier: MIT */
/*
 * The changes of one commit, applied inside one writing transaction: passages
 * that go, and a segment that comes.
 *
 * Old passages are read through a snapshot taken before, since what a writing
 * transaction has read moves when it writes.
 */
#ifndef YZ_BUILD_CHANGES_H
#define YZ_BUILD_CHANGES_H

#include "core/index.h"
#include "core/index/catalog.h"

typedef struct changes {
    store_txn *txn;
    yz_snapshot *before; /**< the index as it was */
    arena arena;
    manifest manifest; /**< as it will be */
} changes;

/** Begin; `before` is borrowed. End with changes_commit() or _drop(). */
yz_status
changes_begin(yz_snapshot *before, changes *ret_changes, yz_error *err);

/** Delete one passage, if it is there and live; `*ret_done` if it was. */
yz_status
changes_delete(changes *c, passage_place place, bool *ret_done, yz_error *err);

/** Delete the passages of a run. */
yz_status
changes_delete_run(changes *c, passage_run run, yz_error *err);

/** Enter the segment that the caller has stored in c->txn. */
yz_status
changes_add_segment(changes *c, const manifest_segment *info, yz_error *err);

/** Delete the passage of `before` that has this report and id, if any. */
yz_status
changes_replace(changes *c, yz_str report, yz_str id, yz_error *err);

/** Drop segments with nothing left, write the manifest, make it durable. */
yz_status
changes_commit(changes *c, yz_error *err);

/** Give up what was not committed. */
void
changes_drop(changes *c);

#endif /* YZ_BUILD_CHANGES_H */
