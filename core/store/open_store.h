/* SPDX-License-Identifier: MIT */
/*
 * The state of an open store, for the files of this folder.
 */
#ifndef YZ_STORE_OPEN_STORE_H
#define YZ_STORE_OPEN_STORE_H

#include "core/store/environment.h"
#include "core/store/folder.h"

#include <pthread.h>

struct store {
    struct store *next; /**< in the list of open ones */
    uint32_t users;     /**< guarded by the list's mutex, as is `next` */
    pid_t process;      /**< that opened it: locks are not inherited */
    int folder;         /**< which the store means, whatever its name is */
    dev_t device;       /**< of the folder */
    ino_t inode;
    char *path; /**< absolute; what the folder was called when it was opened */
    store_options options;
    yz_allocator allocator; /**< what options.memory points at */

    pthread_mutex_t mutex; /**< guards what follows */
    int lock_fd;           /**< of the writer's lock; -1 when not held */
    pthread_cond_t idle;   /**< a transaction ended */
    environment *current;
};

struct store_txn {
    store *store;
    environment *environment;
    MDB_txn *txn;
    bool is_reading;
    reader_hold hold; /**< of one that reads */
    MDB_txn *pin; /**< of one that writes: keeps what is held; NULL: nothing */
};

/** Whether this process has the writer's lock of a folder. */
bool
store_has_writer(int folder);

/**
 * The environment to begin a transaction in, kept until it is given back: of
 * the data file that the name means now.
 */
yz_status
environment_take(store *s, bool to_write, environment **ret_environment,
                 yz_error *err);

void
environment_give(store *s, environment *e);

/** Another process has grown the file beyond our map: map all of it. */
yz_status
map_follow(store *s, yz_error *err);

/** The inode of a file of the directory; 0: there is none. */
yz_status
store_inode_of(const store *s, const char *name, ino_t *ret_inode,
               yz_error *err);

#endif /* YZ_STORE_OPEN_STORE_H */
