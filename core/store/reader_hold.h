/* SPDX-License-Identifier: MIT */
/*
 * Readers that may not write the folder: of another user, or through a
 * read-only mount. They cannot register in lock.mdb, where LMDB looks before it
 * uses pages again. So each holds a shared lock on one byte of data.mdb, far
 * behind its end, whose place says which transaction it sees. That needs no
 * permission but to read, ends with the process, and holds between containers.
 * A writer asks the system for the lowest one (docs/decisions/0014).
 */
#ifndef YZ_STORE_READER_HOLD_H
#define YZ_STORE_READER_HOLD_H

#include "core/store/environment.h"

/** Whether who opens the folder may register as a reader. */
bool
folder_lets_register(int folder);

/** Whether a transaction of the data file can be held where it lies. */
bool
data_can_be_held(int data_fd);

/**
 * Begin to read: LMDB's mdb_txn_begin(), and in an environment whose readers
 * do not register, the transaction is held as well.
 *
 * @return LMDB's code
 */
int
reading_begin(environment *e, reader_hold *hold, MDB_txn **ret_txn);

void
reading_end(environment *e, reader_hold *hold, MDB_txn *txn);

/** End it and keep the numbers of the tables it found. @return LMDB's code */
int
reading_commit(environment *e, reader_hold *hold, MDB_txn *txn);

/** Those who hold a transaction of the data file, of other processes. */
typedef struct held_readers {
    uint64_t count;      /**< those who see the same one count once */
    uint64_t oldest_txn; /**< UINT64_MAX: nobody */
} held_readers;

held_readers
held_readers_of(const environment *e);

#endif /* YZ_STORE_READER_HOLD_H */
