/* SPDX-License-Identifier: MIT */
/*
 * The skeletons of stored passages: quickly from the packed text where that is
 * exact, otherwise folded again.
 */
#ifndef YZ_INDEX_SKELETONS_H
#define YZ_INDEX_SKELETONS_H

#include "core/format/segment.h"
#include "core/text/fold.h"

/** Room for one skeleton; one a thread. Begins as skeleton_buffer_of(). */
typedef struct skeleton_buffer {
    const fold_table *fold; /**< the index's, borrowed */
    uint16_t *units;
    size_t capacity;
    arena slow; /**< for a text that must be folded again */
} skeleton_buffer;

static inline skeleton_buffer
skeleton_buffer_of(const yz_allocator *memory, const fold_table *fold)
{
    return (skeleton_buffer){ .fold = fold, .slow.from = memory };
}

void
skeleton_buffer_dispose(skeleton_buffer *scratch);

/** The skeleton of a passage, valid until `scratch` is used again. */
yz_status
segment_skeleton(segment *s, uint32_t passage, skeleton_buffer *scratch,
                 const uint16_t **ret_units, uint32_t *ret_length,
                 yz_error *err);

/** The same of a packed text, which is folded as `fold` says. */
yz_status
packed_skeleton(const packed_text *text, const packed_fold *fold,
                skeleton_buffer *scratch, const uint16_t **ret_units,
                uint32_t *ret_length, yz_error *err);

/** The index's folding as packed text wants it. NULL: no memory. */
packed_fold *
packed_fold_new(const yz_allocator *memory, const fold_table *table);

#endif /* YZ_INDEX_SKELETONS_H */
