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

/** Open a file to read it. A folder is YZ_E_IO (EISDIR). */
yz_status
file_open(const char *path, int *ret_fd, file_stamp *ret_stamp, yz_error *err);

/**
 * Read `size` bytes from `offset` on, fewer only where the file ends.
 * The file must be a regular one.
 */
yz_status
file_read_at(int fd, uint64_t offset, void *to, size_t size, size_t *ret_got,
             yz_error *err);

/** Whether it is a file whose bytes can be read again and in any order. */
bool
file_is_regular(const char *path);

/**
 * Append the whole file to `out`. More than `size_max` bytes are YZ_E_LIMIT.
 * `ret_stamp` (may be NULL) is that of the open file.
 */
yz_status
file_read(const char *path, size_t size_max, buffer *out, file_stamp *ret_stamp,
          yz_error *err);

/** The canonical path, in the arena; the path itself if it is not there. */
yz_status
file_canonical(arena *a, const char *path, yz_str *ret_path, yz_error *err);

/** The same of a path that may be gone: as far as its folders are there. */
yz_status
file_canonical_gone(arena *a, const char *path, yz_str *ret_path,
                    yz_error *err);

#endif /* YZ_BASE_FILE_H */
