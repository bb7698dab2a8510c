/* SPDX-License-Identifier: MIT */
/*
 * Replacing a data file by another, and the lock that keeps others from
 * opening the directory meanwhile. LMDB keeps its readers, and the number of
 * the last transaction, in a lock file beside the data file: a new data file
 * needs a new one, and two steps are never one. So the old data file keeps a
 * second name, data.mdb.old, until both are done; whoever comes after a kill
 * sees it and does the rest.
 */
#ifndef YZ_STORE_EXCHANGE_H
#define YZ_STORE_EXCHANGE_H

#include "core/store/folder.h"

/** What a data file is called until it takes the place of the other. */
#define DATA_FILE_FRESH "data.mdb.new"

/**
 * Wait until nobody else holds the directory, of any process, and hold it. It
 * is held while LMDB opens its files: a process that is killed while it makes
 * LMDB's lock file leaves it half made to one that waits for it inside LMDB.
 */
yz_status
directory_hold(int folder, yz_error *err);

void
directory_release(int folder);

/**
 * Let data.mdb.new be data.mdb, and lock.mdb be made again by who opens next.
 * The caller holds the writer's lock, and not the directory.
 */
yz_status
exchange_files(int folder, yz_error *err);

#endif /* YZ_STORE_EXCHANGE_H */
