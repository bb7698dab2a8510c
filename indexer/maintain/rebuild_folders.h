/* SPDX-License-Identifier: MIT */
/*
 * The folders that a repair makes inside the index, and removing them again.
 */
#ifndef YZ_MAINTAIN_REBUILD_FOLDERS_H
#define YZ_MAINTAIN_REBUILD_FOLDERS_H

#include "core/base/arena.h"

/** The names of what is made in the folder of the index. */
typedef struct rebuild_folders {
    arena arena;
    yz_str left; /**< what is left of broken pages */
    yz_str fresh;
    yz_str data; /**< the new data file */
} rebuild_folders;

/** Name them for the index at `path`, and remove those of a killed run. */
yz_status
rebuild_folders_open(const yz_allocator *memory, const char *path,
                     rebuild_folders *ret_folders, yz_error *err);

/** Remove what was made. Accepts all zeros. */
void
rebuild_folders_close(rebuild_folders *f);

#endif /* YZ_MAINTAIN_REBUILD_FOLDERS_H */
