/* SPDX-License-Identifier: MIT */
/*
 * What waits for the next commit beside the passages themselves: sources to be
 * entered and dropped, single passages to be deleted, what a program gave by
 * name since the last commit, and the user's tables. It knows neither the
 * writer nor its run; a rollback is pending_clear().
 *
 * A source that is entered after it was dropped is in the index after the
 * commit. One that is dropped after it was entered keeps what it gave since,
 * so its entry stays, but as one that must be read again; so does a report of
 * which a passage was taken back.
 */
#ifndef YZ_WRITE_PENDING_H
#define YZ_WRITE_PENDING_H

#include "core/format/catalog.h"
#include "core/index/user_tables.h"
#include "indexer/write/commit.h"
#include "indexer/write/given.h"

/** A source as the catalogue will know it. */
typedef struct pending_source {
    source_entry entry;
    bool is_touched;   /**< it gave nothing: only its stamp is new */
    bool is_withdrawn; /**< it was touched, then dropped: no entry is written */
} pending_source;

typedef struct pending {
    arena arena;                       /**< its strings, until the commit */
    ARRAY_OF(pending_source) sources;  /**< by the number of the name */
    term_table names;                  /**< of `sources` */
    term_table dropped;                /**< sources whose passages go */
    ARRAY_OF(passage_place) deletions; /**< single passages that go */
    given_table given;                 /**< what came without a file */
    term_table foreign; /**< reports of another name than their source's */
    bool has_removed;   /**< passages of `deletions` were removed by name */
    buffer tables[USER_TABLE_COUNT]; /**< stored forms; empty: not given */
} pending;

pending
pending_of(const yz_allocator *memory);

/** Forget everything: it was committed, or never will be. */
void
pending_clear(pending *p);

void
pending_dispose(pending *p);

/** Whether a commit would change nothing but by the passages of a run. */
bool
pending_is_empty(const pending *p);

/* ---- sources ------------------------------------------------------------ */

/** Enter a source that was read; it replaces one of the same name. */
yz_status
pending_put_source(pending *p, const source_entry *entry, yz_error *err);

/** Enter the new stamp of a source that is otherwise as it was. */
yz_status
pending_touch_source(pending *p, const source_entry *entry, yz_error *err);

/** The source that is to be entered under this name; NULL: none is. */
const source_entry *
pending_entered(const pending *p, yz_str name);

/**
 * The source as it will be after the commit, its strings in `arena` or those
 * that were entered. `txn` sees the last commit. YZ_DONE: it is not known.
 */
yz_status
pending_find_source(pending *p, store_txn *txn, yz_str name,
                    source_entry *ret_entry, yz_error *err);

/** Drop what a source gave up to the last commit, and its entry. */
yz_status
pending_drop_source(pending *p, yz_str name, yz_error *err);

/* ---- passages ----------------------------------------------------------- */

/** Delete a passage that has a place. */
yz_status
pending_delete(pending *p, passage_place place, yz_error *err);

/**
 * What is given now under a name replaces what was given under it since the
 * last commit. `id` is NULL for a report as a whole.
 */
yz_status
pending_give(pending *p, yz_str report, const yz_str *id, given_range range,
             yz_error *err);

/**
 * Delete what was given under a name since the last commit, if anything.
 * @param ret_was_removed  it was taken back before, and not given again
 */
yz_status
pending_take_back(pending *p, yz_str report, yz_str id, bool *ret_was_given,
                  bool *ret_was_removed, yz_error *err);

/** Note a report that has passages of a source of another name. */
yz_status
pending_note_foreign(pending *p, yz_str report, yz_error *err);

bool
pending_is_foreign(const pending *p, yz_str report);

/* ---- the user's tables, and the commit ----------------------------------- */

/** Replace a table of the user's by the one that `text` describes. */
yz_status
pending_set_table(pending *p, user_table which, yz_str text, yz_error *err);

/** Mark what goes, enter what comes; the segments were added before. */
yz_status
pending_apply(const pending *p, commit *c, yz_error *err);

#endif /* YZ_WRITE_PENDING_H */
