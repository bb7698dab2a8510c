/* SPDX-License-Identifier: MIT */
/*
 * When the last commits were made, to tell the age of a reader. LMDB knows
 * which commit a reader sees, but not since when. A reader that sees an old
 * one has been there at least since the next one was made.
 */
#ifndef YZ_INDEX_COMMITS_H
#define YZ_INDEX_COMMITS_H

#include "core/store/store.h"

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

#endif /* YZ_INDEX_COMMITS_H */
