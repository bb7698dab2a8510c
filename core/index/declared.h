/* SPDX-License-Identifier: MIT */
/*
 * The fields that an index declares, in the table `meta` (docs/format.md). They
 * are the same for all segments: who changes them makes the index again.
 */
#ifndef YZ_INDEX_DECLARED_H
#define YZ_INDEX_DECLARED_H

#include "core/index/snapshot.h"
#include "core/report/fields.h"

/** Read those that a transaction sees, in the arena; none if none are there. */
yz_status
declared_load(store_txn *txn, arena *a, declared_fields *ret_fields,
              yz_error *err);

/** Write them; nothing if there are none. */
yz_status
declared_put(store_txn *txn, const declared_fields *f, yz_error *err);

/**
 * Those of a snapshot, read when first asked for. Borrowed until the snapshot
 * is closed.
 */
yz_status
snapshot_declared(yz_snapshot *snapshot, const declared_fields **ret_fields,
                  yz_error *err);

/**
 * The term of the dictionary of words that a displayed one is, `author:王`, in
 * the buffer. false: no field of this name is declared, or this is no number.
 */
bool
declared_term_of_text(const declared_fields *f, yz_str text, buffer *out);

/** The reverse: a term, without the byte of its kind, as it is displayed. */
bool
declared_term_to_text(const declared_fields *f, yz_str term, buffer *out);

#endif /* YZ_INDEX_DECLARED_H */
