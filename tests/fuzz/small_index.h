/* SPDX-License-Identifier: MIT */
/*
 * An index for targets that need one: made once a process, in memory where
 * there is /dev/shm, and removed when the process ends. It has one segment of
 * some 150 passages, of a page and of JSON lines, and one of them is removed.
 */
#ifndef YZ_TESTS_FUZZ_SMALL_INDEX_H
#define YZ_TESTS_FUZZ_SMALL_INDEX_H

#include "core/index/snapshot.h"

/** The index, open. It ends the process where it cannot be made. */
yz_index *
small_index(void);

/** Its folder. small_index() was called. */
const char *
small_index_folder(void);

#endif /* YZ_TESTS_FUZZ_SMALL_INDEX_H */
