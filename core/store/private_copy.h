/* SPDX-License-Identifier: MIT */
/*
 * Where a reader can neither register nor hold what it sees (a file system
 * without locks, or one that other machines write), a writer uses its pages
 * again and nothing says so in time. Such a reader copies the data file, sees
 * that no page of the copy was used again meanwhile, and reads the copy.
 */
#ifndef YZ_STORE_PRIVATE_COPY_H
#define YZ_STORE_PRIVATE_COPY_H

#include "core/base/status.h"

enum { PRIVATE_COPY_PATH_SIZE = 64 };

/** A copy of a data file; who opened it removes its name. */
typedef struct private_copy {
    char path[PRIVATE_COPY_PATH_SIZE];
    uint64_t txn; /**< the last commit in it */
} private_copy;

/**
 * Copy an open data file. @return YZ_E_BUSY if it changes faster than it can
 * be copied
 */
yz_status
private_copy_make(int data_fd, private_copy *ret_copy, yz_error *err);

#endif /* YZ_STORE_PRIVATE_COPY_H */
