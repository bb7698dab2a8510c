/* SPDX-License-Identifier: MIT */
/*
 * An LMDB environment: one data file, mapped, with its tables. A store has one
 * at a time, and another once its file was replaced by a compacted one; those
 * who still read the old keep it open until they end.
 */
#ifndef YZ_STORE_ENVIRONMENT_H
#define YZ_STORE_ENVIRONMENT_H

#include "core/store/store.h"

#include <lmdb.h>
#include <pthread.h>
#include <sys/types.h>

/** Process ids are below. */
enum { PROCESS_IDS_MAX = 1 << 22 };

/** A transaction that is held without a place in LMDB's table of readers. */
typedef struct reader_hold {
    struct reader_hold *next;
    uint64_t txn;
} reader_hold;

/** LMDB's table of readers, in lock.mdb. */
typedef struct reader_table {
    int fd; /**< -1: it is not open */
    void *map;
    size_t size;
} reader_table;

typedef struct environment {
    const yz_allocator *memory; /**< the store's */
    uint32_t users; /**< its store, and transactions; guarded by the store */
    int folder;     /**< to hold it; -1: it is not open */
    MDB_env *env;
    MDB_dbi tables[STORE_TABLE_COUNT];
    ino_t data_inode;
    ino_t lock_inode;  /**< 0: it has no lock file */
    bool writer_ready; /**< checked as far as a writer goes */

    pid_t process;       /**< by which LMDB's table knows us */
    bool is_registered;  /**< its readers are in LMDB's table */
    int copied_from;     /**< it is a copy of this data file; -1: it is none */
    uint64_t copied_txn; /**< the last commit in the copy */
    reader_table readers;
    pthread_mutex_t holds_mutex; /**< guards the list that follows */
    reader_hold *holds;          /**< of readers that are not in the table */
} environment;

/**
 * Open the data file of a folder that was opened as `path`; with
 * options->create, make what is missing.
 */
yz_status
environment_open(int folder, const char *path, const store_options *options,
                 environment **ret_environment, yz_error *err);

void
environment_close(environment *e);

/** Whether it is a copy, and there are newer commits than those in it. */
bool
environment_is_outdated(const environment *e);

/** Which pages are checked. */
typedef enum pages_depth {
    PAGES_OF_READERS, /**< those that a reader walks over */
    PAGES_OF_WRITERS, /**< those of large values and the free ones, too */
    PAGES_ALL         /**< and whether each page is one or the other */
} pages_depth;

/** Check the pages. Any thread; it takes a reader's slot meanwhile. */
yz_status
environment_check(environment *e, pages_depth depth, yz_error *err);

/** The name of a table on disk. */
const char *
store_table_name(store_table table);

/** The error of an LMDB code. */
yz_status
error_lmdb(yz_error *err, int code, const char *what);

#endif /* YZ_STORE_ENVIRONMENT_H */
