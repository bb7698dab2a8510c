/* SPDX-License-Identifier: MIT */
/*
 * The index as its writer sees it: a snapshot of the last commit, and the
 * number that the next segment takes. The map can grow only while the writer
 * has no snapshot open, so what makes space is here, too.
 */
#ifndef YZ_WRITE_VIEW_H
#define YZ_WRITE_VIEW_H

#include "core/index/snapshot.h"

typedef struct writer_view {
    yz_index *index;
    yz_snapshot *snapshot; /**< NULL: it was lost, and the writer must close */
    uint32_t next_segment;
} writer_view;

/** See the index as it is now. */
yz_status
view_renew(writer_view *v, yz_error *err);

/**
 * Make sure that the map has space for segments of `size` bytes and what a
 * commit writes beside them. No writing transaction may be open. `waits`: for a
 * moment, where other snapshots of the process are in the way.
 */
yz_status
view_reserve(writer_view *v, uint64_t size, bool waits, yz_error *err);

#endif /* YZ_WRITE_VIEW_H */
