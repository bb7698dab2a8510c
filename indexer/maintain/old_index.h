/* SPDX-License-Identifier: MIT */
/*
 * An index that may be damaged, opened as far as it can be: what repair reads
 * from. Where its pages are broken, what is left of them is first copied into
 * an index beside it.
 */
#ifndef YZ_MAINTAIN_OLD_INDEX_H
#define YZ_MAINTAIN_OLD_INDEX_H

#include "core/index/snapshot.h"
#include "indexer/maintain/problems.h"

typedef struct old_index {
    yz_index *index;
    yz_snapshot *snapshot; /**< its segments may be damaged */
    bool *is_damaged;      /**< by segment: known to be before it is read */
    bool is_broken;        /**< more than segments is damaged */
    bool has_catalogue;    /**< the pages of the catalogue can be followed */
} old_index;

/**
 * @param beside  a folder for what is left of broken pages; it may be made
 */
yz_status
old_index_open(const yz_allocator *memory, const char *path, const char *beside,
               problems *found, old_index *ret_old, yz_error *err);

void
old_index_close(old_index *old);

#endif /* YZ_MAINTAIN_OLD_INDEX_H */
