/* SPDX-License-Identifier: MIT */
/*
 * The few things we ask of the file system.
 */
#ifndef YZ_BASE_FILE_H
#define YZ_BASE_FILE_H

#include "core/base/arena.h"
#include "core/base/buffer.h"

/** What tells whether a file is the one that was read last time. */
typedef struct file_stamp {
    uint64_t size;
    int64_t modified_ns; /**< since 1970 */
    uint64_t inode;
} file_stamp;

/** Size, time and inode of a regular file. A folder is YZ_E_IO (EISDIR). */
yz_status
file_stamp_of(const char *path, file_stamp *ret_stamp, yz_error *err);

/**
 * Append the whole file to `out`. More than `size_max` bytes are YZ_E_LIMIT.
 * `ret_stamp` (may be NULL) is that of the open file.
 */
yz_status
file_read(const char *path, size_t size_max, buffer *out,
          file_stamp *ret_stamp, yz_error *err);

/** The canonical path, in the arena; the path itself if it is not there. */
yz_status
file_canonical(arena *a, const char *path, yz_str *ret_path, yz_error *err);

#endif /* YZ_BASE_FILE_H */
