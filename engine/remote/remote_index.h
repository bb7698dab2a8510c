/* SPDX-License-Identifier: MIT */
/*
 * What belongs to a handle of an index that is elsewhere.
 */
#ifndef YZ_REMOTE_REMOTE_INDEX_H
#define YZ_REMOTE_REMOTE_INDEX_H

#include "core/engine/engine.h"
#include "core/index/remote.h"

#include <pthread.h>

struct remote {
    const engine_part *part;
    engine *engine;       /**< asked with the lock held */
    pthread_mutex_t lock; /**< recursive: a search asks on its way */
    arena arena;          /**< strings */
    const char *language;
    const char *fields; /**< declared; "": none */
    const char *folder; /**< of `mirror`; goes with the handle */
    yz_index *mirror;   /**< the passages that a question is about */
    bool read_only;
    const yz_allocator *memory;
};

/** A new empty index in a folder of its own, to be gone with it. */
yz_status
folder_index_make(const remote *r, arena *a, const char **ret_folder,
                  yz_index **ret_index, yz_error *err);

/** Remove the folder; its index is closed. Accepts NULL. */
void
folder_remove(const char *folder);

#endif /* YZ_REMOTE_REMOTE_INDEX_H */
