/* SPDX-License-Identifier: MIT */
/*
 * Opening LMDB: with as many addresses as the process may have, with a place in
 * the table of readers where it may write that, and by a number that nobody
 * else has there.
 */
#ifndef YZ_STORE_LMDB_OPEN_H
#define YZ_STORE_LMDB_OPEN_H

#include "core/store/environment.h"

/**
 * Fill env, is_registered and process of the environment, whose folder is
 * `path`. The folder is held.
 */
yz_status
lmdb_open(environment *e, const char *path, const store_options *options,
          yz_error *err);

#endif /* YZ_STORE_LMDB_OPEN_H */
