/* SPDX-License-Identifier: MIT */
/*
 * The skeletons of stored passages: quickly from the packed text where that is
 * exact, otherwise folded anew.
 */
#ifndef YZ_SKELETONS_H
#define YZ_SKELETONS_H

#include "core/index/segment.h"
#include "core/text/fold.h"

/** Room for one skeleton; one a thread. Begins as skeleton_room_of(). */
typedef struct skeleton_room {
    const fold_table *fold; /**< the index's, borrowed */
    uint16_t *units;
    size_t capacity;
    arena slow; /**< for a text that must be folded anew */
} skeleton_room;

static inline skeleton_room
skeleton_room_of(const yz_allocator *memory, const fold_table *fold)
{
    return (skeleton_room){ .fold = fold, .slow.from = memory };
}

void
skeleton_room_dispose(skeleton_room *room);

/** The skeleton of a passage, valid until the room is used again. */
yz_status
segment_skeleton(segment *s, uint32_t passage, skeleton_room *room,
                 const uint16_t **ret_units, uint32_t *ret_length,
                 yz_error *err);

/** The index's folding as packed text wants it. NULL: no memory. */
packed_fold *
packed_fold_new(const yz_allocator *memory, const fold_table *table);

#endif /* YZ_SKELETONS_H */
