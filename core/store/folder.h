/* SPDX-License-Identifier: MIT */
/*
 * The folder of an index, as it was opened. Its name may come to mean another
 * folder while it is open: the process changes its working directory, or a new
 * index is deployed by `mv`. So everything in the folder is reached from its
 * descriptor, and the name serves only for LMDB, which knows nothing but names,
 * and for messages.
 */
#ifndef YZ_STORE_FOLDER_H
#define YZ_STORE_FOLDER_H

#include "core/base/arena.h"

#define DATA_FILE        "data.mdb"
#define LOCK_FILE        "lock.mdb"
#define WRITER_LOCK_FILE "writer.lock"

/**
 * Open the folder of an index; with `create`, make it if there is none. The
 * caller closes the file.
 *
 * @return YZ_OK, YZ_E_NOT_FOUND, YZ_E_IO
 */
yz_status
folder_open(const char *path, bool create, int *ret_folder, yz_error *err);

/** Open it once more, so that it can be locked by another of this process. */
yz_status
folder_open_again(int folder, int *ret_folder, yz_error *err);

/**
 * May an index be created in a folder without a data file? Not among the files
 * of somebody else. `path` is for messages.
 *
 * @return YZ_OK; YZ_E_IO if the folder has other files than an index's or
 *         cannot be written
 */
yz_status
folder_check_new(int folder, const char *path, yz_error *err);

/** The error of a folder that holds no index. */
yz_status
error_no_index(const char *path, yz_error *err);

/** A path with which it still is the same once the process changes its own. */
yz_status
folder_path_absolute(arena *a, const char *path, yz_str *ret_path,
                     yz_error *err);

/**
 * A path that means this very folder at this moment: `path` if it still does.
 * @return YZ_OK; YZ_E_IO if the system knows of none
 */
yz_status
folder_path_now(int folder, arena *a, const char *path, yz_str *ret_path,
                yz_error *err);

/** Write the entries of a folder to the disk. */
yz_status
folder_sync(int folder, yz_error *err);

/** Write the entry of the folder itself, in the one above, to the disk. */
yz_status
folder_sync_above(arena *a, const char *path, yz_error *err);

#endif /* YZ_STORE_FOLDER_H */
