/* SPDX-License-Identifier: MIT */
/*
 * A reader in LMDB's table, in lock.mdb, that sees less than the last commit:
 * LMDB has no function that begins at an earlier one. Its slot is found in the
 * table and its transaction lowered, which tells LMDB to use fewer pages again.
 */
#ifndef YZ_STORE_READER_SLOT_H
#define YZ_STORE_READER_SLOT_H

#include "core/store/environment.h"

/** After mdb_env_close(): closing the file ends LMDB's locks on it. */
void
reader_table_close(reader_table *table);

/**
 * Begin to read, and let LMDB keep all pages that `oldest` or a later
 * transaction sees until mdb_txn_abort().
 *
 * @return YZ_OK, LMDB's errors; YZ_E_UNSUPPORTED if this LMDB's table has
 *         another form
 */
yz_status
reader_slot_begin(environment *e, uint64_t oldest, MDB_txn **ret_txn,
                  yz_error *err);

#endif /* YZ_STORE_READER_SLOT_H */
